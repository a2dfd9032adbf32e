"""The order of an edition's sections, on a page of its own: by buttons, and with a script by dragging."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from documents.admin import arrangement, roles
from documents.admin.arrangement import MOVES, Row
from documents.models import Edition, Section, State
from documents.models.section import Rearranged

# The buttons of a section; the one beside each takes its move back, and has the focus where it has no use itself.
BUTTONS = {
    "up": ("Up", "down"),
    "down": ("Down", "up"),
    "higher": ("Level out", "deeper"),
    "deeper": ("Level in", "higher"),
}
DRAG = "drag"
NOT_ARRANGED = (
    "Nothing was moved: the report is not a draft, and your account may not publish. You can move sections that are "
    "drafts, past others too, as long as those keep their order and their level."
)


class MoveForm(forms.Form):
    """One move, written “up 12”, or “drag 12 14” for section 12 before section 14, “drag 12 0” for the end."""

    seen = forms.CharField()
    move = forms.CharField()

    def clean(self):
        values = super().clean()
        try:
            name, key, *goal = values["move"].split()
            seen = arrangement.read(values["seen"])
            places = {row.key: place for place, row in enumerate(seen)}
            place = places[int(key)]
            if name == DRAG:
                wanted = arrangement.moved(seen, place, places.get(int(goal[0]), len(seen)))
            else:
                wanted = MOVES[name](seen, place)
        except (KeyError, ValueError, IndexError):
            raise ValidationError("This is no move.") from None
        return {"name": name, "key": int(key), "seen": seen, "wanted": wanted}


class MovedForm(forms.Form):
    """Which section was moved just now, and by what: its button has the focus."""

    moved = forms.IntegerField(required=False)
    by = forms.CharField(required=False)

    @property
    def focus(self):
        values = self.cleaned_data if self.is_valid() else {}
        return values.get("moved"), values.get("by")


@dataclass
class Button:
    name: str
    label: str
    is_possible: bool
    has_focus: bool = False


@dataclass
class Line:
    """A section with its place and its buttons."""

    section: Any
    place: int
    buttons: list[Button]


def addresses(modeladmin):
    def view(request, edition):
        return page(modeladmin, request, edition)

    return [
        path(
            "edition/<int:edition>/order/",
            modeladmin.admin_site.admin_view(view),
            name="documents_edition_order",
        )
    ]


def page(modeladmin, request, edition):
    if not may_order(request.user):
        raise PermissionDenied
    edition = get_object_or_404(Edition.objects.select_related("report"), pk=edition)
    if request.method == "POST":
        return moved(modeladmin, request, edition)
    sections = list(edition.sections.in_order())
    order = [Row(section.pk, section.level) for section in sections]
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": "Order of sections",
        "subtitle": str(edition.report),
        "opts": modeladmin.opts,
        "edition": edition,
        "lines": lines(sections, order, *MovedForm(request.GET).focus),
        "seen": arrangement.written(order),
    }
    return TemplateResponse(request, "admin/documents/order.html", context)


def moved(modeladmin, request, edition):
    """Make one move, and show the order again, with the focus where it was."""
    form = MoveForm(request.POST)
    address = reverse("admin:documents_edition_order", args=[edition.pk])
    if not form.is_valid():
        modeladmin.message_user(request, "Nothing was moved: the move could not be read.", messages.ERROR)
        return HttpResponseRedirect(address)
    key, name = form.cleaned_data["key"], form.cleaned_data["name"]
    seen, wanted = form.cleaned_data["seen"], form.cleaned_data["wanted"]
    if not may_arrange(request.user, edition, seen, wanted):
        modeladmin.message_user(request, NOT_ARRANGED, messages.ERROR)
        return HttpResponseRedirect(address)
    try:
        edition.sections.arrange(seen, wanted, by=request.user)
    except Rearranged:
        sentence = (
            "Nothing was moved: somebody has changed the sections meanwhile. This is how they stand now."
        )
        modeladmin.message_user(request, sentence, messages.WARNING)
    else:
        section = edition.sections.get(pk=key)
        modeladmin.log_change(request, section, f"Moved: {name}.")
    return HttpResponseRedirect(f"{address}?{urlencode({'moved': key, 'by': name})}")


def lines(sections, order, moved, by):
    """The sections with their buttons; one button of the section that was moved has the focus."""
    found = []
    for place, section in enumerate(sections):
        buttons = {
            name: Button(name, label, MOVES[name](order, place) != order)
            for name, (label, _) in BUTTONS.items()
        }
        if section.pk == moved:
            wished = [by, BUTTONS[by][1]] if by in BUTTONS else []
            possible = [name for name in (*wished, *BUTTONS) if buttons[name].is_possible]
            if possible:
                buttons[possible[0]].has_focus = True
        found.append(Line(section, place + 1, list(buttons.values())))
    return found


def summary(report):
    """What the form of a report says of its sections, with the ways to add one and to their order."""
    if not report.pk:
        return "Can be added after the first save."
    edition = report.current_edition
    editor = report.looked_at_by
    context = {
        "edition": edition,
        "sections": edition.sections.in_order().with_report(),
        "may_add": editor.has_perm("documents.add_section"),
        "may_order": may_order(editor),
    }
    return render_to_string("admin/documents/_sections.html", context)


def place(section):
    """What the form of a section says of its place."""
    if not section.pk:
        return "At the end, until it is moved."
    before = Section.objects.filter(edition=section.edition_id, position__lt=section.position).count()
    count = Section.objects.filter(edition=section.edition_id).count()
    may = may_order(section.looked_at_by)
    context = {"section": section, "place": before + 1, "count": count, "may_order": may}
    return render_to_string("admin/documents/_place.html", context)


def may_order(editor):
    return editor.has_perm("documents.change_section")


def may_arrange(editor, edition, seen, wanted):
    """Whether the account may give the sections this order: where readers have one, drafts alone move in it."""
    if roles.may_save(editor, edition.report):
        return True
    fixed = set(edition.sections.exclude(state=State.DRAFT).values_list("pk", flat=True))
    return [row for row in seen if row.key in fixed] == [row for row in wanted if row.key in fixed]
