"""Check 3: for every case, day and state of knowledge exactly one ruling, and each of use."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, pairwise

from assistant.errors import Fault
from assistant.knowledge_base.model import Fact, KnowledgeBase, Place, Ruling, Topic
from assistant.knowledge_base.people import Case, cases
from assistant.knowledge_base.timeline import boundaries, in_force, known_days

_MOST_FAULTS = 3
_DAY = timedelta(days=1)
# A ruling that comes back for fewer days than this before one that replaces it fills a slip.
_SHORTEST = timedelta(days=7)


def check_tiling(knowledge: KnowledgeBase) -> list[Fault]:
    """Return the first few holes, overlaps and gaps of each topic, with day and people."""
    return [
        fault
        for topic in knowledge.topics.values()
        for fault in islice(_Tiling(topic, knowledge.facts).faults(), _MOST_FAULTS)
    ]


class _Tiling:
    """One topic with all cases and all stretches of days."""

    def __init__(self, topic: Topic, facts: Mapping[str, Fact]) -> None:
        self._topic = topic
        self._facts = facts
        self._cases = list(cases(topic, facts))
        self._groups = _alike(topic, self._cases)
        self._days = sorted({topic.starts, *(d for d in boundaries(topic) if d > topic.starts)})

    def faults(self) -> Iterator[Fault]:
        """Yield a fault for each state of knowledge and stretch of days that fails."""
        yield from self._unheard()
        for as_of in known_days(self._topic):
            for day in self._days:
                yield from self._not_one(day, as_of)
                yield from self._left_behind(day, as_of)
            for day, after in pairwise(self._days):
                if after - day < _SHORTEST:
                    yield from self._gap(day, after, as_of)

    def _not_one(self, day: date, as_of: date) -> Iterator[Fault]:
        people: dict[tuple[str, ...], list[Case]] = defaultdict(list)
        for group in self._groups:
            found = in_force(self._topic, group[0], day, as_of)
            if len(found) != 1:
                people[tuple(ruling.id for ruling in found)].extend(group)
        for names, own in people.items():
            head = f"{day} について {as_of} の時点で {self._who(own)} に当てはまる場合分けが"
            if names:
                yield _overlap(head, in_force(self._topic, own[0], day, as_of))
            else:
                yield self._hole(head, own[0], day, as_of)

    def _hole(self, head: str, case: Case, day: date, as_of: date) -> Fault:
        known = [r for r in self._topic.rulings if r.known <= as_of and r.when.holds(case)]
        before = [r for r in known if r.period.ends and r.period.ends < day]
        last = max(before, key=lambda r: r.period.ends or day, default=None)
        named = f"「{last.id}」の until（{last.period.ends}）を直すか、" if last else ""
        place = (last or self._topic).place
        return Fault(
            place.file,
            place.line,
            f"{head}一つもありません",
            f"{named}その日に始まる場合分けを足します（from と until の日も期間に入ります）",
        )

    def _gap(self, day: date, after: date, as_of: date) -> Iterator[Fault]:
        """Yield a fault where an old ruling comes back for some days before its successor."""
        gaps: dict[tuple[str, str], tuple[Place, list[Case]]] = {}
        for group in self._groups:
            before, now, then = (
                in_force(self._topic, group[0], d, as_of) for d in (day - _DAY, day, after)
            )
            if before != now and len(now) == len(then) == 1 and now[0].id in then[0].replaces:
                names = now[0].id, then[0].id
                gaps.setdefault(names, (then[0].place, []))[1].extend(group)
        span = f"{day} から {after - _DAY} まで" if after - day > _DAY else f"{day} だけ"
        for (old, new), (place, own) in gaps.items():
            yield Fault(
                place.file,
                place.line,
                f"{span}、{self._who(own)} の答えが、取って代わられる「{old}」に戻ります",
                f"「{new}」の from か、その前の場合分けの until を直して、日を続けます",
            )

    def _unheard(self) -> Iterator[Fault]:
        """Yield a fault for each ruling that nobody hears about any day."""
        heard = {
            ruling.id
            for as_of in known_days(self._topic)
            for day in self._days
            for group in self._groups
            for ruling in in_force(self._topic, group[0], day, as_of)
        }
        for ruling in self._topic.rulings:
            if ruling.id not in heard:
                yield Fault(
                    ruling.place.file,
                    ruling.place.line,
                    f"「{ruling.id}」は、だれにも、どの日にも使われません",
                    "when と期間と known を見直すか、これを replaces に書いた場合分けを直します",
                )

    def _left_behind(self, day: date, as_of: date) -> Iterator[Fault]:
        """Yield a fault where a ruling is overtaken for some of the people it names, by a slip.

        It is one if those who still hear it differ in one of the facts that the ruling itself
        names: the later ruling forgot a value. An open question is settled for all or for nobody.
        """
        heard: dict[str, list[Case]] = defaultdict(list)
        overtaken: dict[str, list[Case]] = defaultdict(list)
        for group in self._groups:
            for ruling in in_force(self._topic, group[0], day, as_of):
                heard[ruling.id].extend(group)
            for name in self._replaced(group[0], day, as_of):
                overtaken[name].extend(group)
        for ruling in self._topic.rulings:
            own, others = heard[ruling.id], overtaken[ruling.id]
            if own and others and (ruling.undecided or _forgotten(ruling, own, others) == 1):
                yield Fault(
                    ruling.place.file,
                    ruling.place.line,
                    f"{day} について {as_of} の時点で {self._who(own)} だけが、"
                    f"ほかの方では取って代わられた「{ruling.id}」のままです",
                    f"replaces に「{ruling.id}」と書いた場合分けの when に、その方も入れます",
                )

    def _replaced(self, case: Case, day: date, as_of: date) -> set[str]:
        """Return the rulings that would hold for a case if no other replaced them."""
        live = [
            ruling
            for ruling in self._topic.rulings
            if ruling.known <= as_of and ruling.period.contains(day) and ruling.when.holds(case)
        ]
        return {ruling.id for ruling in live} & {name for r in live for name in r.replaces}

    def _who(self, own: Sequence[Case]) -> str:
        """Say who some cases are, by the facts that set them apart from all the cases."""
        parts = []
        others = self._cases
        for name in own[0]:
            codes = {case[name] for case in own}
            if codes != {case[name] for case in others}:
                others = [case for case in others if case[name] in codes]
                fact = self._facts[name]
                labels = [value.label for value in fact.values if value.code in codes]
                unknown = [] if len(labels) == len(codes) else ["不明"]
                parts.append(f"{fact.label}={'・'.join([*labels, *unknown])}")
        return "、".join(parts) or "全員"


def _alike(topic: Topic, everybody: Sequence[Case]) -> list[list[Case]]:
    """Group the cases that no ruling of the topic tells apart."""
    found: dict[tuple[bool, ...], list[Case]] = defaultdict(list)
    for case in everybody:
        found[tuple(ruling.when.holds(case) for ruling in topic.rulings)].append(case)
    return list(found.values())


def _forgotten(ruling: Ruling, own: Sequence[Case], others: Sequence[Case]) -> int:
    """Count the facts named by a ruling in which its own cases have a value that others lack."""
    return sum(
        not {case[fact] for case in own} <= {case[fact] for case in others}
        for fact in ruling.when.allowed
    )


def _overlap(head: str, found: Sequence[Ruling]) -> Fault:
    newest = max(found, key=lambda ruling: (ruling.known, ruling.period.starts))
    others = "、".join(ruling.id for ruling in found if ruling is not newest)
    return Fault(
        newest.place.file,
        newest.place.line,
        f"{head} {len(found)} 件（{'、'.join(ruling.id for ruling in found)}）",
        f"「{newest.id}」が取って代わるなら replaces に {others} を足します。"
        "そうでなければ from・until か when を分けます",
    )
