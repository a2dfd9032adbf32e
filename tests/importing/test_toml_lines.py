from textwrap import dedent

from documents.importing.toml_lines import key_lines


def test_the_line_of_each_key_is_known():
    toml = """\
    slug = "a"
    "name" = "b"
    about = \"\"\"
    title = "no key, but text"
    \"\"\"

    [[report]]
    title = "one"
    list = [
      "title = two",
    ]

    [[report]]
    title = '''three'''
    slug = "c"
    """
    assert key_lines(dedent(toml)) == [
        ("", {"slug": 1, "name": 2, "about": 3, "report": 7}),
        ("report", {"": 7, "title": 8, "list": 9}),
        ("report", {"": 13, "title": 14, "slug": 15}),
    ]


def test_a_text_in_single_quotes_over_several_lines_is_passed_over():
    assert key_lines("a = '''\nb = 1\n'''\nc = 2") == [("", {"a": 1, "c": 4})]
