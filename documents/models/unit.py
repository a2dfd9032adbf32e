"""What a section and a source have in common: a body that is published, cited and searched."""

from collections import Counter

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property

from documents.models import keeping
from documents.models.block import Block
from documents.models.change import Change
from documents.models.citation import Citation
from documents.models.fields import (
    BodyField,
    PublicIdField,
    PublishAtField,
    WithdrawnAtField,
    WithdrawnReasonField,
    refuse,
)
from documents.models.former_slug import FormerSlug
from documents.models.owner import column
from documents.models.publishing import problems, sifted
from documents.models.schedule import scheduling_mistakes, standing
from documents.models.state import Nature, State
from documents.models.withdrawal import GONE, after_withdrawing, is_gone, settle, withdrawing_mistakes
from documents.text.bodies import tidy
from documents.text.languages import direction

# Columns that more hangs on than a query can change, and what changes them.
NOT_BY_QUERY = {"body": "save()", "date": "save()", "state": "publish() or withdraw()"}


class UnitQuerySet(models.QuerySet):
    """Bulk changes note the same rows in the outbox as single ones do."""

    def drafts(self):
        return self.filter(state=State.DRAFT)

    def scheduled(self):
        return self.filter(state=State.SCHEDULED)

    def gone(self):
        """What everybody could read and may not any more."""
        return self.filter(GONE)

    def known(self):
        """What everybody may know to be here, or to have been here."""
        return self.published() | self.gone()

    def due(self, now):
        """Scheduled units whose time has come."""
        return self.scheduled().filter(publish_at__lte=now)

    def with_text(self):
        """With the blocks of each unit, in one more query for all of them."""
        return self.prefetch_related(models.Prefetch("blocks", Block.objects.living(), to_attr="text_blocks"))

    def update(self, **values):
        for name in values.keys() & NOT_BY_QUERY.keys():
            raise NotImplementedError(f"Use {NOT_BY_QUERY[name]}: more hangs on “{name}” than its column.")
        return self._change(**values)

    update.alters_data = True

    @transaction.atomic
    def _change(self, **values):
        ids = touched(self)
        if "slug" in values:
            for unit in self:
                FormerSlug.objects.give_up(unit)
        changed = super().update(**values)
        Change.objects.note(ids)
        return changed

    def delete(self):
        """Delete the units together: those that cite one another do not keep each other."""
        return delete_together(list(self))

    delete.alters_data = True

    def bulk_create(self, objs, *args, **options):
        raise NotImplementedError("Save units one by one: blocks, citations and revisions are made on save.")

    def bulk_update(self, objs, fields, batch_size=None):
        raise NotImplementedError("Save units one by one: blocks, citations and revisions are made on save.")

    @transaction.atomic
    def publish(self, by=None):
        """Publish drafts, and before their time what is scheduled; return what may not, as (unit, reason) pairs.

        `by` is the editor, for the history.
        """
        chosen, refused = sifted(self.exclude(state=State.PUBLISHED), self.model.publishing_problems)
        for unit in chosen:
            unit.state, unit.editor = State.PUBLISHED, by
            unit.save()
        return refused

    publish.alters_data = True

    def publish_due(self, now):
        """Publish what is due and may be published; return what has to wait, as (unit, reason) pairs."""
        return self.due(now).publish()

    publish_due.alters_data = True

    @transaction.atomic
    def withdraw(self, by=None, reason=""):
        """Take what everybody could read out of sight, and make drafts again of what was only to be published.

        `reason` is for readers. Citations of a withdrawn source stay, without a link.
        """
        for unit in self.filter(state__in=[State.PUBLISHED, State.SCHEDULED]):
            unit.state, unit.editor = after_withdrawing(unit), by
            unit.withdrawn_reason = reason or unit.withdrawn_reason
            unit.save()

    withdraw.alters_data = True


