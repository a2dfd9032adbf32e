"""The history of a section or a source: its revisions, what differs between two of them, and their restoring."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from documents.admin.conflicts import entries
from documents.admin.keeping import REVISION
from documents.models import Revision
from documents.models.comparison import Comparison
from documents.models.publishing import shown_keys
from documents.models.revision import PENDING
from documents.text.differences import amount

PER_PAGE = 25
MOST_ENTRIES = 100  # of Django's own log, which stands below the revisions


class TwoRevisions(forms.Form):
    """Which revisions are compared, by their numbers."""

    older = forms.IntegerField(min_value=1)
    newer = forms.IntegerField(min_value=1)


@dataclass
class Line:
    """A revision in the list, and the one that said what the text said until then."""

    revision: Revision
    before: Revision | None

    @property
    def amount(self):
        return amount(self.before.body if self.before else "", self.revision.body)

    @property
    def also(self):
        """What differs beside the text, in words."""
        if not self.before:
            return "first revision"
        if not self.before.record:
            return "former title and other fields not kept"
        differs = Comparison.of(type(self.revision.owner), self.before.record, self.revision.record)
        return "title or other fields" if differs else ""


class HistoryAdmin(admin.ModelAdmin):
    """What the admin pages of sections and sources have instead of Django's history."""

    def get_urls(self):
        site, model = self.admin_site.admin_view, self.model._meta.model_name
        start = "<path:object_id>/history"
        return [
            path(
                f"{start}/difference/",
                site(require_safe(self.difference_view)),
                name=f"documents_{model}_difference",
            ),
            path(
                f"{start}/<int:number>/",
                site(require_safe(self.revision_view)),
                name=f"documents_{model}_revision",
            ),
            path(
                f"{start}/<int:number>/discard/",
                site(require_POST(self.discard_view)),
                name=f"documents_{model}_discard",
            ),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """Every revision, the latest first, to be opened and compared."""
        unit = self.unit_for(request, object_id)
        page = Paginator(unit.revisions.select_related("author"), PER_PAGE).get_page(request.GET.get("p"))
        return self.page(
            request,
            unit,
            "history",
            title=f"History of “{unit}”",
            page=page,
            lines=lines(list(page)),
            entries=entries(unit).select_related("user")[:MOST_ENTRIES],
            is_alone=page.paginator.count == 1,
        )

    def revision_view(self, request, object_id, number):
        """A revision: what it changed, and what has changed since."""
        unit = self.unit_for(request, object_id)
        revision = revision_of(unit, number)
        return self.page(
            request,
            unit,
            "revision",
            title=f"Revision {revision.number} of “{unit}”",
            revision=revision,
            here=f"Revision {revision.number}",
            before=revision.before,
            made=compared(revision.before, revision),
            since=Comparison.of(self.model, revision.said, unit.said),
            reopen=f"{change_address(unit)}?{urlencode({REVISION: revision.number})}",
        )

    def difference_view(self, request, object_id):
        """Any two revisions, the older one first, however they were chosen."""
        unit = self.unit_for(request, object_id)
        form = TwoRevisions(request.GET)
        if not form.is_valid():
            self.message_user(request, "Choose two revisions to compare.", messages.ERROR)
            return HttpResponseRedirect(address(unit, "history"))
        older, newer = (revision_of(unit, number) for number in sorted(form.cleaned_data.values()))
        return self.page(
            request,
            unit,
            "difference",
            title=f"From revision {older.number} to {newer.number} of “{unit}”",
            pair=[older, newer],
            made=compared(older, newer),
        )

    def discard_view(self, request, object_id, number):
        """Offer changes that are not published no longer. The history keeps them."""
        unit = self.unit_for(request, object_id)
        if not self.has_change_permission(request, unit):
            raise PermissionDenied
        revision = revision_of(unit, number)
        if revision.state != PENDING:
            sentence = f"Nothing was discarded: revision {number} is not, or no longer, changes that wait to be published."
            self.message_user(request, sentence, messages.WARNING)
            return HttpResponseRedirect(change_address(unit))
        revision.put_away()
        self.log_change(request, unit, f"Discarded the changes kept in revision {number}.")
        self.message_user(request, "The changes are not offered any more. They stay in the history.")
        if keys := staying(unit, revision):
            sentence = (
                f"Pictures that they show and the text does not stay as well, for editors alone: {keys}."
            )
            self.message_user(request, sentence)
        return HttpResponseRedirect(change_address(unit))

    def unit_for(self, request, object_id):
        """The section or source, for those who may see it."""
        unit = self.get_object(request, unquote(object_id))
        if unit is None:
            raise Http404(f"There is no {self.opts.verbose_name} {object_id}.")
        if not self.has_view_or_change_permission(request, unit):
            raise PermissionDenied
        return unit

    def page(self, request, unit, name, **context):
        context |= {
            **self.admin_site.each_context(request),
            "unit": unit,
            "opts": self.opts,
            "may_change": self.has_change_permission(request, unit),
        }
        return TemplateResponse(request, f"admin/documents/{name}.html", context)


def revision_of(unit, number):
    revision = unit.revisions.select_related("author").filter(number=number).first()
    if revision is None:
        raise Http404(f"There is no revision {number} of “{unit}”.")
    return revision


def staying(unit, revision):
    """The keys of the pictures that only changes show: the history keeps those, and so they stay in their place."""
    unshown = unit.pictures.filter(is_shown=False).values_list("key", flat=True)
    return ", ".join(sorted(shown_keys(revision.body).intersection(unshown)))


def lines(revisions):
    """The revisions of a page of the list, each with the one before it; one more query for all of them."""
    known = {revision.pk: revision for revision in revisions}
    known |= Revision.objects.in_bulk({revision.before_id for revision in revisions} - {None, *known})
    return [Line(revision, known.get(revision.before_id)) for revision in revisions]


def compared(older, newer):
    """What differs; with a first revision nothing is compared."""
    return Comparison.of(type(newer.owner), older.said, newer.said) if older else None


def address(unit, page, *arguments):
    return reverse(f"admin:documents_{unit._meta.model_name}_{page}", args=[unit.pk, *arguments])


def change_address(unit):
    return address(unit, "change")
