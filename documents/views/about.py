"""What the site is, who is behind it, whose words it shows, what it keeps of its readers and who can read it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models import Collection, Report
from documents.text.markdown import Taken
from documents.views.reading import prose
from documents.views.site import imprint_of


@require_safe
def about(request):
    taken: Taken = {}
    published = Collection.objects.filter(reports__in=Report.objects.published()).distinct()
    imprint = imprint_of(request).text
    context = {
        "imprint": imprint and prose(imprint, "imprint", None, taken),
        "collections": [
            (collection, prose(collection.about, f"collection-{collection.slug}", collection, taken))
            for collection in published
        ],
    }
    return render(request, "documents/about.html", context)


@require_safe
def privacy(request):
    return render(request, "documents/privacy.html")


@require_safe
def accessibility(request):
    return render(request, "documents/accessibility.html")
