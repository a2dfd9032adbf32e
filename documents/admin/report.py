from django.contrib import admin

from documents.admin.publishing import publish, withdraw
from documents.models import Report


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    list_display = ["__str__", "publisher", "issued", "state"]
    list_filter = ["state", "collection", "language"]
    search_fields = ["title", "number", "publisher", "about"]
    prepopulated_fields = {"slug": ["number"]}
    readonly_fields = ["public_id"]
    list_select_related = ["collection"]
    actions = [publish, withdraw]
    fieldsets = [
        (None, {"fields": ["collection", "title", "number", "slug", "state"]}),
        ("About", {"fields": ["about", "publisher", "language", "issued", "revised", "rights"]}),
        ("Addresses", {"fields": ["official_url", "official_url_checked", "archived_url"]}),
        ("Kept by the site", {"fields": ["public_id"]}),
    ]

    def view_on_site(self, obj):
        return obj.get_absolute_url() if Report.objects.published().filter(pk=obj.pk).exists() else None
