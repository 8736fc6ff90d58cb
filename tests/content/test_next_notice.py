"""The next notice: an official who has only ``knowledge/README.md`` adds it, with every slip."""

import re
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.conversation import Conversation, encode
from assistant.answering.outcomes import Answered
from assistant.engine import Ask, Assistant
from assistant.errors import Fault, KnowledgeError
from assistant.knowledge_base.checks import check
from assistant.knowledge_base.loader import load_knowledge
from assistant.proof import prove

FOLDER = Path(__file__).parents[2] / "knowledge"
PAGE = (FOLDER / "README.md").read_text("utf-8")
# The page's worked example: the notice, two rulings, what differs in the second topic, an example.
BLOCKS: list[str] = re.findall(r"```\w*\n(.*?)```", PAGE, re.DOTALL)
NOTICE, RULINGS, OTHER_LINES, EXAMPLE, COMMANDS = BLOCKS
NOTICE_FILE = "notices/mhlw-2026-12-10.md"
AFTER, WHO = "topics/kouki-after-2026-08.yaml", "topics/certificate-who.yaml"
FIRST, ARRIVAL = "topics/deregister-first.yaml", "topics/certificate-arrival.yaml"
EVE, ISSUED = date(2026, 12, 9), date(2026, 12, 10)
OLD_ENDS, STARTS = date(2027, 7, 31), date(2027, 8, 1)
ENDS, OPEN = date(2029, 7, 31), date(2029, 8, 1)
MR_SATO = {"scheme": "kouki", "age": "80", "myna": "registered"}
NEAR = 12  # lines between a slip and the line named: within the same ruling or front matter


def put_below(path: Path, line: str, added: str) -> None:
    """Insert text below the first line that reads ``line``."""
    before, found, after = path.read_text("utf-8").partition(f"\n{line}\n")
    assert found, f"{path.name}: {line}"
    path.write_text(before + found + added + after, "utf-8")


def other_rulings() -> str:
    """Return the page's rulings with the lines that the page names exchanged."""
    text = RULINGS
    for line in OTHER_LINES.splitlines():
        key = line.split(":")[0]
        text = re.sub(rf"^{key}: .*$", line, text, flags=re.MULTILINE)
    return text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real knowledge after the steps of the page."""
    copy = tmp_path_factory.mktemp("official") / "knowledge"
    shutil.copytree(FOLDER, copy)
    (copy / NOTICE_FILE).write_text(NOTICE, "utf-8")
    put_below(copy / AFTER, "rulings:", RULINGS)
    put_below(copy / AFTER, "examples:", EXAMPLE)
    put_below(copy / WHO, "rulings:", other_rulings())
    put_below(copy / FIRST, "rulings:", RULINGS.replace("[next]", "[after-2026-08]"))
    kouki = RULINGS.replace("[後期高齢者医療, 不明]", "後期高齢者医療")
    put_below(copy / ARRIVAL, "rulings:", kouki.replace("[next]", "[kouki-2026-08]"))
    return copy


@pytest.fixture(scope="module")
def assistant(folder: Path) -> Assistant:
    """The assistant that has read the notice."""
    return Assistant.open(folder)


def ruling(assistant: Assistant, topic: str, as_of: date, day: date) -> str:
    """Return the ruling that Mr Sato hears on one day about another."""
    asked = encode(Conversation(day=day, offered=(topic,)))
    request = Ask(None, as_of, True, situation=MR_SATO, conversation=asked, choice=topic)
    outcome = assistant.reply(request).outcome
    assert isinstance(outcome, Answered)
    (answer,) = outcome.answers
    return answer.ruling


def test_the_notice_can_be_added_with_the_page_alone(folder: Path) -> None:
    """What the page tells an official to write passes every check."""
    faults = prove(folder, ISSUED).faults
    assert faults == (), "\n".join(map(str, faults))


@pytest.mark.parametrize(
    ("topic", "old"), [("kouki-after-2026-08", "next"), ("certificate-who", "kouki-2027-08")]
)
def test_the_answers_change_on_the_days_of_the_notice(
    assistant: Assistant, topic: str, old: str
) -> None:
    """Nothing changes before the notice is known, nor before its first day or after its last."""
    days = (OLD_ENDS, STARTS, ENDS, OPEN)
    before = [ruling(assistant, topic, EVE, day) for day in days]
    after = [ruling(assistant, topic, ISSUED, day) for day in days]
    assert before[1:] == [old, old, old]
    assert after == [before[0], "r9-all", "r9-all", "r9-after"]
    assert before[0] != old


def test_each_day_has_its_own_answer_for_those_who_stand_on_it(assistant: Assistant) -> None:
    """Who asks on the last day of the old rule hears it, and the next day the new one."""
    heard = [ruling(assistant, "certificate-who", day, day) for day in (OLD_ENDS, STARTS)]
    assert heard[1] == "r9-all"
    assert heard[0] not in {"r9-all", "kouki-2027-08"}


@pytest.mark.parametrize(("as_of", "expected"), [(EVE, "next"), (ISSUED, "r9-all")])
def test_the_questions_on_the_page_are_answered(
    assistant: Assistant, as_of: date, expected: str
) -> None:
    """The two commands at the end of the worked example show the old answer and the new one."""
    (question,) = re.findall(rf'ask "(.+)" --as-of {as_of}', COMMANDS)
    outcome = assistant.reply(Ask(question, as_of, dated=True)).outcome
    assert isinstance(outcome, Answered)
    assert [answer.ruling for answer in outcome.answers] == [expected]


@dataclass(frozen=True, slots=True)
class Slip:
    """What an official mistypes, and words of the message that the page explains."""

    name: str
    file: str
    old: str
    new: str
    words: str


OLD_SENTENCE = """\
      - text: 届く方は、年齢と使い方で決まるとされています。
        notice: mhlw-2025-12-18
        passage: p2
