"""The form in which a text is written: beside it a preview, the sources to cite, and the pictures to show."""

from threading import BoundedSemaphore
from typing import NamedTuple

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from documents.admin.citing import cited, collection_of, listed_sources, offered_sources
from documents.admin.filling import PLACES, RecordForm
from documents.admin.marks import MARKS
from documents.admin.pictures import PictureInline, keys_to_be
from documents.models.publishing import cited_in_vain, shown_in_vain
from documents.text.bodies import tidy, too_long
from documents.text.lines import line_of_citation, line_of_picture
from documents.text.markdown import parse
from documents.views.pictures import Picturing
from documents.views.reading import draft

PREVIEW = "_preview"  # the name of the button
LONGEST_LIVE = 200_000  # characters that are shown anew while one types; a longer text is shown by the button
VANISHED = "The picture “{}” was deleted meanwhile, so it is not in the form any more."
FORGOTTEN = "Choose the files of the pictures again: a browser forgets them when a form comes back."
LONGEST_WAIT = 2  # seconds for another preview to be made

# Of the processor a preview takes hundredths of a second, but two whole ones for 200,000 characters of nothing but
# signs or citations.
_showing = BoundedSemaphore(1)


class Mistake(NamedTuple):
    """What is to be mended in a text before it is published, and the line where it is, from 1."""

    line: int
    message: str


class Preview(NamedTuple):
    """A text as its page would show it, and what is to be mended. Without a collection no citation is known."""

    html: SafeString
    mistakes: list[Mistake]
    has_collection: bool

    @classmethod
    def of(cls, unit, text):
        """The preview of a text for a unit, which may be a new one."""
        text = tidy(text)
        if problem := too_long(text):
            return cls(SafeString(), [Mistake(1, problem)], True)
        body, collection = parse(text), collection_of(unit)
        keys = {citation.key for citation in body.citations}
        sources = collection.sources.filter(key__in=keys) if collection else []
        picturing = Picturing(unit) if unit.pk else lambda key: None
        html = draft(body, sources, picturing)
        found = sorted(mistakes(unit, body, text, collection), key=lambda mistake: mistake.line)
        return cls(html, found, collection is not None)


def mistakes(unit, body, text, collection):
    """What is written wrongly, and what is shown and cited in vain, each once."""
    yield from (Mistake(problem.line, problem.message) for problem in body.problems)
    for key in sorted({picture.key for picture in body.images} - unit.picture_keys()):
        yield Mistake(line_of_picture(text, key), shown_in_vain(key, ()))
    if collection is None:
        return
    citable = unit.citable_keys(()) if unit.is_placed else collection.citable_keys()
    for key in sorted({citation.key for citation in body.citations} - citable):
        yield Mistake(line_of_citation(text, key), cited_in_vain(key, collection))


class BodyWidget(forms.Textarea):
    """A plain text area with its preview and with the sources that can be cited."""

    class Media:
        css = {"all": ["css/properties.css", "admin/reportsite/writing.css"]}
        js = [
            forms.Script("admin/reportsite/inserting.js", type="module"),
            forms.Script("admin/reportsite/citing.js", type="module"),
            forms.Script("admin/reportsite/preview.js", type="module"),
        ]

    def __init__(self, unit):
        super().__init__({"rows": 24, "spellcheck": "true", "dir": "auto"})
        self.unit = unit
        self.preview = None
        self.forgot_files = False

    def get_context(self, name, value, attrs):
        model = self.unit._meta.model_name
        sources, are_more = listed_sources(self.unit)
        return super().get_context(name, value, attrs) | {
            "unit": self.unit,
            "button": PREVIEW,
            "lines": (value or "").count("\n") + 1,
            "longest": LONGEST_LIVE,
            "preview": self.preview,
            "forgotten": FORGOTTEN if self.forgot_files else "",
            "preview_address": reverse(f"admin:documents_{model}_text_preview"),
            "sources_address": reverse(f"admin:documents_{model}_citable"),
            "sources": sources,
            "are_more": are_more,
            "marks": MARKS,
        }

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string("admin/documents/body.html", self.get_context(name, value, attrs))


