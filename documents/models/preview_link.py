from django.conf import settings
from django.db import models

from documents.models.owner import OWNED_BY_ONE, Owned


class PreviewLink(Owned):
    """A secret address at which a text can be read before it is published, for some days."""

    token = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        constraints = [models.CheckConstraint(condition=OWNED_BY_ONE, name="preview_link_owned_by_one")]

    def __str__(self):
        return f"Preview of {self.owner}"
