"""Who may do what: role × kind × state × action × door, each cell judged by what stands in the database afterwards.

Forms are sent as a superuser's browser would send them, whoever sends them: a field that a page does not offer is
no protection.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from documents.models import (
    Collection,
    Imprint,
    Picture,
    PreviewLink,
    Report,
    Revision,
    Section,
    Source,
    State,
    Synonym,
)
from tests.admin.forms import address, opened
from tests.pictures.drawing import photo

ROLES = ("anonymous", "staff", "editor", "publisher", "superuser")
EDITOR, PUBLISHER, SUPERUSER, NOBODY = 2, 3, 4, 5  # from which role on
UNITS, ALL = (Section, Source), (Section, Source, Report)
LATER = timezone.now() + timedelta(days=2)
DRAFT, SCHEDULED, PUBLISHED, WITHDRAWN = State
VERSION = re.compile(r'name="version" value="([^"]+)"')
TIME = {"publish_at_0": "2099-06-03", "publish_at_1": "09:00"}


def each(**roles):
    """From which role on an action is possible in each state; what is not named, nobody can do."""
    return {state: roles.get(state.value, NOBODY) for state in State}


DRAFTS_ARE_EDITED = each(draft=EDITOR, scheduled=PUBLISHER, published=PUBLISHER, withdrawn=PUBLISHER)
KEPT_TOO = DRAFTS_ARE_EDITED | {PUBLISHED: EDITOR}


@dataclass
class Doing:
    """A client of a role, and the record that it tries something with."""

    client: Client
    chief: Client
    record: object
    forms: dict

    @property
    def admin(self):
        return f"/admin/documents/{self.record._meta.model_name}/"

    def send(self, query="", **changes):
        """The change form; with a query it is opened with an old version."""
        form = address(self.record) + query
        if form not in self.forms:
            self.forms[form] = opened(self.chief, form) | time_of(self.record)
        own = (self.client, address(self.record))
        if own not in self.forms:
            self.forms[own] = version(self.client.get(own[1]))
        self.client.post(form, self.forms[form] | self.forms[own] | {"_save": "Save"} | changes)

    def act(self, action, **values):
        self.client.post(self.admin, {"action": action, "_selected_action": [self.record.pk], **values})

    def post(self, path, **values):
        self.client.post(f"{self.admin}{self.record.pk}/{path}", values)


def version(response):
    """Which version a form has that its role may send: it depends on the fields that it has."""
    found = VERSION.search(response.content.decode()) if response.status_code == 200 else None
    return {"version": found[1]} if found else {}


def time_of(record):
    """When a record is published, as a form sends it."""
    at = record.publish_at
    return {"publish_at_0": f"{at:%Y-%m-%d}", "publish_at_1": f"{at:%H:%M:%S}"} if at else {}


def now(record):
    return type(record).objects.filter(pk=record.pk).first()


def became(state):
    return lambda before: now(before).state == state and before.state != state


def keep(doing):
    doing.send(title="Kept", _keep="Keep")


def move(doing):
    edition = doing.record.edition
    seen = " ".join(f"{one.pk}:{one.level}" for one in edition.sections.order_by("position"))
    order = f"/admin/documents/report/edition/{edition.pk}/order/"
    doing.client.post(order, {"seen": seen, "move": f"down {doing.record.pk}"})


def add_picture(doing):
    picture = {"upload": SimpleUploadedFile("map.png", photo(), "image/png"), "key": "map", "alt": "A map."}
    doing.send(
        **{f"pictures-1-{name}": value for name, value in picture.items()}, **{"pictures-TOTAL_FORMS": 2}
    )


def take_picture(doing):
    doing.send(**{"pictures-0-DELETE": "on"})


def end_link(doing):
    doing.post(f"previews/{doing.record.previewlinks.get().pk}/end/")


def look(one):
    for path in ("change/", "history/", "delete/"):
        one.client.get(f"{one.admin}{one.record.pk}/{path}")


# name: (kinds, what is done, whether it happened to the record as it was, from which role on in each state)
ACTIONS = {
    "save": (
        ALL,
        lambda one: one.send(title="Changed"),
        lambda was: now(was).title == "Changed",
        DRAFTS_ARE_EDITED,
    ),
    "correct": (
        UNITS,
        lambda one: one.send(body="Third.", correction="A misprint."),
        lambda was: Revision.objects.exclude(correction="").exists(),
        each(published=PUBLISHER),
    ),
    "keep": (
        UNITS,
        keep,
        lambda was: now(was).title == "Kept" or was.revisions.pending().filter(record__title="Kept").exists(),
        KEPT_TOO,
    ),
    "restore": (
        UNITS,
        lambda one: one.send("?revision=1"),
        lambda was: now(was).body == "First.",
        DRAFTS_ARE_EDITED,
    ),
    "discard": (
        UNITS,
        lambda one: one.post(f"history/{one.record.revisions.pending().get().number}/discard/"),
        lambda was: not was.revisions.pending().exists(),
        KEPT_TOO,
    ),
    "publish": (
        ALL,
        lambda one: one.send(state="published", publish_at_0="", publish_at_1=""),
        became(PUBLISHED),
        each(draft=PUBLISHER, scheduled=PUBLISHER, withdrawn=PUBLISHER),
    ),
    "schedule": (
        ALL,
        lambda one: one.send(state="scheduled", **TIME),
        lambda was: (new := now(was)).state == SCHEDULED and new.publish_at.year == 2099,
        each(draft=PUBLISHER, scheduled=PUBLISHER, withdrawn=PUBLISHER),
    ),
    "withdraw": (
        ALL,
        lambda one: one.send(state="withdrawn", withdrawn_reason="By order."),
        became(WITHDRAWN),
        each(published=PUBLISHER),
    ),
    "make a draft": (
        ALL,
        lambda one: one.send(state="draft", publish_at_0="", publish_at_1=""),
        became(DRAFT),
        each(scheduled=PUBLISHER),
    ),
    "give another reason": (
        ALL,
        lambda one: one.send(withdrawn_reason="Another."),
        lambda was: now(was).withdrawn_reason == "Another.",
        each(withdrawn=PUBLISHER),
    ),
    "publish in bulk": (
        ALL,
        lambda one: one.act("publish"),
        became(PUBLISHED),
        each(draft=PUBLISHER, scheduled=PUBLISHER, withdrawn=PUBLISHER),
    ),
    "withdraw in bulk": (
        ALL,
        lambda one: one.act("withdraw", withdrawing="yes", reason="By order."),
        lambda was: now(was).state != was.state,
        each(scheduled=PUBLISHER, published=PUBLISHER),
    ),
    "delete in bulk": (
        ALL,
        lambda one: one.act("delete_selected", post="yes"),
        lambda was: now(was) is None,
        each(draft=PUBLISHER, scheduled=PUBLISHER, withdrawn=PUBLISHER),
    ),
    "delete": (
        ALL,
        lambda one: one.post("delete/", post="yes"),
        lambda was: now(was) is None,
        each(draft=PUBLISHER, scheduled=PUBLISHER, withdrawn=PUBLISHER),
    ),
    "move": ((Section,), move, lambda was: now(was).position != was.position, DRAFTS_ARE_EDITED),
    "make a preview link": (
        UNITS,
        lambda one: one.post("previews/", days="3"),
        lambda was: was.previewlinks.count() == 2,
        KEPT_TOO,
    ),
    "end a preview link": (UNITS, end_link, lambda was: not was.previewlinks.exists(), KEPT_TOO),
    "add a picture": (
        UNITS,
        add_picture,
        lambda was: was.pictures.filter(key="map").exists(),
        DRAFTS_ARE_EDITED,
    ),
    "take a picture away": (UNITS, take_picture, lambda was: not was.pictures.exists(), DRAFTS_ARE_EDITED),
    "only look": (ALL, look, lambda was: False, each()),
}


@pytest.fixture
def client_of(db, settings, tmp_path):
    """A client that is signed in with a role; the groups are made anew, should another test have emptied tables."""
    settings.MEDIA_ROOT = tmp_path
    import_module("documents.migrations.0011_roles").make(apps, None)

    def make(django_user_model, role):
        client = Client()
        if role == "anonymous":
            return client
        user = django_user_model.objects.create_user(role, is_staff=True, is_superuser=role == "superuser")
        if role in ("editor", "publisher"):
            user.groups.add(Group.objects.get(name=f"{role.capitalize()}s"))
        client.force_login(user)
        return client

    return make


@pytest.fixture
def records(shelf, client_of):
    """A report, a section and a source in each state, by kind and state; units with history, changes, link, picture."""
    made = {}
    for state in State:
        later = {"publish_at": LATER} if state == SCHEDULED else {}
        first = PUBLISHED if state == WITHDRAWN else state
        made[Report, state] = shelf.report(f"report-{state}", state=first, **later)
        unit = {"body": "First.", "state": first, **later}
        report = made.get((Report, "main")) or made.setdefault((Report, "main"), shelf.report())
        made[Section, state] = shelf.section(report=report, slug=f"section-{state}", **unit)
        made[Source, state] = shelf.source(f"S-{state}", **unit)
    shelf.section(report=made.pop((Report, "main")), slug="last")
    for kind in ALL:
        kind.objects.filter(pk=made[kind, WITHDRAWN].pk).withdraw(reason="By order.")
    for (kind, state), record in made.items():
        record.refresh_from_db()
        if kind is not Report:
            add_all(record)
        made[kind, state] = now(record)
    return made


def add_all(unit):
    unit.body = "Second."
    unit.save()
    Picture.objects.keep(unit, key="plan", alt="A plan.", data=photo())
    PreviewLink.objects.make(unit, by=None)
    unit.body = "Pending."
    unit.revisions.set_aside(unit)


def all_rows():
    """Every row of ours."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_app_config("documents").get_models()
    }


