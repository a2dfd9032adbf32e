"""A small collection folder to load, and to make mistakes in."""

from json import dumps

COLLECTION = """\
slug = "mill"
name = "The mill review"

[[report]]
slug = "mill-review"
title = "Mill review"
issued = "April 2018"
sections = "sections/*.md"
"""


class Folder:
    """One report with the section R1, which cites the source S1."""

    def __init__(self, path):
        self.path = path
        self.write("collection.toml", COLLECTION)
        self.section("R1", "The wheel turned [@S1].")
        self.source("S1", "Wheel, oak.")

    def section(self, key, body, **fields):
        fields = {
            "report": "mill-review",
            "slug": key.lower(),
            "title": f"Part {key}",
            "nature": "summary",
        } | fields
        self.write(f"sections/{key}.md", document({"key": key} | fields, body))

    def source(self, key, body="", **fields):
        fields = {
            "slug": f"mill-{key.lower()}",
            "kind": "memo",
            "title": "A memo",
            "nature": "summary",
        } | fields
        self.write(f"sources/{key}-memo.md", document({"key": key} | fields, body))

    def write(self, file, text):
        path = self.path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def replace(self, file, old, new):
        text = (self.path / file).read_text()
        assert old in text
        self.write(file, text.replace(old, new, 1))

    def remove(self, file):
        (self.path / file).unlink()


def document(fields, body):
    """A Markdown file: a line +++, a line for each field, a line +++, an empty line, the body."""
    lines = [f"{name} = {dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join(["+++", *lines, "+++", "", body, ""])
