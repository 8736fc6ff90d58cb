"""Reader of ``knowledge/notices/*.md``: front matter between ``---``, then ``[pN]`` passages."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.errors import Fault
from assistant.knowledge_base.model import (
    Condition,
    Confidence,
    Notice,
    Passage,
    Place,
    Supersession,
)
from assistant.knowledge_base.records import Record, Source
from assistant.knowledge_base.vocabulary_files import ConditionReader

_FRONT = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_MARK = re.compile(r"\[(p\d+)\]", re.ASCII)
_LIKE_MARK = re.compile(r"[\[［【(（]\s*[pPｐＰ]\s*\d+\s*[\]］】)）]")
_MONTH = re.compile(r"\d{4}-\d{2}")
_CONFIDENCES = ("high", "medium", "low")


class _Overrides:
    """What front matter says of single passages: scope, confidence, why unused."""

    def __init__(self, record: Record, conditions: ConditionReader) -> None:
        self.scope: dict[str, Condition] = {}
        self.confidence: dict[str, str] = {}
        self.unused: dict[str, str] = {}
        self.records: dict[str, Record] = {}
        for entry in record.records("passages", needed=False):
            name = entry.text("passage")
            self.records[name] = entry
            self._read(name, entry, conditions)
            entry.close()

    def _read(self, name: str, entry: Record, conditions: ConditionReader) -> None:
        if entry.has("scope"):
            self.scope[name] = conditions.read(entry, "scope")
            entry.text("reason")
        if entry.has("confidence"):
            self.confidence[name] = entry.choice("confidence", _CONFIDENCES)
        unused = entry.optional("unused")
        if unused:
            self.unused[name] = unused


def read_notice(
    name: str, text: str, conditions: ConditionReader, faults: list[Fault]
) -> Notice | None:
    """Read one notice file; None (with a fault) where it has no front matter."""
    text = text.removeprefix("\ufeff")  # some editors put it before everything else
    front = _FRONT.match(text)
    if front is None:
        faults.append(
            Fault(
                name,
                1,
                "先頭に「---」で囲んだ説明がありません",
                "一行目と、説明のすぐ後の行を「---」だけにします",
            )
        )
        return None
    record = Source(name, front.group(1), faults, first_line=2).root_record()
    if record is None:
        return None
    body_line = text[: front.end()].count("\n") + 1
    return _notice(name, record, _pieces(name, text[front.end() :], body_line, faults), conditions)


def _notice(
    name: str, record: Record, pieces: list[tuple[str, str, Place]], conditions: ConditionReader
) -> Notice:
    reference = record.choice("kind", ("full", "reference")) == "reference"
    record.need("scope", "「scope: all」か「scope: {制度: 国民健康保険}」の行を足します")
    scope = conditions.read(record, "scope")
    confidence = record.choice("confidence", _CONFIDENCES, "high")
    overrides = _Overrides(record, conditions)
    issued = record.text("issued")
    notice = Notice(
        id=record.text("id"),
        kind="reference" if reference else "full",
        title=record.text("title"),
        issuer=record.text("issuer"),
        number=record.optional("number"),
        issued=issued,
        issued_note=record.optional("issued_note"),
        known_from=record.optional_day("known_from") or _first_day(record, issued),
        addressees=record.words("addressees", needed=False),
        scope=scope,
        url=record.optional("url"),
        source=record.optional("source"),
        passages=tuple(_passage(piece, overrides, scope, confidence) for piece in pieces),
        supersedes=tuple(
            _supersession(item) for item in record.records("supersedes", needed=False)
        ),
        extends=tuple(_supersession(item) for item in record.records("extends", needed=False)),
        place=record.place,
    )
    _check(record, name, notice, overrides)
    record.close()
    return notice


def _first_day(record: Record, issued: str) -> date:
    """Return the issue day; a month counts from its first day (design: two clocks)."""
    full = f"{issued}-01" if _MONTH.fullmatch(issued) else issued
    try:
        return date.fromisoformat(full)
    except ValueError:
        record.fault(
            f"「issued」の「{issued}」は日付ではありません",
            "西暦で 2026-07-31 か 2026-07 のように書きます",
            "issued",
        )
        return date(1900, 1, 1)


def _check(record: Record, name: str, notice: Notice, overrides: _Overrides) -> None:
    if name != f"notices/{notice.id}.md":
        record.fault(
            f"id「{notice.id}」がファイル名と違います", "ファイル名から .md を除いた名前にします"
        )
    if _MONTH.fullmatch(notice.issued) and not notice.issued_note:
        record.fault(
            "月だけの「issued」に「issued_note」がありません", "日付が分からない理由を書きます"
        )
    known = {passage.id for passage in notice.passages}
    for passage, entry in overrides.records.items():
        if passage not in known:
            entry.fault(f"「{passage}」という段落は本文にありません", "本文の [pN] と合わせます")


def _passage(
    piece: tuple[str, str, Place], overrides: _Overrides, scope: Condition, confidence: str
) -> Passage:
    ident, text, place = piece
    return Passage(
        id=ident,
        text=text,
        scope=overrides.scope.get(ident, scope),
        confidence=_confidence(overrides.confidence.get(ident, confidence)),
        unused=overrides.unused.get(ident),
        place=place,
    )


def _confidence(text: str) -> Confidence:
    return "medium" if text == "medium" else "low" if text == "low" else "high"


def _supersession(record: Record) -> Supersession:
    found = Supersession(
        notice=record.text("notice"),
        passages=record.words("passages", needed=False),
        starts=record.day("from"),
        what=record.text("what"),
    )
    record.close()
    return found


def _pieces(
    name: str, body: str, first_line: int, faults: list[Fault]
) -> list[tuple[str, str, Place]]:
    """Cut the body at its ``[pN]`` lines; numbers must run p1, p2, …"""
    faults.extend(_unlike_marks(name, body, first_line))
    found: list[tuple[str, list[str], Place]] = []
    for offset, line in enumerate(body.split("\n")):
        place = Place(name, first_line + offset)
        mark = _MARK.fullmatch(line.strip())
        if mark:
            if mark.group(1) != f"p{len(found) + 1}":
                faults.append(
                    Fault(
                        name,
                        place.line,
                        f"[{mark.group(1)}] の番号が続いていません",
                        f"[p{len(found) + 1}] にします",
                    )
                )
            found.append((mark.group(1), [], place))
        elif line.strip() and not found:
            faults.append(
                Fault(
                    name,
                    place.line,
                    "段落の番号 [p1] より前に文があります",
                    "文の前に [p1] の行を足します",
                )
            )
        elif found:
            found[-1][1].append(line)
    for ident, lines, place in found:
        if not any(line.strip() for line in lines):
            faults.append(
                Fault(
                    name,
                    place.line,
                    f"[{ident}] に本文がありません",
                    "本文を書くか、番号を消します",
                )
            )
    return [(ident, "\n".join(lines).strip(), place) for ident, lines, place in found]


def _unlike_marks(name: str, body: str, first_line: int) -> Iterator[Fault]:
    """Yield a fault for each line that was meant as ``[pN]`` and would count as text."""
    for number, line in enumerate(body.split("\n"), first_line):
        text = line.strip()
        if _LIKE_MARK.fullmatch(text) and not _MARK.fullmatch(text):
            message = f"「{text}」は段落の番号として読めません"
            yield Fault(name, number, message, "半角の小文字で [p1] のように書きます")
