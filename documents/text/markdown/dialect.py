"""The rules that our dialect adds to CommonMark, as rules of markdown-it."""

import re
from bisect import bisect_left
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline, image, link
from mdit_py_plugins.footnote import footnote_plugin

from documents.text.markdown.pieces import Citation, Citations, NoteMark, Number, PageTurn, Redaction, Removal

DEPTH = 40  # quotes, lists and notes inside each other; what is deeper is text
LONGEST = 300  # characters between the brackets of a marker

BRACES = re.compile(rf"\{{([^{{}}]{{0,{LONGEST}}})\}}")
MARKER = re.compile(r"\s*(page|no\.|redacted|withheld|removed)(?=[\s:]|$)\s*(:?)\s*(.*?)\s*", re.DOTALL)
NAMES = ("page", "no", "caption", "redacted", "withheld", "removed")
NAMED = re.compile(r"\{\s*([A-Za-z]+)(?=[\s.:}]|$)")
REMOVAL = re.compile(r"([12]\d{3}-\d{2}-\d{2})(?: ?: ?(.*))?")
PAGE = re.compile(r"[^\W_][\w.\-–]{0,19}")
CITATION = re.compile(rf"\[\s*@([^\[\]]{{0,{LONGEST}}})\]")
CITES = re.compile(r"\[\s*@")
KEY = re.compile(r"@([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:,\s*(.*))?", re.DOTALL)
NOTE = re.compile(r"\[\^([^\s\[\]^]{1,60})\]")
CAPTION = "{caption:"
CAPTION_LINES = 20
FENCE = re.compile(r":{3,}\s*(\w*)\s*$")

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]

FORMS = {
    "page": "{page 43}",
    "no": "{no. (b)}",
    "caption": "{caption: …} on a line of its own",
    "redacted": "{redacted: label}",
    "withheld": "{withheld: reason}",
    "removed": "{removed 2026-11-24: reason}",
}


def dialect() -> MarkdownIt:
    """A parser of the dialect's blocks; inline text is left for `pieces_of`, which knows its line."""
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": DEPTH + 10}).enable("table")
    reader.use(footnote_plugin, inline=False, move_to_end=False)
    reader.disable(["inline", "text_join", "footnote_ref", "html_inline", "html_block"])
    reader.inline.ruler.before("link", "marker", marker)
    reader.inline.ruler.before("link", "citation", citation)
    reader.inline.ruler.before("link", "note_mark", note_mark)
    everywhere = ["paragraph", "reference", "blockquote", "list"]
    reader.block.ruler.before("fence", "caption", caption, {"alt": everywhere})
    reader.block.ruler.before("fence", "editors_note", editors_note, {"alt": everywhere})
    for rule in reader.block.ruler.__rules__:
        if rule.name in ("blockquote", "list", "footnote_def", "editors_note"):
            reader.block.ruler.at(rule.name, bounded(rule.fn), {"alt": rule.alt})
    for name, link_rule in (("link", link), ("image", image)):
        reader.inline.ruler.at(name, closable(link_rule))
    # Every address is let through here and judged where pieces are made, so that a refused one is reported.
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    return reader


def line_at(state: StateInline) -> int:
    """The line of the source where the inline text now stands."""
    text, breaks = state.env.get("breaks", (None, ()))
    if text is not state.src:
        breaks = [found.start() for found in re.finditer("\n", state.src)]
        state.env["breaks"] = state.src, breaks
    line: int = state.env["line"] + bisect_left(breaks, state.pos)
    return line


def report(state: StateInline, message: str) -> None:
    """Note a problem on the line where the inline text now stands."""
    state.env["problems"].add((line_at(state), message))


def bounded(rule: BlockRule) -> BlockRule:
    """The rule, with an end to how deep parts may stand inside each other."""

    def rule_to_a_depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.level < DEPTH:
            return rule(state, start, end, silent)
        if not silent and rule(state, start, end, True):
            state.env["problems"].add((start + 1, "This is nested too deep; it is shown as text."))
        return False

    return rule_to_a_depth


def closable(rule: InlineRule) -> InlineRule:
    """The rule, not tried where no bracket closes any more: it would look through all the rest each time."""

    def rule_with_an_end(state: StateInline, silent: bool) -> bool:
        text, last = state.env.get("last_bracket", (None, -1))
        if text is not state.src:
            last = state.src.rfind("]")
            state.env["last_bracket"] = state.src, last
        return state.pos < last and rule(state, silent)

    return rule_with_an_end


# Inline


def marker(state: StateInline, silent: bool) -> bool:
    """`{page 43}`, `{no. (b)}`, `{redacted: label}`, `{withheld: reason}`, `{removed 2026-11-24: reason}`."""
    if state.src[state.pos] != "{":
        return False
    found = BRACES.match(state.src, state.pos, state.posMax)
    piece = read_marker(found[1]) if found else None
    if found is None or piece is None:
        if not silent and (name := meant(state.src[state.pos : state.pos + 20])):
            report(
                state, f"This marker is not written as it must be; it is shown as text. Write {FORMS[name]}."
            )
        return False
    return push(state, silent, found, piece)


