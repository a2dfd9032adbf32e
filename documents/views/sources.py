"""Sources: the list, and each one."""

from collections import Counter

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.forms import QueryForm, SourcesForm
from documents.models import Section, Source
from documents.views.provenance import provenance_of_source
from documents.views.reading import read

PER_LIST = 100


@require_safe
def sources(request):
    form = SourcesForm(request.GET)
    published = Source.objects.published()
    kinds = Counter(published.values_list("kind", flat=True))
    chosen = published.filter(kind__in=form.values["kind"]) if form.values["kind"] else published
    page = Paginator(form.sorted(chosen), PER_LIST).get_page(form.values["page"])
    context = {
        "form": form,
        "page": page,
        "kinds": sorted(kinds.items(), key=lambda kind: kind[0].casefold()),
    }
    return render(request, "documents/sources.html", context)


@require_safe
def source(request, source):
    source = get_object_or_404(
        Source.objects.published().select_related("collection").with_text(), slug=source
    )
    form = QueryForm(request.GET)
    reading = read(source, form.query)
    context = {
        "source": source,
        "form": form,
        "reading": reading,
        "provenance": provenance_of_source(source, reading.marks),
        "cited_by": source.cited_by.within(Section.objects.published()),
    }
    return render(request, "documents/source.html", context)
