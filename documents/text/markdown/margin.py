"""The sources that stand in the margin, beside the block that cites them."""

from html import escape

from documents.text.languages import direction
from documents.text.markdown.pieces import Body, Citation, Link
from documents.text.markdown.words_html import Words


class Margin:
    """Each source stands there once, beside the block that cites it first: more would drift from its line.

    What the rows of a table cite stands beside the table.
    """

    def __init__(self, body: Body, words: Words) -> None:
        self.cite = words.cite
        self.cited: dict[int, list[Citation]] = {}
        seen = set()
        for citation in body.citations:
            if citation.key not in seen:
                seen.add(citation.key)
                self.cited.setdefault(_standing(body, citation.block), []).append(citation)

    def beside(self, block: int) -> str:
        """The list of the sources beside a block, or nothing.

        It is for the eye alone: who listens or goes by keyboard meets the same links in the text itself.
        """
        links = map(self.cite, self.cited.get(block, ()))
        found = [link for link in links if link and link.href]
        if not found:
            return ""
        return f'<ul class="margin" aria-hidden="true">{"".join(map(_item, found))}</ul>'


def _standing(body: Body, block: int) -> int:
    """The block beside which the sources of a block stand: a row has none but its table's."""
    while block and body.blocks[block].kind == "row":
        block -= 1
    return block


def _item(link: Link) -> str:
    language = f' lang="{escape(link.language)}" dir="{direction(link.language)}"' if link.language else ""
    facts = f' <span class="facts">{escape(link.facts)}</span>' if link.facts else ""
    title = escape(link.title or link.text)  # three lines of it are shown
    title = f'<a href="{escape(link.href)}" tabindex="-1" title="{title}"{language}>{title}</a>'
    return f'<li><span class="key">{escape(link.text)}</span> {title}{facts}</li>'
