from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_fill_new_columns")]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["publish_at"], name="report_publish_at"),
        ),
        migrations.AddIndex(
            model_name="section",
            index=models.Index(fields=["publish_at"], name="section_publish_at"),
        ),
        migrations.AddIndex(
            model_name="source",
            index=models.Index(fields=["publish_at"], name="source_publish_at"),
        ),
    ]
