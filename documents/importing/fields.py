"""The fields of a collection folder: one table, which reader, saver and docs/collection-format.md share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from json import dumps
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from documents.models.fields import KEY, LANGUAGE, LEVELS
from documents.models.state import Nature, State
from documents.text.bodies import tidy
from documents.text.periods import Period

LARGEST = 2**31 - 1  # that every database can keep

Value = str | int | date | Period | None
Pictures = Mapping[
    str, tuple[str, str]
]  # the SHA-256 of each picture of a text, and the words that stand for it


@dataclass(frozen=True, slots=True)
class Form:
    """How a value is written in TOML. `read` raises ValueError with a sentence that says what to write."""

    name: str
    read: Callable[[object], Value]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record. `stored` is False where it says where the record belongs, not what it says."""

    name: str
    form: Form
    default: Value = ""
    required: bool = False
    stored: bool = True

    def read(self, raw: Mapping[str, object]) -> Value:
        """The value that a table gives to the field. Raises ValueError with what to write in place of it."""
        if self.name not in raw and not self.required:
            return self.default
        value = self.form.read(raw[self.name]) if self.name in raw else ""
        if value == "" and self.required:
            raise ValueError(f"This is missing. Add: {self.name} = …")
        return value


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise ValueError("Write it between quotes.")
    return tidy(raw).strip()


def _line(raw: object) -> str:
    text = _text(raw)
    if "\n" in text:
        raise ValueError("Write it on one line.")
    return text


def _line_for(validator: RegexValidator) -> Callable[[object], str]:
    """Reads a line that the models' own validator takes, and passes on what that says of another one."""

    def read(raw: object) -> str:
        text = _line(raw)
        try:
            if text:
                validator(text)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from None
        return text

    return read


def _flag(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise ValueError("Write true or false, without quotes.")
    return raw


def _level(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw not in LEVELS:
        raise ValueError(f"Write a number from {LEVELS[0]} to {LEVELS[-1]}, without quotes.")
    return raw


def _count(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= LARGEST:
        raise ValueError("Write a number from 1, without quotes.")
    return raw


def _period(raw: object) -> Period | None:
    if isinstance(raw, int | date) and not isinstance(raw, bool | datetime):
        raw = str(raw)
    if not isinstance(raw, str):
        raise ValueError("Write a date between quotes, such as “2018”, “April 2018” or “2018-04-06”.")
    return Period.parse(raw) if raw.strip() else None


def _day(raw: object) -> date | None:
    period = _period(raw)
    if period and period.precision != "day":
        raise ValueError(f"“{period}” is no day. Write one such as 2018-04-06.")
    return period.start if period else None


def _lines(raw: object) -> str:
    if not isinstance(raw, list) or not all(isinstance(part, str) for part in raw):
        raise ValueError('Write a list of texts, such as ["21-028", "A-1"].')
    return "\n".join(filter(None, map(_line, raw)))


def _pattern(raw: object) -> str:
    text = _line(raw)
    if text.startswith("/") or ".." in text or "\\" in text or ":" in text:
        raise ValueError(f"“{text}” leads out of the folder. Write a pattern such as sections/*.md.")
    return text


def _one_of(*values: str) -> Form:
    expected = " or ".join(f'"{value}"' for value in values)

    def read(raw: object) -> str:
        if raw not in values:
            raise ValueError(f"Write {expected}.")
        return str(raw)

    return Form(expected, read)


KEY_FORM = Form("key", _line_for(KEY))
TEXT = Form("text", _text)
LINE = Form("line", _line)
SLUG = Form("slug", _line)
ADDRESS = Form("address", _line)
LANGUAGE_TAG = Form("language tag", _line_for(LANGUAGE))
DATE = Form("date", _period)
DAY = Form("day", _day)
FLAG = Form("true or false", _flag)
LEVEL = Form("1 to 6", _level)
COUNT = Form("number", _count)
LINES = Form("list", _lines)
PATTERN = Form("pattern", _pattern)
NATURE = _one_of(*Nature.values)
# A folder has no clock to schedule by.
STATE = _one_of(State.DRAFT.value, State.PUBLISHED.value, State.WITHDRAWN.value)

# The text below the front matter of a section and of a source.
BODY = Field("body", TEXT)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "collection": (
        Field("slug", SLUG, required=True),
        Field("name", LINE, required=True),
        Field("language", LANGUAGE_TAG, "en"),
        Field("about", TEXT),
    ),
    "report": (
        Field("slug", SLUG, required=True),
        Field("title", LINE, required=True),
        Field("number", LINE),
        Field("publisher", LINE),
        Field("language", LANGUAGE_TAG, "en"),
        Field("rights", TEXT),
        Field("official_url", ADDRESS),
        Field("official_url_checked", FLAG, True),
        Field("archived_url", ADDRESS),
        Field("pdf_url", ADDRESS),
        Field("pdf_first_page", COUNT, None),
        Field("about", TEXT),
        Field("issued", DATE, None),
        Field("revised", DATE, None),
        Field("state", STATE, "published"),
        Field("withdrawn_reason", TEXT),
        Field("sections", PATTERN, required=True, stored=False),
    ),
    "section": (
        Field("key", KEY_FORM, required=True),
        Field("report", SLUG, required=True, stored=False),
        Field("slug", SLUG, required=True),
        Field("title", LINE, required=True),
        Field("level", LEVEL, 1),
        Field("number", LINE),
        Field("nature", NATURE, required=True),
        Field("state", STATE, "published"),
        Field("withdrawn_reason", TEXT),
    ),
    "source": (
        Field("key", KEY_FORM, required=True),
        Field("slug", SLUG, required=True),
        Field("kind", LINE, required=True),
        Field("title", LINE, required=True),
        Field("title_is_description", FLAG, False),
        Field("author", LINE),
        Field("publisher", LINE),
        Field("date", DATE, None),
        Field("date_note", LINE),
        Field("identifiers", LINES),
        Field("official_url", ADDRESS),
        Field("official_url_checked", FLAG, True),
        Field("archived_url", ADDRESS),
        Field("retrieved_on", DAY, None),
        Field("sha256", LINE),
        Field("rights", TEXT),
        Field("language", LANGUAGE_TAG, "en"),
        Field("made", TEXT),
        Field("nature", NATURE, required=True),
        Field("state", STATE, "published"),
        Field("withdrawn_reason", TEXT),
    ),
    "synonym": (
        Field("key", KEY_FORM, required=True),
        Field("names", LINES, required=True),
        Field("searched", LINES),
    ),
}


def stored(kind: str) -> tuple[Field, ...]:
    """The fields that are columns of the record's row, the body among them."""
    fields = tuple(field for field in FIELDS[kind] if field.stored)
    return (*fields, BODY) if kind in ("section", "source") else fields


def digest(
    kind: str,
    values: Mapping[str, Value],
    order: Iterable[str] = (),
    pictures: Pictures = MappingProxyType({}),
) -> str:
    """The SHA-256 of a record's values and pictures, and of the order of a report's sections.

    What is the default is left out, so that a field added to the table changes no digest.
    """
    told: dict[str, object] = {
        field.name: _plain(values[field.name])
        for field in stored(kind)
        if _plain(values[field.name]) != _plain(field.default)
    }
    told |= {"order": list(order)} if order else {}
    told |= {"pictures": dict(pictures)} if pictures else {}
    return sha256(dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Value) -> str | int:
    match value:
        case None:
            return ""
        case str():
            return tidy(value)
        case int():
            return value
        case _:
            return str(value)
