"""Where the links of a list lead, and where a link may lead at all."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from documents.templatetags.numbers import whole

register = template.Library()


@register.filter
def web_address(address: str) -> str:
    """The address if a browser may follow it, or nothing."""
    return address if address and address.startswith(("https://", "http://")) else ""


@register.simple_tag
def toggled(form, name, value):
    """The parameters of a list with one value of a filter put in or taken out."""
    return form.toggled(name, value)


VALUE = '<li><a rel="nofollow" href="{}{}"{}>{}{}</a> {}<span class="count">{}</span></li>'
BAR = '<svg class="bar" width="100%" height="8" aria-hidden="true"><rect width="{}%" height="8"/></svg> '
CHOSEN = SafeString(' <span class="unseen">(chosen; this takes it off)</span>')


@register.simple_tag
def facet_values(path, form, facet, values):
    """The values of a filter as links that put them in or take them out. There may be hundreds, so no template makes them."""
    links = (
        (
            path,
            form.toggled(facet.name, value.value),
            SafeString(' aria-current="true"') if value.chosen else "",
            whole(value.label),
            CHOSEN if value.chosen else "",
            format_html(BAR, value.share) if facet.name == "year" else "",
            value.count,
        )
        for value in values
    )
    return format_html_join("\n  ", VALUE, links)


@register.simple_tag
def paged(form, number):
    """The parameters of another page of the same list."""
    return form.parameters(page=number)


@register.simple_tag
def narrowed(form, name, value):
    """The parameters of a list with one filter set to a single value."""
    return form.parameters(**{name: (value,)})


@register.simple_tag
def landing(form, hit):
    """Where a hit leads: to the page of its unit, which knows the search, and there to the match that is to be in view."""
    return f"{hit.unit.get_absolute_url()}{form.landing(hit.match)}"


@register.simple_tag
def landing_on(form, match):
    """What follows the address of a unit's page that knows the search and stands on this match."""
    return form.landing(match)


@register.simple_tag
def asking(form, query, filters=None):
    """The parameters of a list for another query, with its own filters or just these."""
    chosen = {} if filters is None else dict.fromkeys(form.FILTERS, ()) | dict(filters)
    return form.parameters(q=query, **chosen)
