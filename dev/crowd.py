"""A made-up collection with too much of everything, to see what a page does with it.

Two hundred sources, a title and an address that do not end, words that do not break, a text from right to left.
"""

from json import dumps
from random import Random

SOURCES = 200
KINDS = ("ledger", "letter", "court ruling", "photograph", "minutes", "memorandum of understanding", "map")
PUBLISHERS = (
    "Office of Weights",
    "The Evening Scale",
    "Joint Standing Committee of the Provinces and Free Towns for the Harmonization of Weights and Measures",
    "Archive of the Guild",
)
LONG_TITLE = " ".join(
    ["A Report on the Weights and Measures of the Provinces and Free Towns"]
    + [f"with Supplement {number} on Bushels, Ells and Firkins" for number in range(1, 7)]
)
LONG_ADDRESS = "https://example.org/" + "weights-and-measures-of-the-provinces/" * 7 + "?" + "&ell=1" * 30
COLLECTION = f"""\
slug = "crowded"
name = "Too much of everything, made up"
about = "**Made up** to see what pages do with it: no such body, place or event."

[[report]]
slug = "crowded"
title = "{LONG_TITLE}"
number = "WM-1899-1900-0000000000000000000001"
publisher = "{PUBLISHERS[2]}"
official_url = "{LONG_ADDRESS}"
issued = "1899–1900"
sections = "sections/*.md"
"""
RIGHT_TO_LEFT = """\
وُزنت الأكياس في السوق صباحًا {page 2}، ثم كُتب الوزن في الدفتر [@S1, p. 3].[^1]

- {no. (أ)} كيس من القمح
- {no. (ب)} كيس من الملح

> الميزان لا يكذب.

{caption: الأوزان}
| اليوم | الوزن |
| --- | ---: |
| السبت | 12 |
| الأحد | 30 |

الاسم {redacted: (b)(6)} مكتوب في report H-1 مرتين.

[^1]: في اليوم الأول فقط.
"""


def write(folder):
    """Write the collection folder; return it."""
    random = Random(1899)  # noqa: S311, the same folder every time
    (folder / "sections").mkdir(parents=True)
    (folder / "sources").mkdir()
    (folder / "collection.toml").write_text(COLLECTION)
    for number in range(1, SOURCES + 1):
        fields = {
            "key": f"S{number}",
            "slug": f"source-{number}",
            "kind": random.choice(KINDS),
            "title": LONG_TITLE if number == 1 else f"The ledger of weights, volume {number}",
            "publisher": random.choice(PUBLISHERS),
            "date": date(random),
            "official_url": LONG_ADDRESS if number == 1 else "",
            "nature": "summary",
        }
        document(folder / "sources" / f"S{number}.md", fields, f"The ledger weighs {number} bushels.")
    cited = "".join(f"The ledger of that year was weighed again [@S{number}]. " for number in range(1, 61))
    section(folder, 1, LONG_TITLE, "crowded-text", "\n\n".join([cited] * 6))
    section(folder, 2, "من اليمين إلى اليسار", "right-to-left", RIGHT_TO_LEFT)
    section(folder, 3, "W" * 120, "unbroken", f"{'ell' * 90} and `{'firkin_' * 40}` and [{LONG_ADDRESS}](/).")
    for number in range(4, 44):
        section(
            folder, number, f"Weights of the year {1850 + number}", f"year-{number}", "A ledger.", level=2
        )
    return folder


def date(random):
    """A date of any precision, or none."""
    year = random.randint(1790, 1899)
    return random.choice(["", f"{year}", f"{year}-05", f"{year}-05-17", f"{year}/{year + 2}"])


def section(folder, number, title, slug, body, level=1):
    fields = {"key": f"R{number}", "report": "crowded", "slug": slug, "title": title, "nature": "official"}
    document(folder / "sections" / f"{number}.md", {**fields, "number": str(number), "level": level}, body)


def document(file, fields, body):
    lines = [f"{name} = {dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    file.write_text("\n".join(["+++", *lines, "+++", "", body, ""]))
