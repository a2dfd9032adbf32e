import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.markdown import Link, Shown, line, parse, render

QUIET = {"margin", "anchor", "page", "cites", "note", "number", "label", "back", "dangling"}
VOID = {"br", "hr", "img"}


def html(source, **options):
    body = parse(source)
    options = {
        "cite": lambda citation: Link(f"/sources/{citation.key}/", citation.key),
        "image": lambda key: Shown(f"/kept/{key}", "A kept picture", 640, 400),
    } | options
    return render(body, [f"b{number}" for number in range(len(body.blocks))], **options)


def quiet(text):
    """HTML without the links to its blocks."""
    return re.sub(r'&nbsp;<a class="anchor".*?</a>', "", text).replace("\n", "")


class Page(HTMLParser):
    """Collects, per block, the words and the marked words; fails on tags that do not match."""

    def __init__(self, text):
        super().__init__()
        self.open, self.words, self.marked, self.ids = [], {}, {}, []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        quiet = bool(QUIET & set((attributes.get("class") or "").split())) and tag in (
            "a",
            "span",
            "sup",
            "p",
            "ul",
        )
        if tag not in VOID:
            self.open.append((tag, attributes, quiet))
        if attributes.get("class") in ("redacted", "withheld"):
            self.add("█")

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if not any(attributes.get("class") in ("redacted", "withheld") for _, attributes, _ in self.open):
            self.add(data)

    def add(self, data):
        if any(quiet for _, _, quiet in self.open):
            return
        block = next(
            (
                attributes["id"]
                for _, attributes, _ in reversed(self.open)
                if re.fullmatch(r"b\d+", attributes.get("id", ""))
            ),
            "",
        )
        self.words[block] = self.words.get(block, "") + data
        if any(tag == "mark" for tag, _, _ in self.open):
            self.marked[block] = self.marked.get(block, "") + data


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# One", '<h2 id="b0">One</h2>'),
        ("###### Six", '<h6 id="b0">Six</h6>'),
        ("*a* **b** `c`", '<p id="b0"><em>a</em> <strong>b</strong> <code>c</code></p>'),
        ("- a\n- b", '<ul><li id="b0">a</li><li id="b1">b</li></ul>'),
        ("3. a\n\n   b", '<ol start="3"><li id="b0"><p>a</p><p id="b1">b</p></li></ol>'),
        ("> a", '<blockquote><p id="b0">a</p></blockquote>'),
        ("{no. (b)} a", '<p id="b0"><span class="number">(b)</span> a</p>'),
        ("a[x](/y/)", '<p id="b0">a<a href="/y/">x</a></p>'),
        ("<https://a.org/>", '<p id="b0"><a href="https://a.org/" rel="external">https://a.org/</a></p>'),
        (
            "a\n\n{page 4}",
            '<p id="b0">a</p><div class="turn">'
            '<a class="page" id="page-4" href="#page-4" aria-label="Page 4"><span>4</span></a></div>',
        ),
        (
            "{redacted: (b)(6)}",
            '<p id="b0"><span class="redacted" role="img" aria-label="Redacted: (b)(6)">(b)(6)</span></p>',
        ),
        (
            "{withheld: a minor}",
            '<p id="b0"><span class="withheld" role="img" aria-label="Withheld: a minor">a minor</span></p>',
        ),
        (
            "{removed 2026-11-24: <b>}",
            '<p id="b0"><span class="withheld" role="img" aria-label="Removed 2026-11-24: &lt;b&gt;">'
            "removed 2026-11-24: &lt;b&gt;</span></p>",
        ),
        (
            ":::note\na\n:::",
            '<aside class="note" role="note"><p class="label">Editors’ note</p><p id="b0">a</p></aside>',
        ),
        (
            "![An *alt*](k)",
            '<figure id="b0"><img src="/kept/k" alt="An alt" width="640" height="400" loading="lazy">'
            "<figcaption></figcaption></figure>",
        ),
        (
            "[@S1, p. 3]",
            '<p id="b0"><span class="cites">[<a class="cite" href="/sources/S1/">S1, p. 3</a>]</span></p>',
        ),
    ],
)
def test_a_block_becomes_html(source, expected):
    assert quiet(html(source)) == expected


def test_a_table_has_a_name_head_cells_and_an_id_for_each_row():
    assert quiet(html("{caption: T}\n|a|b|\n|-|-:|\n|1|2|")) == (
        '<div class="table" tabindex="0" role="region" aria-label="T"><table id="b0"><caption>T</caption>'
        '<thead><tr id="b1"><th scope="col">a</th><th scope="col" class="right">b</th></tr></thead>'
        '<tbody><tr id="b2"><td>1</td><td class="right">2</td></tr></tbody></table></div>'
    )


