"""What was corrected in published texts: the list of all corrections, and those of one text."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.forms import CorrectionsForm
from documents.models import Report, Revision, Section, Source
from documents.models.comparison import Column, column
from documents.models.owner import column as owner_column
from documents.text.differences import Effort, Piece, compare, difference, excerpt, plain, written
from documents.views.page_cache import made_once_per_commit

PER_PAGE = 10
MOST_PASSAGES = 8  # of one correction that are shown
NOT_SHOWN = {"slug"}  # an address is no word of the text
EFFORT = 500_000  # of comparing one text: what takes longer is shown as taken out and put in


class Passage(NamedTuple):
    """A passage that was corrected, in the words that readers see."""

    pieces: tuple[Piece, ...]
    moved: bool


class Passages(NamedTuple):
    """The first passages that were corrected, and how many more there are."""

    shown: tuple[Passage, ...]
    left_out: int


@dataclass
class Correction:
    """A public correction, and what the text said before it."""

    revision: Revision

    @property
    def unit(self):
        return self.revision.owner

    @property
    def before(self):
        return self.revision.before

    @cached_property
    def columns(self) -> list[Column]:
        old, new = self.before.record, self.revision.record
        changed = [name for name in new if name in old and old[name] != new[name] and name not in NOT_SHOWN]
        return [column(type(self.unit), name, old[name], new[name]) for name in changed]

    @cached_property
    def passages(self) -> Passages:
        was_purged = self.before.purged_at, self.revision.purged_at
        return corrected(self.before.pk, self.revision.pk, self.revision.made_at, was_purged)


@require_safe
@made_once_per_commit
def corrections(request):
    form = CorrectionsForm(request.GET)
    found = public_corrections().in_reports(form.values["report"])
    if place := place_of(form.values["at"], found):
        page, anchor = place
        return HttpResponseRedirect(request.path + form.parameters(at=None, page=page) + anchor)
    compared = found.select_related("before").defer("before__body", "before__blocks")
    page = Paginator(compared, PER_PAGE).get_page(form.values["page"])
    context = {
        "form": form,
        "page": page,
        "corrections": [Correction(revision) for revision in page],
        "reports": reports_with_corrections(),
    }
    return render(request, "documents/corrections.html", context)


def public_corrections():
    """Every correction that may be shown, latest first, with the section or source that it belongs to; no texts."""
    found = Revision.objects.corrections(Section.objects.published(), Source.objects.published())
    with_owner = found.lean().select_related("section__edition__report", "source")
    return with_owner.defer("section__body", "source__body")


def corrections_of(unit):
    """The corrections of one text."""
    return list(public_corrections().filter(**{owner_column(unit): unit}))


def place_of(number, found):
    """The page of a correction and its place there; None where it is not among those found."""
    if number not in (numbers := list(found.values_list("pk", flat=True)) if number else ()):
        return None
    return numbers.index(number) // PER_PAGE + 1, f"#correction-{number}"


def reports_with_corrections():
    sections = public_corrections().filter(section__isnull=False)
    corrected = Q(editions__sections__revisions__in=sections.order_by().values("pk"))
    count = Count("editions__sections__revisions", filter=corrected)
    return Report.objects.published().annotate(corrections=count).filter(corrections__gt=0)


@lru_cache(maxsize=256)
def corrected(before, after, made_at, was_purged):
    """The passages that differ between two revisions, for readers: revisions change in a purge alone, so it is found once.

    `made_at` tells the later one from another that has its number in a database that was restored.
    """
    bodies = dict(Revision.objects.filter(pk__in=[before, after]).values_list("pk", "body"))
    effort, shown, left_out = Effort(EFFORT), [], 0
    for step in difference(written(bodies[before]), written(bodies[after]), effort):
        if step.is_same:
            continue
        if len(shown) == MOST_PASSAGES:
            left_out += 1
        elif passage := readable(step, effort):
            shown.append(passage)
    return Passages(tuple(shown), left_out)


def readable(step, effort):
    """A passage that changed, in words; None where its words are the same and it did not move."""
    old, new = (plain(passage) if passage else "" for passage in (step.old, step.new))
    if old == new and not (step.moved and new):
        return None
    return Passage(excerpt(compare(old, new, effort)), step.moved)
