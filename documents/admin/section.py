from django.contrib import admin

from documents.admin import order
from documents.admin.publishing import UnitAdmin
from documents.models import Section


@admin.register(Section)
class SectionAdmin(UnitAdmin):
    list_display = ["heading", "report_name", "key", "position", "level", "nature", "standing"]
    list_filter = ["state", "nature", "edition__report"]
    search_fields = ["title", "key", "body", "edition__report__title"]
    prepopulated_fields = {"slug": ["title"]}
    ordering = ["edition__report__title", "position"]
    readonly_fields = [*UnitAdmin.readonly_fields, "place"]
    fieldsets = [
        (None, {"fields": ["edition", "title", "slug", "nature", "body", ("state", "publish_at")]}),
        ("Place in the report", {"fields": ["number", "place", "level", "key"]}),
        (
            "Kept by the site",
            {"fields": ["preview_links", "cites", "public_id", "first_published", "last_changed"]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_report()

    @admin.display(description="report", ordering="edition__report__title")
    def report_name(self, section):
        """Its number, where it has one: a title takes too much room."""
        return section.report.number or section.report.title

    @admin.display(description="place")
    def place(self, section):
        return order.place(section)
