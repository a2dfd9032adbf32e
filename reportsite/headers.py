"""The headers of safety: one table for every response, one for what differs. tests/test_headers.py reads both.

Strict-Transport-Security and the attributes of cookies are Django's, and follow from SITE_URL (settings.py).
"""

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(" ".join(rule) for rule in CONTENT_SECURITY_POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# By the name of the page.
EXCEPTIONS = {
    # What editors brought to the site is shown, and can do nothing whatever it is.
    "documents:picture": {"Content-Security-Policy": "default-src 'none'; sandbox"},
    # Its address is a secret.
    "documents:preview": {"Referrer-Policy": "no-referrer"},
}


def headers(get_response):
    """Middleware, around all others: so that redirects, errors and files have them as pages do."""

    def respond(request):
        response = get_response(request)
        match = request.resolver_match
        wanted = HEADERS | EXCEPTIONS.get(match.view_name if match else "", {})
        for name, value in wanted.items():
            response[name] = value
        return response

    return respond
