"""Say of what was saved before 0002 what its new columns would have said: pages of citations, states of revisions."""

from django.db import migrations

from documents.text.markdown import parse

UNITS = ("section", "source")


def fill(apps, schema_editor):
    for name in UNITS:
        for unit in apps.get_model("documents", name).objects.iterator():
            fill_pages(unit)
            fill_state(unit)


def fill_pages(unit):
    """A citation is the one at its position in the body: they were derived from it in this order."""
    pages = [citation.page for citation in parse(unit.body).citations]
    for citation in unit.citations.all():
        if citation.position < len(pages) and pages[citation.position]:
            citation.page = pages[citation.position]
            citation.save(update_fields=["page"])


def fill_state(unit):
    """Only of the last revision is it known whether everybody could read it."""
    last = unit.revisions.order_by("-number").first()
    if last:
        last.state = unit.state
        last.save(update_fields=["state"])


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_reading_and_editing")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
