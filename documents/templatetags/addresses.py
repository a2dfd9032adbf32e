"""Where the links of a list lead, and where a link may lead at all."""

from django import template

register = template.Library()


@register.filter
def web_address(address: str) -> str:
    """The address if a browser may follow it, or nothing."""
    return address if address and address.startswith(("https://", "http://")) else ""


@register.simple_tag
def toggled(form, name, value):
    """The parameters of a list with one value of a filter put in or taken out."""
    return form.toggled(name, value)


@register.simple_tag
def narrowed(form, name, value):
    """The parameters of a list with one filter set to a single value."""
    return form.parameters(**{name: (value,)})
