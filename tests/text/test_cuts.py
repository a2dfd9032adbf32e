"""HTML of ours cut into pieces."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.cuts import cut, ids, size
from documents.text.markdown import parse, render

WORDS = "word " * 20


def html_of(text):
    body = parse(text)
    return render(body, [f"b{n}" for n in range(len(body.blocks))], cite=lambda c: None, image=lambda k: None)


def words(html):
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", html))


def is_balanced(html):
    opened = []
    for end, name in re.findall(r"<(/?)(?!br|hr|img)([a-z0-9]+)", html):
        if not end:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def test_what_fits_is_not_cut():
    assert cut("<p>One.</p>", 1000) == ["<p>One.</p>"]


def test_it_is_cut_between_paragraphs():
    html = "".join(f'<p id="b{n}">{WORDS}</p>\n' for n in range(10))
    pieces = cut(html, 300)
    assert "".join(pieces).split() == html.split()
    assert all(size(piece) <= 300 and piece.startswith("<p ") for piece in pieces)


def test_a_list_goes_on_with_its_numbers_and_without_its_id():
    items = "".join(f"<li>{n} {WORDS}</li>" for n in range(1, 7))
    html = f'<ol id="list">{items}</ol>'
    first, second, *_ = cut(html, 280)
    assert first.startswith('<ol id="list"><li>1') and first.endswith("</ol>")
    assert second.startswith('<ol start="3"><li>3')


def starts(piece):
    """The numbers of a piece's items; those that go on have none."""
    number = int(found[1]) if (found := re.search(r'<ol start="(\d+)"', piece)) else 1
    items = re.findall(r"<li([^>]*)>", piece)
    return [place for place, tag in enumerate(items, number) if "numbered" not in tag]


def test_an_item_that_goes_on_has_no_number_and_the_next_has_its_own():
    items = [f"{n}. item" for n in range(1, 7)]
    items[2] = f"3. third\n\n   {'word ' * 100}\n\n   {'word ' * 100}"
    pieces = cut(html_of("\n".join(items)), 900)
    assert len(pieces) > 2
    assert [number for piece in pieces for number in starts(piece)] == [1, 2, 3, 4, 5, 6]
    assert any('<li class="numbered">' in piece for piece in pieces)


def test_a_cell_that_goes_on_stands_in_its_column():
    table = f"| a | b | c | d |\n|---|---|---|---|\n| x | y | {'word ' * 600} | last |"
    pieces = cut(html_of(table), 1500)
    assert len(pieces) > 2
    assert all('<tr><td colspan="2"></td><td>word' in piece for piece in pieces[1:])
    assert pieces[-1].count("<td>last") == 1
    table = f"| a | b |\n|---|---|\n| x | {'word ' * 600} |"
    assert "<tr><td></td><td>word" in cut(html_of(table), 1500)[1]


@pytest.mark.parametrize("head", ["Year", "Year[^1]"])
def test_a_head_or_a_caption_never_stands_alone_at_the_end(head):
    table = f"| {head} | What |\n|---|---|\n" + "\n".join(f"| {n} | {WORDS} |" for n in range(8))
    for size_before in range(1, 9):
        html = html_of(f"{'word ' * 30 * size_before}\n\n{table}\n{{caption: Counted}}\n\n[^1]: Note.")
        pieces = cut(html, 1700)
        assert all("<tbody>" in piece for piece in pieces if "<table" in piece)
        assert all(size(piece) <= 1700 and is_balanced(piece) for piece in pieces)
        assert sorted(name for piece in pieces for name in ids(piece)) == sorted(ids(html))
        (marked,) = [piece for piece in pieces if 'id="mark-' in piece] or [""]
        assert ("Note." in marked) == ("[^1]" in head)


def test_a_table_goes_on_with_its_head():
    rows = "\n".join(f"| {n} | {WORDS} |" for n in range(10))
    first, second, *_ = cut(html_of(f"| Year | What |\n|---|---|\n{rows}"), 1500)
    assert '<thead>\n<tr id="b1">' in first
    assert "<thead>\n<tr><th" in second


def test_a_note_stands_where_it_is_marked_first():
    text = "\n\n".join(f"{'word ' * 60}[^{n}]" for n in range(1, 6))
    notes = "\n\n".join(f"[^{n}]: Note number {n}." for n in range(1, 6))
    for piece in cut(html_of(f"{text}\n\nAgain.[^1]\n\n{notes}"), 1500)[:5]:
        marked = set(re.findall(r'href="#(\w+)" role="doc-noteref"', piece))
        assert marked <= set(ids(piece)) or "Again." in piece
        assert piece.count('<section class="notes"') == 1


