"""Since when and why nobody may read what everybody could read."""

from django.db import migrations, models

import documents.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0009_synonyms"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="withdrawn_at",
            field=documents.models.fields.WithdrawnAtField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="withdrawn_reason",
            field=documents.models.fields.WithdrawnReasonField(
                blank=True, max_length=1000, verbose_name="reason for withdrawing"
            ),
        ),
        migrations.AddField(
            model_name="section",
            name="withdrawn_at",
            field=documents.models.fields.WithdrawnAtField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="section",
            name="withdrawn_reason",
            field=documents.models.fields.WithdrawnReasonField(
                blank=True, max_length=1000, verbose_name="reason for withdrawing"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="withdrawn_at",
            field=documents.models.fields.WithdrawnAtField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="source",
            name="withdrawn_reason",
            field=documents.models.fields.WithdrawnReasonField(
                blank=True, max_length=1000, verbose_name="reason for withdrawing"
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("scheduled", "Scheduled"),
                    ("published", "Published"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="draft",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("scheduled", "Scheduled"),
                    ("published", "Published"),
                    ("withdrawn", "Withdrawn"),
                    ("pending", "Changes not published"),
                    ("put away", "Changes not published, no longer offered"),
                    ("not recorded", "Not recorded"),
                ],
                default="draft",
                help_text="Of the unit as it was saved.",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("scheduled", "Scheduled"),
                    ("published", "Published"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="draft",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("scheduled", "Scheduled"),
                    ("published", "Published"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="draft",
                max_length=20,
            ),
        ),
    ]
