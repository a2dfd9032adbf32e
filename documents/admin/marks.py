"""How a text is written, shown under its field: the table at the top of docs/text-format.md, row by row."""

import re

from django.utils.html import format_html, format_html_join

CODE = re.compile(r"(`+)(.+?)\1(?!`)")
ROWS = (
    ("an empty line", "a new paragraph"),
    ("`# Title`, `## Title` …", "a heading; the page's own title is above them"),
    ("`- item`, `3. item`", "a list; the first number is kept"),
    ("`> words`", "a quotation"),
    ("`*words*`, `**words**`, `` `words` ``", "emphasis, strong emphasis, code"),
    ("`[words](https://…)`", "a link; also to `http://`, `mailto:`, `/…` and `#…`, to nothing else"),
    (r"`\{`, `\[`, `\*`", "the character itself"),
    ("`[@S18, p. 3]`", "a citation"),
    ("`text[^12]` and `[^12]: note`", "a footnote; the note begins a line of its own"),
    ("`{page 43}`", "a page turn, exactly where the page begins"),
    ("`{no. (b)}`", "a printed number, first in its paragraph, list item or heading"),
    ("`{caption: words}`", "the caption of a table or picture, on a line of its own before or after it"),
    ("`![description](key)`", "a kept picture"),
    ("`:::note` … `:::`", "a note of the editors; both marks stand on lines of their own"),
    ("`{redacted: (b)(6)}`", "a box of the source"),
    ("`{withheld: reason}`", "words that we do not show"),
    ("`{removed 2026-11-24: reason}`", "words that we showed and took out on that day"),
)


def coded(cell):
    """A cell of the table as HTML: what stands between backticks is code."""
    pieces = CODE.split(cell)  # words, backticks, code, words, …
    words, codes = pieces[::3], [*pieces[2::3], ""]
    pairs = (
        (word, format_html("<code>{}</code>", code.strip()) if code else "")
        for word, code in zip(words, codes, strict=True)
    )
    return format_html_join("", "{}{}", pairs)


MARKS = [(coded(write), coded(get)) for write, get in ROWS]
