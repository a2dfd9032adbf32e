"""Whatever editors do in whatever order, and whatever breaks off: after each drain, what is found is what is published."""

from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from django.db import transaction
from django.db.models import RestrictedError
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from documents.models import Report, Section, Source, State
from documents.models.change import ChangeQuerySet
from documents.query.grammar import parse
from documents.query.tree import Everything
from documents.search import indexer, timetable
from documents.search.drift import find_drift
from documents.search.engine import Request
from documents.search.engines import engine
from documents.search.whoosh import store
from documents.search.whoosh.pointer import Pointer

WORDS = ["tide", "buoy", "reef"]
texts = st.lists(st.sampled_from([*WORDS, "[@S1]", "[@S2]"]), max_size=4).map(" ".join)
states = st.sampled_from([State.DRAFT, State.PUBLISHED])
any_of = st.integers(min_value=0)  # the first of so many, the second …


class Crash(BaseException):
    """What no handler of ours catches, as no handler catches a kill."""


def crash(*_, **__):
    raise Crash


def after(method):
    """The method, and then the end."""

    def to_its_end_and_no_further(*arguments):
        method(*arguments)
        raise Crash

    return to_its_end_and_no_further


CRASHES = {
    "while it writes the units": lambda: patch.object(store, "document", crash),
    "before the pointer is written": lambda: patch.object(Pointer, "write", crash),
    "after the pointer is written": lambda: patch.object(Pointer, "write", after(Pointer.write)),
    "before the changes are forgotten": lambda: patch.object(ChangeQuerySet, "forget", crash),
}


class Editors(RuleBasedStateMachine):
    """Two reports, sections and sources, of which each rule changes some."""

    shelf = None

    @initialize()
    def begin(self):
        self.made = 0
        self.now = timezone.now()
        self.everything = transaction.atomic()  # undone at the end
        self.everything.__enter__()
        engine().rebuild(())
        self.reports = [self.shelf.report("harbor"), self.shelf.report("weir", state=State.DRAFT)]
        for report in self.reports:
            self.shelf.section("tide", report=report, slug="first")
            self.shelf.section("buoy", report=report, slug="second", state=State.DRAFT)
        self.shelf.source("S1", body="reef")
        self.shelf.source("S2", body="tide", state=State.DRAFT)
        indexer.drain_all()

    def units(self):
        return [*Section.objects.order_by("pk"), *Source.objects.order_by("pk")]

    def one(self, number):
        units = self.units()
        return units[number % len(units)]

    def report(self, number):
        return Report.objects.get(pk=self.reports[number % 2].pk)

    @rule(body=texts, state=states, number=any_of)
    def create_section(self, body, state, number):
        self.made += 1
        self.shelf.section(body, report=self.report(number), slug=f"part-{self.made}", state=state)

    @rule(body=texts, state=states, key=st.sampled_from(["S1", "S2", "S3"]))
    def create_source(self, body, state, key):
        if not Source.objects.filter(key=key).exists():
            self.shelf.source(key, body=body, state=state)

    @precondition(units)
    @rule(number=any_of, body=texts)
    def edit(self, number, body):
        unit = self.one(number)
        unit.body = body
        unit.save()

    @rule(number=any_of)
    def edit_report(self, number):
        self.made += 1
        report = self.report(number)
        report.title = f"Review {self.made}"
        report.save()

    @precondition(units)
    @rule(number=any_of)
    def publish(self, number):
        unit = self.one(number)
        type(unit).objects.filter(pk=unit.pk).publish()

    @rule()
    def publish_all(self):
        for kind in (Source, Section, Report):
            kind.objects.all().publish()

    @precondition(units)
    @rule(number=any_of, hours=st.integers(1, 5))
    def schedule(self, number, hours):
        unit = self.one(number)
        if unit.state != State.PUBLISHED:
            unit.state, unit.publish_at = State.SCHEDULED, self.now + timedelta(hours=hours)
            unit.save()

    @rule(hours=st.integers(1, 5))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        timetable.publish_due(self.now)

    @precondition(units)
    @rule(number=any_of)
    def withdraw(self, number):
        unit = self.one(number)
        type(unit).objects.filter(pk=unit.pk).withdraw(reason="By order.")

    @rule(number=any_of, back=st.booleans())
    def withdraw_report(self, number, back):
        reports = Report.objects.filter(pk=self.report(number).pk)
        reports.publish() if back else reports.withdraw()

    @precondition(units)
    @rule(number=any_of)
    def delete(self, number):
        with suppress(RestrictedError):  # a text cites it
            self.one(number).delete()

    @rule(number=any_of)
    def reorder(self, number):
        sections = self.report(number).current_edition.sections.order_by("position", "pk")
        stand = [(section.pk, section.level) for section in sections]
        self.report(number).current_edition.sections.arrange(stand, stand[::-1])

    @rule()
    def drain(self):
        indexer.drain_all()
        self.compare()

    @rule()
    def drain_once_more(self):  # twice as often as anything else
        self.drain()

    @rule()
    def rebuild(self):
        indexer.rebuild(engine())
        self.compare()

    @rule(where=st.sampled_from(sorted(CRASHES)), how=st.sampled_from([indexer.drain_all, indexer.rebuild]))
    def break_off(self, where, how):
        """A process ends in the middle, and another one begins where it stood."""
        with CRASHES[where](), suppress(Crash):
            how(engine())
        engine().close()

    def compare(self):
        public = self.public()
        assert found(Everything()) == set(public)
        for word in WORDS:
            assert found(parse(word).tree) == {id for id, text in public.items() if word in text.split()}
        assert not find_drift(engine())

    def public(self):
        """Public id and text of what everybody may read, by looking at each unit there is."""
        shown = [unit for unit in self.units() if unit.state == State.PUBLISHED]
        return {
            unit.public_id: unit.body
            for unit in shown
            if isinstance(unit, Source) or unit.edition.report.state == State.PUBLISHED
        }

    def teardown(self):
        try:
            self.drain()
        finally:
            transaction.set_rollback(True)
            self.everything.__exit__(None, None, None)


def found(tree):
    return {hit.id for hit in engine().run(Request(tree, limit=None)).hits}


def test_what_is_found_is_what_is_published(shelf, index, proving, record_figure, monkeypatch):
    monkeypatch.setattr(Editors, "shelf", shelf)
    runs = 2000 if proving else 12
    run_state_machine_as_test(
        Editors, settings=settings(max_examples=runs, stateful_step_count=25, deadline=None)
    )
    record_figure("runs of editing, crashes and rebuilds after which just what is published is found", runs)
