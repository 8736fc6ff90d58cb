"""A topic as a decision table."""

from pathlib import Path

from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import KnowledgeBase
from assistant.review.table import Row, people, rows
from tests.builders import write_knowledge


def read(folder: Path, *changes: tuple[str, str]) -> tuple[KnowledgeBase, dict[str, Row]]:
    """Return the knowledge and the rows of the invented topic, by their first cell."""
    write_knowledge(folder)
    path = folder / "topics/card.yaml"
    for old, new in changes:
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    knowledge = load_knowledge(folder)
    return knowledge, {row.ruling: row for row in rows(knowledge.topics["card"], knowledge)}


def test_a_row_says_all_in_words(tmp_path: Path) -> None:
    """Period, day of knowledge, people, answer and proof stand in Japanese, without codes."""
    _, found = read(tmp_path)
    assert list(found) == ["all", "others", "apply"]
    assert found["all"] == Row(
        ruling="all",
        period="2025-04-03 〜 2026-07-31",
        known="2025-04-03",
        people="制度=後期高齢者医療",
        headline="申請しなくても届きます。",
        notices="sakura-2025 p1",
        replaces="",
        continues="",
    )
    assert found["apply"].period == "2026-08-01 〜 定めなし"


def test_what_is_undecided_and_what_came_before_is_shown(tmp_path: Path) -> None:
    """A ruling that leaves a question open says so, and names those before it."""
    keys = "    undecided: true\n    replaces: [all]\n    continues: [others]\n"
    _, found = read(tmp_path, ("  - id: apply\n", f"  - id: apply\n{keys}"))
    row = found["apply（未定）"]
    assert (row.replaces, row.continues) == ("all", "others")


def test_people_are_named_by_labels(tmp_path: Path) -> None:
    """Several values are joined, not knowing is 不明, and no condition is everybody."""
    mark = ("{制度: 国民健康保険}", "{制度: [国民健康保険, 不明], 保険者: その他}")
    knowledge, found = read(tmp_path, mark)
    assert found["others"].people == "制度=国民健康保険・不明、保険者=その他"
    everybody = knowledge.topics["lost"].rulings[0]
    assert people(everybody.when, knowledge.facts) == "全員"
