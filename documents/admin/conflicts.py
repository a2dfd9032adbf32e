"""Two editors and one record: a form saves nothing over what somebody else saved after it was opened."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from typing import NamedTuple, Self

from django import forms
from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.template.response import TemplateResponse
from django.utils import timezone

from documents.admin.telling import tell_some
from documents.admin.unsaved import sent
from documents.models.columns import said
from documents.models.comparison import Comparison
from documents.models.revision import PENDING
from documents.models.schedule import on_the_clock

TOKEN = re.compile(r"([0-9a-f]{64})\.([0-9a-f]{64})\.(\d{1,9})\.(\d{1,18})")
REFUSED = (
    "Nothing was saved: the record is no longer as it was when you opened it. "
    "What differs stands above; your own version is still in the form. Save again to put it in place of the other."
)


class Version(NamedTuple):
    """What a record was when a form was opened: digests of the form's columns and of its pictures, and where its
    histories ended.
    """

    digest: str
    pictures: str = ""
    revision: int = 0
    entry: int = 0

    @classmethod
    def of(cls, record, names) -> Self:
        shown = [[picture.pk, picture.key, picture.alt, picture.sha256] for picture in pictures(record)]
        return cls(digest(said(record, names)), digest(shown), last_revision(record), last_entry(record))

    @classmethod
    def read(cls, token) -> Self:
        """The version that a form carried; an unknown one, which equals none, where that makes no sense."""
        match = TOKEN.fullmatch(token)
        return cls(match[1], match[2], int(match[3]), int(match[4])) if match else cls("")

    def __str__(self):
        return f"{self.digest}.{self.pictures}.{self.revision}.{self.entry}"


def digest(told):
    return sha256(dumps(told, sort_keys=True).encode()).hexdigest()


def pictures(record):
    """The pictures of a section or a source; other records have none."""
    return list(record.pictures.order_by("pk")) if hasattr(record, "pictures") else []


def revisions(record):
    """The history of a section or a source; other records have none."""
    return record.revisions if hasattr(record, "revisions") else None


def last_revision(record):
    history = revisions(record)
    return (history.aggregate(last=models.Max("number"))["last"] or 0) if history else 0


def entries(record):
    kind = ContentType.objects.get_for_model(record, for_concrete_model=False)
    return LogEntry.objects.filter(content_type=kind, object_id=str(record.pk)).order_by("-pk")


def last_entry(record):
    return entries(record).aggregate(last=models.Max("pk"))["last"] or 0


@dataclass
class Conflict:
    """What happened to a record since a form was opened: who saved it and when, as far as that is known.

    `base` is what it said when the form was opened, and None where that is not known. `kept` are changes that
    were kept meanwhile and not published, where nothing was saved. `pictures` are those that the text has now, and
    None where they are as they were.
    """

    present: dict[str, str]
    base: dict[str, str] | None = None
    who: object = None
    when: datetime | None = None
    kept: object = None
    pictures: list | None = None

    @classmethod
    def of(cls, record, names, opened, now) -> Self:
        """Of a record that a form was opened with at one version, and that is at another one now."""
        conflict = cls(said(record, names))
        if not opened.digest:
            return conflict
        if now.pictures != opened.pictures:
            conflict.pictures = pictures(record)
        if history := revisions(record):
            conflict.base = said_then(history, opened, names)
            conflict.note_revision(history.filter(number__gt=opened.revision), opened.digest == now.digest)
        entry = entries(record).filter(pk__gt=opened.entry, action_flag=CHANGE).select_related("user").first()
        if entry and conflict.when is None:
            conflict.who, conflict.when = entry.user, entry.action_time
        return conflict

    def note_revision(self, since, is_as_it_was):
        if is_as_it_was:
            self.kept = since.pending().first()
        elif newest := since.saved().first():
            self.who, self.when = newest.author, newest.made_at

    @property
    def sentence(self):
        """Who did what, in words."""
        if self.kept:
            who = self.kept.author or "Somebody"
            return f"{who} kept changes of this text on {on_the_clock(self.kept.made_at)} and did not publish them."
        who = self.who or "Somebody, or a program such as that which loads folders,"
        when = f" on {on_the_clock(self.when)}" if self.when else ""
        return f"{who} saved this record{when}, after you had opened it."


def said_then(history, opened, names):
    """What the record said when the form was opened, of the columns that the history keeps."""
    base = history.saved().filter(number__lte=opened.revision).first()
    return {name: text for name, text in base.said.items() if name in names} if base else None


class VersionField(forms.CharField):
    """Carried along by the form; it is no change of the record."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        return False


