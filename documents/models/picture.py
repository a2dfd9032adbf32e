from django.db import models

from documents.models.fields import KEY
from documents.models.owner import OWNED_BY_ONE, Owned


class Picture(Owned):
    """A picture that the site keeps for a section or a source, whose text shows it by its key."""

    key = models.CharField(max_length=40, validators=[KEY], help_text="Its name in the text: ![](map).")
    name = models.CharField(max_length=40, unique=True, editable=False, help_text="Random, and its address.")
    file = models.FileField(upload_to="pictures/")
    alt = models.TextField("text alternative", help_text="What is seen on it, for those who do not see it.")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=OWNED_BY_ONE, name="picture_owned_by_one"),
            models.UniqueConstraint(fields=["section", "key"], name="picture_key_once_in_section"),
            models.UniqueConstraint(fields=["source", "key"], name="picture_key_once_in_source"),
        ]

    def __str__(self):
        return self.key
