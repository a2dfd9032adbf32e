"""Pages that travel light."""

from django.middleware.gzip import GZipMiddleware


def compressed(get_response):
    """What readers get is compressed. Where editors work it is not: those pages hold secrets, which the size of
    a compressed page could tell little by little. Files that are sent piece by piece are pictures, small already.
    """
    gzip = GZipMiddleware(get_response)

    def respond(request):
        response = get_response(request)
        if response.streaming or request.path.startswith("/admin/"):
            return response
        return gzip.process_response(request, response)

    return respond
