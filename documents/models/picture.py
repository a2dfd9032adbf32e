from secrets import token_hex

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from documents.models.fields import KEY
from documents.models.imprint import Imprint
from documents.models.owner import OWNED_BY_ONE, Owned, column
from documents.models.publishing import shown_keys
from documents.models.section import Section
from documents.models.source import Source
from documents.pictures import accept

FOLDER = "pictures/"  # below MEDIA_ROOT
OLDEST_WAIT = 24 * 60 * 60  # seconds that a file may wait for its row to be committed


def stored(accepted):
    """A new file that holds what was accepted, under a random name: ready for a column."""
    return ContentFile(accepted.data, name=f"{token_hex(12)}.{accepted.kind}")


def forget_file(name):
    """Delete a file once what made it useless is committed; a change that is taken back keeps it."""
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))


class PictureQuerySet(models.QuerySet):
    def published(self):
        """Pictures that published sections and sources show: those that everybody may see."""
        return self.filter(
            models.Q(section__in=Section.objects.published())
            | models.Q(source__in=Source.objects.published()),
            is_shown=True,
        )

    def note_shown(self, keys):
        """Note of the pictures of one unit which of them its text shows: those with these keys."""
        keys = set(keys)
        for picture in self.only("key", "is_shown"):
            if picture.is_shown != (picture.key in keys):
                self.filter(pk=picture.pk).update(is_shown=picture.key in keys)

    @transaction.atomic
    def keep(self, unit, *, key, alt, data):
        """Keep a file's bytes as the picture `key` of a saved section or source, in place of the one it has.

        Raises documents.pictures.NotAPicture, which says what to do.
        """
        mine = {column(unit): unit}
        picture = self.filter(key=key, **mine).first() or Picture(key=key, **mine)
        picture.alt = alt
        picture.take(accept(data))
        picture.save()
        return picture

    @transaction.atomic
    def delete(self):
        for name in self.values_list("file", flat=True):
            forget_file(name)
        return super().delete()

    delete.alters_data = True


class Picture(Owned):
    """A picture that the site keeps for a section or a source, whose text shows it by its key."""

    key = models.CharField(max_length=40, validators=[KEY], help_text="Its name in the text: ![](map).")
    name = models.CharField(max_length=40, unique=True, editable=False, help_text="Random, and its address.")
    file = models.FileField(upload_to=FOLDER)
    alt = models.TextField("text alternative", help_text="What is seen on it, for those who do not see it.")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    is_shown = models.BooleanField(
        default=False, editable=False, help_text="Whether the text, as it is saved, shows it."
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=OWNED_BY_ONE, name="picture_owned_by_one"),
            models.UniqueConstraint(fields=["section", "key"], name="picture_key_once_in_section"),
            models.UniqueConstraint(fields=["source", "key"], name="picture_key_once_in_source"),
        ]

    def __str__(self):
        return self.key

    def get_absolute_url(self):
        return reverse("documents:picture", args=[self.name])

    @property
    def markdown(self):
        """What an editor writes to show it, with its own text alternative."""
        return f"![]({self.key})"

    def take(self, accepted):
        """Be this picture from the next save on."""
        self.file = stored(accepted)
        self.name = self.file.name
        self.width, self.height, self.sha256 = accepted.width, accepted.height, accepted.sha256

    @transaction.atomic
    def save(self, **options):
        """Save; the file of the picture that was here goes when that is committed."""
        before = Picture.objects.filter(pk=self.pk).values_list("file", flat=True).first()
        self.is_shown = self.key in shown_keys(saved_body(self.owner))
        super().save(**options)
        if before != self.file.name:
            forget_file(before)

    @transaction.atomic
    def delete(self, **options):
        forget_file(self.file.name)
        return super().delete(**options)


def saved_body(unit):
    """What the text of `unit` is in the database: in memory it may have changes that are not published."""
    return type(unit).objects.values_list("body", flat=True).get(pk=unit.pk)


def sweep():
    """Delete the files of pictures that no row names, once they are a day old; return their names.

    A file is written before its row is committed, so that a change that is taken back leaves one.
    """
    if not default_storage.exists(FOLDER):
        return []
    named = {
        *Picture.objects.values_list("file", flat=True),
        *Imprint.objects.values_list("picture", flat=True),
    }
    _, files = default_storage.listdir(FOLDER)
    oldest = timezone.now().timestamp() - OLDEST_WAIT
    orphans = [
        name
        for name in (FOLDER + file for file in files)
        if name not in named and default_storage.get_modified_time(name).timestamp() < oldest
    ]
    for name in orphans:
        default_storage.delete(name)
    return orphans
