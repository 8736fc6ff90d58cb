"""The channels on replies made by hand: every outcome, every key, in words and in JSON."""

from datetime import date

import pytest

from assistant.answering.outcomes import (
    Answer,
    Answered,
    Assumption,
    Choice,
    Choose,
    Clarify,
    Declined,
    Handoff,
    Option,
    Outcome,
    Reply,
    Sentence,
    ShownCitation,
    ShownContact,
    Urgent,
)
from assistant.channels.json_api import canonical, reply_json
from assistant.channels.plain_text import reply_text

CONTACT = ShownContact("さくら窓口", "0120-00-0000", "平日", None, open_now=True)
QUOTED = ShownCitation("n1", "題", "発出者", "2025-08-04", "原文", "p1", None)
SUMMED_UP = ShownCitation("n2", "題二", "発出者", "2025-08", None, "p2", "https://example.jp/")
ANSWER = Answer(
    topic="t",
    title="題名",
    ruling="r",
    condition="後期の方",
    headline="使えます。",
    standing="この取扱いは終わりました。",
    sentences=(Sentence("出します。", "step", 0), Sentence("帰ります。", "step", None)),
    status="ended",
    day=date(2025, 9, 1),
    valid_from=date(2025, 8, 1),
    valid_until=None,
    citations=(QUOTED, SUMMED_UP),
    contacts=(CONTACT,),
)
HANDOFF = Handoff("office", "窓口へどうぞ。", (CONTACT,))
OUTCOMES: dict[str, Outcome] = {
    "answer": Answered((ANSWER, ANSWER)),
    "clarify": Clarify("scheme", "どの保険ですか。", (Option("kouki", "後期"),)),
    "choose": Choose((Choice("t", "題名"),)),
    "decline": Declined(HANDOFF),
    "urgent": Urgent(HANDOFF),
}


def reply(outcome: Outcome) -> Reply:
    """Return a reply around the outcome."""
    return Reply(
        outcome=outcome,
        suggestions=(Choice("next", "次"),),
        assumed=(Assumption("scheme", "kouki", "後期の方", certain=False),),
        notes=("お知らせ",),
        conversation="token",
        lang="ja",
        as_of=date(2025, 9, 1),
        knowledge="sha256:0",
        trace=("一", "二"),
    )


@pytest.mark.parametrize("kind", OUTCOMES)
def test_every_outcome_has_the_same_keys(kind: str) -> None:
    """Lists are lists, the rest is null, and the trace comes on request only."""
    shapes = [reply_json(reply(outcome), explain=False) for outcome in OUTCOMES.values()]
    shape = reply_json(reply(OUTCOMES[kind]), explain=True)
    assert shape["outcome"] == kind
    assert all(shape.keys() == other.keys() for other in shapes)
    assert shape["trace"] == ["一", "二"]
    assert (shape["clarify"] is not None) is (kind == "clarify")
    assert (shape["handoff"] is not None) is (kind in {"decline", "urgent"})
    assert len(shape["answers"]) == (2 if kind == "answer" else 0)
    assert len(shape["choices"]) == (1 if kind == "choose" else 0)


def test_an_answer_in_json() -> None:
    """Dates are ISO or null; the address is ours, the source the outside one."""
    answer = reply_json(reply(OUTCOMES["answer"]), explain=False)["answers"][0]
    assert (answer["valid_from"], answer["valid_until"]) == ("2025-08-01", None)
    assert answer["citations"][1]["quote"] is None
    assert answer["citations"][1]["url"] == "/notices/n2#p2"
    assert answer["citations"][1]["source"] == "https://example.jp/"
    assert answer["contacts"][0]["open_now"] is True


def test_canonical_bytes() -> None:
    """Keys in order, Japanese as it is."""
    assert canonical({"い": 1, "あ": [None, True]}) == '{"あ":[null,true],"い":1}'.encode()


@pytest.mark.parametrize("kind", OUTCOMES)
def test_every_outcome_in_words(kind: str) -> None:
    """A person at a terminal sees the words, the options and what was taken for granted."""
    shown = reply_text(reply(OUTCOMES[kind]), explain=True)
    assert "前提：後期の方（推定）" in shown
    assert "次（next）" in shown
    assert "一" in shown
    for words in {
        "answer": (
            "◆ 後期の方",
            "【終わりました】使えます。",
            "1. 出します。",
            "「原文」",
            "いま受付中",
        ),
        "clarify": ("後期（kouki）",),
        "choose": ("題名（t）",),
        "decline": ("窓口へどうぞ。", "0120-00-0000"),
        "urgent": ("［緊急］",),
    }[kind]:
        assert words in shown
