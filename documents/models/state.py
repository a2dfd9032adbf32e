from django.db import models


class State(models.TextChoices):
    """Who may see a record. Withdrawn records will join these."""

    DRAFT = "draft", "Draft"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"


class Nature(models.TextChoices):
    """Whose words a text is in."""

    OFFICIAL = "official", "Official text"
    SUMMARY = "summary", "Our summary"
