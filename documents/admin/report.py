from django.contrib import admin
from django.forms import Script

from documents.admin import order
from documents.admin.filling import RecordForm
from documents.admin.publishing import RecordAdmin
from documents.models import Report


@admin.register(Report)
class ReportAdmin(RecordAdmin):
    form = RecordForm

    class Media:
        js = [Script("admin/reportsite/slug.js", type="module")]

    list_display = ["__str__", "publisher", "issued", "standing"]
    list_filter = ["state", "collection", "language"]
    search_fields = ["title", "number", "publisher", "about"]
    prepopulated_fields = {"slug": ["number"]}
    readonly_fields = ["public_id", "sections"]
    list_select_related = ["collection"]
    fieldsets = [
        (None, {"fields": ["collection", "title", "number", "slug", ("state", "publish_at")]}),
        ("Sections", {"fields": ["sections"]}),
        ("About", {"fields": ["about", "publisher", "language", "issued", "revised", "rights"]}),
        ("Addresses", {"fields": ["official_url", "official_url_checked", "archived_url"]}),
        ("Official PDF", {"fields": ["pdf_url", "pdf_first_page"]}),
        ("Kept by the site", {"fields": ["public_id"]}),
    ]

    def get_urls(self):
        return [*order.addresses(self), *super().get_urls()]

    @admin.display(description="sections")
    def sections(self, report):
        return order.summary(report)
