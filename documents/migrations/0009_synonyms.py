import django.db.models.deletion
from django.db import migrations, models

import documents.models.synonym


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_official_pdf")]

    operations = [
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("names", documents.models.synonym.NamesField()),
                ("searched", documents.models.synonym.NamesField(blank=True, verbose_name="one way")),
                ("key", models.CharField(blank=True, editable=False, max_length=40)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "collection",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="synonyms",
                        to="documents.collection",
                    ),
                ),
            ],
            options={
                "verbose_name": "set of synonyms",
                "verbose_name_plural": "synonyms",
                "ordering": ["names"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("collection", "key"), name="synonym_key_once_in_collection"
                    )
                ],
            },
        ),
    ]
