"""What a language tag says, and that nobody else reads one."""

import re

import pytest
from django.conf import settings

from documents.text.languages import direction, is_english


@pytest.mark.parametrize(
    ("language", "expected"), [("en", True), ("EN-us", True), ("es", False), ("enm", False), ("", False)]
)
def test_which_languages_are_english(language, expected):
    assert is_english(language) is expected


@pytest.mark.parametrize(
    ("language", "expected"), [("ar-EG", "rtl"), ("HE", "rtl"), ("en", "ltr"), ("", "ltr")]
)
def test_which_languages_run_from_right_to_left(language, expected):
    assert direction(language) == expected


def test_nobody_else_reads_a_tag():
    files = (settings.BASE_DIR / "documents").rglob("*.py")
    assert [file.name for file in files if re.search(r'(==|startswith\()\s*"en"', file.read_text())] == [
        "languages.py"
    ]
