"""Slips that leave no hole: a day that stands alone, an answer that comes back, parts of a date."""

from pathlib import Path

import pytest

from assistant.errors import Fault, KnowledgeError
from assistant.knowledge_base.checks import check
from assistant.knowledge_base.loader import load_knowledge
from tests.builders import CARD, write_knowledge

TOPIC = "topics/card.yaml"
INSURER = """  - id: sakura
    from: 2025-04-03
    until: 2026-07-31
    when: {保険者: さくら広域連合}
    headline: さくら広域連合の方にも届きます。
    answer:
      - text: 2026年7月31日（令和8年7月31日）まで届きます。
        notice: sakura-2025
        quote: 令和8年7月31日までの間、加入者の全員に、申請によらずさくら証を交付する
"""
PLAN = """  - id: plan
    from: 2025-04-03
    until: open
    known: 2025-04-03
    known_reason: 例
    when: {制度: [後期高齢者医療, 国民健康保険]}
    headline: 届く予定です。
    answer:
      - text: お尋ねください。
        basis: advice
"""


def faults(folder: Path, *changes: tuple[str, str]) -> list[Fault]:
    """Return the faults of the invented topic with changes (old words, new words)."""
    write_knowledge(folder)
    path = folder / TOPIC
    for old, new in changes:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    return check(load_knowledge(folder))


def one(found: list[Fault], words: str) -> Fault:
    """Return the one fault whose message holds the words."""
    (fault,) = [fault for fault in found if words in fault.message]
    assert fault.file == TOPIC
    assert fault.line > 1
    assert fault.remedy
    return fault


OWN = ("rulings:\n", f"rulings:\n{INSURER}")


def test_an_insurers_own_ruling_beside_the_national_one_is_sound(tmp_path: Path) -> None:
    """Where the days are those of the notice, nothing is said."""
    assert faults(tmp_path, OWN) == []


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("from", "- id: sakura\n    from: 2025-04-03", "- id: sakura\n    from: 2025-04-04"),
        ("from", "- id: sakura\n    from: 2025-04-03", "- id: sakura\n    from: 2025-04-02"),
        ("until", "until: 2026-07-31\n    when: {保険者", "until: 2026-07-30\n    when: {保険者"),
        ("until", "until: 2026-07-31\n    when: {保険者", "until: 2026-08-01\n    when: {保険者"),
        (
            "known",
            "when: {保険者: さくら広域連合}",
            "known: 2025-04-02\n    known_reason: 例\n    when: {保険者: さくら広域連合}",
        ),
    ],
)
def test_a_day_that_nothing_else_knows_of_is_a_fault(
    tmp_path: Path, key: str, old: str, new: str
) -> None:
    """A slip that the national ruling fills is seen all the same, and named by its key."""
    found = faults(tmp_path, OWN, (old, new))
    assert f" {key}（" in one(found, "変わり目でもありません").message


JUNE = """  - id: june
    from: {first}
    until: open
    when: {{保険者: さくら広域連合}}
    headline: なくしたときは、窓口で申請できます。
    answer:
      - text: 窓口で申請できます。
        notice: sakura-2025
        quote: {words}、さくら証をなくしたときは、窓口で再交付を申請することができる
"""


@pytest.mark.parametrize(
    ("words", "first", "sound"),
    [
        ("令和7年6月1日から", "2025-06-01", True),
        ("令和7年6月から", "2025-06-01", True),
        ("令和7年6月1日から", "2025-06-02", False),
        ("令和7年6月30日まで", "2025-06-30", False),
    ],
)
def test_a_day_that_a_quote_names_has_its_reason(
    tmp_path: Path, words: str, first: str, *, sound: bool
) -> None:
    """A first day said in the quote needs no other; what the quote calls a last day is no start."""
    write_knowledge(tmp_path)
    for name, old, new in (
        ("notices/sakura-2025.md", "[p3]\n", f"[p3]\n{words}、"),
        (TOPIC, "rulings:\n", "rulings:\n" + JUNE.format(words=words, first=first)),
    ):
        path = tmp_path / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    loose = [f for f in check(load_knowledge(tmp_path)) if "変わり目でもありません" in f.message]
    assert (loose == []) == sound


def test_a_value_that_a_later_ruling_forgot_is_a_fault(tmp_path: Path) -> None:
    """Who still hears the plan that others no longer hear is named, with the day."""
    found = faults(
        tmp_path,
        (CARD[CARD.index("  - id: others") :], ""),
        ("rulings:\n", f"rulings:\n{PLAN}"),
        ("  - id: all\n", "  - id: all\n    replaces: [plan]\n"),
    )
    fault = one(found, "のままです")
    assert "国民健康保険" in fault.message
    assert "「plan」" in fault.message


def test_an_open_question_is_settled_for_all_or_nobody(tmp_path: Path) -> None:
    """A ruling that leaves a question open may not stay for some of its people alone."""
    undecided = PLAN.replace("when: {制度: [後期高齢者医療, 国民健康保険]}", "when: {}").replace(
        "    headline", "    undecided: true\n    headline"
    )
    cut = CARD[CARD.index("  - id: others") :]
    found = faults(
        tmp_path,
        (cut, ""),
        ("rulings:\n", f"rulings:\n{undecided}"),
        ("  - id: all\n", "  - id: all\n    replaces: [plan]\n"),
        ("  - id: apply\n", "  - id: apply\n    replaces: [plan]\n"),
    )
    assert [fault for fault in found if "「plan」のままです" in fault.message]


def test_a_topic_without_rulings_is_a_fault(tmp_path: Path) -> None:
    """A topic whose last ruling was cut is named, not a traceback."""
    write_knowledge(tmp_path)
    path = tmp_path / TOPIC
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("rulings:")] + "rulings: []\n", "utf-8")
    with pytest.raises(KnowledgeError, match="一つもありません"):
        load_knowledge(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # 8月 and 2日 both stand in the proof, 8月2日 does not
        (
            "全員にさくら証が届きます",
            "全員にさくら証が届きます。8月31日に届きます",
            "8月31日",
        ),
        # the year belongs to the other date
        ("まで、全員にさくら証が届きます", "まで、2025年7月から届きます", "2025年7月"),
        # the headline's two calendars
        (
            "申請しなくても届きます",
            "2026年7月31日（令和7年7月31日）まで届きます",
            "西暦と和暦",
        ),
    ],
)
def test_parts_that_do_not_belong_together_are_a_fault(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    """A date is proven as a whole; its parts from different places prove nothing."""
    assert message in one(faults(tmp_path, (old, new)), message).message


def test_above_and_below_are_different_claims(tmp_path: Path) -> None:
    """84歳以下 is not proven by a quote that says 84歳以上."""
    quote = "加入者の全員に、申請によらずさくら証を交付する"
    write_knowledge(tmp_path)
    for name, old, new in (
        ("notices/sakura-2025.md", quote, f"84歳以上の{quote}"),
        (TOPIC, quote, f"84歳以上の{quote}"),
        (TOPIC, "全員にさくら証が届きます", "84歳以下の方に届きます"),
    ):
        path = tmp_path / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    assert "84歳以下" in one(check(load_knowledge(tmp_path)), "84歳").message
