from django.contrib import admin
from django.utils.translation import ngettext

from documents.admin.publishing import UnitAdmin
from documents.models import Source


@admin.register(Source)
class SourceAdmin(UnitAdmin):
    list_display = ["title", "key", "kind", "publisher", "date", "cited", "standing"]
    list_filter = ["state", "kind", "collection", "nature", "language"]
    search_fields = ["title", "key", "author", "publisher", "identifiers", "body"]
    prepopulated_fields = {"slug": ["title"]}
    ordering = ["key"]
    readonly_fields = [*UnitAdmin.readonly_fields, "cited"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("collection", "key", "title", "title_is_description", "slug", "kind", "nature", "body"),
                    ("state", "publish_at"),
                ]
            },
        ),
        (
            "Provenance",
            {
                "fields": [
                    "author",
                    "publisher",
                    "date",
                    "date_note",
                    "identifiers",
                    "official_url",
                    "official_url_checked",
                    "archived_url",
                    "retrieved_on",
                    "sha256",
                    "rights",
                    "language",
                    "made",
                ]
            },
        ),
        (
            "Kept by the site",
            {"fields": ["preview_links", "cited", "cites", "public_id", "first_published", "last_changed"]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_citation_count()

    @admin.display(description="cited", ordering="citation_count")
    def cited(self, source):
        count = getattr(source, "citation_count", 0)
        return ngettext("%d time", "%d times", count) % count
