"""Checks 2 to 5 and 7: sound content passes, and each kind of mutant is caught and named."""

from datetime import date
from pathlib import Path

import pytest

from assistant.knowledge_base.checks import check
from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.upkeep import warnings
from tests.builders import write_knowledge


def test_sound_content_has_no_fault(tmp_path: Path) -> None:
    """The invented knowledge is sound, so that every fault below is the mutant's."""
    assert check(load_knowledge(write_knowledge(tmp_path))) == []


MUTANTS = [
    # 3: a hole, an overlap, a case without a ruling
    ("topics/card.yaml", "until: 2026-07-31", "until: 2026-07-30", "一つもありません"),
    ("topics/card.yaml", "from: 2026-08-01", "from: 2026-07-31", "2 件"),
    (
        "topics/card.yaml",
        "when: {制度: 国民健康保険}",
        "when: {保険者: その他}",
        "一つもありません",
    ),
    # 4: a number that stands nowhere, two calendars that disagree, a wrong headline
    ("topics/card.yaml", "全員にさくら証が届きます", "全員に3枚のさくら証が届きます", "3"),
    ("topics/card.yaml", "（令和8年7月31日）", "（令和9年7月31日）", "西暦と和暦"),
    ("topics/card.yaml", "申請した方に届きます", "5日で届きます", "5日"),
    # 5: words that bind without a notice, a sentence for people whom the notice does not cover
    (
        "topics/card.yaml",
        "くわしくは加入先にお尋ねください",
        "申請が必要です",
        "根拠の通知がありません",
    ),
    (
        "notices/sakura-2025.md",
        "scope: all, reason: 全員に当てはまるため",
        "confidence: high",
        "全員に向けた",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), MUTANTS)
def test_a_mutant_is_caught(tmp_path: Path, name: str, old: str, new: str, message: str) -> None:
    """A shifted day, a dropped case, a changed number or a wrong scope never passes."""
    faults = check(load_knowledge(write_knowledge(tmp_path, {name: (old, new)})))
    assert any(message in fault.message for fault in faults), faults
    assert all(fault.line > 0 and fault.remedy for fault in faults)


def test_a_hole_names_day_and_case(tmp_path: Path) -> None:
    """The first failing day and case are printed, so that an official knows where to look."""
    change = {"topics/card.yaml": ("from: 2026-08-01", "from: 2026-08-02")}
    faults = check(load_knowledge(write_knowledge(tmp_path, change)))
    assert any("2026-08-01" in f.message and "後期高齢者医療" in f.message for f in faults)


def test_an_unused_passage_is_named(tmp_path: Path) -> None:
    """A passage that no answer uses is a fault until front matter says why."""
    added = {"notices/sakura-2025.md": ("[p3]\n", "[p3]\nさくら。\n\n[p4]\n")}
    faults = check(load_knowledge(write_knowledge(tmp_path, added | _moved())))
    assert [f.message for f in faults if "p3" in f.message and "使う回答がありません" in f.message]


def _moved() -> dict[str, tuple[str, str]]:
    return {"topics/lost.yaml": ("passage: p3", "passage: p4")}


def test_a_superseded_passage_supports_no_later_day(tmp_path: Path) -> None:
    """Once a later notice overtakes a passage, no ruling may rest on it for days after that."""
    later = "supersedes:\n  - {notice: sakura-2025, passages: [p2], from: 2026-08-01, what: 申請}"
    change = {"notices/sakura-2025.md": ("supersedes: []", later)}
    faults = check(load_knowledge(write_knowledge(tmp_path, change)))
    assert any("替わりました" in fault.message for fault in faults)


def test_what_ends_soon_and_what_is_old_is_a_warning(tmp_path: Path) -> None:
    """A ruling that ends soon with nothing after it, and an overdue review, are warned of."""
    change = {"topics/lost.yaml": ("until: open", "until: 2026-12-31")}
    knowledge = load_knowledge(write_knowledge(tmp_path, change))
    soon = [w.message for w in warnings(knowledge, date(2026, 12, 1))]
    late = [w.message for w in warnings(knowledge, date(2028, 1, 1))]
    assert any("2026-12-31" in message for message in soon)
    assert any("見直し" in message for message in late)
    assert warnings(knowledge, date(2026, 9, 1)) == []