def not_for_editors():
    """What no editor changes, whatever is tried: states, what is no draft, and that nothing is deleted."""
    kinds = {kind: list(kind._base_manager.order_by("pk").values()) for kind in ALL}
    fixed = {kind: [row for row in rows if row["state"] != DRAFT] for kind, rows in kinds.items()}
    states = {kind: [(row["id"], row["state"]) for row in rows] for kind, rows in kinds.items()}
    saved = Revision.objects.exclude(state__in=["draft", "pending", "put away"]).count()
    deciding = {
        kind: [(row["publish_at"], row["withdrawn_at"], row["withdrawn_reason"]) for row in rows]
        for kind, rows in kinds.items()
    }
    return without_positions(fixed), states, saved, deciding


def without_positions(fixed):
    """Drafts may move past them: what counts is their order."""
    order = [row["id"] for row in sorted(fixed[Section], key=lambda row: row["position"])]
    rows = [{name: value for name, value in row.items() if name != "position"} for row in fixed[Section]]
    return fixed | {Section: (order, rows)}


def test_each_role_does_what_it_may_and_nothing_else(
    records, client_of, django_user_model, proving, record_figure
):
    clients = {role: client_of(django_user_model, role) for role in ROLES}
    wrong, cells, forms = [], 0, {}
    for role in ROLES if proving else ROLES[:-1]:
        untouched = not_for_editors if role == "editor" else all_rows
        before = untouched()
        for name, kind, state in cells_of_a_role(ALL if proving else (Section, Report)):
            cells += 1
            with taken_back():
                _, do, happened, possible = ACTIONS[name]
                record = records[kind, state]
                do(Doing(clients[role], clients["superuser"], record, forms))
                may = ROLES.index(role) >= possible[state]
                if happened(record) != may:
                    wrong.append((role, name, kind.__name__, state.value, "did not" if may else "did"))
                elif role in ROLES[:3] and untouched() != before:
                    wrong.append((role, name, kind.__name__, state.value, "changed what is not for it"))
    assert wrong == [] and cells == (1000 if proving else 496)
    record_figure("cells of the permission matrix without a bypass", f"{cells} of {cells}")


