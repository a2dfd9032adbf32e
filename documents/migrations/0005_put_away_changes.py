from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_publish_at_indexes")]

    operations = [
        migrations.AlterField(
            model_name="revision",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("scheduled", "Scheduled"),
                    ("published", "Published"),
                    ("pending", "Changes not published"),
                    ("put away", "Changes not published, no longer offered"),
                ],
                default="draft",
                help_text="Of the unit as it was saved.",
                max_length=20,
            ),
        ),
    ]
