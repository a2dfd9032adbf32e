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
    before: Revision

    @property
    def unit(self):
        return self.revision.owner

    @cached_property
    def columns(self) -> list[Column]:
        old, new = self.before.record, self.revision.record
        changed = [name for name in new if name in old and old[name] != new[name] and name not in NOT_SHOWN]
        return [column(type(self.unit), name, old[name], new[name]) for name in changed]

    @cached_property
    def passages(self) -> Passages:
        return corrected(self.before.body, self.revision.body)


@require_safe
def corrections(request):
    form = CorrectionsForm(request.GET)
    found = public_corrections().in_reports(form.values["report"])
    if address := address_of(form.values["at"], found):
        return HttpResponseRedirect(address)
    page = Paginator(found, PER_PAGE).get_page(form.values["page"])
    context = {
        "form": form,
        "page": page,
        "corrections": with_before(page),
        "reports": reports_with_corrections(),
    }
    return render(request, "documents/corrections.html", context)


def public_corrections():
    """Every correction that may be shown, latest first, with the text that it belongs to."""
    found = Revision.objects.corrections(Section.objects.published(), Source.objects.published())
    return found.select_related("section__edition__report", "source")


def corrections_of(unit):
    """The corrections of one text, without what was corrected in it."""
    if not unit.revisions.exclude(correction="").exists():  # most texts have none, and this is asked quickly
        return []
    return list(public_corrections().filter(**{owner_column(unit): unit}).defer("body", "blocks", "record"))


def address_of(number, found):
    """The page and the place of a correction; None where it is not among those found."""
    if number not in (numbers := list(found.values_list("pk", flat=True)) if number else ()):
        return None
    return f"?page={numbers.index(number) // PER_PAGE + 1}#correction-{number}"


def with_before(revisions):
    """Each correction with the revision before it; one more query for all of them."""
    before = Revision.objects.in_bulk([revision.before_id for revision in revisions])
    return [Correction(revision, before[revision.before_id]) for revision in revisions]


def reports_with_corrections():
    sections = public_corrections().filter(section__isnull=False)
    corrected = Q(editions__sections__revisions__in=sections.order_by().values("pk"))
    count = Count("editions__sections__revisions", filter=corrected)
    return Report.objects.published().annotate(corrections=count).filter(corrections__gt=0)


@lru_cache(maxsize=32)
def corrected(before, after):
    """The passages that differ between two bodies, for readers: revisions do not change, so it is found once."""
    effort, shown, left_out = Effort(EFFORT), [], 0
    for step in difference(written(before), written(after), effort):
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
