from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0011_roles")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="purged_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When words were last taken out of it (manage.py purge).",
                null=True,
            ),
        ),
    ]
