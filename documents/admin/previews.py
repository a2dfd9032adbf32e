"""Preview links: secret addresses of a text that is not published, made and ended from its admin page."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from documents.admin import roles
from documents.models import PreviewLink
from documents.models.pending import changes_of
from documents.models.preview_link import DAYS, MOST_DAYS
from documents.models.schedule import on_the_clock


class PreviewForm(forms.Form):
    days = forms.IntegerField(
        min_value=1,
        max_value=MOST_DAYS,
        initial=DAYS,
        help_text=f"From 1 to {MOST_DAYS}. Then the link ends.",
    )


def addresses(modeladmin):
    """The addresses below the admin page of a section or a source."""
    name = f"documents_{modeladmin.model._meta.model_name}"

    def of(view):
        return modeladmin.admin_site.admin_view(lambda request, **values: view(modeladmin, request, **values))

    return [
        path("<int:key>/previews/", of(page), name=f"{name}_previews"),
        path("<int:key>/previews/<int:link>/end/", of(end), name=f"{name}_preview_end"),
    ]


def page(modeladmin, request, key):
    """The live links of a unit, and a form that makes another."""
    unit = changeable(modeladmin, request, key)
    form = PreviewForm(request.POST or None)
    if form.is_valid():
        link = PreviewLink.objects.make(unit, by=request.user, days=form.cleaned_data["days"])
        modeladmin.message_user(
            request, f"A preview link was made. It ends on {on_the_clock(link.expires_at)}."
        )
        return HttpResponseRedirect(request.path)
    is_all_public = unit.is_public and not changes_of(unit)
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": "Preview links",
        "subtitle": str(unit),
        "opts": modeladmin.opts,
        "original": unit,
        "links": live(unit, request),
        "form": form,
        "public_address": unit.get_absolute_url() if is_all_public else "",
    }
    return TemplateResponse(request, "admin/documents/previews.html", context)


def end(modeladmin, request, key, link):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    unit = changeable(modeladmin, request, key)
    ended, _ = PreviewLink.objects.of(unit).filter(pk=link).delete()
    sentence = "The preview link has ended." if ended else "The preview link had ended before."
    modeladmin.message_user(request, sentence, messages.SUCCESS)
    return HttpResponseRedirect(reverse(f"admin:documents_{unit._meta.model_name}_previews", args=[unit.pk]))


def changeable(modeladmin, request, key):
    """The unit, if this editor may change it."""
    unit = get_object_or_404(modeladmin.get_queryset(request), pk=key)
    if not modeladmin.has_change_permission(request, unit):
        raise PermissionDenied
    return unit


def live(unit, request=None):
    """The links that have not ended, each with its whole address and the time of its end in words."""
    links = list(PreviewLink.objects.live().of(unit).select_related("made_by"))
    for link in links:
        address = link.get_absolute_url()
        link.address = request.build_absolute_uri(address) if request else address
        link.ends = on_the_clock(link.expires_at)
    return links


def summary(unit):
    """What the form of a unit says of its links, with the way to their page."""
    if not unit.pk:
        return "Can be made after the first save."
    editor = unit.looked_at_by
    may_change = editor.has_perm(f"documents.change_{unit._meta.model_name}")
    if not (may_change and roles.may_open(editor, unit)):
        return "Only those who may change the text see them."
    address = reverse(f"admin:documents_{unit._meta.model_name}_previews", args=[unit.pk])
    listed = render_to_string("admin/documents/_preview_links.html", {"links": live(unit)})
    return format_html('{}<a href="{}">Make or end a preview link</a>', listed, address)
