"""When a report was first published, and of sections, only of those that everybody can read."""

from django.db import migrations, models
from django.utils import timezone


def fill(apps, schema_editor):
    """Of what is a draft nobody knows whether it was public once; that it never was tells nobody of it."""
    sections = apps.get_model("documents", "Section").objects
    sections.exclude(edition__report__state="published").update(published_at=None)
    for report in apps.get_model("documents", "Report").objects.filter(state="published"):
        dated = sections.filter(edition__report=report)
        report.published_at = dated.aggregate(first=models.Min("published_at"))["first"] or timezone.now()
        report.save(update_fields=["published_at"])


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_what_a_revision_follows")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="published_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