def test_a_note_and_all_its_marks_lead_to_each_other():
    page = html("a[^3-12] b[^3-12]\n\n[^3-12]: c")
    assert re.findall(r'id="(mark-[^"]+)" href="#(b1)"[^>]*>(12)<', page) == [
        ("mark-b1-1", "b1", "12"),
        ("mark-b1-2", "b1", "12"),
    ]
    assert re.findall(r'class="back" href="#([^"]+)"', page) == ["mark-b1-1", "mark-b1-2"]
    assert (
        '<section class="notes" aria-label="Notes"><ol role="list">\n<li id="b1"><p><span class="label">12</span> c'
        in page
    )


def test_of_many_ways_back_from_a_note_the_first_are_shown():
    page = html("a[^n] " * 23 + "\n\n[^n]: c")
    assert page.count("mark-b1-23") == 1
    assert re.findall(r'class="back" href="#mark-b1-(\d+)"', page) == [str(number) for number in range(1, 21)]
    assert '<span class="back" lang="en">and 3 more</span>' in page


def test_every_block_has_a_quiet_link_to_itself():
    assert (
        html("a")
        == '<p id="b0">a&nbsp;<a class="anchor" href="#b0" aria-label="Link to this paragraph">¶</a></p>\n'
    )


def test_without_links_nothing_is_a_link():
    assert "<a" not in html("a [b](/c/) [@S1] {page 3}[^1]\n\n[^1]: d", links=False)


def test_a_citation_of_an_unknown_source_is_seen():
    assert '<span class="dangling">S9, p. 1</span>' in html("[@S9, p. 1]", cite=lambda citation: None)


def test_a_picture_that_is_not_kept_is_seen():
    assert '<span class="dangling">alt (k)</span>' in html("![alt](k)", image=lambda key: None)


def test_names_are_unique_over_several_bodies_of_a_page():
    taken = {}
    pages = [html("a {page 1} b {page 1}\n\n|a|\n|-|\n", taken=taken) for _ in range(2)]
    assert re.findall(r'id="(page[^"]*)"', "".join(pages)) == ["page-1", "page-1-2", "page-1-3", "page-1-2-2"]
    assert re.findall(r'role="region" aria-label="([^"]*)"', "".join(pages)) == ["Table", "Table 2"]


def test_a_phrase_is_marked_across_markup():
    page = quiet(html("**zero** tolerance", spans={0: [(0, 14)]}))
    assert page == '<p id="b0"><strong><mark id="match-1">zero</mark></strong><mark> tolerance</mark></p>'


def test_every_match_has_its_number_and_the_current_one_its_look():
    page = quiet(html("a *b* c\n\nd", spans={0: [(0, 1), (0, 3), (4, 5)], 1: [(0, 1)]}, first=3, current=4))
    assert page == (
        '<p id="b0"><mark id="match-3" class="current"><span id="match-4"></span>a </mark>'
        '<em><mark class="current">b</mark></em> <mark id="match-5">c</mark></p>'
        '<p id="b1"><mark id="match-6">d</mark></p>'
    )


@pytest.mark.parametrize(
    ("current", "marked"),
    [
        (0, '<mark id="match-1">zero <span id="match-2"></span>tolerance policy</mark>'),
        (
            1,
            '<mark id="match-1" class="current">zero <span id="match-2"></span>tolerance</mark><mark> policy</mark>',
        ),
        (2, '<mark id="match-1">zero </mark><mark id="match-2" class="current">tolerance policy</mark>'),
    ],
)
def test_a_match_that_begins_within_another_has_an_element_of_its_own(current, marked):
    page = quiet(html("zero tolerance policy", spans={0: [(0, 14), (5, 21)]}, current=current))
    assert page == f'<p id="b0">{marked}</p>'


def test_a_match_of_which_nothing_is_seen_still_has_its_place():
    assert 'b<span id="match-1"></span></td>' in quiet(html("|a|\n|-|\n|b|", spans={2: [(1, 1)]}))


def test_a_line_of_plain_text_is_marked_and_escaped():
    assert line("<b> tide", [(4, 8)], first=7) == '&lt;b&gt; <mark id="match-7">tide</mark>'
    assert line("tide & sand", [], first=1) == "tide &amp; sand"


def test_a_range_is_marked_on_its_blocks():
    page = quiet(html("a\n\n- {no. 1} b\n- c", chosen=range(2)))
    assert '<p id="b0" class="chosen">' in page
    assert '<li id="b1" class="numbered chosen">' in page
    assert '<li id="b2">' in page


def cited(citation):
    return Link(f"/sources/{citation.key}/", citation.key, "A <memo>", "memo · 2018", "ar")


