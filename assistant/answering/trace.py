"""How the engine came to its reply, in at most ten plain Japanese lines for agents."""

from datetime import date

from assistant.answering.dialogue import Turn
from assistant.answering.outcomes import Answer, Answered, Choose, Clarify, Outcome
from assistant.knowledge_base.model import KnowledgeBase, Ruling
from assistant.knowledge_base.wording import both_calendars
from assistant.understanding.reading import Reading, Segment

_MOST_LINES = 10
_KINDS = {
    "Answered": "回答",
    "Clarify": "聞き返し",
    "Choose": "項目の選択",
    "Declined": "案内のみ",
    "Urgent": "救急",
}


def explain(turn: Turn, outcome: Outcome, as_of: date, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Return the lines: what was read, what was taken for granted, which ruling and why."""
    lines = [f"基準日は{both_calendars(as_of)}です。"]
    if turn.reading:
        lines += _read(turn.reading)
    lines += _facts(turn, knowledge)
    if isinstance(outcome, Answered):
        for answer in outcome.answers:
            lines += _chosen(answer, knowledge)
    elif isinstance(outcome, Clarify):
        lines.append(
            f"「{knowledge.facts[outcome.about].label}」で答えが変わるので、聞き返しました。"
        )
    elif isinstance(outcome, Choose):
        lines.append(f"{len(outcome.choices)}つの項目が同じくらい近いので、選んでもらいます。")
    lines.append(f"結果は「{_KINDS[type(outcome).__name__]}」です。")
    return (*lines[: _MOST_LINES - 1], lines[-1]) if len(lines) > _MOST_LINES else tuple(lines)


def _read(reading: Reading) -> list[str]:
    lines = []
    words = dict.fromkeys(c for s in reading.segments for m in s.mentions for c in m.concepts)
    if words:
        lines.append(f"見つけた言葉：{'、'.join(list(words)[:10])}。")
    if len(reading.segments) > 1:
        lines.append(f"質問を{len(reading.segments)}つに分けて読みました。")
    lines += [_ranked(segment) for segment in reading.segments[:2] if segment.ranking.ranked]
    days = [f"{both_calendars(s.day)}のこと" for s in reading.segments if s.day]
    if days:
        lines.append(f"尋ねられた日：{'、'.join(dict.fromkeys(days))}。")
    return lines


def _ranked(segment: Segment) -> str:
    best = [f"{item.id} {item.score}点" for item in segment.ranking.ranked[:3]]
    return f"近い項目：{'、'.join(best)}。"


def _facts(turn: Turn, knowledge: KnowledgeBase) -> list[str]:
    parts = []
    for name, code in turn.situation.values.items():
        fact = knowledge.facts[name]
        value = fact.value(code)
        guess = "（推測）" if name in turn.situation.guessed else ""
        parts.append(f"{fact.label}={value.label if value else code}{guess}")
    unknown = [f"{knowledge.facts[name].label}=分からない" for name in sorted(turn.closed)]
    return [f"聞く人の事情：{'、'.join(parts + unknown)}。"] if parts or unknown else []


def _chosen(answer: Answer, knowledge: KnowledgeBase) -> list[str]:
    topic = knowledge.topics[answer.topic]
    ruling = topic.ruling(answer.ruling)
    if ruling is None:
        return []
    lines = [
        (
            f"項目「{topic.title}」の場合分け「{ruling.id}」を選びました"
            f"（{both_calendars(ruling.known)}から知られています）。"
        )
    ]
    beaten = [r.id for r in topic.rulings if _beaten(r, ruling, answer)]
    if beaten:
        lines.append(f"「{'、'.join(beaten)}」より、後の通知か、保険者自身の定めを優先しました。")
    return lines


def _beaten(other: Ruling, chosen: Ruling, answer: Answer) -> bool:
    if other.id == chosen.id or not other.period.contains(answer.day):
        return False
    return other.id in chosen.replaces or (chosen.names_insurer and not other.names_insurer)
