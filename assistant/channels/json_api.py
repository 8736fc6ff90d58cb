"""The public JSON shapes of the contract: replies, topics and notices.

Every key is always there. The bytes are canonical: the same value gives the same bytes anywhere.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.answering.outcomes import (
    Answer,
    Answered,
    Choice,
    Choose,
    Clarify,
    Declined,
    Handoff,
    Reply,
    ShownCitation,
    ShownContact,
    Urgent,
)
from assistant.knowledge_base.model import (
    Citation,
    Condition,
    KnowledgeBase,
    Notice,
    Ruling,
    Supersession,
    Topic,
)

Json = dict[str, Any]


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return the value as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def reply_json(reply: Reply, *, explain: bool) -> Json:
    """Return the reply in the contract's shape; ``explain`` adds the trace."""
    return {
        **_outcome(reply),
        "suggestions": [_choice(choice) for choice in reply.suggestions],
        "conversation": reply.conversation,
        "lang": reply.lang,
        "as_of": reply.as_of.isoformat(),
        "knowledge": reply.knowledge,
        "trace": list(reply.trace) if explain else None,
        "assumed": [
            {"about": a.about, "value": a.value, "label": a.label, "certain": a.certain}
            for a in reply.assumed
        ],
        "notes": list(reply.notes),
    }


def topics_json(knowledge: KnowledgeBase) -> Json:
    """Return every topic, in the order of the content."""
    return {
        "topics": [_topic(topic) for topic in knowledge.topics.values()],
        "knowledge": knowledge.digest,
    }


def topic_json(knowledge: KnowledgeBase, topic_id: str) -> Json | None:
    """Return one topic with all its rulings, or None if there is no such topic."""
    topic = knowledge.topics.get(topic_id)
    if topic is None:
        return None
    return {
        **_topic(topic),
        "rulings": [_ruling(knowledge, ruling) for ruling in topic.rulings],
        "knowledge": knowledge.digest,
    }


def notices_json(knowledge: KnowledgeBase) -> Json:
    """Return every notice, in the order of the content."""
    return {
        "notices": [_notice(notice) for notice in knowledge.notices.values()],
        "knowledge": knowledge.digest,
    }


def notice_json(knowledge: KnowledgeBase, notice_id: str) -> Json | None:
    """Return one notice with its passages, or None if there is no such notice."""
    notice = knowledge.notices.get(notice_id)
    if notice is None:
        return None
    overtaken = [
        {**_supersession(step), "notice": other.id}
        for other in knowledge.notices.values()
        for step in other.supersedes
        if step.notice == notice_id
    ]
    return {
        **_notice(notice),
        "addressees": list(notice.addressees),
        "issued_note": notice.issued_note,
        "passages": [
            {"passage": p.id, "text": p.text, "scope": _condition(p.scope)} for p in notice.passages
        ],
        "supersessions": [_supersession(step) for step in notice.supersedes],
        "extensions": [_supersession(step) for step in notice.extends],
        "superseded_by": overtaken,
        "knowledge": knowledge.digest,
    }


def _outcome(reply: Reply) -> Json:
    """Return the keys that depend on the kind of outcome, all of them always there."""
    shape: Json = {"answers": [], "clarify": None, "choices": [], "handoff": None}
    match reply.outcome:
        case Answered(answers):
            return {"outcome": "answer", **shape, "answers": [_answer(a) for a in answers]}
        case Clarify(about, text, options):
            offered = [{"value": o.value, "label": o.label} for o in options]
            asked = {"about": about, "text": text, "options": offered}
            return {"outcome": "clarify", **shape, "clarify": asked}
        case Choose(choices):
            return {"outcome": "choose", **shape, "choices": [_choice(c) for c in choices]}
        case Declined(handoff):
            return {"outcome": "decline", **shape, "handoff": _handoff(handoff)}
        case Urgent(handoff):
            return {"outcome": "urgent", **shape, "handoff": _handoff(handoff)}


def _answer(answer: Answer) -> Json:
    return {
        "topic": answer.topic,
        "title": answer.title,
        "ruling": answer.ruling,
        "condition": answer.condition,
        "headline": answer.headline,
        "text": answer.text,
        "standing": answer.standing,
        "sentences": [{"text": s.text, "kind": s.kind, "cites": s.cites} for s in answer.sentences],
        "status": answer.status,
        "day": answer.day.isoformat(),
        "valid_from": answer.valid_from.isoformat() if answer.valid_from else None,
        "valid_until": answer.valid_until.isoformat() if answer.valid_until else None,
        "citations": [_citation(c) for c in answer.citations],
        "contacts": _contacts(answer.contacts),
    }


def _citation(citation: ShownCitation) -> Json:
    return {
        "notice": citation.notice,
        "title": citation.title,
        "issuer": citation.issuer,
        "issued": citation.issued,
        "quote": citation.quote,
        "passage": citation.passage,
        "url": citation.url,
        "source": citation.source,
    }


def _contacts(contacts: Iterable[ShownContact]) -> list[Json]:
    return [
        {
            "name": c.name,
            "phone": c.phone,
            "hours": c.hours,
            "note": c.note,
            "open_now": c.open_now,
        }
        for c in contacts
    ]


def _handoff(handoff: Handoff) -> Json:
    return {
        "kind": handoff.kind,
        "text": handoff.text,
        "contacts": _contacts(handoff.contacts),
    }


def _choice(choice: Choice) -> Json:
    return {"topic": choice.topic, "label": choice.label}


def _topic(topic: Topic) -> Json:
    return {
        "topic": topic.id,
        "title": topic.title,
        "group": topic.group,
        "url": f"/faq/{topic.id}",
    }


def _ruling(knowledge: KnowledgeBase, ruling: Ruling) -> Json:
    cited = dict.fromkeys(s.citation for s in ruling.statements if s.citation)
    ends = ruling.period.ends
    return {
        "ruling": ruling.id,
        "when": _condition(ruling.when),
        "from": ruling.period.starts.isoformat(),
        "until": ends.isoformat() if ends else None,
        "known": ruling.known.isoformat(),
        "headline": ruling.headline,
        "text": "\n".join([ruling.headline, *(s.text for s in ruling.statements)]),
        "citations": [_citation(_shown(knowledge, citation)) for citation in cited],
    }


def _shown(knowledge: KnowledgeBase, citation: Citation) -> ShownCitation:
    notice = knowledge.notices[citation.notice]
    return ShownCitation(
        notice=notice.id,
        title=notice.title,
        issuer=notice.issuer,
        issued=notice.issued,
        quote=citation.quote,
        passage=citation.passage,
        source=notice.url,
    )


def _notice(notice: Notice) -> Json:
    return {
        "notice": notice.id,
        "title": notice.title,
        "issuer": notice.issuer,
        "number": notice.number,
        "issued": notice.issued,
        "kind": notice.kind,
        "url": f"/notices/{notice.id}",
        "source": notice.url,
        "supersedes": list(dict.fromkeys(step.notice for step in notice.supersedes)),
    }


def _supersession(step: Supersession) -> Json:
    return {
        "notice": step.notice,
        "passages": list(step.passages),
        "from": step.starts.isoformat(),
        "what": step.what,
    }


def _condition(condition: Condition) -> Json:
    """Return the condition as fact → sorted values; ``{}`` holds for everybody."""
    return {fact: sorted(values) for fact, values in sorted(condition.allowed.items())}
