"""What an empty list says: what belongs there, what has to be there before, and where to begin."""

from typing import NamedTuple

from django.contrib import admin
from django.urls import reverse

from documents.models import Collection, Report, Section, Source, Synonym

SENTENCES = {
    Collection: "A collection holds reports and the sources around them.",
    Report: "A report has its sections, which are written one by one.",
    Section: "A section is a part of a report with a page of its own.",
    Source: "A source is a document around a report, such as a memo or a ruling; texts cite it by its key.",
    Synonym: "A set of synonyms holds names of one thing: who searches for DOJ also finds Department of Justice.",
}
# What has to be there first, the nearest last.
BEFORE = {
    Collection: (),
    Report: (Collection,),
    Section: (Collection, Report),
    Source: (Collection,),
    Synonym: (),
}


class Invitation(NamedTuple):
    """A sentence, and the page on which to begin."""

    sentence: str
    address: str
    words: str


def invitation(model):
    """What to do about an empty list of `model`."""
    missing = next((kind for kind in (*BEFORE[model], model) if not kind.objects.exists()), model)
    name = missing._meta.verbose_name
    first = "" if missing is model else f" Before that there has to be a {name}."
    address = reverse(f"admin:documents_{missing._meta.model_name}_add")
    return Invitation(SENTENCES[model] + first, address, f"Add the first {name}")


class InvitingAdmin(admin.ModelAdmin):
    """A list that is empty says where to begin."""

    change_list_template = "admin/documents/list.html"

    def changelist_view(self, request, extra_context=None):
        is_empty = self.has_add_permission(request) and not self.get_queryset(request).exists()
        more = {"invitation": invitation(self.model)} if is_empty else {}
        return super().changelist_view(request, more | (extra_context or {}))
