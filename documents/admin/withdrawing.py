"""Withdrawing: before it is done, the reason is asked for, and it is said what readers will see."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse
from django.utils.translation import ngettext

from documents.admin.conflicts import seen
from documents.models import Report, Section, Source, State
from documents.models.fields import LONGEST_REASON
from documents.models.withdrawal import after_withdrawing

CONFIRMED = "withdrawing"
MOST_NAMED = 20  # texts that cite a source


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Reason, for readers",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text="It stands at the address of each of them, as you write it here. It may be empty: then the page says "
        "that no reason is given. Do not repeat what is to be taken out of sight.",
    )


@dataclass
class Line:
    """A record that is withdrawn, and what hangs on it."""

    record: Any

    @property
    def becomes_draft(self):
        return after_withdrawing(self.record) == State.DRAFT

    @property
    def sections(self):
        """How many sections can be read no longer with a report."""
        if not isinstance(self.record, Report):
            return 0
        return Section.objects.published().of(self.record).count()

    @property
    def citing(self):
        """The public texts that cite a source."""
        return self.record.public_texts_that_cite()[:MOST_NAMED] if isinstance(self.record, Source) else []


@admin.action(description="Withdraw selected records", permissions=["publish"])
def withdraw(modeladmin, request, queryset):
    """Ask for the reason, then withdraw what is published or scheduled."""
    chosen = seen(modeladmin, request, queryset).filter(state__in=[State.PUBLISHED, State.SCHEDULED])
    form = ReasonForm(request.POST if CONFIRMED in request.POST else None)
    if not chosen.exists():
        modeladmin.message_user(request, "Nothing was withdrawn: none of them is published or scheduled.")
    elif not form.is_valid():
        return page(modeladmin, request, chosen, form)
    else:
        done(modeladmin, request, list(chosen), form.cleaned_data["reason"])
    return None


def page(modeladmin, request, chosen, form):
    lines = [Line(record) for record in chosen]
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": "Withdraw",
        "opts": modeladmin.opts,
        "form": form,
        "gone": [line for line in lines if not line.becomes_draft],
        "drafts": [line for line in lines if line.becomes_draft],
        "checkbox": ACTION_CHECKBOX_NAME,
        "drawn_at": request.POST.get("drawn_at", ""),
        "confirmed": CONFIRMED,
    }
    return TemplateResponse(request, "admin/documents/withdraw.html", context)


def done(modeladmin, request, chosen, reason):
    keys = [record.pk for record in chosen]
    modeladmin.model.objects.filter(pk__in=keys).withdraw(by=request.user, reason=reason)
    for record in chosen:
        modeladmin.log_change(request, record, f"Withdrew it. {reason}".strip())
    sentence = ngettext("%d record was withdrawn.", "%d records were withdrawn.", len(chosen)) % len(chosen)
    modeladmin.message_user(request, sentence, messages.SUCCESS)
