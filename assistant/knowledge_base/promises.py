"""Check 5, last part: no answer promises, and no telephone number is made up."""

from collections.abc import Iterator

from assistant.errors import Fault
from assistant.knowledge_base.model import KnowledgeBase, Ruling, Statement
from assistant.knowledge_base.wording import squash

_PROMISES = ("必ず", "絶対に", "間違いなく", "どこでも受け付け")
_DIGITS_OF_A_LINE = 9


def check_promises(knowledge: KnowledgeBase) -> list[Fault]:
    """Return a fault for each promise in our own words, and each number that no notice names."""
    texts = [
        (owner, text)
        for topic in knowledge.topics.values()
        for ruling in topic.rulings
        for owner, text in _texts(ruling)
    ]
    promises = [
        Fault(
            owner.place.file,
            owner.place.line,
            f"「{text[:24]}…」は「{word}」と約束しています",
            "通知が言う強さで書きます（「…とされています」「受付にご相談ください」など）",
        )
        for owner, text in texts
        for word in _PROMISES
        if word in text
    ]
    return [*promises, *_made_up_numbers(knowledge)]


def _texts(ruling: Ruling) -> Iterator[tuple[Ruling | Statement, str]]:
    yield ruling, ruling.headline
    for statement in ruling.statements:
        yield statement, statement.text


def _made_up_numbers(knowledge: KnowledgeBase) -> Iterator[Fault]:
    """Short public numbers (119) are everybody's; a line of a desk must stand in a notice."""
    said = "".join(squash(p.text) for n in knowledge.notices.values() for p in n.passages)
    for contact in knowledge.contacts.values():
        digits = sum(char.isdigit() for char in contact.phone or "")
        if contact.phone and digits >= _DIGITS_OF_A_LINE and squash(contact.phone) not in said:
            yield Fault(
                contact.place.file,
                contact.place.line,
                f"電話 {contact.phone} は、どの通知にもありません",
                "番号を通知と比べて直すか、番号の載った案内を通知として足します",
            )