class Unit(models.Model):
    """A section or a source. Each says its `language`, its `collection`, if it has one yet (`is_placed`),
    whether its key is taken there (`has_the_key_of_another`), and which columns its record has (`RECORD`).
    """

    public_id = PublicIdField()
    title = models.CharField(max_length=500)
    body = BodyField(blank=True, help_text="In Markdown, as the text format describes it.")
    nature = models.CharField(max_length=20, choices=Nature, default=Nature.OFFICIAL)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    publish_at = PublishAtField()
    # When everybody could read it for the first time: that of a section also hangs on its report.
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = WithdrawnAtField()
    withdrawn_reason = WithdrawnReasonField()
    changed_at = models.DateTimeField(auto_now=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    # Who saves, and what is corrected by it and why: set by the admin before save(), kept in the revision.
    editor = None
    correction = ""
    # Whether its changes are to be kept and not published: then they may have a draft's mistakes.
    is_set_aside = False
    # The keys of the pictures that it will have, set by a form that changes text and pictures together.
    pictures_to_be = None
    # The keys that its text cites, where that is not the saved one (models/pending.py).
    citing = None

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
    def standing(self):
        return standing(self)

    @property
    def is_public(self):
        """Whether everybody may see it."""
        return type(self).objects.published().filter(pk=self.pk).exists()

    @property
    def is_gone(self):
        """Whether everybody could read it and may not any more."""
        return is_gone(self)

    def cited_sources(self):
        """The sources that the text cites, published or not."""
        if self.citing is not None:
            return self.collection.sources.filter(key__in=self.citing)
        return self.collection.sources.filter(**{f"cited_by__{column(self)}": self}).distinct()

    @property
    def record(self):
        """What editors say of the unit beside its body, each as a string; kept in the revision."""
        return {name: self._meta.get_field(name).value_to_string(self) for name in self.RECORD}

    @property
    def said(self):
        """Record and body, each as a string: what its revisions keep."""
        return {**self.record, "body": tidy(self.body)}

    @property
    def is_summary(self):
        return self.nature == Nature.SUMMARY

    def publishing_problems(self, together=()):
        """Why the unit must not be published: its text's mistakes and what it cites in vain.

        `together` are the units of its kind that are published in the same action.
        """
        return problems(self.body, self.collection, self.citable_keys(together), self.picture_keys())

    def picture_keys(self):
        """The keys of the pictures that the text may show."""
        if self.pictures_to_be is not None:
            return self.pictures_to_be
        return set(self.pictures.values_list("key", flat=True)) if self.pk else set()

    def citable_keys(self, together):
        return self.collection.citable_keys()

    def clean(self):
        super().clean()
        if self.is_placed:  # a form without a collection or an edition has said so already
            refuse(self.mistakes())

    def mistakes(self):
        """Yield (field, message) for what is wrong with the record as it stands."""
        if self.key and self.has_the_key_of_another():
            yield (
                "key",
                f"Another section or source of the collection has the key {self.key}, in large or small letters.",
            )
        yield from scheduling_mistakes(self)
        yield from withdrawing_mistakes(self)
        if self.state == State.PUBLISHED and not self.is_set_aside:
            yield from (("body", problem) for problem in self.publishing_problems())

    def save_row(self, **options):
        """Save the columns alone; `save` and `save_together` do the rest."""
        FormerSlug.objects.follow(self)
        is_withdrawn_now = settle(self)
        super().save(**options)
        if is_withdrawn_now:
            self.previewlinks.all().delete()  # whoever has one would read on
        if self.state == State.PUBLISHED and self.published_at is None and self.is_public:
            self.published_at = timezone.now()
            super().save(update_fields=["published_at"])

    def save(self, **options):
        """Save with all that is derived from the body, and queue the unit for the index."""
        save_together([self], **options)

    def delete_row(self, **options):
        """Delete what `delete_together` has made free, and the files of its pictures."""
        self.blocks.retire()
        self.pictures.all().delete()
        super().delete(**options)

    def delete(self, **options):
        """Delete, and queue the unit for the index. Raises RestrictedError for a source that a text cites."""
        return delete_together([self], **options)


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
    keeping.keep(units)
    Change.objects.note(before | touched(units))


@transaction.atomic
def delete_together(units, **options):
    """Delete several units at once: what they cite of each other does not keep them."""
    Change.objects.note(touched(units))
    for unit in units:
        unit.citations.all().delete()
    for unit in units:
        unit.delete_row(**options)
    return len(units), dict(Counter(unit._meta.label for unit in units))
