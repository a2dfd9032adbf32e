"""Addresses of the public pages: architecture.md §4 and tests/addresses.tsv."""

from django.urls import path

from documents import sitemaps
from documents.views import (
    about,
    bundles,
    corrections,
    goto,
    health,
    help,
    home,
    matches,
    pictures,
    previews,
    reports,
    search,
    site,
    sources,
    suggest,
    timeline,
    whole,
)
from documents.views.former import followed

app_name = "documents"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/matches/", matches.matches, name="matches"),
    path("search/matches.csv", matches.matches_csv, name="matches_csv"),
    path("suggest/", suggest.suggest, name="suggest"),
    path("r/<str:number>/", goto.report_by_number, name="report_by_number"),
    path("r/<str:number>/p/<str:page>/", goto.page_by_number, name="page_by_number"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<slug:report>/", followed(reports.report), name="report"),
    path("reports/<slug:report>/all/", followed(whole.whole), name="whole"),
    path("reports/<slug:report>/<slug:section>/", followed(reports.section), name="section"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:source>/", followed(sources.source), name="source"),
    path("pictures/<str:name>", pictures.picture, name="picture"),
    path("styles-<slug:digest>.css", bundles.styles, name="styles"),
    path("scripts-<slug:digest>.js", bundles.scripts, name="scripts"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("preview/<slug:token>/", previews.preview, name="preview"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("about/", about.about, name="about"),
    path("help/search/", help.search_help, name="search_help"),
    path("privacy/", about.privacy, name="privacy"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("robots.txt", site.robots, name="robots"),
    path("opensearch.xml", site.opensearch, name="opensearch"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap, name="sitemap_part"),
    path("favicon.ico", site.favicon, name="favicon"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]
