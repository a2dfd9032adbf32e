from django.db import models


class State(models.TextChoices):
    """Who may see a record. Scheduled and withdrawn records will join these two."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"


class Nature(models.TextChoices):
    """Whose words a text is in."""

    OFFICIAL = "official", "Official text"
    SUMMARY = "summary", "Our summary"
