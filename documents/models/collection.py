from django.db import models

from documents.models.fields import LANGUAGE, PublicIdField, refuse
from documents.models.publishing import problems


class Collection(models.Model):
    """Reports and the sources around them, kept together: keys such as S18 are unique in it."""

    public_id = PublicIdField()
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(
        max_length=35, default="en", validators=[LANGUAGE], help_text="A language tag, such as en or es."
    )
    about = models.TextField(blank=True, help_text="What it is, in Markdown. Shown on the home page.")
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def citable_keys(self):
        """The keys that a public text of the collection may cite; a withdrawn source stays cited, without a link."""
        return set(self.sources.known().values_list("key", flat=True)) if self.pk else set()

    def clean(self):
        super().clean()
        refuse(("about", problem) for problem in problems(self.about, self, self.citable_keys()))