def test_a_note_larger_than_a_piece_comes_behind_the_text():
    html = html_of(f"Marked.[^1]\n\n{'word ' * 300}\n\n[^1]: {'long ' * 600}")
    pieces = cut(html, 1000)
    assert all(size(piece) <= 1000 and is_balanced(piece) for piece in pieces)
    assert words("".join(pieces)).count("long") == 600


@pytest.mark.parametrize("note", ["n", "long " * 3000, "again.[^2]\n\n[^2]: " + "long " * 3000])
def test_a_note_marked_very_often_makes_few_pieces(note):
    html = html_of("w[^1] " * 400 + "\n\n" + "w[^1]\n\n" * 400 + f"[^1]: {note}")
    pieces = cut(html, 8_000)
    assert len(pieces) < 2 * size(html) / 8_000
    assert sorted(name for piece in pieces for name in ids(piece)) == sorted(ids(html))


def test_other_notes_stand_where_they_are_marked_beside_one_that_is_too_large():
    html = html_of(f"One[^1] two[^2].\n\n{WORDS * 40}\n\n[^1]: {'long ' * 600}\n\n[^2]: Short.")
    assert "Short." in cut(html, 1500)[0]


@pytest.mark.parametrize("most", [1, 10, 60])
def test_pieces_that_are_too_small_for_their_tags_lose_nothing(most):
    html = html_of(f"> - a & b[^1]\n\n| a | b |\n|---|---|\n| {WORDS} | d |\n\n[^1]: Note.")
    pieces = cut(html, most)
    assert sorted(name for piece in pieces for name in ids(piece)) == sorted(ids(html))
    assert all(is_balanced(piece) for piece in pieces)


def test_a_paragraph_larger_than_a_piece_is_cut_between_words():
    pieces = cut(f'<p id="b0">{"tide &amp; ebb " * 200}</p>', 500)
    assert all(size(piece) <= 500 and is_balanced(piece) for piece in pieces)
    assert [ids(piece) for piece in pieces] == [["b0"], *([[]] * (len(pieces) - 1))]
    assert words("".join(pieces)) == "tide&amp;ebb" * 200


def test_a_word_larger_than_a_piece_is_cut_between_signs():
    pieces = cut(f"<p>{'é&amp;' * 300}</p>", 100)
    assert words("".join(pieces)) == "é&amp;" * 300
    assert all(size(piece) <= 100 for piece in pieces)


def test_a_value_that_looks_like_a_tag_is_no_tag():
    html = '<p id="a" title="<p id=x>">One.</p>'
    assert ids(html) == ["a"]


PARAGRAPHS = st.lists(
    st.sampled_from(
        [
            "Words of a tide. " * 30,
            "- item one is here\n- item two\n  - deeper\n\n      code",
            "> quoted " + "words " * 60 + "\n>\n> - more",
            "| A | B |\n|---|---|\n" + "| one | two |\n" * 12,
            "Marked[^1] and again[^2]. {page 3} " + "tide " * 20,
            "3. third\n4. fourth " + "long " * 100,
            ":::note\n" + "Editors. " * 40 + "\n:::",
        ]
    ),
    min_size=1,
    max_size=12,
)


@given(PARAGRAPHS, st.integers(1200, 4000))
def test_nothing_is_lost_doubled_or_too_large(paragraphs, most):
    html = html_of("\n\n".join([*paragraphs, "[^1]: First, with[^2]. " + "note " * 60, "[^2]: Second."]))
    pieces = cut(html, most)
    assert sorted(name for piece in pieces for name in ids(piece)) == sorted(ids(html))
    assert all(size(piece) <= most and is_balanced(piece) for piece in pieces)
    shown = re.sub(r"<thead>\n<tr><th.*?</thead>", "", "".join(pieces), flags=re.DOTALL)  # repeated heads
    assert len(words(shown)) == len(words(html))


@pytest.mark.parametrize("text", ["", "One.", "[^1]: Not marked. " + "note " * 900])
def test_the_least_texts(text):
    assert words("".join(cut(html_of(text), 1000))) == words(html_of(text))
