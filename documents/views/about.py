"""What the site is and whose words it shows."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models import Collection, Report
from documents.text.markdown import Taken
from documents.views.reading import prose


@require_safe
def about(request):
    published = Collection.objects.filter(reports__in=Report.objects.published()).distinct()
    taken: Taken = {}
    collections = [
        (collection, prose(collection.about, collection.slug, collection, taken)) for collection in published
    ]
    return render(request, "documents/about.html", {"collections": collections})
