"""Ruling → Answer: sentences for this person, citations, contacts, and how the ruling stands."""

from collections.abc import Mapping
from datetime import datetime

from assistant.answering.cases import Instant, Picked
from assistant.answering.opening import open_now
from assistant.answering.outcomes import Answer, Sentence, ShownCitation, ShownContact, Status
from assistant.knowledge_base.model import Citation, KnowledgeBase, Period, Ruling, Statement, Topic
from assistant.knowledge_base.timeline import unbroken_run
from assistant.knowledge_base.wording import both_calendars

_DEFAULT_CONTACT = "insurer"


class Composer:
    """Composes answers from one knowledge base; ``now`` is None where the asker named the day."""

    def __init__(self, knowledge: KnowledgeBase, now: datetime | None) -> None:
        self._knowledge = knowledge
        self._now = now

    def answer(
        self, topic: Topic, picked: Picked, known: Mapping[str, str], instant: Instant
    ) -> Answer:
        """Compose one answer; sentences about other people than the asker are left out."""
        ruling = picked.ruling
        run = unbroken_run(topic, ruling, picked.case, instant.day, instant.as_of)
        status = _status(ruling, run, instant)
        statements = [s for s in ruling.statements if s.about.possible(known)]
        cited = list(dict.fromkeys(s.citation for s in statements if s.citation))
        cited = cited or list(dict.fromkeys(s.citation for s in ruling.statements if s.citation))
        return Answer(
            topic=topic.id,
            title=topic.title,
            ruling=ruling.id,
            condition=picked.condition,
            headline=ruling.headline,
            standing=self._standing(status, run),
            sentences=tuple(_sentence(s, cited) for s in statements),
            status=status,
            day=instant.day,
            valid_from=run.starts,
            valid_until=run.ends,
            citations=tuple(self._citation(citation) for citation in cited),
            contacts=self.contacts(ruling.contacts or (_DEFAULT_CONTACT,)),
        )

    def contacts(self, names: tuple[str, ...]) -> tuple[ShownContact, ...]:
        """Return the named contacts, each with whether it is open now."""
        found = [
            self._knowledge.contacts[name] for name in names if name in self._knowledge.contacts
        ]
        return tuple(
            ShownContact(c.name, c.phone, c.hours, c.note, open_now(c, self._now)) for c in found
        )

    def _citation(self, citation: Citation) -> ShownCitation:
        notice = self._knowledge.notices[citation.notice]
        return ShownCitation(
            notice=notice.id,
            title=notice.title,
            issuer=notice.issuer,
            issued=notice.issued,
            quote=citation.quote,
            passage=citation.passage,
            source=notice.url,
        )

    def _standing(self, status: Status, run: Period) -> str | None:
        if status == "ended" and run.ends:
            return self._knowledge.messages["standing-ended"].format(date=both_calendars(run.ends))
        if status == "upcoming":
            return self._knowledge.messages["standing-upcoming"].format(
                date=both_calendars(run.starts)
            )
        return None


def _status(ruling: Ruling, run: Period, instant: Instant) -> Status:
    if ruling.undecided:
        return "current"
    if run.starts > instant.as_of:
        return "upcoming"
    if run.ends is not None and run.ends < instant.as_of:
        return "ended"
    return "current"


def _sentence(statement: Statement, cited: list[Citation]) -> Sentence:
    place = cited.index(statement.citation) if statement.citation else None
    return Sentence(statement.text, statement.kind, place)
