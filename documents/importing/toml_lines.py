"""Where the keys of a TOML text stand: tomllib does not say."""

import re

TABLE = re.compile(r"\s*\[\[?\s*([^\]\s]+)\s*\]")
ENTRY = re.compile(r"""\s*(["']?)([A-Za-z0-9_-]+)\1\s*[=.]""")


def key_lines(toml: str) -> list[tuple[str, dict[str, int]]]:
    """The line of every key of a TOML text, table by table, the keys above the first table under "".

    The line of a table's own heading is under "" in its lines.
    """
    tables: list[tuple[str, dict[str, int]]] = [("", {})]
    closing = ""
    for number, line in enumerate(toml.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
        elif heading := TABLE.match(line):
            tables[0][1].setdefault(heading[1], number)
            tables.append((heading[1], {"": number}))
        elif entry := ENTRY.match(line):
            tables[-1][1].setdefault(entry[2], number)
            opening = re.search(r'"""|\'\'\'', line)
            closing = opening[0] if opening and opening[0] not in line[opening.end() :] else ""
    return tables
