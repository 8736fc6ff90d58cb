"""What the pages of answers show: a topic for a case and a day, and the links to all others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from assistant.answering.outcomes import Answer, Answered, Reply
from assistant.channels.plain_text import shown_day
from assistant.engine import Ask, Assistant
from web.faq_cases import UNKNOWN, Case, answered_whole
from web.typesetting import issue_day

DAY = timedelta(days=1)
ANY = "指定しない"
ALL = "全員"
Heard = tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another case or day; ``chosen`` is what the page shows."""

    label: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A fact that decides, with a way for each value."""

    fact: str
    label: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days with one answer, until the next stretch starts; ``way`` leads to it.

    ``answers`` are its headlines, none where they are those of the stretch before. ``now`` is set
    where today lies in it.
    """

    way: Way
    answers: tuple[str, ...]
    now: bool


@dataclass(frozen=True, slots=True)
class Root:
    """A notice on which a ruling rests: a link to the first passage that is cited."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One ruling of the table, every cell in words; ``address`` shows it, if it is ever heard."""

    period: str
    known: str
    people: tuple[str, ...]
    headline: str
    undecided: bool
    roots: tuple[Root, ...]
    address: str | None
    shown: bool


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A topic, a case and the days: what every part of a page is worked out from."""

    assistant: Assistant
    topic: str
    case: Case
    today: date
    _known: dict[str, tuple[Answer, ...]] = field(default_factory=dict, init=False)

    @property
    def day(self) -> date:
        """The day on which the reader stands."""
        return self.case.day or self.today

    def reply(self, case: Case, now: datetime | None = None) -> Reply:
        """Return the whole answer for a case; raises QuestionError."""
        ask = Ask(
            question=None,
            as_of=case.day or self.today,
            dated=case.day is not None,
            now=now,
            situation=case.facts,
        )
        return answered_whole(self.assistant, self.topic, ask)

    def answers(self, case: Case) -> tuple[Answer, ...]:
        """Return the answers for a case; none where nothing was known yet."""
        if case.query not in self._known:
            outcome = self.reply(case).outcome
            self._known[case.query] = outcome.answers if isinstance(outcome, Answered) else ()
        return self._known[case.query]


def rows(here: Standpoint, shown: Reply) -> tuple[Row, ...]:
    """Return the facts that are chosen, or change the answer on this day, each with its values."""
    known = {assumed.about: assumed.value for assumed in shown.assumed}
    return tuple(
        _row(here, fact, known.get(fact))
        for fact in _named(here)
        if fact in known or _decides(here, fact)
    )


def stretches(here: Standpoint) -> tuple[Stretch, ...]:
    """Return the stretches of days between which the answer to this case becomes another."""
    found: list[tuple[date, tuple[Answer, ...]]] = []
    for day in _edges(here):
        answers = here.answers(here.case.on(day))
        if answers and not (found and _heard(found[-1][1]) == _heard(answers)):
            found.append((day, answers))
    starts = [start for start, _ in found]
    shown, now = _last(starts, here.day), _last(starts, here.today)
    said = [tuple(answer.headline for answer in answers) for _, answers in found]
    return tuple(
        Stretch(
            Way(
                f"{shown_day(start)}〜",
                here.case.on(None if start == now else start).page(here.topic),
                start == shown,
            ),
            () if words == before else words,
            start == now,
        )
        for start, words, before in zip(starts, said, [(), *said], strict=False)
    )


def table(here: Standpoint, shown: Reply) -> tuple[Listed, ...]:
    """Return every ruling of the topic, by the day it starts, then the day it was known."""
    topic = here.assistant.knowledge.topics[here.topic]
    answers = shown.outcome.answers if isinstance(shown.outcome, Answered) else ()
    now = {answer.ruling for answer in answers}
    days = [here.today, *_edges(here)]
    return tuple(
        Listed(
            period=_period(ruling.period.starts, ruling.period.ends),
            known=shown_day(ruling.known),
            people=_people(here, ruling.when.allowed),
            headline=ruling.headline,
            undecided=ruling.undecided,
            roots=_roots(
                here,
                ((s.citation.notice, s.citation.passage) for s in ruling.statements if s.citation),
            ),
            address=_where_heard(
                here,
                ruling.id,
                ruling.when.allowed,
                [day for day in days if ruling.known <= day and ruling.period.contains(day)],
            ),
            shown=ruling.id in now,
        )
        for ruling in sorted(topic.rulings, key=lambda r: (r.period.starts, r.known, r.id))
    )


def _named(here: Standpoint) -> Iterator[str]:
    """Yield the facts that the topic's rulings or sentences name, in the order of the fact file."""
    topic = here.assistant.knowledge.topics[here.topic]
    named = set(topic.facts)
    for ruling in topic.rulings:
        named.update(ruling.when.allowed, *(s.about.allowed for s in ruling.statements))
    return (fact for fact in here.assistant.knowledge.facts if fact in named)


