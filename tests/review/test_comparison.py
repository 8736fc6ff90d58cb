"""What a change of content does to answers: who hears otherwise, and on which days."""

from datetime import date
from pathlib import Path

from assistant.knowledge_base.loader import load_knowledge
from assistant.review.comparison import Difference, compare
from tests.builders import CARD, write_knowledge

NOTICE, TOPIC = "notices/sakura-2025.md", "topics/card.yaml"
SPRING = """
  - id: plan
    from: 2025-04-03
    until: open
    known: 2024-12-02
    known_reason: 前から言われていたため
    when: {制度: 後期高齢者医療}
    headline: 届く予定です。
    answer:
      - text: くわしくは加入先にお尋ねください。
        basis: advice
"""


def differences(folder: Path, *changes: tuple[str, str, str]) -> list[Difference]:
    """Return what the changes (file, old words, new words) do to the invented knowledge."""
    old, new = write_knowledge(folder / "old"), write_knowledge(folder / "new")
    for name, before, after in changes:
        text = (new / name).read_text("utf-8")
        assert before in text
        (new / name).write_text(text.replace(before, after), "utf-8")
    return compare(load_knowledge(old), load_knowledge(new))


def days(one: Difference) -> tuple[str, str]:
    """Return the first and the last day of a difference."""
    return str(one.starts), str(one.ends or "open")


def test_the_same_content_has_no_difference(tmp_path: Path) -> None:
    """Two copies of one folder say the same."""
    assert differences(tmp_path) == []


def test_lines_that_moved_are_no_difference(tmp_path: Path) -> None:
    """Another example or another review day moves lines and changes no answer."""
    assert not differences(
        tmp_path,
        (TOPIC, "  - さくら証は届きますか\n", "  - さくら証は届きますか\n  - さくら証が届く日\n"),
        (TOPIC, "last_reviewed: 2026-11-25", "last_reviewed: 2026-12-25"),
    )


def test_an_extension_concerns_exactly_the_added_days(tmp_path: Path) -> None:
    """A month more is a change of meaning on the days of that month, for those it was given to."""
    found = differences(
        tmp_path,
        (TOPIC, "until: 2026-07-31", "until: 2026-08-31"),
        (TOPIC, "from: 2026-08-01", "from: 2026-09-01"),
    )
    (one,) = found
    assert (one.topic, one.kind, one.people) == ("card", "meaning", "後期の方")
    assert days(one) == ("2026-08-01", "2026-08-31")
    assert one.before == ("申請した方に届きます。",)
    assert one.after == ("申請しなくても届きます。",)


def test_other_words_are_wording_only(tmp_path: Path) -> None:
    """A sentence said in other words, with its proof and force kept, is no change of meaning."""
    found = differences(tmp_path, (TOPIC, "くわしくは加入先に", "くわしいことは加入先に"))
    (one,) = found
    assert (one.kind, one.people) == ("wording", "国保の方")
    assert one.before == ("くわしくは加入先にお尋ねください。",)
    assert one.after == ("くわしいことは加入先にお尋ねください。",)


def test_a_denial_is_never_wording(tmp_path: Path) -> None:
    """The same quote under できます and under できません means something else."""
    found = differences(tmp_path, (TOPIC, "申請ができます", "申請ができません"))
    assert {one.kind for one in found} == {"meaning"}


def test_another_number_or_another_proof_is_meaning(tmp_path: Path) -> None:
    """A changed date and a changed citation count although the words are near."""
    number = differences(
        tmp_path / "a",
        (TOPIC, "2026年8月1日（令和8年8月1日）から", "2026年8月2日（令和8年8月2日）から"),
    )
    proof = differences(
        tmp_path / "b",
        (TOPIC, "quote: 令和8年8月1日以降は、申請した者に", "quote: 8月1日以降は、申請した者に"),
    )
    assert [one.kind for one in number] == ["meaning"]
    assert [one.kind for one in proof] == ["meaning"]
    assert "根拠：sakura-2025" in proof[0].after[0]


def test_a_new_topic_is_one_line(tmp_path: Path) -> None:
    """A topic that came is named by its title, without its rulings one by one."""
    old, new = write_knowledge(tmp_path / "old"), write_knowledge(tmp_path / "new")
    text = CARD.replace("id: card", "id: again").replace("title: さくら証は", "title: もも証は")
    (new / "topics/again.yaml").write_text(text, "utf-8")
    before, after = load_knowledge(old), load_knowledge(new)
    (came,) = compare(before, after)
    (went,) = compare(after, before)
    assert (came.topic, came.kind, came.people) == ("again", "new", "全員")
    assert came.after == ("もも証は届きますか",)
    assert (went.topic, went.kind, went.before) == ("again", "gone", ("もも証は届きますか",))