def read_marker(inner: str) -> PageTurn | Number | Redaction | Removal | None:
    """The piece that the words between braces stand for, None when they stand for none."""
    found = MARKER.fullmatch(inner)
    if found is None:
        return None
    name, colon, label = found[1], found[2], " ".join(found[3].split())
    match name, colon:
        case "page", "" if PAGE.fullmatch(label):
            return PageTurn(label)
        case "no.", "" if label:
            return Number(label)
        case "redacted", ":" if label:
            return Redaction(label)
        case "redacted", "" if not label:
            return Redaction("")
        case "withheld", ":" if label:
            return Redaction(label, ours=True)
        case "removed", "":
            return removal(label)
    return None


def removal(label: str) -> Removal | None:
    """A day and, behind a colon, the reason."""
    found = REMOVAL.fullmatch(label)
    try:
        return Removal(date.fromisoformat(found[1]).isoformat(), found[2] or "") if found else None
    except ValueError:
        return None


def meant(text: str) -> str | None:
    """The marker that somebody meant to write here; None when it is a plain brace."""
    found = NAMED.match(text)
    if found is None:
        return None
    near = get_close_matches(found[1].casefold(), NAMES, n=1, cutoff=0.75)
    return near[0] if near else None


def citation(state: StateInline, silent: bool) -> bool:
    """`[@S18, p. 3]`, `[@S18; @S20, p. 4]`."""
    if state.src[state.pos] != "[":
        return False
    found = CITATION.match(state.src, state.pos, state.posMax)
    parts = [KEY.fullmatch(part.strip()) for part in f"@{found[1]}".split(";")] if found else []
    cited = [Citation(part[1], " ".join((part[2] or "").split())) for part in parts if part]
    if found is None or len(cited) < len(parts):
        if not silent and CITES.match(state.src, state.pos):
            report(
                state,
                "This citation cannot be read; it is shown as text. Write [@S18, p. 3] or [@S18; @S20].",
            )
        return False
    return push(state, silent, found, Citations(tuple(cited)))


def note_mark(state: StateInline, silent: bool) -> bool:
    """`[^3-12]`, of which `12` is shown."""
    if state.src[state.pos] != "[":
        return False
    found = NOTE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    name = found[1]
    if name not in state.env["notes"]:
        if not silent:
            report(
                state,
                f"Note {name} has no text; its mark is shown as text. "
                f"Write a paragraph that begins with [^{name}]:",
            )
        return False
    return push(state, silent, found, NoteMark(name, printed(name)))


def printed(name: str) -> str:
    """The printed label of a note: what stands after the first hyphen, if there is one."""
    prefix, _, label = name.partition("-")
    return label if prefix and label else name


def push(state: StateInline, silent: bool, found: re.Match[str], piece: Any) -> bool:
    if not silent:
        token = state.push("piece", "", 0)
        token.content = found[0]
        token.meta = {"piece": piece, "line": line_at(state)}
    state.pos = found.end()
    return True


# Blocks


def caption(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`{caption: …}` on lines of its own; it may hold inline text and other markers."""
    if not line_of(state, start).startswith(CAPTION) or state.is_code_block(start):
        return False
    lines: list[str] = []
    unclosed = 0
    for number in range(start, min(end, start + CAPTION_LINES)):
        line = line_of(state, number).rstrip()
        if not line or state.sCount[number] < state.blkIndent:
            return False
        lines.append(line)
        unclosed += line.count("{") - line.count("}")
        if unclosed <= 0:
            break
    if unclosed or not lines[-1].endswith("}"):
        return False
    if not silent:
        token = state.push("caption", "", 0)
        token.content = "\n".join(lines)[len(CAPTION) : -1].strip()
        token.map = [start, number + 1]
        token.children = []
        state.line = number + 1
    return True


def editors_note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`:::note` to the next `:::`."""
    if (
        not (is_fence(state, start, "note"))
        or state.env.get("inside_note")
        or state.env.get("unclosed") == end
    ):
        return False
    close = next((line for line in range(start + 1, end) if is_fence(state, line, "")), None)
    if close is None or any(
        state.sCount[line] < state.blkIndent and not state.isEmpty(line) for line in range(start, close)
    ):
        state.env["unclosed"] = end
        return False
    if silent:
        return True
    was_last, was_parent = state.lineMax, state.parentType
    state.lineMax, state.parentType, state.env["inside_note"] = close, "editors_note", True
    state.push("aside_open", "aside", 1)
    state.md.block.tokenize(state, start + 1, close)
    state.push("aside_close", "aside", -1)
    state.lineMax, state.parentType, state.env["inside_note"] = was_last, was_parent, False
    state.line = close + 1
    return True


def is_fence(state: StateBlock, line: int, name: str) -> bool:
    found = FENCE.match(line_of(state, line))
    return found is not None and found[1] == name and not state.is_code_block(line)


def line_of(state: StateBlock, line: int) -> str:
    """A line without its indentation and without the signs of the parts it stands in."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
