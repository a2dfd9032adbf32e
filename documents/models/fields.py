"""Columns that hold a value of ours."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from documents.text.blocks import new_id
from documents.text.periods import Period

FOLDER_NAME = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Use small letters, digits and single hyphens.")
SHA256 = RegexValidator(r"^[0-9a-f]{64}$", "A SHA-256 hash has 64 hexadecimal digits.")


class PublicIdField(models.CharField):
    """An id that is given once, never changed, and unique on the site."""

    def __init__(self, **options):
        super().__init__(**{"max_length": 16, "unique": True, "default": new_id, "editable": False} | options)


class AddressField(models.URLField):
    """A web address; one that is typed without http or https is taken for https."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 1000, "blank": True, "default": ""} | options)

    def formfield(self, **options):
        return super().formfield(**{"assume_scheme": "https"} | options)


class PeriodField(models.CharField):
    """A date as precise as it is known: a `Period`, or None. Stored in its ISO form."""

    description = "A date, a month, a year or a range"

    def __init__(self, **options):
        super().__init__(**{"max_length": 40, "blank": True, "default": ""} | options)

    def from_db_value(self, value, expression, connection):
        return Period.parse(value) if value else None

    def to_python(self, value):
        if not value or isinstance(value, Period):
            return value or None
        try:
            return Period.parse(value)
        except ValueError as error:
            raise ValidationError(str(error), code="date") from None

    def get_prep_value(self, value):
        value = self.to_python(value)
        return "" if value is None else str(value)

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def value_from_object(self, obj):
        return super().value_from_object(obj) or ""

    def run_validators(self, value):
        """The text is bounded by what `Period.parse` reads, not by its number of characters."""


def unused_slug(slug: str, taken: frozenset[str]) -> None:
    """Raise ValidationError where `slug` is an address that the site needs for itself."""
    if slug in taken:
        raise ValidationError({"slug": f"“{slug}” is an address of the site itself. Choose another."})