def _decides(here: Standpoint, fact: str) -> bool:
    """Tell whether two values of the fact, or none, lead to different answers."""
    codes = [value.code for value in here.assistant.knowledge.facts[fact].values]
    heard = {
        _heard(here.answers(case))
        for case in (here.case.but(fact, code, here.assistant) for code in (None, *codes))
    }
    return len(heard) > 1


def _row(here: Standpoint, name: str, chosen: str | None) -> Row:
    fact = here.assistant.knowledge.facts[name]
    values = [(None, ANY), *((value.code, value.label) for value in fact.values)]
    ways = (
        Way(label, here.case.but(name, code, here.assistant).page(here.topic), code == chosen)
        for code, label in values
    )
    return Row(name, fact.label, tuple(ways))


def _edges(here: Standpoint) -> list[date]:
    """Return the days on which a ruling of the topic starts, has just ended or became known."""
    rulings = here.assistant.knowledge.topics[here.topic].rulings
    ends = {ruling.period.ends + DAY for ruling in rulings if ruling.period.ends}
    return sorted(ends | {day for r in rulings for day in (r.period.starts, r.known)})


def _heard(answers: tuple[Answer, ...]) -> Heard:
    """Return what somebody reads and until when it holds, whatever rulings say it."""
    return tuple(
        (a.condition, a.headline, a.valid_until, *(s.text for s in a.sentences)) for a in answers
    )


def _last(starts: list[date], day: date) -> date | None:
    return max((start for start in starts if start <= day), default=None)


def _period(starts: date, ends: date | None) -> str:
    return f"{shown_day(starts)}〜{shown_day(ends) if ends else ''}"


def _people(here: Standpoint, allowed: Mapping[str, Set[str]]) -> tuple[str, ...]:
    """Say for whom a ruling is: one line for each fact, 「全員」 where there is none."""
    lines = []
    for name, codes in allowed.items():
        fact = here.assistant.knowledge.facts[name]
        said = [value.label for value in fact.values if value.code in codes]
        said += ["分からないとき"] if UNKNOWN in codes else []
        lines.append(f"{fact.label}：{'・'.join(said)}")
    return tuple(lines) or (ALL,)


def _roots(here: Standpoint, cited: Iterable[tuple[str, str]]) -> tuple[Root, ...]:
    """Return the notices cited, each once, at its first passage."""
    found: dict[str, Root] = {}
    for name, passage in cited:
        issued = here.assistant.knowledge.notices[name].issued
        label = f"{issue_day(issued).partition('（')[0]}の通知"
        found.setdefault(name, Root(label, f"/notices/{name}#{passage}"))
    return tuple(found.values())


def _where_heard(
    here: Standpoint, ruling: str, allowed: Mapping[str, Set[str]], days: Sequence[date]
) -> str | None:
    """Return the page of a case and of the first of some days to which the ruling is the answer.

    None where only those hear it who ask about its days beforehand or afterwards.
    """
    for case in _cases(here, allowed):
        for day in days:
            there = case.on(None if day == here.today else day)
            if any(answer.ruling == ruling for answer in here.answers(there)):
                return there.page(here.topic)
    return None


def _cases(here: Standpoint, allowed: Mapping[str, Set[str]]) -> Iterator[Case]:
    """Yield cases that meet a condition: the plainest, then those that differ from it by one."""
    plainest = Case()
    orders = {
        fact: [value.code for value in here.assistant.knowledge.facts[fact].values]
        for fact in allowed
    }
    for fact, codes in allowed.items():
        if UNKNOWN not in codes:
            first = next(code for code in orders[fact] if code in codes)
            plainest = plainest.but(fact, first, here.assistant)
    yield plainest
    for fact, codes in allowed.items():
        for code in orders[fact]:
            if code in codes and plainest.facts.get(fact) != code:
                yield plainest.but(fact, code, here.assistant)