def test_a_source_stands_in_the_margin_of_the_block_that_cites_it_first():
    page = quiet(html("a [@S1]\n\n- b [@S1; @S2]", cite=cited, margin=True))
    link = (
        '<a href="/sources/{}/" tabindex="-1" title="A &lt;memo&gt;" lang="ar" dir="rtl">A &lt;memo&gt;</a>'
    )
    item = f'{link} <span class="facts">memo · 2018</span></li>'
    lists = re.findall(r'<ul class="margin" aria-hidden="true">(.*?)</ul>', page)
    assert lists == [f'<li><span class="key">{key}</span> {item.format(key)}' for key in ("S1", "S2")]
    assert page.index('class="margin"') < page.index('id="b0"')
    assert '<li id="b1"><ul class="margin"' in page


def test_a_link_to_a_block_says_on_which_page_it_begins():
    page = html("a {page 12} b\n\nc")
    assert 'href="#b0" aria-label="Link to this paragraph">' in page
    assert 'href="#b1" aria-label="Link to this paragraph on page 12">' in page


def test_what_rows_cite_stands_beside_their_table():
    page = quiet(html("|a|\n|-|\n|b [@S1]|", cite=cited, margin=True))
    assert page.startswith('<ul class="margin"') and page.count('class="margin"') == 1


def test_nothing_stands_in_the_margin_unasked_or_unlinked():
    assert "margin" not in html("a [@S1]", cite=cited)
    assert "margin" not in html("a [@S1]", cite=cited, margin=True, links=False)
    assert "margin" not in html("a [@S1]", cite=lambda citation: None, margin=True)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("كيس", '<p id="b0" dir="rtl">كيس</p>'),
        ("## 12 שק", '<h3 id="b0" dir="rtl">12 שק</h3>'),
        ("a كيس", '<p id="b0">a كيس</p>'),
        ("- كيس\n- a", '<ul dir="rtl"><li id="b0">كيس</li><li id="b1" dir="ltr">a</li></ul>'),
        ("2. a\n3. كيس", '<ol start="2"><li id="b0">a</li><li id="b1" dir="rtl">كيس</li></ol>'),
        ("> كيس\n\nكيس", '<blockquote dir="rtl"><p id="b0">كيس</p></blockquote><p id="b1" dir="rtl">كيس</p>'),
        ("- كيس\n\n  ```\n  1\n  ```", '<pre id="b1" dir="ltr"><code>1</code></pre>'),
        ("|a|كيس|\n|-|-|", '<th scope="col">a</th><th scope="col" dir="rtl">كيس</th>'),
        ("|كيس|a|1|\n|-|-|-|", 'aria-label="Table" dir="rtl"><table id="b0">'),
        ("|كيس|a|\n|-|-|", '<th scope="col">كيس</th><th scope="col" dir="ltr">a</th>'),
        ("a[^1]\n\n[^1]: كيس", '<li id="b1" dir="rtl">'),
    ],
)
def test_what_begins_in_a_script_from_right_to_left_runs_so(source, expected):
    assert expected in quiet(html(source))


def test_a_text_that_runs_from_right_to_left_is_left_as_it_is():
    assert "dir=" not in html("كيس\n\nPWI 4/2018 كيس\n\n- a\n\n|a|كيس|\n|-|-|\n|1|b|", direction="rtl")


def test_page_turns_that_might_stand_in_one_line_are_told_apart():
    page = html(f"a {{page 1}} b {{page 2}} {'c ' * 100} {{page 3}} d")
    assert re.findall('class="(page[^"]*)" id="([^"]*)"', page) == [
        ("page", "page-1"),
        ("page near", "page-2"),
        ("page", "page-3"),
    ]


def test_marks_reach_cells_notes_captions_and_redactions():
    page = quiet(
        html(
            "|a|b|\n|-|-|\n|1|2 {redacted: x}|\n{caption: T[^1]}\n\n[^1]: n",
            spans={0: [(0, 1)], 2: [(2, 5)], 3: [(0, 1)]},
        )
    )
    assert '<caption><mark id="match-1">T</mark><sup' in page
    assert '<td>1</td><td><mark id="match-2">2 <span class="redacted"' in page
    assert '<span class="label">1</span> <mark id="match-3">n</mark>' in page


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1)) <javascript:alert(1)>",
        "[a](JaVaScRiPt:alert`1`) [b](&#106;avascript:alert(1)) [c](data:text/html,x) [d](vbscript:x)",
        '{page 4"onclick="x} {redacted: "><script>x</script>}',
        '{withheld: \' onmouseover=x "} [@S1, "><img src=x onerror=x>]',
        '[^"><script>]\n\n[^"><script>]: x',
        '{caption: "><script>}\n|a|\n|-|\n',
        '!["><script>](k)\n\n```"><script>\n</code><script>\n```',
        '[a](https://a.org/"onclick=x) [a](/x "title" onclick=x)',
    ],
)
def test_no_markup_in_a_text_reaches_the_page(source):
    page = html(source, cite=lambda citation: Link('/"><script>/', '"<script>', '"<script>'))
    parsed = Page(page)
    assert "<script" not in page
    assert not re.search(r"<[^>]* (on\w+|style)=", re.sub(r'"[^"]*"', '""', page))
    assert not re.search(r'href="\s*(javascript|data|vbscript)', page, re.IGNORECASE)
    assert parsed.ids


