"""The first page of the admin: what waits for an editor, and the first steps while the site is empty."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import admin
from django.db.models import Count, Min, Q
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone

from documents.admin import search_state
from documents.admin.publishing import change_address
from documents.models import Change, Citation, Collection, Report, Revision, Section, Source, State
from documents.models.publishing import sifted
from documents.models.schedule import on_the_clock

MOST = 5  # entries of a list
SENTENCE = 120  # characters of a sentence that are shown
PATIENCE = timedelta(seconds=10)  # that a change may wait for the index before it is said
KINDS = (Section, Source, Report)


@dataclass
class Entry:
    """Something that waits: its name, the page where it is mended, and a remark."""

    name: str
    address: str = ""
    remark: str = ""


@dataclass
class Wait:
    """What waits for the same reason; `all_address` leads to what the list has no room for."""

    title: str
    count: int
    entries: list[Entry]
    remark: str = ""
    all_address: str = ""

    @property
    def more(self):
        return self.count - len(self.entries)


@dataclass
class Step:
    """One of the first steps, and whether it is done."""

    words: str
    address: str
    is_done: bool


def index(request):
    kinds = [kind for kind in KINDS if may_see(request, kind)]
    states = {kind: states_of(kind) for kind in kinds}
    waits = [
        *trouble_with_index(),
        *(wait for kind in kinds for wait in scheduled(kind, states[kind])),
        *changes_not_published(kinds),
        *dangling(kinds),
        *(wait for kind in kinds for wait in drafts(kind, states[kind])),
    ]
    context = {
        "waits": [wait for wait in waits if wait.count],
        "steps": first_steps(states),
        "search_state": search_state.sentences(),
    }
    return admin.site.index(request, context)


def may_see(request, kind):
    return admin.site.get_model_admin(kind).has_view_permission(request)


def states_of(kind):
    """How many records are in each state."""
    return dict(kind.objects.order_by().values_list("state").annotate(Count("pk")))


def drafts(kind, states):
    found = lean(kind.objects.drafts()).order_by("-pk")[:MOST]
    entries = [Entry(str(record), change_address(record)) for record in found]
    title = f"{plural(kind).capitalize()} that are drafts"
    yield Wait(title, states.get(State.DRAFT, 0), entries, all_address=list_address(kind, State.DRAFT))


def scheduled(kind, states):
    """What is scheduled, and why it waits where its time has come."""
    now = timezone.now()
    found = list(kind.objects.scheduled().order_by("publish_at")[:MOST])
    due = [record for record in found if record.publish_at <= now]
    waiting = dict(sifted(due, kind.publishing_problems)[1])
    entries = [
        Entry(str(record), change_address(record), f"{record.standing}. {reason(record, waiting, due)}")
        for record in found
    ]
    title = f"{plural(kind).capitalize()} that are scheduled"
    all_address = list_address(kind, State.SCHEDULED)
    yield Wait(title, states.get(State.SCHEDULED, 0), entries, all_address=all_address)


def reason(record, waiting, due):
    if record in waiting:
        return f"It could not be published then and is tried again until it can. {waiting[record]}"
    return "It is due now, and published as soon as the server runs." if record in due else ""


def changes_not_published(kinds):
    found = of_kinds(Revision.objects.pending(), kinds).order_by("-made_at")
    entries = [
        Entry(
            str(revision.owner),
            change_address(revision.owner),
            f"Kept on {on_the_clock(revision.made_at)}{f' by {revision.author}' if revision.author else ''}.",
        )
        for revision in found.select_related("section", "source", "author")[:MOST]
    ]
    yield Wait("Changes that are kept and not published", found.count(), entries)


def trouble_with_index():
    """Texts that could not be brought into the index, and whether it is behind the others."""
    failed = Change.objects.failed().order_by("due_at")
    changes = list(failed[:MOST])
    units = by_public_id({change.unit for change in changes})
    entries = []
    for change in changes:
        unit = units.get(change.unit)
        remark = f"{change.error}. Next try: {on_the_clock(change.due_at)}."
        entries.append(
            Entry(str(unit), change_address(unit), remark)
            if unit
            else Entry("A text that was deleted", remark=remark)
        )
    yield Wait("Texts that could not be brought into the search", failed.count(), entries)
    late = Change.objects.filter(attempts=0, made_at__lt=timezone.now() - PATIENCE)
    found = late.aggregate(count=Count("pk"), oldest=Min("made_at"))
    if found["count"]:
        remark = (
            f"Changes since {on_the_clock(found['oldest'])} are not found yet. "
            "While a server runs they follow within two seconds; without one: manage.py update_index."
        )
        yield Wait("The search is behind", found["count"], [], remark)


def by_public_id(ids):
    found = (lean(kind.objects.filter(public_id__in=ids)) for kind in (Section, Source))
    return {unit.public_id: unit for units in found for unit in units}


def dangling(kinds):
    """Texts that cite what the collection does not have."""
    found = of_kinds(Citation.objects.dangling(), kinds).order_by("key", "pk")
    shown = found.select_related("section", "source").defer("section__body", "source__body")[:MOST]
    entries = [
        Entry(
            str(citation.owner),
            change_address(citation.owner),
            f"[@{citation.key}] leads nowhere: {truncatechars(citation.sentence, SENTENCE)}",
        )
        for citation in shown
    ]
    yield Wait("Citations of sources that are not here", found.count(), entries)


def first_steps(states):
    """What there is to do before the first text is read; nothing once one is."""
    if set(states) != set(KINDS) or all(states[kind].get(State.PUBLISHED) for kind in (Section, Report)):
        return []
    add = {kind: reverse(f"admin:documents_{kind._meta.model_name}_add") for kind in (Collection, *KINDS)}
    return [
        Step("Add a collection", add[Collection], Collection.objects.exists()),
        Step("Add a report to it", add[Report], bool(states[Report])),
        Step("Add the sources that it cites", add[Source], bool(states[Source])),
        Step("Add the sections of the report", add[Section], bool(states[Section])),
        Step("Publish the report", list_address(Report), bool(states[Report].get(State.PUBLISHED))),
        Step("Publish its sections", list_address(Section), bool(states[Section].get(State.PUBLISHED))),
    ]


def of_kinds(rows, kinds):
    """Those of the rows that belong to units of these kinds."""
    sections = Q(section__isnull=False) if Section in kinds else Q(pk=None)
    sources = Q(source__isnull=False) if Source in kinds else Q(pk=None)
    return rows.filter(sections | sources)


def lean(records):
    """Without what is long."""
    return records.defer("about" if records.model is Report else "body")


def plural(kind):
    return str(kind._meta.verbose_name_plural)


def list_address(kind, state=None):
    address = reverse(f"admin:documents_{kind._meta.model_name}_changelist")
    return f"{address}?state__exact={state}" if state else address
