from django.conf import settings
from django.db import models
from django.urls import reverse

from documents.models.owner import OWNED_BY_ONE, Owned, column
from documents.models.schedule import on_the_clock
from documents.models.state import State

PENDING = "pending"
PUT_AWAY = "put away"  # changes that were pending, until somebody took them up or discarded them
NOT_RECORDED = "not recorded"  # saved before states were kept; it may have been public or not


class RevisionQuerySet(models.QuerySet):
    def saved(self):
        """Without changes that were kept but not published: the unit never said what they say."""
        return self.exclude(state__in=[PENDING, PUT_AWAY])

    def pending(self):
        """Changes that wait to be published, taken up or discarded."""
        return self.filter(state=PENDING)

    def lean(self):
        """Without their texts."""
        return self.defer("body", "blocks")

    def corrections(self, sections, sources):
        """Public corrections of `sections` and `sources`, which have to be public, latest first.

        Everybody could read the text before and after: what was a draft then is not shown by the difference, nor
        what was published within a report that was none yet.
        """
        was_read = models.F("made_at")
        public = models.Q(section__in=sections, section__published_at__lte=was_read)
        public |= models.Q(source__in=sources, source__published_at__lte=was_read)
        return (
            self.filter(public, state=State.PUBLISHED, before__state=State.PUBLISHED)
            .exclude(correction="")
            .order_by("-made_at", "-pk")
        )

    def write(self, unit, ids):
        """Keep what `unit` says now; `ids` are those of its blocks."""
        return self._write(unit, state=unit.state, blocks=list(ids), correction=unit.correction)

    def set_aside(self, unit):
        """Keep what `unit` would say, without its saying so yet."""
        return self._write(unit, state=PENDING, correction=unit.correction)

    def in_reports(self, slugs):
        """Those of sections of the reports with these slugs; without slugs all."""
        return self.filter(section__edition__report__slug__in=slugs) if slugs else self

    def _write(self, unit, **values):
        kept = unit.revisions.lean()
        last = kept.first()
        return self.create(
            number=last.number + 1 if last else 1,
            before=last if last is None or last.is_saved else kept.saved().first(),
            author=unit.editor,
            body=unit.body,
            record=unit.record,
            **{column(unit): unit},
            **values,
        )


class Revision(Owned):
    """A unit as it was saved. It is the only history: differences, restoring and purging read it."""

    number = models.PositiveIntegerField()
    before = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="What the unit said until then; empty before its first revision.",
    )
    made_at = models.DateTimeField(auto_now_add=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    state = models.CharField(
        max_length=20,
        choices=[
            *State.choices,
            (PENDING, "Changes not published"),
            (PUT_AWAY, "Changes not published, no longer offered"),
            (NOT_RECORDED, "Not recorded"),
        ],
        default=State.DRAFT,
        help_text="Of the unit as it was saved.",
    )
    body = models.TextField(blank=True)
    blocks = models.JSONField(default=list, help_text="The ids of the body's blocks, in order.")
    record = models.JSONField(default=dict, help_text="The unit's other columns, each as a string.")
    purged_at = models.DateTimeField(
        null=True, editable=False, help_text="When words were last taken out of it (manage.py purge)."
    )
    correction = models.TextField(blank=True, help_text="What was corrected and why; empty: no correction.")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=OWNED_BY_ONE, name="revision_owned_by_one"),
            models.UniqueConstraint(fields=["section", "number"], name="revision_once_in_section"),
            models.UniqueConstraint(fields=["source", "number"], name="revision_once_in_source"),
        ]
        # What lists ask of revisions is in the indexes: a row has a whole text before its state.
        indexes = [
            models.Index(fields=["section", "state", "made_at"], name="revision_of_section"),
            models.Index(fields=["source", "state", "made_at"], name="revision_of_source"),
            models.Index(
                fields=["made_at"], name="revision_that_corrects", condition=~models.Q(correction="")
            ),
        ]

    def __str__(self):
        return f"Revision {self.number} of {self.owner}"

    def get_absolute_url(self):
        """Its place among the corrections, on whichever page of them that is."""
        return f"{reverse('documents:corrections')}?at={self.pk}#correction-{self.pk}"

    @property
    def is_saved(self):
        """Whether the unit said this; otherwise it is changes that were kept and not published."""
        return self.state not in (PENDING, PUT_AWAY)

    @property
    def is_behind(self):
        """Whether the unit was saved since, so that these changes do not stand on its present text."""
        return self.owner.revisions.saved().filter(number__gt=self.number).exists()

    @property
    def said(self):
        """Body and record, each as a string. What the record had no columns for when it was kept is missing."""
        return {**self.record, "body": self.body}

    @property
    def on_the_clock(self):
        """When it was made, with the time zone."""
        return on_the_clock(self.made_at)

    def put_away(self):
        """Offer the changes no longer, because they were taken up or discarded. The history keeps them."""
        if self.state == PENDING:
            self.state = PUT_AWAY
            self.save(update_fields=["state"])

    put_away.alters_data = True

    def says_otherwise(self, unit):
        """Whether `unit`, whose body is the same, is not what this revision kept of it."""
        return self.record != unit.record or self.state != unit.state
