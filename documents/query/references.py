"""What is typed, read as references: places such as `p. 43`, `§ 4.2`, `fn. 118`, `21-028 at 43`, or a name alone.

Nothing here knows what there is: whoever asks looks each of them up, and offers those that lead somewhere.
"""

import re
from dataclasses import dataclass

LONGEST = 120  # characters; whoever types more types a text


@dataclass(frozen=True, slots=True)
class PageReference:
    """A printed page, or the pages from `first` to `last`; `work` is what they are of, if that is said."""

    first: str
    last: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class SectionReference:
    """A section by its printed number."""

    number: str
    work: str = ""


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A footnote by its printed label."""

    label: str
    work: str = ""


@dataclass(frozen=True, slots=True)
class NameReference:
    """A number, an identifier or a key alone."""

    name: str


@dataclass(frozen=True, slots=True)
class TitleReference:
    """A title with a NOT in it, which as a query leaves out its own text: What We Do NOT Know."""

    title: str


Reference = PageReference | SectionReference | NoteReference | NameReference | TitleReference

_DASH = "[-\u2010-\u2015\u2212]"
_LABEL = rf"(?:(?:[a-z]{{1,3}}{_DASH}?)?\d{{1,6}}[a-z]?|[ivxlcdm]{{1,12}})"  # 43, 43a, A-3, iv
_PAGES = rf"{_LABEL}(?:\s?(?:{_DASH}|to)\s?{_LABEL})?"
_PLACE = (
    rf"(?:pages?|pp?)\b\.?\s?(?P<page>{_PAGES})"
    r"|(?:§§?|(?:sections?|secs?|chapters?|ch)\b\.?)\s?(?P<section>\d{1,4}(?:\.[0-9a-z]{1,4}){0,8}|[ivxlc]{1,8}|[a-z])\.?"
    r"|(?:footnotes?|notes?|fns?|nn?)\b\.?\s?(?P<note>\d{1,6}[a-z]?|\*{1,3}|†|‡)"
)
_ALONE = re.compile(_PLACE, re.IGNORECASE)
_AT = re.compile(rf"(?:at\s)?(?:{_PLACE})|at\s(?P<at>{_PAGES})", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s?(?:{_DASH}|to)\s?", re.IGNORECASE)
_END = re.compile(_LABEL, re.IGNORECASE)
_WHOLE = re.compile(r"[^\W_][\w.\-–]{0,19}")  # any label that a page may have: docs/text-format.md
_CLOSE_UP = re.compile(r"\b(p|pp|pages?|secs?|ch|fns?|nn?)\.?(?=\d)", re.IGNORECASE)
_PAGE_BEFORE = re.compile(r"\sat\s\S+$", re.IGNORECASE)  # 21-028 at 43 n. 118
_NOT = re.compile(r"\bNOT\s")
_MARKS = frozenset('"“”„«»*?~|():<>=')


def references(typed: str) -> tuple[Reference, ...]:
    """Every way in which what is typed can be read as a reference as a whole; most texts are none.

    A range of pages may be the label of one page (`3-12`, the twelfth of chapter 3): both are given, the page first.
    """
    text = " ".join(typed.split())
    if not text or len(text) > LONGEST:
        return ()
    text = _CLOSE_UP.sub(r"\1 ", text)  # p43, fn.118
    if found := _ALONE.fullmatch(text):
        return _places(found, "")
    for space in (place for place, character in enumerate(text) if character == " "):
        work = text[:space].rstrip(" ,;")
        if _is_name(work) and (found := _AT.fullmatch(text, space + 1)):
            return _places(found, work)
    if _NOT.search(text):
        return (TitleReference(text),)
    return (NameReference(text),) if _is_name(text) else ()


def pages(typed: str, work: str = "") -> tuple[PageReference, ...]:
    """`43`, `iv`, `43-45` or `143–45`, read as a page or as a range of pages; nothing where it is neither."""
    text = " ".join(typed.split())
    read = [PageReference(text, work=work)] if _WHOLE.fullmatch(text) else []
    for between in _BETWEEN.finditer(text):
        first, last = text[: between.start()], text[between.end() :]
        if _END.fullmatch(first) and _END.fullmatch(last):
            read.append(PageReference(first, _in_full(first, last), work))
    return tuple(read)


def _places(found: re.Match[str], work: str) -> tuple[Reference, ...]:
    parts = found.groupdict()
    if parts["section"]:
        return (SectionReference(parts["section"], work),)
    if parts["note"]:
        return (NoteReference(parts["note"], _PAGE_BEFORE.sub("", work)),)
    return pages(parts["page"] or parts["at"], work)


def _in_full(first: str, last: str) -> str:
    """The last page of a range as law reviews shorten it: 143–45 ends on page 145."""
    shortened = first.isdigit() and last.isdigit() and len(last) < len(first)
    return first[: len(first) - len(last)] + last if shortened else last


def _is_name(text: str) -> bool:
    """Whether this may be a number, an identifier or a key: one word, or words with a digit; no query."""
    has_form = " " not in text or any(character.isdigit() for character in text)
    return bool(text) and has_form and _MARKS.isdisjoint(text) and not text.startswith("-")
