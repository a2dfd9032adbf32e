from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("documents.urls")),
]

handler404 = "documents.views.errors.missing"
handler500 = "documents.views.errors.broken"
