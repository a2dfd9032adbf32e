"""What the columns of a record are called, and what stands in them, as people read it."""

from datetime import datetime

from django.utils.text import capfirst

from documents.models.schedule import on_the_clock


def label(model, name):
    return capfirst(model._meta.get_field(name).verbose_name)


def shown(model, name, value):
    """A stored value, which is a string, as it is read: the words of a choice, yes or no, a date."""
    field = model._meta.get_field(name)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.get_internal_type() == "BooleanField":
        return {"True": "yes", "False": "no"}.get(value, value)
    if field.many_to_one:
        return str(field.related_model._base_manager.filter(pk=value).first() or value) if value else ""
    known = value_of(model, name, value) if value else value
    return on_the_clock(known) if isinstance(known, datetime) else getattr(known, "display", value)


def said(record, names):
    """The columns of a record, each as a string."""
    return {name: record._meta.get_field(name).value_to_string(record) for name in names}


def value_of(model, name, value):
    """What `said` made a string of."""
    field = model._meta.get_field(name)
    return None if field.null and value == "" else field.to_python(value)