class WritingForm(RecordForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "body" in self.fields:
            self.fields["body"].widget = BodyWidget(self.instance)
            self.fields["body"].help_text = ""
        if self.instance._state.adding:
            self.leave_the_nature_open()

    def leave_the_nature_open(self):
        """“Official text” is the stronger claim; nobody makes it by saying nothing."""
        if (field := self.fields.get("nature")) is None:
            return
        field.choices = [("", "Choose whose words these are"), *field.choices]
        self.initial["nature"] = field.initial = ""

    def is_valid(self):
        """A form that was sent for a preview is shown again, whatever is in it."""
        return PREVIEW not in self.data and super().is_valid()

    def clean(self):
        self.instance.pictures_to_be = keys_to_be(self.instance, self.data, self.files)
        return super().clean()

    def show_preview(self):
        """Have the preview stand beside the text when the form is shown; what was sent is in the instance by now."""
        widget = self.fields["body"].widget
        widget.preview = Preview.of(self.instance, self.data.get("body", ""))
        widget.forgot_files = bool(self.files)


class WritingAdmin(admin.ModelAdmin):
    """What the admin pages of all that has a text have for writing it."""

    form = WritingForm
    inlines = [PictureInline]

    def formfield_for_dbfield(self, db_field, request, **options):
        """What is mostly a line or two takes no more of the page."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(db_field, models.TextField) and db_field.name != "body":
            field.widget.attrs["rows"] = 3
        return field

    def get_urls(self):
        name = f"documents_{self.model._meta.model_name}"
        make, offer = require_POST(self.text_preview), require_safe(self.citable)
        return [
            path("text-preview/", self.admin_site.admin_view(make), name=f"{name}_text_preview"),
            path("citable/", self.admin_site.admin_view(offer), name=f"{name}_citable"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, **options):
        form = context["adminform"].form
        if PREVIEW in request.POST and "body" in form.fields:
            form.show_preview()
        if request.FILES:
            self.message_user(request, FORGOTTEN, messages.WARNING)
        self.tell_of_vanished(request, [one.formset for one in context["inline_admin_formsets"]])
        return super().render_change_form(request, context, *args, **options)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.tell_of_vanished(request, formsets)

    def tell_of_vanished(self, request, formsets):
        """Say which pictures somebody else deleted while the form was open."""
        for key in (key for formset in formsets for key in getattr(formset, "vanished", ())):
            self.message_user(request, VANISHED.format(key), messages.WARNING)

    def text_preview(self, request):
        """The preview of what stands in the form, as a piece of HTML. Nothing is saved."""
        unit, text = self.written(request, request.POST), request.POST.get("body", "")
        if len(text) > LONGEST_LIVE:
            return HttpResponse("The text is long: press “Preview” to see it.", status=413)
        if not _showing.acquire(timeout=LONGEST_WAIT):
            return HttpResponse("Another preview is being made.", status=429)
        try:
            context = {"preview": Preview.of(unit, text), "id": "id_body"}
        finally:
            _showing.release()
        return HttpResponse(render_to_string("admin/documents/_preview.html", context))

    def citable(self, request):
        """The sources that are offered for what was typed."""
        return offered_sources(self.written(request, request.GET), request.GET.get("q", ""))

    def written(self, request, data):
        """The section or source as the form on the screen has it, as far as preview and citations ask for it."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        unit = self.get_object(request, data.get("unit", "")) or self.model()
        unit.key = data.get("key", unit.key)
        unit.pictures_to_be = keys_to_be(unit, data, {})
        for field in self.model._meta.fields:
            if field.name in PLACES:
                place(unit, field, data.get(field.name))
        return unit

    @admin.display(description="cites")
    def cites(self, unit):
        return cited(unit) if unit.pk else "Known after the first save."


def place(unit, field, value):
    """Put the unit where the form says, if there is such a place."""
    try:
        setattr(unit, field.name, field.formfield().clean(value))
    except ValidationError:
        return
