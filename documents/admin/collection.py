from django.contrib import admin

from documents.admin.beginning import InvitingAdmin
from documents.admin.conflicts import VersionedAdmin
from documents.models import Collection


@admin.register(Collection)
class CollectionAdmin(InvitingAdmin, VersionedAdmin):
    list_display = ["name", "slug", "language"]
    search_fields = ["name", "slug", "about"]
    prepopulated_fields = {"slug": ["name"]}
