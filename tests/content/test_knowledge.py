"""The real knowledge: sound, complete over the calendar, and right where it matters most."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from assistant.answering.cases import Instant, Picked
from assistant.answering.composition import Composer
from assistant.answering.outcomes import Answered, Clarify, Declined
from assistant.engine import Ask, Assistant
from assistant.knowledge_base.people import cases
from assistant.knowledge_base.timeline import boundaries, in_force, known_days
from assistant.proof import findings

FOLDER = Path(__file__).parents[2] / "knowledge"


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    """The assistant with the knowledge that ships."""
    return Assistant.open(FOLDER)


def test_the_knowledge_is_sound(assistant: Assistant) -> None:
    """`annai check` finds no fault."""
    faults = findings(assistant.knowledge, date(2026, 11, 25)).faults
    assert faults == (), "\n".join(str(fault) for fault in faults)


def test_every_topic_answers_around_every_boundary(assistant: Assistant) -> None:
    """On each day on which something changes, the day before and after, there is a reply."""
    for topic in assistant.knowledge.topics.values():
        edges = {*boundaries(topic), *known_days(topic)}
        days = {edge + timedelta(step) for edge in edges for step in (-1, 0, 1)}
        for day in sorted(days):
            reply = assistant.reply(Ask(None, day, dated=True, choice=topic.id))
            if day < topic.starts:
                assert isinstance(reply.outcome, Declined), (topic.id, day)
            else:
                assert isinstance(reply.outcome, Answered | Clarify), (topic.id, day)


def test_the_whole_calendar_has_one_answer_for_every_case(assistant: Assistant) -> None:
    """Each topic, each case, each day on which something changes and its neighbours: one answer."""
    composer = Composer(assistant.knowledge, None)
    for topic in assistant.knowledge.topics.values():
        edges = {*boundaries(topic), *known_days(topic)}
        days = sorted({edge + timedelta(step) for edge in edges for step in (-1, 0, 1)})
        said: set[tuple[str, date]] = set()
        for case, day in product(list(cases(topic, assistant.knowledge.facts)), days):
            found = in_force(topic, case, day, day)
            assert len(found) == (1 if day >= topic.starts else 0), (topic.id, day, case)
            for ruling in found:
                if (ruling.id, day) not in said:
                    said.add((ruling.id, day))
                    picked = Picked(ruling, case, None)
                    answer = composer.answer(topic, picked, case, Instant(day, day))
                    assert answer.text.strip()
                    assert answer.citations


HEART = [
    # 期限切れの保険証：後期（78歳・岡山）、国保、MBK
    ("期限切れの保険証で受診できますか", "okayama", "2025-09-01", "差し支え"),
    ("期限切れの保険証で受診できますか", "okayama", "2026-11-25", "終わりました"),
    ("期限切れの保険証で受診できますか", "kokuho", "2025-12-15", "2026年3月31日"),
    ("期限切れの保険証で受診できますか", "mbk", "2025-09-01", "2025年12月1日"),
    ("期限切れの保険証で受診できますか", "mbk", "2025-12-15", "2026年3月31日"),
    ("期限切れの保険証で受診できますか", "mbk", "2026-11-25", "終わりました"),
    # 暫定運用：2025年2月には2025年7月31日まで、その後は2026年7月31日まで
    ("後期高齢者の暫定運用はいつまでですか", "okayama", "2025-02-10", "2025年7月31日"),
    ("後期高齢者の暫定運用はいつまでですか", "okayama", "2025-09-01", "2026年7月31日"),
    ("後期高齢者の暫定運用はいつまでですか", "okayama", "2026-11-25", "終わりました"),
    # 目視確認と登録は、いつでも、だれでも同じ
    ("目視確認の手順を教えてください", "kokuho", "2025-09-01", "顔写真"),
    ("マイナ保険証の登録方法を教えてください", "mbk", "2026-11-25", "セブン銀行ATM"),
]
PEOPLE = {
    "okayama": {"insurer": "okayama-koiki", "age": "78"},
    "kokuho": {"scheme": "kokuho"},
    "mbk": {"insurer": "mbk-kenpo"},
}


@pytest.mark.parametrize(("question", "person", "day", "words"), HEART)
def test_the_heart_subjects_are_right(
    assistant: Assistant, question: str, person: str, day: str, words: str
) -> None:
    """Each of three people on each day hears the rule of that day, with citations."""
    request = Ask(question, date.fromisoformat(day), dated=True, situation=PEOPLE[person])
    outcome = assistant.reply(request).outcome
    assert isinstance(outcome, Answered)
    assert words in "\n".join(answer.text for answer in outcome.answers)
    assert all(answer.citations for answer in outcome.answers)


def test_people_hear_different_rules_where_they_differ(assistant: Assistant) -> None:
    """On 2025-09-01 the expired card is another story for 後期 and for an MBK member."""
    base = Ask("期限切れの保険証で受診できますか", date(2025, 9, 1), dated=True)
    outcomes = [assistant.reply(replace(base, situation=who)).outcome for who in PEOPLE.values()]
    first = [o.answers[0].ruling for o in outcomes if isinstance(o, Answered)]
    assert len(set(first)) == len(PEOPLE)
