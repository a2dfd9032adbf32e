"""Addresses of the public pages: architecture.md §4 and tests/addresses.tsv."""

from django.urls import path

from documents.views import about, help, home, reports, search, site, sources

app_name = "documents"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<slug:report>/", reports.report, name="report"),
    path("reports/<slug:report>/<slug:section>/", reports.section, name="section"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:source>/", sources.source, name="source"),
    path("about/", about.about, name="about"),
    path("help/search/", help.search_help, name="search_help"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.ico", site.favicon, name="favicon"),
]
