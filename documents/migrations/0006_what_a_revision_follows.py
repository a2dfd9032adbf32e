"""The revision that a revision follows, what is not known of the first ones, and which pictures a text shows."""

import django.db.models.deletion
from django.db import migrations, models

from documents.text.markdown import parse

NEVER_SAVED = ("pending", "put away")
RECORDS = {
    "section": ("title", "slug", "key", "number", "level", "nature"),
    "source": (
        *("title", "title_is_description", "slug", "key", "kind", "nature", "author", "publisher", "date"),
        *("date_note", "identifiers", "official_url", "official_url_checked", "archived_url"),
        *("retrieved_on", "sha256", "rights", "language", "made"),
    ),
}


def fill(apps, schema_editor):
    revisions, pictures = (apps.get_model("documents", name).objects for name in ("Revision", "Picture"))
    for name, columns in RECORDS.items():
        fill_before(revisions, name)
        for unit in apps.get_model("documents", name).objects.iterator():
            fill_first_revisions(unit, columns)
            fill_shown(unit, pictures.filter(**{name: unit}))


def fill_before(revisions, name):
    older = revisions.exclude(state__in=NEVER_SAVED).order_by("-number")
    mine = {name: models.OuterRef(name), "number__lt": models.OuterRef("number")}
    revisions.filter(**{f"{name}__isnull": False}).update(
        before=models.Subquery(older.filter(**mine).values("pk")[:1])
    )


def fill_first_revisions(unit, columns):
    """Those without a record were made before records and states were kept.

    What the last saved one says is what the unit says. Of the last one without a record 0003 filled in the
    state; of the earlier ones nobody knows whether everybody could read them.
    """
    first = unit.revisions.filter(record={}).order_by("-number")
    keys = list(first.values_list("pk", flat=True))
    saved = unit.revisions.exclude(state__in=NEVER_SAVED).order_by("-number")
    if keys and keys[0] == saved.values_list("pk", flat=True).first():
        record = {name: unit._meta.get_field(name).value_to_string(unit) for name in columns}
        unit.revisions.filter(pk=keys[0]).update(record=record)
    for key in keys[1:]:
        unit.revisions.filter(pk=key).update(state="not recorded")


def fill_shown(unit, pictures):
    if pictures.exists():
        shown = {image.key for image in parse(unit.body).images}
        for picture in pictures:
            pictures.filter(pk=picture.pk).update(is_shown=picture.key in shown)


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_put_away_changes")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="is_shown",
            field=models.BooleanField(
                default=False, editable=False, help_text="Whether the text, as it is saved, shows it."
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="before",
            field=models.ForeignKey(
                help_text="What the unit said until then; empty before its first revision.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="documents.revision",
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
                    ("pending", "Changes not published"),
                    ("put away", "Changes not published, no longer offered"),
                    ("not recorded", "Not recorded"),
                ],
                default="draft",
                help_text="Of the unit as it was saved.",
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["section", "state", "made_at"], name="revision_of_section"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["source", "state", "made_at"], name="revision_of_source"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                condition=models.Q(("correction", ""), _negated=True),
                fields=["made_at"],
                name="revision_that_corrects",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
