"""Changes of a published text that are kept and not published, corrections, and forms that open with an old version."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect

from documents.admin import roles
from documents.admin.conflicts import VersionedAdmin, mixed
from documents.admin.pictures import PREFIX
from documents.models import Revision, State
from documents.models.columns import value_of

KEEP = "_keep"  # the button's name
REVISION = "revision"  # the parameter that says which version a form opens with
UNCHANGED = (
    "Nothing in the text or its record differs from what is saved, so there is nothing to keep. "
    "A new picture is kept together with a text that shows it."
)
NO_CORRECTION = (
    "Nothing in the text or its record was changed in this save. Leave this empty, or correct what you say was "
    "corrected. Of a picture alone, say it in the text as well, such as in an editors’ note."
)
NOT_PUBLIC = "Only what everybody can read is corrected in public. Leave this empty."
NOT_KEPT = "This is not kept without being saved. Leave it as it was, or save."
PICTURES_NOT_KEPT = (
    "What you changed of the pictures that the text has is not kept without being saved: "
    "it would be public at once. Leave them as they were, or save. New pictures are kept."
)


class KeepingForm(forms.ModelForm):
    """The form of a section or a source that exists. `opened` is the revision whose words it shows at first."""

    correction = forms.CharField(
        label="This corrects a mistake",
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text="What was corrected and why, for readers: it is shown under the text and among the corrections, "
        "with the words before and after. Leave it empty for all other changes.",
    )
    opened = None
    is_kept_only = False  # for an account that may not save it

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.before = {**self.instance.said, "state": self.instance.state}
        if self.opened and not self.is_bound:
            self.initial |= values(self.opened)

    @property
    def is_kept_aside(self):
        """Whether the changes are kept and not published; what is no public text is simply saved."""
        return KEEP in self.data and self.before["state"] == State.PUBLISHED

    def clean(self):
        cleaned = super().clean()
        self.instance.is_set_aside = self.is_kept_aside
        if self.is_kept_aside:
            self.refuse_what_is_not_kept()
        elif self.is_kept_only:
            self.add_error(None, roles.ONLY_KEPT)
        return cleaned

    def refuse_what_is_not_kept(self):
        """The history keeps text and record, not where a text stands and when it is published."""
        for name in (*roles.DECIDING, "edition", "collection"):
            if name in self.changed_data:
                self.add_error(name, NOT_KEPT)
        if any(is_changed(picture, row, self.data, self.files) for picture, row in self.rows()):
            self.add_error(None, PICTURES_NOT_KEPT)

    def rows(self):
        """The pictures that the text has, each with the name of its row in the form."""
        pictures = {str(picture.pk): picture for picture in self.instance.pictures.all()}
        for number in range(len(pictures)):
            row = f"{PREFIX}-{number}"
            if picture := pictures.get(self.data.get(f"{row}-id", "")):
                yield picture, row

    def _post_clean(self):
        super()._post_clean()
        if self.cleaned_data.get("correction") and not self.stays_public:
            self.add_error("correction", NOT_PUBLIC)
        if self.errors or {**self.instance.said, "state": self.before["state"]} != self.before:
            return
        if self.is_kept_aside:
            self.add_error(None, UNCHANGED)
        elif self.cleaned_data.get("correction"):
            self.add_error("correction", NO_CORRECTION)

    @property
    def stays_public(self):
        return self.instance.is_public and self.instance.state == State.PUBLISHED


def values(revision):
    """What the fields of a form hold when it opens with a revision."""
    model = type(revision.owner)
    said = {name: value_of(model, name, text) for name, text in revision.said.items()}
    return said | ({"correction": revision.correction} if not revision.is_saved else {})


class KeepingAdmin(VersionedAdmin):
    """What the admin pages of sections and sources have for versions that are not the present one."""

    def get_form(self, request, obj=None, change=False, **options):
        if obj is not None and options.get("fields", ()) is not None:
            form = options.get("form", self.form)
            is_kept_only = roles.may_keep_only(request.user, obj)
            options["form"] = mixed(KeepingForm, form, opened=opened(request, obj), is_kept_only=is_kept_only)
        return super().get_form(request, obj, change, **options)

    def get_fieldsets(self, request, obj=None):
        first, *rest = super().get_fieldsets(request, obj)
        if obj is None or not obj.is_public or not self.has_change_permission(request, obj):
            return [first, *rest]
        return [first, ("Correction", {"fields": ["correction"]}), *rest]

    def save_model(self, request, obj, form, change):
        obj.correction = form.cleaned_data.get("correction", "")
        if is_kept_aside(form):
            Revision.objects.set_aside(obj)
        else:
            super().save_model(request, obj, form, change)
        if change and (taken_up := opened(request, obj)):
            taken_up.put_away()

    def construct_change_message(self, request, form, formsets, add=False):
        if is_kept_aside(form):
            return "Kept changes without publishing them."
        return super().construct_change_message(request, form, formsets, add)

    def response_change(self, request, obj):
        if not obj.is_set_aside:
            response = super().response_change(request, obj)
            # Who goes on editing goes on with what is saved now, not with the version that the form opened with.
            goes_on = "_continue" in request.POST and REVISION in request.GET
            return HttpResponseRedirect(request.path) if goes_on else response
        sentence = "The changes are kept. The page is as it was until they are published."
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def render_change_form(self, request, context, *args, obj=None, **options):
        if obj is not None and self.has_change_permission(request, obj):
            context |= {
                "opened": opened(request, obj),
                "pending": list(obj.revisions.pending().select_related("author")),
                "show_keep": context["adminform"].form.before["state"] == State.PUBLISHED,
            }
            if roles.may_keep_only(request.user, obj):
                saving = ("show_save", "show_save_and_continue", "show_save_and_add_another")
                context |= dict.fromkeys(saving, False)
        return super().render_change_form(request, context, *args, obj=obj, **options)


def is_changed(picture, row, data, files):
    """Whether a row of the form replaces the picture, takes it away, or says something else of it."""
    said = {name: data.get(f"{row}-{name}", getattr(picture, name)).split() for name in ("key", "alt")}
    is_said_otherwise = any(words != getattr(picture, name).split() for name, words in said.items())
    return bool(data.get(f"{row}-DELETE") or files.get(f"{row}-upload")) or is_said_otherwise


def is_kept_aside(form):
    return getattr(form, "is_kept_aside", False)


def opened(request, unit):
    """The revision with which the form was opened, where it is not the present text."""
    number = request.GET.get(REVISION, "")
    return unit.revisions.filter(number=number).first() if number.isdecimal() and len(number) < 10 else None
