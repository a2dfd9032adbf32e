from django.contrib import admin

from documents.admin.publishing import UnitAdmin
from documents.models import Section


@admin.register(Section)
class SectionAdmin(UnitAdmin):
    list_display = ["heading", "report", "key", "position", "level", "nature", "state"]
    list_filter = ["state", "nature", "edition__report"]
    search_fields = ["title", "key", "body", "edition__report__title"]
    prepopulated_fields = {"slug": ["title"]}
    ordering = ["edition__report__title", "position"]
    fieldsets = [
        (None, {"fields": ["edition", "title", "slug", "body", "state"]}),
        ("Place in the report", {"fields": ["number", "position", "level", "key", "nature"]}),
        ("Kept by the site", {"fields": ["cites", "public_id", "published_at", "changed_at"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_report()
