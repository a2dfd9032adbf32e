import django.core.validators
from django.db import migrations, models

import documents.models.fields


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_first_publication")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="pdf_url",
            field=documents.models.fields.AddressField(
                blank=True, default="", max_length=1000, verbose_name="address of the official PDF"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="pdf_first_page",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="The page of the PDF, counted from its first sheet, on which printed page 1 stands.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="page 1 in the PDF",
            ),
        ),
    ]
