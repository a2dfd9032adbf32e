"""Other names for the same thing, kept by editors and applied when a search is asked: nothing is indexed again."""

from django.core.exceptions import ValidationError
from django.db import models

from documents.models.collection import Collection
from documents.models.fields import refuse
from documents.text.words import words

MOST_NAMES = 20  # of a list
MOST_WORDS = 12  # of a name
LONGEST = 200  # characters of a name


def searchable(value):
    """Refuse names that no search could look for, or that would make it slow."""
    names = value.splitlines()
    mistakes = [
        f"“{name[:LONGEST]}” has no letter and no figure, so nobody can search for it. Take the line out."
        for name in names
        if not words(name)
    ]
    mistakes += [
        f"“{name[:LONGEST]}” is too long: a name has {MOST_WORDS} words and {LONGEST} characters at most."
        for name in names
        if len(words(name)) > MOST_WORDS or len(name) > LONGEST
    ]
    if len(names) > MOST_NAMES:
        mistakes.append(f"These are {len(names)} names; there may be {MOST_NAMES}. Leave the rarest out.")
    if mistakes:
        raise ValidationError(mistakes)


class NamesField(models.TextField):
    """Names, one a line, each once; spaces around them and empty lines are not kept."""

    default_validators = [searchable]

    def to_python(self, value):
        lines = [" ".join(line.split()) for line in (super().to_python(value) or "").splitlines()]
        return "\n".join(dict.fromkeys(filter(None, lines)))


class SynonymQuerySet(models.QuerySet):
    def pairs(self):
        """Pairs of names, read in one query: whoever asks for one of the first is given the second, too."""
        return tuple(synonym.pair for synonym in self.order_by("pk"))

    def sharing(self, synonym):
        """Other sets that begin with one of its names, each with those names: who asks for one gets both sets."""
        mine = synonym.keys
        for other in self.exclude(pk=synonym.pk).order_by("pk"):
            if shared := [name for key, name in mine.items() if key in other.keys]:
                yield other, shared


class Synonym(models.Model):
    """Names that are searched together, on the whole site.

    Without `searched` the names are equal: whoever asks for one finds all. With it they lead one way: whoever asks for
    one of `names` also finds those of `searched`, and not the other way round.

    A name may stand in several sets. They are not merged: BOP may be a bureau of prisons and a balance of payments, and
    who asks for the one in full does not want the other.
    """

    names = NamesField()
    searched = NamesField("one way", blank=True)
    collection = models.ForeignKey(
        Collection, null=True, on_delete=models.SET_NULL, related_name="synonyms", editable=False
    )
    key = models.CharField(
        max_length=40, blank=True, editable=False
    )  # its name in the folder of its collection
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = "set of synonyms"
        verbose_name_plural = "synonyms"
        ordering = ["names"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "key"], name="synonym_key_once_in_collection"),
        ]

    def __str__(self):
        names = " = ".join(self.names.splitlines())
        return f"{' or '.join(self.names.splitlines())} → {self.also}" if self.searched else names

    @property
    def also(self):
        return ", ".join(self.searched.splitlines())

    @property
    def pair(self):
        asked = tuple(self.names.splitlines())
        return asked, tuple(self.searched.splitlines()) or asked

    @property
    def keys(self):
        """The names that may be asked for by their words, which is how a search knows them."""
        return {words(name): name for name in self.names.splitlines()}

    def clean(self):
        super().clean()
        refuse(self.mistakes())

    def mistakes(self):
        """What is wrong with the names together; to a search, names that differ in case or signs are one name."""
        asked, searched = self.pair
        different = {words(name) for name in (*asked, *searched)}
        if len(different) > 1 or () in different:  # a name without words is refused by itself
            return
        if self.searched:
            yield "searched", "This is the name above again. Write another name, or leave this empty."
        elif len(asked) > 1:
            same = ", ".join(f"“{name}”" for name in asked)
            yield (
                "names",
                f"To the search {same} are one name. Write another name beside it, on a line of its own.",
            )
        elif asked:
            yield (
                "names",
                "Write at least two names, one a line, or say below what else is found by this one.",
            )
