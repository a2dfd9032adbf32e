"""What the frame of every page says of the page within it."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

PAGED = ("page", "part")  # the parameter of a page that goes on, which its context calls by the same name


@register.simple_tag(takes_context=True)
def canonical(context):
    """The one address of a page: without a search, but with its number in a list.

    A list that is filtered or in another order has one of its own, which is said in one way.
    """
    request = context["request"]
    if getattr(context.get("form"), "is_narrowed", False):
        number = getattr(context.get("page"), "number", 1)
        return f"{settings.SITE_URL}{request.path}{context['form'].parameters(page=number)}"
    for name in PAGED:
        number = getattr(context.get(name), "number", 1)
        if number > 1 and set(request.GET) == {name}:
            return f"{settings.SITE_URL}{request.path}?{name}={number}"
    return f"{settings.SITE_URL}{request.path}"


@register.simple_tag(takes_context=True)
def current(context, page, *below):
    """The attribute that says that a link of the menu leads to this page, or to what it lies below."""
    match = context["request"].resolver_match
    here = match.url_name if match else ""
    if here == page or here in below:
        return format_html(' aria-current="{}"', "page" if here == page else "true")
    return SafeString("")
