"""The whole flow against invented knowledge: outcomes, days, cases, conversation, determinism."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answering.outcomes import Answered, Clarify, Declined, Reply, Urgent
from assistant.engine import Ask, Assistant
from assistant.errors import QuestionError
from tests.builders import write_knowledge

TODAY = date(2025, 9, 1)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant that knows the invented notice."""
    return Assistant.open(write_knowledge(tmp_path_factory.mktemp("knowledge")))


def ask(question: str | None = "さくら証は届きますか", **more: object) -> Ask:
    """Return a request on 2025-09-01 unless told otherwise."""
    return replace(Ask(question, TODAY, dated=True), **more)  # type: ignore[arg-type]


def rulings(reply: Reply) -> list[str]:
    """Return the ids of the rulings that answered."""
    assert isinstance(reply.outcome, Answered), reply.outcome
    return [answer.ruling for answer in reply.outcome.answers]


def test_a_fact_that_decides_is_asked_once(assistant: Assistant) -> None:
    """The scheme decides, so it is asked; the reply to it is an answer."""
    first = assistant.reply(ask())
    assert isinstance(first.outcome, Clarify)
    assert first.outcome.about == "scheme"
    assert first.outcome.options[-1].value == "unknown"
    second = assistant.reply(ask(None, conversation=first.conversation, choice="kouki"))
    assert rulings(second) == ["all"]


def test_what_is_known_is_never_asked(assistant: Assistant) -> None:
    """A scheme named with the request, or implied by the insurer, is not asked back."""
    assert rulings(assistant.reply(ask(situation={"scheme": "kouki"}))) == ["all"]
    assert rulings(assistant.reply(ask(situation={"insurer": "sakura"}))) == ["all"]


def test_not_knowing_leads_to_every_remaining_ruling(assistant: Assistant) -> None:
    """分からない gives the rulings that are left, each with its condition in words."""
    first = assistant.reply(ask())
    second = assistant.reply(ask(None, conversation=first.conversation, choice="unknown"))
    assert rulings(second) == ["all", "others"]
    assert isinstance(second.outcome, Answered)
    assert [a.condition for a in second.outcome.answers] == ["後期の方", "国保の方"]


def test_free_text_is_tried_as_the_reply_first(assistant: Assistant) -> None:
    """A typed 分かりません answers the question asked back."""
    first = assistant.reply(ask())
    second = assistant.reply(ask("わかりません", conversation=first.conversation))
    assert rulings(second) == ["all", "others"]


def test_a_changed_chip_answers_again(assistant: Assistant) -> None:
    """A changed situation without a question re-answers the last topic; the later word wins."""
    first = assistant.reply(ask(situation={"scheme": "kouki"}))
    again = ask(None, conversation=first.conversation, situation={"scheme": "kokuho"})
    assert rulings(assistant.reply(again)) == ["others"]


@pytest.mark.parametrize(
    ("as_of", "ruling", "status"),
    [
        (date(2026, 7, 31), "all", "current"),
        (date(2026, 8, 1), "apply", "current"),
    ],
)
def test_the_day_decides(assistant: Assistant, as_of: date, ruling: str, status: str) -> None:
    """The last day still has the old rule, the next day the new one."""
    reply = assistant.reply(ask(as_of=as_of, situation={"scheme": "kouki"}))
    assert rulings(reply) == [ruling]
    assert isinstance(reply.outcome, Answered)
    assert reply.outcome.answers[0].status == status


def test_validity_is_the_run_around_the_day(assistant: Assistant) -> None:
    """valid_from and valid_until are the first and last day on which this ruling is chosen."""
    reply = assistant.reply(ask(situation={"scheme": "kouki"}))
    assert isinstance(reply.outcome, Answered)
    answer = reply.outcome.answers[0]
    assert (answer.valid_from, answer.valid_until) == (date(2025, 4, 3), date(2026, 7, 31))


def test_every_answer_cites_its_notice(assistant: Assistant) -> None:
    """An answer carries the words it rests on and the place where they stand."""
    reply = assistant.reply(ask("さくら証をなくしました"))
    assert isinstance(reply.outcome, Answered)
    (citation,) = reply.outcome.answers[0].citations
    assert citation.url == "/notices/sakura-2025#p3"
    assert citation.quote


