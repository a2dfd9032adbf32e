import pytest

from documents.templatetags.numbers import whole


def test_a_hyphenated_number_is_kept_together():
    kept = 'Report <span class="whole">21-028</span>, <span class="whole">GAO-19-163</span>'
    assert whole("Report 21-028, GAO-19-163") == kept


@pytest.mark.parametrize("text", ["zero-tolerance", "2018", "8-", f"1-{'0' * 30}", ""])
def test_other_words_may_be_broken(text):
    assert whole(text) == text


def test_it_is_text():
    assert whole("<b>1-2") == '&lt;b&gt;<span class="whole">1-2</span>'
