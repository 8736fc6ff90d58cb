"""Who some people are, in words: exactly those, and no longer than it must be."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import UNKNOWN, Fact
from assistant.review.whom import EVERYBODY, Box, boxes, whom
from tests.builders import write_knowledge

Case = Mapping[str, str]
COLOURS = [dict(zip("abc", values, strict=True)) for values in product("xyz", "xy", "xyz")]


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Fact]:
    """The facts of the invented knowledge."""
    return load_knowledge(write_knowledge(tmp_path_factory.mktemp("k"))).facts


def people(*schemes: str) -> list[Case]:
    """Return the cases of these schemes; only 後期 has an insurer of its own."""
    own = {"kouki": ("sakura", "other", UNKNOWN)}
    return [
        {"scheme": scheme, "insurer": insurer}
        for scheme in schemes
        for insurer in own.get(scheme, ("other", UNKNOWN))
    ]


EVERY = people("kouki", "kokuho", UNKNOWN)


def those(**wanted: str) -> list[Case]:
    """Return the cases that have these values."""
    return [case for case in EVERY if wanted.items() <= case.items()]


def test_all_of_them_are_everybody(facts: Mapping[str, Fact]) -> None:
    """Nothing is said of people who are all of them."""
    assert whom(EVERY, EVERY, facts) == EVERYBODY


def test_what_follows_is_not_said(facts: Mapping[str, Fact]) -> None:
    """An insurer has its own scheme, so the insurer alone is said, and a scheme without them."""
    assert whom(those(insurer="sakura"), EVERY, facts) == "さくらの方"
    assert whom(those(scheme="kouki"), EVERY, facts) == "後期の方"


def test_who_is_left_out_is_said_where_that_is_shorter(facts: Mapping[str, Fact]) -> None:
    """All but one value are named by the one that is missing."""
    others = [case for case in EVERY if case["scheme"] != "kouki"]
    assert whom(others, EVERY, facts) == "後期の方を除く"
    own = [case for case in those(scheme="kouki") if case["insurer"] != "sakura"]
    assert whom(own, EVERY, facts) == "後期の方、さくらの方を除く"


def test_not_knowing_is_said_too(facts: Mapping[str, Fact]) -> None:
    """Somebody whose scheme is not known is named as that."""
    assert whom(those(scheme=UNKNOWN), EVERY, facts) == "制度が不明の方"


def test_people_with_nothing_in_common_are_named_one_by_one(facts: Mapping[str, Fact]) -> None:
    """Two groups that no one description fits are joined by または."""
    own = [*those(insurer="sakura"), *those(scheme="kokuho", insurer="other")]
    said = whom(own, EVERY, facts)
    assert "、または" in said
    assert "さくらの方" in said
    assert "国保の方" in said


def covers(box: Box, case: Case) -> bool:
    """Tell whether a description fits a case."""
    return all(case[fact] in codes for fact, codes in box.items())


@given(st.lists(st.sampled_from(COLOURS), min_size=1, unique_by=id))
def test_a_description_fits_exactly_the_people_meant(own: list[Case]) -> None:
    """Whatever the people are, the description fits all of them and nobody else."""
    found = boxes(own, COLOURS)
    for case in COLOURS:
        assert any(covers(box, case) for box in found) == (case in own)
