"""Texts that hold words which are not shown."""

from django import template

from documents.text import redactions

register = template.Library()

register.filter("legible", redactions.legible)