def cells_of_a_role(asked):
    """Sections and sources share all code: outside of the full proof one of them stands for both."""
    kinds_of = {name: [kind for kind in kinds if kind in asked] for name, (kinds, *_) in ACTIONS.items()}
    return [(name, kind, state) for name, kinds in kinds_of.items() for kind in kinds for state in State]


class taken_back:
    """What is done within is taken back in the database."""

    def __enter__(self):
        self.point = transaction.savepoint()

    def __exit__(self, *trouble):
        transaction.savepoint_rollback(self.point)


# Records that have no state


@pytest.mark.parametrize(
    ("model", "values", "adds", "changes", "deletes"),
    [
        (Synonym, {"names": "DOJ\nJustice", "searched": ""}, EDITOR, EDITOR, PUBLISHER),
        (Collection, {"name": "Other", "slug": "other", "language": "en"}, PUBLISHER, PUBLISHER, PUBLISHER),
        (Imprint, {"name": "Other"}, SUPERUSER, SUPERUSER, NOBODY),
    ],
)
@pytest.mark.parametrize("role", ROLES)
def test_what_has_no_state(shelf, client_of, django_user_model, model, values, adds, changes, deletes, role):
    client, chief = client_of(django_user_model, role), client_of(django_user_model, "chief")
    User = django_user_model
    User.objects.filter(username="chief").update(is_superuser=True)
    page, rank = f"/admin/documents/{model._meta.model_name}/", ROLES.index(role)
    with taken_back():
        client.post(f"{page}add/", values)
        assert model.objects.filter(**first(values)).exists() == (rank >= adds)
    record = model.objects.create(**{**values, **BEFORE[model]})
    with taken_back():
        client.post(address(record), opened(chief, address(record)) | values)
        assert model.objects.filter(pk=record.pk, **first(values)).exists() == (rank >= changes)
    with taken_back():
        client.post(f"{page}{record.pk}/delete/", {"post": "yes"})
        assert model.objects.filter(pk=record.pk).exists() == (rank < deletes)
    client.post(page, {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"})
    assert model.objects.filter(pk=record.pk).exists() == (rank < deletes)


BEFORE = {
    Synonym: {"names": "ship\nvessel"},
    Collection: {"name": "Before", "slug": "before"},
    Imprint: {"pk": 1, "name": "Before"},
}


def first(values):
    return dict([next(iter(values.items()))])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", ALL)
def test_a_new_record_is_a_draft_unless_its_role_publishes(shelf, client_of, django_user_model, role, kind):
    shelf.report()
    chief, client = client_of(django_user_model, "superuser"), None
    client = chief if role == "superuser" else client_of(django_user_model, role)
    form = f"/admin/documents/{kind._meta.model_name}/add/"
    said = {
        "title": "New",
        "slug": "new",
        "key": "N1",
        "kind": "memo",
        "nature": "official",
        "state": "published",
    }
    client.post(form, opened(chief, form) | said)
    states = list(kind.objects.filter(title="New").values_list("state", flat=True))
    assert states == [[], [], ["draft"], ["published"], ["published"]][ROLES.index(role)]


def test_the_groups_have_exactly_their_permissions(client_of):
    def has(name):
        permissions = Permission.objects.filter(group__name=name)
        return {f"{one.content_type.app_label}.{one.codename}" for one in permissions}

    written = {f"documents.{may}_{kind}" for may in ("view", "add", "change") for kind in WRITTEN}
    pictures = {"documents.delete_picture"}
    assert has("Editors") == written | pictures | {"documents.view_collection"}
    collection = {f"documents.{may}_collection" for may in ("view", "add", "change", "delete")}
    deleting = {f"documents.delete_{kind}" for kind in WRITTEN}
    assert has("Publishers") == written | deleting | collection | {"documents.publish"}


WRITTEN = ("report", "section", "source", "synonym", "picture")


def test_the_words_of_the_permissions_are_those_of_django(client_of):
    from_django = {
        (f"{may}_{model}", f"Can {may} {apps.get_model('documents', model)._meta.verbose_name}")
        for may in ("add", "view")
        for model in WRITTEN
    }
    named = Permission.objects.filter(content_type__app_label="documents")
    assert from_django <= set(named.values_list("codename", "name"))


# What a role is told and offered


@pytest.mark.parametrize(
    ("state", "buttons", "remark"),
    [
        (DRAFT, {"_save", "_continue", "_addanother"}, ""),
        (PUBLISHED, {"_keep"}, "This text is published, and your account may not publish."),
        (SCHEDULED, set(), "Your account may not publish: you can read this here"),
        (WITHDRAWN, set(), "Your account may not publish: you can read this here"),
    ],
)
def test_an_editor_is_offered_what_an_editor_may(
    records, client_of, django_user_model, state, buttons, remark
):
    page = client_of(django_user_model, "editor").get(address(records[Source, state])).content.decode()
    names = {"_save", "_continue", "_addanother", "_keep"}
    assert {name for name in names if f'name="{name}"' in page} == buttons
    assert remark in page and 'name="state"' not in page and "deletelink" not in page


def test_an_editor_is_offered_no_action_that_it_may_not_do(records, client_of, django_user_model):
    page = client_of(django_user_model, "editor").get("/admin/documents/source/").content.decode()
    assert not re.search(r'value="(publish|withdraw|delete_selected)"', page)
    page = client_of(django_user_model, "publisher").get("/admin/documents/source/").content.decode()
    assert 'value="withdraw"' in page and 'value="delete_selected"' in page


def test_a_form_that_was_open_while_a_text_was_published_saves_nothing(records, client_of, django_user_model):
    client, draft = client_of(django_user_model, "editor"), records[Source, DRAFT]
    sent = opened(client, address(draft)) | {"title": "Changed"}
    Source.objects.filter(pk=draft.pk).publish()
    client.post(address(draft), sent)
    assert now(draft).title == "A memo" and now(draft).state == PUBLISHED


def test_an_editor_moves_drafts_past_what_stays_in_order(records, client_of, django_user_model):
    draft, scheduled = records[Section, DRAFT], records[Section, SCHEDULED]
    client = client_of(django_user_model, "editor")
    one = Doing(client, None, draft, {})
    move(one)
    assert now(draft).position == 2
    move(Doing(client, None, scheduled, {}))  # past the draft: its place among the others stays
    assert (now(draft).position, now(scheduled).position) == (1, 2)


def test_in_a_report_that_is_a_draft_an_editor_moves_all(shelf, client_of, django_user_model):
    report = shelf.report(state=DRAFT)
    section, _ = shelf.section(report=report), shelf.section(report=report)
    move(Doing(client_of(django_user_model, "editor"), None, section, {}))
    assert now(section).position == 2
