"""The loader reads sound content and names every fault with file, line and remedy."""

from datetime import date
from pathlib import Path

import pytest

from assistant.errors import KnowledgeError
from assistant.knowledge_base.loader import load_knowledge
from tests.builders import write_knowledge


def test_sound_content_is_read(tmp_path: Path) -> None:
    """Notices, topics and vocabulary come out as values, with periods inclusive at both ends."""
    knowledge = load_knowledge(write_knowledge(tmp_path))
    ruling = knowledge.topics["card"].rulings[0]
    assert ruling.period.contains(date(2026, 7, 31))
    assert not ruling.period.contains(date(2026, 8, 1))
    assert ruling.known == date(2025, 4, 3)
    assert knowledge.digest.startswith("sha256:")


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    """One changed word changes the digest; the folder's place does not."""
    first = load_knowledge(write_knowledge(tmp_path / "a")).digest
    again = load_knowledge(write_knowledge(tmp_path / "b")).digest
    change = {"topics/lost.yaml": ("owner: さくら課", "owner: もも課")}
    other = load_knowledge(write_knowledge(tmp_path / "c", change)).digest
    assert first == again
    assert first != other


MUTANTS = [
    ("topics/card.yaml", "title: さくら証", "titel: さくら証", "「titel」という項目はありません"),
    ("topics/card.yaml", "title: さくら証は届きますか\n", "", "「title」がありません"),
    ("topics/card.yaml", "facts: [scheme]", "facts: [scheme]\nfacts: [scheme]", "二度"),
    ("topics/card.yaml", "from: 2025-04-03", "from: 2025-4-3", "日付ではありません"),
    ("topics/card.yaml", "until: 2026-07-31", "until: 2026-02-31", "日付ではありません"),
    ("topics/card.yaml", "{制度: 国民健康保険}", "{制度：国民健康保険}", "全角の「：」"),
    (
        "topics/card.yaml",
        "{制度: 国民健康保険}",
        "{せいど: 国民健康保険}",
        "という事情はありません",
    ),
    ("topics/card.yaml", "{制度: 国民健康保険}", "{制度: こくほ}", "という値はありません"),
    ("topics/card.yaml", "next: [lost]", "next: [losst]", "「losst」という項目はありません"),
    (
        "topics/card.yaml",
        "concepts: [さくら証",
        "concepts: [もも証",
        "という言葉（概念）はありません",
    ),
    ("topics/card.yaml", "facts: [scheme]", "facts: [scheem]", "という事情はありません"),
    ("topics/card.yaml", "id: card\n", "id: kard\n", "ファイル名と違います"),
    ("topics/card.yaml", "notice: sakura-2025", "notice: sakura-2024", "という通知はありません"),
    ("topics/card.yaml", "passage: p1", "passage: p9", "という段落はありません"),
    ("topics/card.yaml", "passage: p1", "passage: p2", "p2 にありません"),
    ("topics/card.yaml", "加入者の全員に、", "加入者の前員に、", "にありません"),
    ("topics/card.yaml", "basis: advice", "kind: say", "根拠がありません"),
    ("topics/card.yaml", "- id: apply", "- id: all", "「all」が二つあります"),
    ("topics/card.yaml", "owner: さくら課", "owner: さくら課 # 仮", "「#」"),
    ("topics/card.yaml", "owner: さくら課", "owner: >\n  さくら課", "「>」は使えません"),
    (
        "topics/card.yaml",
        "owner: さくら課",
        "owner: &x さくら課\ngroup2: *x",
        "という項目はありません",
    ),
    ("topics/card.yaml", "owner: さくら課", "owner: [", "YAML として読めません"),
    ("topics/card.yaml", "{制度: 国民健康保険}", "{制度: []}", "の値がありません"),
    ("topics/lost.yaml", "topic: card}", "topic: kard}", "という項目はありません"),
    ("topics/lost.yaml", "contacts: [line]", "contacts: [lime]", "という問い合わせ先はありません"),
    ("notices/sakura-2025.md", "[p2]\n", "[p5]\n", "番号が続いていません"),
    ("notices/sakura-2025.md", "id: sakura-2025", "id: sakura-2026", "ファイル名と違います"),
    ("notices/sakura-2025.md", "passage: p3", "passage: p8", "本文にありません"),
    ("notices/sakura-2025.md", "issued: 2025-04-03", "issued: 2025-04", "issued_note"),
    ("vocabulary/contacts.yaml", "09:30-20:00", "9:30-20:00", "時刻の範囲ではありません"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), MUTANTS)
def test_a_broken_file_is_named(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    """Each kind of slip is reported with its file, a line that exists and a remedy."""
    folder = write_knowledge(tmp_path, {name: (old, new)})
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    faults = [fault for fault in caught.value.faults if message in fault.message]
    assert faults, str(caught.value)
    assert faults[0].file == name
    assert 1 <= faults[0].line <= len((folder / name).read_text("utf-8").splitlines())
    assert faults[0].remedy


def test_a_fault_names_its_own_line(tmp_path: Path) -> None:
    """The line is that of the slip, counted from the top of the file, front matter included."""
    change = {"notices/sakura-2025.md": ("number: 第1号", "namber: 第1号")}
    folder = write_knowledge(tmp_path, change)
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    lines = (folder / "notices/sakura-2025.md").read_text("utf-8").splitlines()
    (fault,) = [f for f in caught.value.faults if "namber" in f.message]
    assert lines[fault.line - 1].startswith("namber:")


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    """A folder without content is refused in words, not with a traceback."""
    with pytest.raises(KnowledgeError, match="一つもありません"):
        load_knowledge(tmp_path)


def test_numbers_stay_words(tmp_path: Path) -> None:
    """YAML's guesses (0120 as octal, no as False) never reach the content."""
    change = {"vocabulary/contacts.yaml": ("phone: 0120-00-0000", "phone: 0120")}
    assert load_knowledge(write_knowledge(tmp_path, change)).contacts["line"].phone == "0120"
