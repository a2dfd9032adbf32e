"""Inline text → pieces, as written; white space is put in order later."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from documents.text.markdown.pieces import (
    Break,
    Citations,
    Close,
    Image,
    NoteMark,
    Number,
    Open,
    PageTurn,
    Piece,
    Redaction,
    Removal,
    Tag,
    Text,
)

ADDRESS = re.compile(r"https?://[^\s/]|mailto:[^\s]|#|/(?!/)", re.IGNORECASE)
KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
TAGS: dict[str, Tag] = {"em_open": "em", "em_close": "em", "strong_open": "strong", "strong_close": "strong"}


def pieces_of(
    content: str, reader: MarkdownIt, env: dict[str, Any], line: int, *, numbered: bool = False
) -> list[Piece]:
    """The pieces of inline text that begins on `line` (from 1).

    `numbered` says that it may begin with a printed number. Problems are added to `env["problems"]`.
    """
    tokens: list[Token] = []
    env["line"] = line
    reader.inline.parse(content, reader, env, tokens)
    return list(_Pieces(env, line, numbered).read(tokens))


class _Pieces:
    def __init__(self, env: dict[str, Any], line: int, numbered: bool) -> None:
        self.env = env
        self.line = line
        self.may_be_numbered = numbered
        self.depth: dict[Tag, int] = {"em": 0, "strong": 0}
        self.link: Token | None = None
        self.bracket_before = False  # a "[" was shown as text
        self.bracket_after = False  # and a citation or note stands behind it

    def report(self, message: str, line: int | None = None) -> None:
        self.env["problems"].add((line or self.line, message))

    def read(self, tokens: Sequence[Token]) -> Iterator[Piece]:
        for token in tokens:
            for piece in self.one(token):
                if not isinstance(piece, Open | Close | PageTurn | Break) and piece.plain.strip() + _mark(
                    piece
                ):
                    self.may_be_numbered = False
                yield piece

    def one(self, token: Token) -> Iterator[Piece]:
        match token.type:
            case "softbreak" | "hardbreak":
                self.line += 1
                yield Break() if token.type == "hardbreak" else Text("\n")
            case "code_inline":
                yield from (Open("code"), Text(token.content), Close("code"))
            case "em_open" | "strong_open":
                tag = TAGS[token.type]
                self.depth[tag] += 1
                if self.depth[tag] == 1:
                    yield Open(tag)
            case "em_close" | "strong_close":
                tag = TAGS[token.type]
                self.depth[tag] -= 1
                if self.depth[tag] == 0:
                    yield Close(tag)
            case "link_open":
                yield self.open_link(token)
            case "link_close":
                yield self.close_link()
            case "image":
                yield self.image(token)
            case "piece":
                yield self.mark(token)
            case _:
                self.look_for_a_broken_link(token.content)
                yield Text(token.content)

    def look_for_a_broken_link(self, text: str) -> None:
        """CommonMark takes no link whose words hold brackets; ours may be those of a citation or a note."""
        if self.bracket_after and "](" in text:
            self.report(
                "A link is not read when a citation or note stands in its words; it is shown as text. "
                "Put that after the link."
            )
        self.bracket_before = self.bracket_before or "[" in text

    def open_link(self, token: Token) -> Piece:
        self.link = token
        if ADDRESS.match(_href(token)):
            return Open("a", _href(token))
        self.report(
            "This link leads to an address that is not allowed; it is shown as text. "
            "Write an address that begins with https://, http://, mailto:, / or #."
        )
        return Text("<" if token.info == "auto" else "[")

    def close_link(self) -> Piece:
        token, self.link = self.link, None
        if token is None or ADDRESS.match(_href(token)):
            return Close("a")
        return Text(">" if token.info == "auto" else f"]({_href(token)})")

    def image(self, token: Token) -> Piece:
        key = str(token.attrs.get("src", ""))
        alt = " ".join(_words(token.children or ()).split())
        if KEY.fullmatch(key):
            return Image(key, alt)
        self.report(
            "A picture is named by the key under which it is kept, not by an address; it is shown as text."
        )
        return Text(f"![{alt}]({key})")

    def mark(self, token: Token) -> Piece:
        piece: Piece = token.meta["piece"]
        match piece:
            case Number(label) if not self.may_be_numbered:
                self.report(
                    "A printed number stands first in its paragraph, item or heading; it is shown as text.",
                    token.meta["line"],
                )
                return Text(f"{{no. {label}}}")
            case Citations() | NoteMark():
                self.bracket_after = self.bracket_before
        return piece


def _href(token: Token) -> str:
    return str(token.attrs.get("href", ""))


def _mark(piece: Piece) -> str:
    """Something, if the piece is seen though it has no plain text."""
    return "seen" if isinstance(piece, Citations | NoteMark | Number | Image | Redaction | Removal) else ""


def _words(tokens: Sequence[Token]) -> str:
    """The words of a picture's description, without markup."""
    return "".join(
        " "
        if token.type in ("softbreak", "hardbreak")
        else _words(token.children)
        if token.children
        else token.content
        for token in tokens
    )
