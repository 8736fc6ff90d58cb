"""What earlier turns settled. It travels as an unsigned token of topics and facts, never words.

The token is canonical JSON in URL-safe base64, and every value is checked against closed lists
when it comes back, so that a forged one can say nothing that a button could not.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.answering.situation import Situation, read_situation
from assistant.errors import ConversationError, QuestionError
from assistant.knowledge_base.model import KnowledgeBase

_VERSION = 1
_LONGEST = 2000
_KEYS = {"v", "facts", "guessed", "closed", "topics", "day", "asked", "offered", "misses"}
_MOST_MISSES = 99


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is settled so far.

    ``closed`` are facts that the asker does not know; ``topics`` those of the last answer;
    ``day`` the day asked about; ``asked`` the fact asked back last; ``offered`` the topics offered
    last; ``misses`` counts questions in a row that were not covered.
    """

    situation: Situation = field(default_factory=Situation)
    closed: frozenset[str] = frozenset()
    topics: tuple[str, ...] = ()
    day: date | None = None
    asked: str | None = None
    offered: tuple[str, ...] = ()
    misses: int = 0


def encode(conversation: Conversation) -> str:
    """Return the token of a conversation; the same conversation always gives the same token."""
    content = {
        "v": _VERSION,
        "facts": dict(conversation.situation.values),
        "guessed": sorted(conversation.situation.guessed),
        "closed": sorted(conversation.closed),
        "topics": list(conversation.topics),
        "day": conversation.day.isoformat() if conversation.day else None,
        "asked": conversation.asked,
        "offered": list(conversation.offered),
        "misses": conversation.misses,
    }
    packed = json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii")
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode(token: str | None, knowledge: KnowledgeBase) -> Conversation:
    """Return the conversation of a token; an empty one for None or an empty token.

    Raises:
        ConversationError: the token is not one of ours.
    """
    if not token:
        return Conversation()
    content = _unpack(token)
    if set(content) != _KEYS or content["v"] != _VERSION:
        raise _broken()
    try:
        return _checked(content, knowledge)
    except (TypeError, ValueError, QuestionError) as error:
        raise _broken() from error


def _unpack(token: str) -> dict[str, object]:
    if len(token) > _LONGEST:
        raise _broken()
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        content = json.loads(packed)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise _broken() from error
    if not isinstance(content, dict):
        raise _broken()
    return content


def _checked(content: Mapping[str, object], knowledge: KnowledgeBase) -> Conversation:
    facts = content["facts"]
    if not isinstance(facts, dict):
        raise _broken()
    values = {_listed(key, knowledge.facts): str(value) for key, value in facts.items()}
    guessed = frozenset(_list(content["guessed"], values))
    asked, day, misses = content["asked"], content["day"], content["misses"]
    if not isinstance(misses, int) or isinstance(misses, bool) or not 0 <= misses <= _MOST_MISSES:
        raise _broken()
    return Conversation(
        situation=Situation(read_situation(values, knowledge.facts).values, guessed),
        closed=frozenset(_list(content["closed"], knowledge.facts)),
        topics=_list(content["topics"], knowledge.topics),
        day=None if day is None else date.fromisoformat(str(day)),
        asked=None if asked is None else _listed(asked, knowledge.facts),
        offered=_list(content["offered"], knowledge.topics),
        misses=misses,
    )


def _list(value: object, known: Mapping[str, object]) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _broken()
    return tuple(_listed(item, known) for item in value)


def _listed(value: object, known: Mapping[str, object]) -> str:
    if not isinstance(value, str) or value not in known:
        raise _broken()
    return value


def _broken() -> ConversationError:
    return ConversationError("会話の続きを読み取れませんでした。はじめから質問してください。")
