from django.contrib import admin

from documents.models import Collection


@admin.register(Collection)
class CollectionAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "language"]
    search_fields = ["name", "slug", "about"]
    prepopulated_fields = {"slug": ["name"]}
