"""Changes of a published text that are kept and not published, corrections, and forms that open with an old version."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect

from documents.admin.conflicts import VersionedAdmin, mixed
from documents.models import Revision, State
from documents.models.columns import value_of

KEEP = "_keep"  # the button's name
REVISION = "revision"  # the parameter that says which version a form opens with
UNCHANGED = "Nothing differs from what is saved, so there is nothing to keep."
NO_CORRECTION = "Nothing was changed in this save. Leave this empty, or correct what you say was corrected."
NOT_PUBLIC = "Only what everybody can read is corrected in public. Leave this empty."
NOT_KEPT = "This is not kept without being saved. Leave it as it was, or save."


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
        return cleaned

    def refuse_what_is_not_kept(self):
        """The history keeps text and record, not where a text stands and when it is published."""
        for name in [
            name for name in ("state", "publish_at", "edition", "collection") if name in self.changed_data
        ]:
            self.add_error(name, NOT_KEPT)

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
            options["form"] = mixed(KeepingForm, form, opened=opened(request, obj))
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

    def save_formset(self, request, form, formset, change):
        """With changes that are kept, new pictures are kept as well: the page shows none of them yet."""
        if not is_kept_aside(form):
            return super().save_formset(request, form, formset, change)
        formset.save(commit=False)
        for record in formset.new_objects:
            record.save()
        if formset.changed_objects or formset.deleted_objects:
            sentence = "Pictures that the text had were left as they were: what is changed of them is public at once."
            self.message_user(request, sentence, messages.WARNING)

    def construct_change_message(self, request, form, formsets, add=False):
        if is_kept_aside(form):
            return "Kept changes without publishing them."
        return super().construct_change_message(request, form, formsets, add)

    def response_change(self, request, obj):
        if not obj.is_set_aside:
            return super().response_change(request, obj)
        sentence = "The changes are kept. The page is as it was until they are published."
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def render_change_form(self, request, context, *args, obj=None, **options):
        if obj is not None and self.has_change_permission(request, obj):
            context |= {
                "opened": opened(request, obj),
                "pending": list(waiting(obj)),
                "show_keep": context["adminform"].form.before["state"] == State.PUBLISHED,
            }
        return super().render_change_form(request, context, *args, obj=obj, **options)


def is_kept_aside(form):
    return getattr(form, "is_kept_aside", False)


def opened(request, unit):
    """The revision with which the form was opened, where it is not the present text."""
    number = request.GET.get(REVISION, "")
    return unit.revisions.filter(number=number).first() if number.isdecimal() and len(number) < 10 else None


def waiting(unit):
    """Changes that are kept and not published, with whether the text was saved after that."""
    last = unit.revisions.saved().first()
    for revision in unit.revisions.pending().select_related("author"):
        revision.is_behind = last is not None and last.number > revision.number
        yield revision
