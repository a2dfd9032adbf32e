"""Names that are searched together: who asks for DOJ also finds Department of Justice."""

from typing import NamedTuple
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from documents.admin.beginning import InvitingAdmin
from documents.admin.conflicts import VersionedAdmin
from documents.admin.publishing import change_address
from documents.models import Synonym
from documents.models.synonym import MOST_NAMES, NamesField
from documents.query.grammar import parse
from documents.query.tree import Word
from documents.search.engine import SearchTrouble
from documents.search.find import find
from documents.text.words import words

MOST_TOLD = 5  # sets that share a name


class SynonymForm(forms.ModelForm):
    class Meta:
        model = Synonym
        fields = ["names", "searched"]
        help_texts = {
            "names": f"One a line, {MOST_NAMES} at most, such as DOJ and Department of Justice. Capital letters, accents, "
            "hyphens and the points of D.O.J. do not matter, and plurals are found in any case.",
            "searched": "Empty: the names above mean the same, and who searches for one of them finds all of them. "
            "Otherwise, one a line: what is found as well by those who search for a name above; "
            "who searches for one of these does not find the names above.",
        }


class Found(NamedTuple):
    """A name, the number of sections and sources that have it, and the search that shows them."""

    name: str
    count: int
    address: str


@admin.register(Synonym)
class SynonymAdmin(InvitingAdmin, VersionedAdmin):
    form = SynonymForm
    list_display = ["asked", "finds"]
    search_fields = ["names", "searched"]
    readonly_fields = ["found"]
    formfield_overrides = {NamesField: {"widget": AdminTextareaWidget(attrs={"rows": 5})}}
    fieldsets = [
        (
            None,
            {
                "fields": ["names", "searched", "found"],
                "description": "What you save counts with the next search. Readers are told which other names were "
                "searched, and can search without them. A name in quotation marks is searched as it is.",
            },
        )
    ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self.tell_shared(request, obj)

    def tell_shared(self, request, synonym):
        """Say which other sets begin with one of its names: it may be meant, or they may belong together."""
        lines = [
            format_html(
                '{} also in the set <a href="{}">{}</a>. Who searches for it finds the names of both sets. '
                "If they mean the same, put them into one set and delete the other.",
                f"“{shared[0]}” is"
                if len(shared) == 1
                else f"{', '.join(f'“{name}”' for name in shared)} are",
                change_address(other),
                str(other),
            )
            for other, shared in Synonym.objects.sharing(synonym)
        ]
        if lines:
            told = format_html_join("\n", "<span>{}</span>", ((line,) for line in lines[:MOST_TOLD]))
            self.message_user(request, told, messages.WARNING)

    @admin.display(description="names", ordering="names")
    def asked(self, synonym):
        return ", ".join(synonym.names.splitlines())

    @admin.display(description="who searches for one of them", ordering="searched")
    def finds(self, synonym):
        return (
            f"also finds {synonym.also}, but not the other way round"
            if synonym.searched
            else "finds all of them"
        )

    @admin.display(description="found now")
    def found(self, synonym):
        """How many texts have each name, which shows a name that is misspelt or that nobody uses."""
        if not synonym.pk:
            return "How many sections and sources have each name is shown here once the set is saved."
        try:
            context = {"names": [found(name) for name in every_name(synonym)]}
        except SearchTrouble as trouble:
            return f"The search cannot count them just now: {trouble}"
        return render_to_string("admin/documents/_names_found.html", context)


def every_name(synonym):
    """The names of a set that can be searched for, each once."""
    names = [name for side in synonym.pair for name in side[:MOST_NAMES]]
    return [name for name in dict.fromkeys(names) if words(name)]


def found(name):
    """The name by itself: its words in sequence, in all their forms."""
    query = parse(str(Word(words(name))))
    address = f"{reverse('documents:search')}?{urlencode({'q': query.text, 'syn': '0'})}"
    return Found(name, find(query, {}, limit=0, synonyms=False).count, address)
