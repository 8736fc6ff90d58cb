"""Question sets: what is asked, what a right answer contains, and the verdict on the engine's.

The verdicts are those of the contract's question sets: ``right`` the expected outcome at once,
``asked`` after at most two facts asked back, ``chosen`` behind one of at most four offered topics,
``declined`` an answer was due and none was given, ``lost`` the choices never led to it, ``wrong``
an answer that is not the one due, ``noisy`` choices where a decline was due, ``fault`` no reply.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Reply = dict[str, Any]
Asking = Callable[[dict[str, Any]], Reply]

GOOD = ("right", "asked", "chosen")
VERDICTS = (*GOOD, "declined", "lost", "wrong", "noisy", "fault")
TURNS_BACK = 2
MOST_CHOICES = 4
OLDEST = 199

ERA_DAY = r"(?:令和|平成|西暦)?\s*(?:\d+|元)年"
SECOND_CALENDAR = re.compile(
    rf"(?<=[日月末])\s*\({ERA_DAY}\s*\d+月(?:\s*\d+日|末日?)?\)|(?<=年)\s*\({ERA_DAY}\)"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a set, as it stands in the file."""

    content: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The item's name, such as ``A003``."""
        return str(self.content["id"])

    @property
    def odd(self) -> bool:
        """Tell whether the number in the id is odd; the odd ones are for calibration."""
        digits = re.sub(r"\D", "", self.id)
        return int(digits or 0) % 2 == 1

    @property
    def outcomes(self) -> list[str]:
        """The outcomes that count as right."""
        return list(self.content["expect"].get("outcome", ["answer"]))

    def request(self) -> dict[str, Any]:
        """Return the request that asks it."""
        body = {"question": self.content["question"], "lang": self.content.get("lang", "ja")}
        return body | {k: self.content[k] for k in ("as_of", "situation") if self.content.get(k)}


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with its verdict, the first reply and the one that decided."""

    item: Item
    verdict: str
    first: Reply
    last: Reply


def read_items(path: Path) -> list[Item]:
    """Read a question set, one JSON object a line."""
    lines = path.read_text("utf-8").splitlines()
    return [Item(json.loads(line)) for line in lines if line.strip()]


def judge(item: Item, ask: Asking) -> Judged:
    """Ask one item, go on as an honest asker would, and judge."""
    body = item.request()
    for earlier in item.content.get("before", []):
        body["conversation"] = ask({**body, "question": earlier})["conversation"]
    first = ask(body)
    verdict = _at_once(item, first)
    if verdict:
        return Judged(item, verdict, first, first)
    verdict, last = _after_more(item, ask, body, first)
    return Judged(item, verdict, first, last)


def _at_once(item: Item, first: Reply) -> str | None:
    """Return the verdict where the first reply settles it, else None."""
    if _leaks(item, first):
        return "wrong"
    if _meets(item, first):
        return "right"
    if "answer" not in item.outcomes:
        missed = first["outcome"] == "answer" or item.outcomes == ["urgent"]
        return "wrong" if missed else "noisy"
    return {"decline": "declined", "answer": "wrong", "urgent": "wrong"}.get(first["outcome"])


def _after_more(item: Item, ask: Asking, body: dict[str, Any], first: Reply) -> tuple[str, Reply]:
    """Follow what was asked back or offered; the first reply that settles it decides."""
    edge, last, picked = [first], first, False
    for _ in range(TURNS_BACK):
        coming = []
        for reply in edge:
            picked = picked or reply["outcome"] == "choose"
            for choice in _honest(item, reply):
                last = ask({**body, "conversation": reply["conversation"], "choice": choice})
                verdict = _on_the_way(item, last, picked=picked)
                if verdict:
                    return verdict, last
                coming.append(last)
        edge = coming
    return "lost", last


def _on_the_way(item: Item, reply: Reply, *, picked: bool) -> str | None:
    if _leaks(item, reply):
        return "wrong"
    if _meets(item, reply):
        return "chosen" if picked else "asked"
    if picked:
        return None
    return {"answer": "wrong", "decline": "declined"}.get(reply["outcome"])


def _honest(item: Item, reply: Reply) -> list[str]:
    """Return the choices that somebody who knows what the item knows could make."""
    if reply["outcome"] == "choose":
        return [choice["topic"] for choice in reply["choices"]][:MOST_CHOICES]
    if reply["outcome"] != "clarify":
        return []
    about = reply["clarify"]["about"]
    values = [option["value"] for option in reply["clarify"]["options"]]
    known = {**item.content.get("situation", {}), **item.content.get("knows", {})}
    return list(_known_value(about, known, values))[:1] or [v for v in values if v == "unknown"]


def _known_value(about: str, known: Mapping[str, Any], values: list[str]) -> Iterator[str]:
    if about not in known:
        return
    said = str(known[about]).lower()
    if about == "age":
        yield from (value for value in values if _in_band(int(said), value))
    yield from (value for value in values if value.lower() == said)
    if about in {"scheme", "insurer"} and "other" in values:
        yield "other"


def _in_band(age: int, value: str) -> bool:
    low, dash, high = value.partition("-")
    return bool(dash) and int(low or 0) <= age <= int(high or OLDEST)


def _meets(item: Item, reply: Reply) -> bool:
    expect = item.content["expect"]
    if reply["outcome"] not in item.outcomes:
        return False
    if reply["outcome"] != "answer":
        return True
    said = _plain("\n".join(f"{a['headline']}\n{a['text']}" for a in reply["answers"]))
    cited = {c["notice"] for a in reply["answers"] for c in a["citations"]}
    wanted = set(expect.get("notices") or cited)
    return (
        all(re.search(pattern, said) for pattern in expect.get("must", []))
        and not any(re.search(pattern, said) for pattern in expect.get("must_not", []))
        and bool(wanted & cited or not wanted)
    )


def _leaks(item: Item, reply: Reply) -> bool:
    said = json.dumps({**reply, "knowledge": None}, ensure_ascii=False)
    patterns = item.content["expect"].get("must_not_anywhere", [])
    return any(re.search(pattern, said) for pattern in patterns)


def _plain(text: str) -> str:
    """Return the text with one form of each letter, and each date in one calendar only."""
    folded = unicodedata.normalize("NFKC", text)  # noqa: TID251 -- the measure is its own judge
    return SECOND_CALENDAR.sub("", folded)
