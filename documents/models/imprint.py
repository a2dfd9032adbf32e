from django.db import models


class Imprint(models.Model):
    """Who publishes the site, as its pages say it. There is one row at most."""

    name = models.CharField("name of the site", max_length=100, blank=True)
    contact = models.CharField(max_length=300, blank=True, help_text="An address to write to.")
    text = models.TextField("imprint", blank=True, help_text="Who is behind the site, in Markdown.")
    picture = models.FileField(upload_to="pictures/", blank=True)
    picture_alt = models.CharField("text alternative of the picture", max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "imprint"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_imprint")]

    def __str__(self):
        return self.name or "Imprint"