def test_a_changed_case_concerns_those_who_moved(tmp_path: Path) -> None:
    """Who gets another ruling is told; the others of the topic are not mentioned."""
    found = differences(
        tmp_path,
        (
            TOPIC,
            "until: 2026-07-31\n    when: {制度: 後期高齢者医療}",
            "until: 2026-07-31\n    when: {制度: [後期高齢者医療, 国民健康保険]}",
        ),
        (
            TOPIC,
            "until: open\n    when: {制度: 国民健康保険}",
            "until: open\n    when: {保険者: さくら広域連合}",
        ),
    )
    assert {one.people for one in found if one.ends == date(2026, 7, 31)} >= {"国保の方"}
    assert all("さくら" in one.people or "国保" in one.people for one in found)


def test_a_case_split_by_a_new_fact_is_told_by_that_fact(tmp_path: Path) -> None:
    """Where only the new content asks for a fact, the people are named by it."""
    block = CARD[CARD.index("  - id: others") :]
    old = block.replace(
        "when: {制度: 国民健康保険}", "when: {制度: 国民健康保険, 年齢: [64歳まで, 65〜74歳]}"
    )
    new = (
        block.replace("- id: others", "- id: older")
        .replace("国民健康保険}", "国民健康保険, 年齢: [75〜84歳, 85歳以上]}")
        .replace("国民健康保険の方には届きません", "お尋ねください")
    )
    found = differences(
        tmp_path, (TOPIC, block, old + new), (TOPIC, "facts: [scheme]", "facts: [scheme, age]")
    )
    (one,) = found
    assert (one.kind, one.people) == ("meaning", "国保の方、75〜84歳の方・85歳以上の方")


OWN = """
      - text: さくら広域連合に電話してください。
        basis: contact
        about: {保険者: さくら広域連合}"""
SPLIT = """  - id: own
    from: 2025-04-03
    until: open
    known: 2025-04-03
    known_reason: 例
    when: {制度: 国民健康保険, 保険者: その他}
    headline: ほかの方です。
    answer:
      - text: お尋ねください。
        basis: advice
"""


def test_a_sentence_about_others_is_not_told(tmp_path: Path) -> None:
    """A sentence that only members of one insurer hear concerns nobody else who names theirs."""
    quote = "\n        quote: 令和8年8月1日以降は、申請した者に交付する"
    old, new = write_knowledge(tmp_path / "old"), write_knowledge(tmp_path / "new")
    for folder, sentence in ((old, ""), (new, OWN)):
        path = folder / TOPIC
        text = path.read_text("utf-8").replace(quote, quote + sentence)
        path.write_text(text.replace("  - id: others\n", f"{SPLIT}  - id: others\n"), "utf-8")
    (one,) = compare(load_knowledge(old), load_knowledge(new))
    assert one.people == "後期の方、ほかの方を除く"
    assert one.before == ()
    assert one.after == ("さくら広域連合に電話してください。",)


def test_what_only_those_hear_who_ask_of_another_day_is_told(tmp_path: Path) -> None:
    """A plan that was overtaken before its day is still an answer to who asked in time."""
    old, new = write_knowledge(tmp_path / "old"), write_knowledge(tmp_path / "new")
    for folder, words in ((old, "届く予定です。"), (new, "届くはずです。")):
        path = folder / TOPIC
        text = path.read_text("utf-8").replace("rulings:\n", f"rulings:{SPRING}", 1)
        text = text.replace("届く予定です。", words)
        text = text.replace("  - id: all\n", "  - id: all\n    replaces: [plan]\n")
        text = text.replace("  - id: apply\n", "  - id: apply\n    replaces: [plan]\n")
        path.write_text(text, "utf-8")
    (one,) = compare(load_knowledge(old), load_knowledge(new))
    assert one.other_day
    assert one.after == ("届くはずです。",)


def test_another_telephone_number_is_meaning(tmp_path: Path) -> None:
    """A contact belongs to no topic and is told all the same."""
    found = differences(tmp_path, ("vocabulary/contacts.yaml", "0120-00-0000", "0120-00-0001"))
    (one,) = found
    assert (one.kind, one.starts) == ("meaning", None)
    assert "line" in one.topic
    assert "0120-00-0001" in one.after[0]


def test_the_order_of_steps_is_told(tmp_path: Path) -> None:
    """Two sentences that changed places are a change of wording, not nothing."""
    both = CARD[CARD.index("      - text: くわしくは") :]
    cut = both.index("      - text: なくした")
    (one,) = differences(tmp_path, (TOPIC, both, both[cut:] + both[:cut]))
    assert one.kind == "wording"
    assert "順番" in one.after[0]
