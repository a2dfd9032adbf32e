"""Sources: the list, and each one."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.forms import ReadingForm, SourcesForm
from documents.models import Section, Source
from documents.search.turns import taking_turns
from documents.views import linked_data
from documents.views.catalogue import Catalogue, ordered, published_sources
from documents.views.corrections import corrections_of
from documents.views.page_cache import made_once_per_commit
from documents.views.provenance import provenance_of_source
from documents.views.reading import read
from documents.views.site import site_name
from documents.views.times import earlier_and_later

PER_LIST = 100


@require_safe
@made_once_per_commit
def sources(request):
    form = SourcesForm(request.GET)
    catalogue = Catalogue(published_sources(), form.filters)
    chosen = ordered(catalogue.chosen, form.values["sort"])
    context = {
        "form": form,
        "facets": catalogue.facets,
        "entries": catalogue.entries,
        "page": Paginator(chosen, PER_LIST).get_page(form.values["page"]),
    }
    return render(request, "documents/sources.html", context)


@require_safe
@made_once_per_commit
@taking_turns
def source(request, source):
    published = Source.objects.published().select_related("collection").with_text()
    source = get_object_or_404(published, slug=source)
    context = source_context(source, ReadingForm(request.GET), site_name(request))
    return render(request, "documents/source.html", context)


def source_context(source, form, site, preview=""):
    """What the page of a source shows; also of one that is not published, for its preview."""
    reading = read(source, form, preview=preview)
    earlier, later = earlier_and_later(source)
    citations = source.cited_by.within(Section.objects.published())
    return {
        "source": source,
        "form": form,
        "reading": reading,
        "corrections": corrections_of(source),
        "provenance": provenance_of_source(source, reading),
        "cited_by": Paginator(citations, PER_LIST).get_page(form.values["cited"]),
        "earlier": earlier,
        "later": later,
        "linked_data": linked_data.of_source(source, reading, site),
    }