@pytest.mark.parametrize(
    "source",
    [
        ">" * 10_000 + " x",
        "- " * 10_000 + "x",
        "[" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "![" * 10_000,
        "[a](" * 10_000,
        "*" * 10_000 + "a" + "*" * 10_000,
        "*a_ " * 10_000,
        "{page " * 10_000,
        "[@" * 10_000,
        "[^a]: " * 5_000,
        ":::note\n" * 10_000,
        "{caption: x\n" * 5_000,
        "{page 1}\n\n" * 5_000,
        "The zero tolerance policy. " * 40_000,
        "a *b* [@S1] {page 3} " * 10_000,
    ],
    ids=lambda source: f"{source[:8]!r}-{len(source)}",
)
def test_hostile_texts_are_read_in_seconds(source):
    began = time.monotonic()
    Page(html(source, spans={0: [(0, 3)]}))
    assert time.monotonic() - began < 30


words = st.sampled_from(["zero", "tolerance", "Ms. L.", "b", "é", "كيس", "<b>", "&amp;", "§"])
marks = st.sampled_from(
    [
        *(
            "**zero** tolerance",
            "*a **b** c*",
            "`code {page 3}`",
            "[a *b*](https://a.org/)",
            "[a [@S1] {page 2}[^1] b](/c/)",
            "\\*",
        ),
        *(
            "[@S1, p. 3]",
            "[@S1; @S9]",
            "{page 43}",
            "{page iv}",
            "[^1]",
            "[^3-12]",
            "{redacted: (b)(6)}",
            "{withheld: x}",
            "![i](k)",
        ),
        *("*", "_", "[", "]", "{", "}", "`", "\u00a0", "  \n", "\n", "{page }", "[^none]"),
    ]
)
lines = st.lists(words | marks, min_size=1, max_size=6).flatmap(
    lambda parts: st.lists(st.sampled_from(["", " "]), min_size=len(parts), max_size=len(parts)).map(
        lambda gaps: "".join(part + gap for part, gap in zip(parts, gaps, strict=True))
    )
)
sources = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *(
                    "{}",
                    "# {}",
                    "- {}",
                    "3. {}\n\n   more",
                    "> {}",
                    "{{no. (b)}} {}",
                    "```\n{}\n  x\n```",
                    ":::note\n{}\n:::",
                    "[^1]: {}",
                ),
                *(
                    "[^3-12]: {}\n\n    - more",
                    "|a|{}|\n|-|-:|\n|b|c|\n{{caption: {}}}",
                    "![a](k)\n{{caption: {}}}",
                    "{{page 7}}",
                    "- > - {}",
                ),
            ]
        ),
        lines,
    ).map(lambda pair: pair[0].format(pair[1], pair[1])),
    max_size=5,
).map("\n\n".join)


@given(sources, st.data())
def test_html_is_well_formed_and_marks_just_what_was_asked_for(source, data):
    body = parse(source)
    # Nothing matches in a block without words, such as a table without a caption.
    worded = {number: block.text for number, block in enumerate(body.blocks) if block.text}
    places = {number: st.integers(0, len(text)) for number, text in worded.items()}
    spans = {
        number: sorted(
            tuple(sorted(pair)) for pair in data.draw(st.lists(st.tuples(place, place), max_size=3))
        )
        for number, place in places.items()
    }
    page = Page(html(source, spans=spans, current=1, margin=True))
    for number, block in enumerate(body.blocks):
        marked = {place for start, end in spans.get(number, ()) for place in range(start, end)}
        asked = "".join(character for place, character in enumerate(block.text) if place in marked)
        assert "".join(page.words.get(f"b{number}", "").split()) == "".join(block.text.split())
        assert "".join(page.marked.get(f"b{number}", "").split()) == "".join(asked.split())
    assert "".join(page.words.get("", "").split()) == ""
    assert len(page.ids) == len(set(page.ids))
    matches = sum(map(len, spans.values()))
    assert {name for name in page.ids if name.startswith("match-")} == {
        f"match-{number}" for number in range(1, matches + 1)
    }
