import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from documents.models.owner import OWNED_BY_ONE, Owned, column

DAYS = 7  # that a link lives where nothing else is said
MOST_DAYS = 90
TOKEN_BYTES = 16  # 128 bits: it cannot be guessed


class PreviewLinkQuerySet(models.QuerySet):
    def live(self):
        return self.filter(expires_at__gt=timezone.now())

    def of(self, unit):
        return self.filter(**{column(unit): unit})

    @transaction.atomic
    def make(self, unit, by, days=DAYS):
        """A new link to the draft of `unit`. Those that have ended are forgotten."""
        self.of(unit).exclude(pk__in=self.live().values("pk")).delete()
        return self.create(
            token=secrets.token_urlsafe(TOKEN_BYTES),
            made_by=by,
            expires_at=timezone.now() + timedelta(days=days),
            **{column(unit): unit},
        )


class PreviewLink(Owned):
    """A secret address at which a text can be read before it is published, for some days."""

    token = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [models.CheckConstraint(condition=OWNED_BY_ONE, name="preview_link_owned_by_one")]

    def __str__(self):
        return f"Preview of {self.owner}"

    def get_absolute_url(self):
        return reverse("documents:preview", args=[self.token])
