"""All that keeps text, in one table: what is done there with words that are to go, and whether a backup has it.

`manage.py purge`, `manage.py backup` and the tests read it. A column, a file or a cache that is not in it is one that a
purge would miss: tests/keeping/test_table.py names it.
"""

from enum import Enum
from typing import NamedTuple


class Rule(Enum):
    """What a purge does where its words stand."""

    NOTICE = "a notice takes their place, {removed DATE: reason}"
    LINE = "“[removed]” takes their place"
    RECORD = "each value of the record is treated as the column it was kept of"
    ADDRESS = "the address becomes the public id; the old one leads nowhere"
    EMPTIED = "the whole value is dropped"
    NAMES = "the lines with them are dropped, and the row with its last name"
    ROW = "the row is deleted"
    DERIVED = "made again of the text that it follows from"
    TOLD = "left, and named to the operator, who has to change it"
    NOTHING = "no words of anybody: ids, digests, choices, dates, what the program itself names"


class Rows(NamedTuple):
    """The columns with text of one model, by name."""

    model: str
    columns: dict[str, Rule]
    in_backup: bool = True


def columns(**rules):
    """Columns by rule, as the table below writes them: notice="body about"."""
    return {name: Rule[rule.upper()] for rule, names in rules.items() for name in names.split()}


ROWS = (
    Rows(
        "documents.section",
        columns(
            notice="body",
            line="title number withdrawn_reason",
            address="slug",
            told="key",
            nothing="public_id nature state loaded_digest",
        ),
    ),
    Rows(
        "documents.source",
        columns(
            notice="body",
            line="title kind author publisher date_note identifiers rights made withdrawn_reason",
            address="slug",
            emptied="official_url archived_url",
            told="key",
            nothing="public_id nature state loaded_digest date sha256 language",
        ),
    ),
    Rows(
        "documents.report",
        columns(
            notice="about",
            line="title number publisher rights withdrawn_reason",
            address="slug",
            emptied="official_url archived_url pdf_url",
            nothing="public_id state loaded_digest issued revised language",
        ),
    ),
    Rows("documents.edition", columns(line="label", address="slug", nothing="public_id date")),
    Rows(
        "documents.collection",
        columns(notice="about", line="name", address="slug", nothing="public_id language loaded_digest"),
    ),
    Rows("documents.imprint", columns(notice="text", line="name contact picture_alt", nothing="picture")),
    Rows("documents.block", columns(derived="text page", nothing="id kind")),
    Rows("documents.citation", columns(derived="key locator sentence page")),
    # Pending changes and those put away are revisions as well.
    Rows(
        "documents.revision",
        columns(notice="body", record="record", line="correction", nothing="blocks state"),
    ),
    Rows("documents.picture", columns(line="alt", told="key", nothing="name file sha256")),
    Rows("documents.formerslug", columns(row="slug")),
    Rows("documents.previewlink", columns(nothing="token")),
    Rows("documents.change", columns(emptied="error", nothing="unit")),
    Rows("documents.synonym", columns(names="names searched", told="key", nothing="loaded_digest")),
    Rows("admin.logentry", columns(line="object_repr change_message", nothing="object_id")),
    # A session may hold what an editor was told last. Who has a copy of a session is signed in with it: no backup has it.
    Rows("sessions.session", columns(row="session_data", nothing="session_key"), in_backup=False),
    Rows("auth.user", columns(told="username first_name last_name email", nothing="password")),
    Rows("auth.group", columns(told="name")),
    # Failed logins may hold whatever was typed. They lock for minutes, so no backup needs them.
    *(
        Rows(
            f"axes.{model}",
            columns(row=f"user_agent username http_accept path_info{more}", nothing=nothing),
            in_backup=False,
        )
        for model, more, nothing in (
            ("accessattempt", " get_data post_data", ""),
            ("accessfailurelog", "", ""),
            ("accesslog", "", "session_hash"),
        )
    ),
    Rows("otp_totp.totpdevice", columns(told="name", nothing="key")),
    Rows("otp_static.staticdevice", columns(told="name")),
    Rows("otp_static.statictoken", columns(nothing="token")),
    Rows("auth.permission", columns(nothing="name codename")),
    Rows("contenttypes.contenttype", columns(nothing="app_label model")),
)


class Place(NamedTuple):
    """Something in the data folder, by its name or a pattern of it, and what a purge does with it."""

    pattern: str
    what: str
    purged: str
    in_backup: bool = False
    is_copy: bool = False  # of the site: a purge names it, and leaves it to the operator


class Memory(NamedTuple):
    """Something that server processes remember, by its module."""

    module: str
    what: str
    purged: str


FILES = (
    Place(
        "reportsite.sqlite3", "the database", "rewritten without what was deleted (VACUUM)", in_backup=True
    ),
    Place("reportsite.sqlite3-*", "its log of commits (WAL) and the index of that", "emptied"),
    Place(
        "index",
        "the search index, with its stored passages and arrays",
        "made anew; older generations are removed",
    ),
    Place("uploads", "pictures", "left: words on a picture cannot be looked for", in_backup=True),
    Place("secret-key", "the secret key", "no words", in_backup=False),  # with `backup --with-secret-key`
    Place("collection-loaded", "the folder that the site began with", "left, and named", in_backup=True),
    Place("static", "the program's own styles, scripts and pictures", "no words"),
    Place("static-collected", "a digest", "no words"),
    Place("backups", "copies of the site", "left, and named", is_copy=True),
    Place("before-restore-*", "the site as it was before a restore", "left, and named", is_copy=True),
    Place(".staging-*", "what a backup or a restore that was killed left", "removed by the next one"),
    Place("restoring.json", "the plan of a restore while it is carried out", "no words"),
    Place("keeping.lock", "held by the one backup, restore or purge at a time", "no words"),
)

MEMORY = (
    Memory(
        "documents.views.page_cache",
        "pages as they were sent, in each process",
        "emptied at the next commit that is seen",
    ),
    Memory(
        "documents.views.corrections.corrected", "passages of corrections", "found by the words of both texts"
    ),
    Memory("documents.search.suggestions", "suggestions", "what was changed since is not suggested"),
    Memory("documents.text.words", "single words that were read", "gone when the process ends"),
    Memory("documents.text.families", "single words that were read", "gone when the process ends"),
)

# What the program cannot reach, told after each purge.
ELSEWHERE = (
    "backups, and copies of the data folder",
    "the folder from which a collection was loaded",
    "logs of the server and of a proxy",
    "copies that readers, search engines and archives made",
)


def rules(model):
    """The rule of each column with text of a model, by name; none of a model that keeps no text."""
    return next((rows.columns for rows in ROWS if rows.model == model._meta.label_lower), {})


def left_out():
    """The database tables that no backup has are those of these models."""
    return [rows.model for rows in ROWS if not rows.in_backup]
