"""What was written is not lost when it cannot be taken: nobody is signed in, or may do it, or the form is too old."""

import re

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

ADMIN = "/admin/"
# What is shown: fields by their plain names, but no password, no button, nothing that only the form itself needs.
FIELD = re.compile(
    r"(?!_|csrf|.*(?:password|_FORMS$|-(?:id|section|source)$))[A-Za-z][\w-]{0,80}", re.IGNORECASE
)
LOGIN = f"{ADMIN}login/"


def kept(get_response):
    """Middleware: where a form of the admin would be answered by the login, its words are shown in place of that."""

    def respond(request):
        response = get_response(request)
        if not is_turned_away(request, response):
            return response
        if request.user.is_authenticated:
            return forbidden(request)
        return page(request, "You are not signed in any more", may_reopen=True)

    return respond


def is_turned_away(request, response):
    is_form = request.method == "POST" and request.path.startswith(ADMIN) and request.path != LOGIN
    return is_form and response.status_code == 302 and response.url.startswith(LOGIN)


def csrf_failure(request, reason=""):
    """The page for a form without the token of the present session, such as one opened before signing in anew."""
    return page(request, "This form is out of date", may_reopen=True)


def forbidden(request, exception=None):
    """The page for what this editor may not do, such as saving with a permission that was taken away meanwhile."""
    return page(request, "Your account may not do this", may_reopen=False)


@never_cache
def page(request, title, may_reopen):
    """Nothing was saved: what was sent is shown, to be copied, and nothing of it is kept."""
    address = form_address(request)
    context = {
        **admin.site.each_context(request),
        "title": title,
        "is_nav_sidebar_enabled": admin.site.has_permission(request),
        "is_signed_in": admin.site.has_permission(request),
        "may_reopen": may_reopen,
        "address": address or reverse("admin:index"),
        "sent": list(sent(request)) if address else [],
        "has_files": bool(request.FILES),
    }
    response = TemplateResponse(request, "admin/documents/unsaved.html", context, status=403)
    return response.render()


def form_address(request):
    """Where the form that was sent can be opened anew; "" where it was none in which something is written."""
    match = request.resolver_match
    is_form = match and match.app_name == "admin" and (match.url_name or "").endswith(("_change", "_add"))
    return request.get_full_path() if is_form else ""


def sent(request):
    """Name, label and words of each field that was sent. Another site's form is not repeated in the name of this one."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return
    for name, values in request.POST.lists():
        words = "\n".join(filter(None, values))
        if words and name != "version" and FIELD.fullmatch(name):
            yield name, name.replace("_", " ").replace("-", " ").capitalize(), words