def test_before_anything_was_known_it_declines(assistant: Assistant) -> None:
    """On a day before the first notice there is no answer, but somebody to ask."""
    reply = assistant.reply(ask("さくら証をなくしました", as_of=date(2025, 4, 2)))
    assert isinstance(reply.outcome, Declined)
    assert reply.outcome.handoff.contacts


def test_an_emergency_comes_first(assistant: Assistant) -> None:
    """Signs of an emergency beat any topic; a name that only looks like one does not."""
    urgent = assistant.reply(ask("母の意識がない。さくら証をなくしました"))
    assert isinstance(urgent.outcome, Urgent)
    calm = assistant.reply(ask("さくら救急とさくら証をなくしました"))
    assert not isinstance(calm.outcome, Urgent)


def test_the_same_miss_twice_gets_other_words(assistant: Assistant) -> None:
    """A second question that is not covered names a telephone instead of repeating itself."""
    first = assistant.reply(ask("きょうの天気は晴れるかなあ"))
    second = assistant.reply(ask("あしたの天気はどうかなあ", conversation=first.conversation))
    assert isinstance(first.outcome, Declined)
    assert isinstance(second.outcome, Declined)
    assert first.outcome.handoff.text != second.outcome.handoff.text


def test_opening_hours_need_a_clock(assistant: Assistant) -> None:
    """open_now follows weekday, holiday and the year's end, and is silent on a named day."""
    question = "さくら証をなくしました"

    def is_open(moment: str) -> bool | None:
        now = datetime.fromisoformat(f"{moment}+09:00")
        reply = assistant.reply(Ask(question, now.date(), now=now))
        assert isinstance(reply.outcome, Answered)
        return reply.outcome.answers[0].contacts[0].open_now

    assert is_open("2026-11-24T19:00") is True  # 火曜
    assert is_open("2026-11-24T20:00") is False
    assert is_open("2026-11-23T19:00") is False  # 月曜だが勤労感謝の日
    assert is_open("2026-11-23T17:00") is True
    assert is_open("2026-12-31T12:00") is False
    dated = assistant.reply(ask(question))
    assert isinstance(dated.outcome, Answered)
    assert dated.outcome.answers[0].contacts[0].open_now is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"question": ""}, "question"),
        ({"question": " 　\n"}, "question"),
        ({"question": "あ" * 501}, "question"),
        ({"question": None}, "question"),
        ({"lang": "fr"}, "lang"),
        ({"as_of": date(1, 1, 1)}, "as_of"),
        ({"as_of": date(9999, 12, 31)}, "as_of"),
        ({"situation": {"scheme": "x"}}, "situation.scheme"),
        ({"situation": {"nothing": "x"}}, "situation.nothing"),
        ({"situation": {"age": "131"}}, "situation.age"),
        ({"situation": {"insurer": "sakura", "scheme": "kokuho"}}, "situation.scheme"),
        ({"choice": "kouki"}, "choice"),
        ({"conversation": "!!!"}, "conversation"),
        ({"conversation": "e30"}, "conversation"),
        ({"conversation": "W10"}, "conversation"),
    ],
)
def test_what_cannot_be_answered_names_its_field(
    assistant: Assistant, change: dict[str, object], field: str
) -> None:
    """A request that cannot be answered says which part to mend."""
    with pytest.raises(QuestionError) as caught:
        assistant.reply(replace(ask(), **change))  # type: ignore[arg-type]
    assert caught.value.field == field


def test_the_conversation_holds_no_words(assistant: Assistant) -> None:
    """The token is the same whatever words led to the same topic and facts."""
    one = assistant.reply(ask("さくら証をなくしました"))
    two = assistant.reply(ask("サクラ証を紛失した"))
    assert one.conversation == two.conversation


def test_the_trace_is_short(assistant: Assistant) -> None:
    """The way to the answer fits ten lines."""
    reply = assistant.reply(ask(situation={"scheme": "kouki"}))
    assert 2 <= len(reply.trace) <= 10


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=500), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_no_text_breaks_it(assistant: Assistant, text: str, day: date) -> None:
    """Any text on any day gives a reply or a clear refusal, twice the same."""
    request = ask(text, as_of=day)
    try:
        first = assistant.reply(request)
    except QuestionError:
        return
    assert first == assistant.reply(request)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_no_token_breaks_it(assistant: Assistant, token: str) -> None:
    """A forged conversation is refused or harmless."""
    refused = ""
    try:
        assistant.reply(ask(conversation=token))
    except QuestionError as error:
        refused = error.field
    assert refused in {"", "conversation"}
