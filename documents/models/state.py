from django.db import models


class State(models.TextChoices):
    """Who may see a record. Of a withdrawn one everybody may know that it was here."""

    DRAFT = "draft", "Draft"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Nature(models.TextChoices):
    """Whose words a text is in."""

    OFFICIAL = "official", "Official text"
    SUMMARY = "summary", "Our summary"
