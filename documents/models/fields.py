"""Columns that hold a value of ours."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from documents.text.blocks import new_id
from documents.text.bodies import tidy, too_long
from documents.text.periods import Period

# What a citation can name, so that every source can be cited: docs/text-format.md.
KEY = RegexValidator(
    r"\A[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\Z",
    "“%(value)s” cannot be cited. Write letters, digits, and . _ - between them, such as S18.",
)
LANGUAGE = RegexValidator(
    r"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\Z",
    "“%(value)s” is no language tag. Write one such as en, es or zh-Hant.",
)
LONGEST_REASON = 1000  # characters of the reason for which something was withdrawn
LEVELS = range(1, 7)  # of a heading, as in HTML
LEVEL = [MinValueValidator(LEVELS[0]), MaxValueValidator(LEVELS[-1])]
SHA256 = RegexValidator(r"\A[0-9a-f]{64}\Z", "A SHA-256 hash has 64 hexadecimal digits.")


class PublicIdField(models.CharField):
    """An id that is given once, never changed, and unique on the site."""

    def __init__(self, **options):
        super().__init__(**{"max_length": 16, "unique": True, "default": new_id, "editable": False} | options)


class PublishAtField(models.DateTimeField):
    """When a scheduled record is published; the state says whether it is scheduled."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"verbose_name": "publish at", "null": True, "blank": True} | options)


class WithdrawnAtField(models.DateTimeField):
    """Since when nobody may read what everybody could read; set by the state, not by editors."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"null": True, "blank": True, "editable": False} | options)


class WithdrawnReasonField(models.TextField):
    """Why it was withdrawn, in words for readers."""

    def __init__(self, *args, **options):
        given = {"verbose_name": "reason for withdrawing", "blank": True, "max_length": LONGEST_REASON}
        super().__init__(*args, **given | options)


class AddressField(models.URLField):
    """A web address; one that is typed without http or https is taken for https."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 1000, "blank": True, "default": ""} | options)

    def formfield(self, **options):
        return super().formfield(**{"assume_scheme": "https"} | options)


def bounded(body):
    """Refuse a body that is too long, as it would be kept: a browser sends each line end as two characters."""
    if problem := too_long(tidy(body)):
        raise ValidationError(problem)


class BodyField(models.TextField):
    """A text in Markdown. It is kept tidy, so that a form that sends it back as it was changes nothing."""

    default_validators = [bounded]

    def formfield(self, **options):
        """A form refuses what is too long by itself, before anything of it is read."""
        return super().formfield(**{"strip": False, "validators": [bounded]} | options)

    def to_python(self, value):
        return tidy(super().to_python(value))

    def pre_save(self, record, add):
        value = self.to_python(super().pre_save(record, add))
        setattr(record, self.attname, value)
        return value


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


def refuse(mistakes):
    """Raise ValidationError with all (field, message) pairs, each message at its field; none: do nothing."""
    messages = {}
    for field, message in mistakes:
        messages.setdefault(field, []).append(message)
    if messages:
        raise ValidationError(messages)
