from django.contrib import admin
from django.urls import include, path

from documents.admin import start

urlpatterns = [
    path("admin/", admin.site.admin_view(start.index)),
    path("admin/", admin.site.urls),
    path("", include("documents.urls")),
]

handler400 = "documents.views.errors.refused"
handler403 = "documents.admin.unsaved.forbidden"
handler404 = "documents.views.errors.missing"
handler500 = "documents.views.errors.broken"
