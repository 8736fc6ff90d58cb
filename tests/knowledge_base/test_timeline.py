"""Which ruling holds on which day, as known on which day."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.knowledge_base.model import (
    EVERYBODY,
    Condition,
    Period,
    Place,
    Ruling,
    Topic,
)
from assistant.knowledge_base.timeline import in_force, unbroken_run

PLACE = Place("topics/t.yaml", 1)


def ruling(ident: str, known: str, starts: str, ends: str | None, **more: object) -> Ruling:
    """Return a ruling that holds for everybody unless ``when`` says otherwise."""
    when = more.get("when", EVERYBODY)
    replaces = more.get("replaces", ())
    assert isinstance(when, Condition)
    assert isinstance(replaces, tuple)
    return Ruling(
        id=ident,
        period=Period(date.fromisoformat(starts), date.fromisoformat(ends) if ends else None),
        known=date.fromisoformat(known),
        when=when,
        headline=ident,
        statements=(),
        contacts=(),
        replaces=replaces,
        undecided=False,
        place=PLACE,
    )


def topic(*rulings: Ruling) -> Topic:
    """Return a topic that has only rulings."""
    day = date(2026, 1, 1)
    return Topic("t", "t", "g", "o", day, (), (), None, (), (), rulings, (), None, None, PLACE)


PLAN = ruling("plan", "2025-01-01", "2025-08-01", None)
LONGER = ruling("longer", "2025-04-03", "2025-08-01", "2026-07-31", replaces=("plan",))
AFTER = ruling("after", "2025-12-18", "2026-08-01", None, replaces=("plan",))
OWN = ruling(
    "own", "2025-08-01", "2025-12-02", None, when=Condition({"insurer": frozenset({"mbk"})})
)


@pytest.mark.parametrize(
    ("as_of", "day", "expected"),
    [
        ("2025-02-10", "2025-09-01", "plan"),
        ("2025-04-02", "2025-09-01", "plan"),
        ("2025-04-03", "2025-09-01", "longer"),
        ("2025-04-03", "2026-07-31", "longer"),
        ("2025-04-03", "2026-08-01", "plan"),
        ("2025-12-18", "2026-08-01", "after"),
    ],
)
def test_what_was_known_decides(as_of: str, day: str, expected: str) -> None:
    """A decision counts from its issue day, and replaces the plan for its own days only."""
    found = in_force(
        topic(PLAN, LONGER, AFTER), {}, date.fromisoformat(day), date.fromisoformat(as_of)
    )
    assert [r.id for r in found] == [expected]


def test_nothing_is_known_before_the_start() -> None:
    """Before the topic's first known day there is no ruling at all."""
    assert in_force(topic(PLAN), {}, date(2025, 9, 1), date(2024, 12, 31)) == ()


def test_the_insurers_own_rule_wins() -> None:
    """An insurer's own ruling beats the national one for its members, and for nobody else."""
    both = topic(PLAN, OWN)
    day = date(2026, 1, 1)
    assert [r.id for r in in_force(both, {"insurer": "mbk"}, day, day)] == ["own"]
    assert [r.id for r in in_force(both, {"insurer": "other"}, day, day)] == ["plan"]
    assert [r.id for r in in_force(both, {}, day, day)] == ["plan"]


def test_the_unbroken_run_stops_where_another_ruling_takes_over() -> None:
    """Validity is the run of days on which this ruling is chosen, as known on the asker's day."""
    known = topic(PLAN, LONGER)
    late = date(2026, 9, 1)
    run = unbroken_run(known, PLAN, {}, late, date(2025, 5, 1))
    assert run == Period(date(2026, 8, 1), None)
    before = unbroken_run(known, PLAN, {}, late, date(2025, 2, 1))
    assert before == Period(date(2025, 8, 1), None)
    went_on = replace(AFTER, continues=("longer",))
    joined = unbroken_run(topic(LONGER, went_on), LONGER, {}, date(2025, 9, 1), date(2026, 1, 1))
    assert joined == Period(date(2025, 8, 1), None)
    first = unbroken_run(known, LONGER, {}, date(2025, 9, 1), date(2025, 5, 1))
    assert first == Period(date(2025, 8, 1), date(2026, 7, 31))
