"""Small drawings."""

from django import template

from documents.drawing import strip

register = template.Library()

register.filter("strip", strip.draw)