class VersionedForm(forms.ModelForm):
    """Refuses to overwrite what was saved after it was opened. It is checked inside the transaction that saves."""

    version = VersionField(required=False)
    conflict = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["version"] = str(Version.of(self.instance, self.columns))

    @property
    def columns(self):
        """The columns that the form writes."""
        return sorted({one.name for one in self._meta.model._meta.concrete_fields} & self.fields.keys())

    @property
    def written(self):
        """What the form says, each column as a string, without those that make no sense."""
        valid = [name for name in self.columns if name not in self.errors]
        return said(self.instance, valid)

    def clean(self):
        cleaned = super().clean()
        self.refuse_to_overwrite(Version.read(self.cleaned_data.get("version") or ""))
        return cleaned

    def refuse_to_overwrite(self, opened):
        present = self._meta.model._base_manager.select_for_update().get(pk=self.instance.pk)
        now = Version.of(present, self.columns)
        is_as_it_was = (now.digest, now.pictures) == (opened.digest, opened.pictures)
        if is_as_it_was and not kept_since(present, opened):
            return
        self.conflict = Conflict.of(present, self.columns, opened, now)
        self.add_error(None, REFUSED)
        # The next time it is known what the other version is, and saving is meant.
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(now)


def kept_since(record, opened):
    """Whether somebody kept changes without publishing them after the form was opened."""
    history = revisions(record)
    return bool(history) and history.filter(state=PENDING, number__gt=opened.revision).exists()


def mixed(first, second, **attributes):
    """A form class that is both."""
    return type(second)(second.__name__, (first, second), attributes)


class DatedActionForm(helpers.ActionForm):
    """Says when the list was drawn on which records were chosen."""

    drawn_at = forms.CharField(
        label="", required=False, widget=forms.HiddenInput, initial=lambda: timezone.now().isoformat()
    )


class VersionedAdmin(admin.ModelAdmin):
    """What the admin pages of all records share: no form overwrites what it does not know of."""

    action_form = DatedActionForm

    def get_form(self, request, obj=None, change=False, **options):
        # Asked for no fields in particular, Django wants to know what there is to be shown.
        if obj is not None and options.get("fields", ()) is not None:
            options["form"] = mixed(VersionedForm, options.get("form", self.form))
        return super().get_form(request, obj, change, **options)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        is_sent = request.method == "POST" and object_id is not None
        if (
            is_sent
            and self.has_change_permission(request)
            and not self.get_object(request, unquote(object_id))
        ):
            return self.gone(request, unquote(object_id))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def gone(self, request, object_id):
        """The record was deleted while its form was open: what was written is shown, to be copied."""
        kind = ContentType.objects.get_for_model(self.model, for_concrete_model=False)
        deletion = LogEntry.objects.filter(content_type=kind, object_id=object_id, action_flag=DELETION)
        context = {
            **self.admin_site.each_context(request),
            "title": f"This {self.opts.verbose_name} was deleted meanwhile",
            "opts": self.opts,
            "deletion": (entry := deletion.select_related("user").first()),
            "deleted_on": on_the_clock(entry.action_time) if entry else "",
            "sent": list(sent(request)),
            "has_add_permission": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/documents/gone.html", context, status=410)

    def render_change_form(self, request, context, *args, **options):
        form = context["adminform"].form
        if conflict := getattr(form, "conflict", None):
            context |= {
                "conflict": conflict,
                "has_history": revisions(form.instance) is not None,
                "theirs": conflict.base and Comparison.of(self.model, conflict.base, conflict.present),
                "mine": conflict.base and Comparison.of(self.model, conflict.base, form.written),
                "effect": Comparison.of(self.model, conflict.present, form.written),
            }
        return super().render_change_form(request, context, *args, **options)


def seen(modeladmin, request, queryset):
    """Those of the chosen records that were not saved after the list was drawn; of the others it is said."""
    if not hasattr(modeladmin.model, "changed_at"):
        return queryset
    try:
        drawn_at = datetime.fromisoformat(request.POST.get("drawn_at", ""))
        saved = queryset.filter(changed_at__gt=drawn_at.astimezone(UTC))
    except (ValueError, OverflowError):
        return queryset
    left = [
        f"“{record}” was left as it is: it was saved on {on_the_clock(record.changed_at)}, "
        "after you opened the list. Look at it, then choose it again."
        for record in saved
    ]
    tell_some(modeladmin, request, left)
    return queryset.exclude(pk__in=[record.pk for record in saved])
