"""No two answers contradict each other, and the scan that says so would notice if they did."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.knowledge_base.contradictions import contradictions
from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import KnowledgeBase
from tests.builders import write_knowledge

FOLDER = Path(__file__).parents[2] / "knowledge"


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    """The knowledge that ships."""
    return load_knowledge(FOLDER)


def with_headline(knowledge: KnowledgeBase, name: str, headline: str) -> KnowledgeBase:
    """Return the knowledge with another headline for one ruling, named topic/ruling."""
    ident, ruling_id = name.split("/")
    topic = knowledge.topics[ident]
    assert topic.ruling(ruling_id), name
    rulings = tuple(
        replace(ruling, headline=headline) if ruling.id == ruling_id else ruling
        for ruling in topic.rulings
    )
    return replace(knowledge, topics={**knowledge.topics, ident: replace(topic, rulings=rulings)})


def test_no_two_answers_contradict_each_other(knowledge: KnowledgeBase) -> None:
    """For the same person on the same day, all topics say the same."""
    faults = contradictions(knowledge)
    assert faults == [], "\n".join(str(fault) for fault in faults)


MUTANTS = [
    # 届くと言う項目があるのに、申請が必要と言う
    ("certificate-where/kouki-all", "資格確認書は、申請が必要です。", "申請がいらないか"),
    ("certificate-proxy/yes", "カードがない方は、申請が必要です。", "申請がいらないか"),
    # 終わったのに、全員に届くと言う
    ("kouki-after-2026-08/plan", "全員に資格確認書が届きます。", "全員に届くか"),
    # 終わりの日が、ほかの項目とちがう
    ("provisional-until/extended", "2027年7月31日（令和9年7月31日）までです。", "暫定運用の終わり"),
    ("leniency-until/all-july", "2026年9月30日（令和8年9月30日）までです。", "期限切れの取扱い"),
    (
        "card-valid-until/mbk-december",
        "MBKの保険証は、2025年12月31日（令和7年12月31日）まで使えます。",
        "MBKの保険証の期限",
    ),
    (
        "card-valid-until/kouki-july",
        "後期高齢者医療の保険証は、2026年7月31日（令和8年7月31日）まで使えます。",
        "後期高齢者医療の保険証の期限",
    ),
    # 使えない保険証を、使えると言う
    (
        "card-valid-until/ended",
        "これまでの保険証は、2027年3月31日（令和9年3月31日）まで使えます。",
        "保険証が使えるか",
    ),
    ("limit-certificate/has", "限度額適用認定証が必要です。", "限度額適用認定証"),
    ("deregister-first/basic", "先に登録の解除が必要です。", "解除しなくてよいか"),
]


@pytest.mark.parametrize(("name", "headline", "thing"), MUTANTS)
def test_a_contradiction_is_noticed(
    knowledge: KnowledgeBase, name: str, headline: str, thing: str
) -> None:
    """One headline turned into its opposite is found, in that file or against it."""
    faults = contradictions(with_headline(knowledge, name, headline))
    ident = name.split("/")[0]
    assert [f for f in faults if thing in f.message and f"topics/{ident}.yaml" in f"{f}"]


HARMLESS = [
    # ほかの人の話
    ("certificate-where/kokuho", "使うのが難しい方は、申請が必要です。"),
    # ほかの日の話
    (
        "card-valid-until/over",
        "保険証は、2025年12月1日（令和7年12月1日）まで使えます。",
    ),
    # もう過ぎた予定の話
    ("provisional-until/extended", "はじめは2025年7月31日（令和7年7月31日）まででした。"),
]


@pytest.mark.parametrize(("name", "headline"), HARMLESS)
def test_other_people_and_other_days_are_no_contradiction(
    knowledge: KnowledgeBase, name: str, headline: str
) -> None:
    """A sentence about others, another day or a plan that was given up contradicts nothing."""
    assert contradictions(with_headline(knowledge, name, headline)) == []


def test_the_scan_needs_none_of_our_facts(tmp_path: Path) -> None:
    """It also runs on knowledge that has no マイナ保険証 and other insurers."""
    assert contradictions(load_knowledge(write_knowledge(tmp_path))) == []