"""
SLIPS = [
    Slip("replaces forgotten", AFTER, "    replaces: [next]\n", "", "当てはまる場合分けが 2 件"),
    Slip(
        "replaces mistyped", WHO, "[kouki-2027-08]", "[kouki-2027-8]", "という場合分けはありません"
    ),
    Slip(
        "one day late", AFTER, "from: 2027-08-01", "from: 2027-08-02", "の答えが、取って代わられる"
    ),
    Slip(
        "one day short", WHO, "until: 2029-07-31", "until: 2029-07-30", "の答えが、取って代わられる"
    ),
    Slip(
        "one day long", WHO, "until: 2029-07-31", "until: 2029-08-01", "当てはまる場合分けが 2 件"
    ),
    Slip("other kanji", WHO, "状況にかかわらず", "状況に関わらず", "にありません"),
    Slip(
        "too much quoted", AFTER, "職権交付の対象とする", "職権交付の対象とします", "にありません"
    ),
    Slip("wide colon", AFTER, "    headline: ", "    headline：", "YAML として読めません"),
    Slip("wide colon in the notice", NOTICE_FILE, "title: ", "title：", "YAML として読めません"),
    Slip("wide space", WHO, "    headline: ", "　　headline: ", "YAML として読めません"),
    Slip("no space", WHO, "    from: ", "    from:", "YAML として読めません"),
    Slip("slashes", AFTER, "from: 2027-08-01", "from: 2027/8/1", "日付ではありません"),
    Slip("era", AFTER, "until: 2029-07-31", "until: 令和11年7月31日", "日付ではありません"),
    Slip(
        "issued in era",
        NOTICE_FILE,
        "2026-12-10\nadd",
        "令和8年12月10日\nadd",
        "日付ではありません",
    ),
    Slip("no until", WHO, "    until: 2029-07-31\n", "", "「until」がありません"),
    Slip(
        "comment", AFTER, "全員に届きます。\n", "全員に届きます。 # 要確認\n", "「#」があり、そこで"
    ),
    Slip("passage unknown", WHO, "    quote: ", "    passage: p8\n        quote: ", "という段落は"),
    Slip("passage wrong", WHO, "    quote: ", "    passage: p3\n        quote: ", "にありません"),
    Slip("concept unknown", AFTER, "concepts: [", "concepts: [八月の紙, ", "という言葉（概念）は"),
    Slip(
        "number", AFTER, "申請しなくても届", "申請しなくても14日で届", "引用にも期間にもありません"
    ),
    Slip("calendars", WHO, "（令和11年7月31日）", "（令和12年7月31日）", "西暦と和暦が違う日です"),
    Slip("about forgotten", AFTER, "        about: {制度: 後期高齢者医療}\n", "", "全員に向けた"),
    Slip("old passage", WHO, "    answer:\n", f"    answer:\n{OLD_SENTENCE}", "に替わりました"),
    Slip(
        "advice that binds",
        AFTER,
        "窓口にお尋ね",
        "窓口への申請が必要です。お尋ね",
        "に根拠の通知が",
    ),
    Slip("bracketed mark", NOTICE_FILE, "[p3]", "［p3］", "段落の番号として読めません"),
    Slip("notice mistyped", WHO, "mhlw-2026-12-10", "mhlw-2026-12-1", "という通知はありません"),
    Slip("unused forgotten", NOTICE_FILE, "p1, unused: 日付", "p1", "を使う回答がありません"),
]


def faults_of(folder: Path) -> tuple[Fault, ...]:
    """Return the faults of the two topics, but for those of examples (which take seconds)."""
    try:
        knowledge = load_knowledge(folder)
        topics = {t.id: t for t in knowledge.topics.values() if t.place.file in {AFTER, WHO}}
        return tuple(check(replace(knowledge, topics=topics)))
    except KnowledgeError as error:
        return error.faults


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_named_with_its_place_and_remedy(
    folder: Path, tmp_path: Path, slip: Slip
) -> None:
    """The message names the file and a line close by, and both it and the page say what to do."""
    copy = tmp_path / "knowledge"
    shutil.copytree(folder, copy)
    text = (copy / slip.file).read_text("utf-8")
    before, found, _ = text.partition(slip.old)
    assert found
    (copy / slip.file).write_text(text.replace(slip.old, slip.new, 1), "utf-8")
    faults = faults_of(copy)
    told = [f for f in faults if f.file == slip.file and slip.words in f.message]
    assert told, "\n".join(map(str, faults))
    assert abs(told[0].line - before.count("\n") - 1) <= NEAR
    assert re.search("[ぁ-ん]", told[0].remedy)
    assert slip.words in PAGE


@pytest.mark.parametrize("name", [NOTICE_FILE, AFTER])
def test_a_file_saved_on_windows_is_read_the_same(folder: Path, tmp_path: Path, name: str) -> None:
    """A byte order mark and the line ends of Windows change nothing."""
    copy = tmp_path / "knowledge"
    shutil.copytree(folder, copy)
    text = (copy / name).read_text("utf-8")
    (copy / name).write_text(text, "utf-8-sig", newline="\r\n")
    assert load_knowledge(copy).topics == load_knowledge(folder).topics
