"""A reply as plain text for a terminal: what holds, until when, on what it rests, who can tell."""

from collections.abc import Iterable, Iterator
from datetime import date

from assistant.answering.outcomes import (
    Answer,
    Answered,
    Choice,
    Choose,
    Clarify,
    Declined,
    Handoff,
    Outcome,
    Reply,
    ShownCitation,
    ShownContact,
    Urgent,
)
from assistant.knowledge_base.wording import both_calendars

STATUS = {"current": "", "ended": "【終わりました】", "upcoming": "【これからの取扱い】"}
MARKS = {"say": "", "step": "", "bring": "持ち物：", "note": "※ "}


def reply_text(reply: Reply, *, explain: bool) -> str:
    """Return the reply as lines for a terminal; ``explain`` adds the trace."""
    lines = [*_outcome(reply.outcome), *_around(reply)]
    if explain:
        lines += ["", "考えた道すじ", *(f"  {line}" for line in reply.trace)]
    return "\n".join(lines) + "\n"


def shown_day(day: date) -> str:
    """Return the day in both calendars: people over 75 think in 元号, forms are in 西暦."""
    return both_calendars(day)


def _outcome(outcome: Outcome) -> Iterator[str]:
    match outcome:
        case Answered(answers):
            for number, answer in enumerate(answers):
                yield from [""] if number else []
                yield from _answer(answer)
        case Clarify(_, text, options):
            yield f"［おたずねします］{text}"
            yield from (f"  - {o.label}（{o.value}）" for o in options)
        case Choose(choices):
            yield "［どれをお知りになりたいですか］"
            yield from _choices(choices)
        case Declined(handoff):
            yield "［お答えできません］"
            yield from _handoff(handoff)
        case Urgent(handoff):
            yield "［緊急］"
            yield from _handoff(handoff)


def _answer(answer: Answer) -> Iterator[str]:
    if answer.condition:
        yield f"◆ {answer.condition}"
    yield f"{STATUS[answer.status]}{answer.headline}"
    if answer.standing:
        yield f"  {answer.standing}"
    yield f"  有効期間：{_validity(answer)}"
    step = 0
    for sentence in answer.sentences:
        step += sentence.kind == "step"
        mark = f"{step}. " if sentence.kind == "step" else MARKS[sentence.kind]
        rests = f" ［{sentence.cites + 1}］" if sentence.cites is not None else ""
        yield f"  {mark}{sentence.text}{rests}"
    yield "  根拠"
    for number, citation in enumerate(answer.citations, start=1):
        yield f"  ［{number}］{_citation(citation)}"
    yield from _contacts(answer.contacts)


def _validity(answer: Answer) -> str:
    starts = f"{shown_day(answer.valid_from)}から" if answer.valid_from else ""
    ends = f"{shown_day(answer.valid_until)}まで" if answer.valid_until else "（終わりは未定）"
    return starts + ends


def _citation(citation: ShownCitation) -> str:
    source = f"{citation.issuer}「{citation.title}」{citation.issued} {citation.url}"
    if citation.quote is None:
        return f"{source}（要旨による）"
    return f"「{citation.quote}」 {source}"


def _handoff(handoff: Handoff) -> Iterator[str]:
    yield handoff.text
    yield from _contacts(handoff.contacts)


def _contacts(contacts: Iterable[ShownContact]) -> Iterator[str]:
    for contact in contacts:
        opened = {True: "いま受付中", False: "受付時間外", None: None}[contact.open_now]
        parts = [contact.name, contact.phone, contact.hours, opened, contact.note]
        yield "  ☎ " + " ／ ".join(part for part in parts if part)


def _choices(choices: Iterable[Choice]) -> Iterator[str]:
    return (f"  - {choice.label}（{choice.topic}）" for choice in choices)


def _around(reply: Reply) -> Iterator[str]:
    """Yield what stands around the outcome: what was assumed, notes and what may be asked next."""
    if reply.assumed:
        labels = "、".join(a.label + ("" if a.certain else "（推定）") for a in reply.assumed)
        yield f"\n前提：{labels}"
    yield from (f"注：{note}" for note in reply.notes)
    if reply.suggestions:
        yield "\n関連する質問"
        yield from _choices(reply.suggestions)
    yield f"\n基準日：{shown_day(reply.as_of)}"
