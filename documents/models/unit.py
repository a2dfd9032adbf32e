"""What a section and a source have in common: a body that is published, cited and searched."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property

from documents.models import keeping
from documents.models.block import Block
from documents.models.change import Change
from documents.models.citation import Citation
from documents.models.fields import PublicIdField
from documents.models.owner import column
from documents.models.state import Nature, State
from documents.text.languages import direction
from documents.text.markdown import parse


class UnitQuerySet(models.QuerySet):
    """Bulk changes note the same rows in the outbox as single ones do."""

    def drafts(self):
        return self.filter(state=State.DRAFT)

    def with_text(self):
        """With the blocks of each unit, in one more query for all of them."""
        return self.prefetch_related(models.Prefetch("blocks", Block.objects.living(), to_attr="text_blocks"))

    @transaction.atomic
    def update(self, **values):
        ids = touched(self)
        changed = super().update(**values)
        Change.objects.note(ids)
        return changed

    update.alters_data = True

    @transaction.atomic
    def delete(self):
        units = list(self)
        for unit in units:
            unit.delete()
        return len(units), {self.model._meta.label: len(units)}

    delete.alters_data = True

    def bulk_create(self, objs, *args, **options):
        raise NotImplementedError("Save units one by one: blocks, citations and revisions are made on save.")

    def bulk_update(self, objs, fields, batch_size=None):
        raise NotImplementedError("Save units one by one: blocks, citations and revisions are made on save.")

    @transaction.atomic
    def publish(self):
        """Publish what may be published; return what may not, as (unit, reason) pairs."""
        refused = []
        for unit in self.drafts():
            if reasons := unit.publishing_problems():
                refused.append((unit, reasons[0]))
            else:
                unit.state = State.PUBLISHED
                unit.save()
        return refused

    publish.alters_data = True

    def withdraw(self):
        return self.filter(state=State.PUBLISHED).update(state=State.DRAFT)

    withdraw.alters_data = True


class Unit(models.Model):
    """A section or a source."""

    public_id = PublicIdField()
    title = models.CharField(max_length=500)
    body = models.TextField(blank=True, help_text="In Markdown, as the text format describes it.")
    nature = models.CharField(max_length=20, choices=Nature, default=Nature.OFFICIAL)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    # Who saves: set by the admin before save(), and kept in the revision.
    editor = None

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @cached_property
    def text_blocks(self):
        """The blocks of the text, in order; `with_text` fetches them for many units at once."""
        return list(self.blocks.living())

    @property
    def direction(self):
        return direction(self.language)

    @property
    def is_summary(self):
        return self.nature == Nature.SUMMARY

    def publishing_problems(self):
        """Why the unit must not be published: its text's mistakes and what it cites in vain."""
        body = parse(self.body)
        problems = [f"Line {problem.line}: {problem.message}" for problem in body.problems]
        missing = {citation.key for citation in body.citations} - self.citable_keys()
        problems += [
            f"[@{key}] cites no source of the collection “{self.collection}”. Add the source or correct the key."
            for key in sorted(missing)
        ]
        return problems

    def citable_keys(self):
        return set(self.collection.sources.values_list("key", flat=True))

    def clean(self):
        super().clean()
        if self.state == State.PUBLISHED and (problems := self.publishing_problems()):
            raise ValidationError({"body": problems})

    def save_row(self, **options):
        """Save the columns alone; `save` and `save_together` do the rest."""
        if self.state == State.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
        super().save(**options)

    def save(self, **options):
        """Save with all that is derived from the body, and queue the unit for the index."""
        save_together([self], **options)

    @transaction.atomic
    def delete(self, *args, **options):
        Change.objects.note(touched([self]))
        self.blocks.retire()
        return super().delete(*args, **options)


def touched(units):
    """The public ids of `units` and of what they cite: a source is found under the reports that cite it."""
    keys = {"section": [], "source": []}
    for unit in units:
        keys[column(unit)].append(unit.pk)
    owned = models.Q(section__in=keys["section"]) | models.Q(source__in=keys["source"])
    cited = Citation.objects.filter(owned, cited__isnull=False).values_list("cited__public_id", flat=True)
    return {unit.public_id for unit in units} | set(cited)


@transaction.atomic
def save_together(units, **options):
    """Save several units at once: a block that moved from one to another keeps its id."""
    before = touched(units)
    for unit in units:
        unit.save_row(**options)
    keeping.keep([unit for unit in units if keeping.body_changed(unit)])
    Change.objects.note(before | touched(units))
