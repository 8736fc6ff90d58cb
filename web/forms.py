"""HTML forms, read with the standard library: bounded, strict, and nothing but text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl

from starlette.requests import Request

from assistant.errors import QuestionError
from web.dates import read_day
from web.problems import Problem, ProblemError, of_question

FORM = "application/x-www-form-urlencoded"
FACT = "fact."
MOST_FIELDS = 24
LAST_TURN = 9999
BODY = "body"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form of the chat page sent; empty fields are None.

    ``about`` is the fact that ``choice`` is a value of; ``situation`` holds facts that were taken
    for granted and are now said. ``turn`` counts the turns on the page, so that each gets names of
    its own.
    """

    question: str | None
    choice: str | None
    about: str | None
    situation: Mapping[str, str]
    conversation: str | None
    as_of: str | None
    turn: int

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> "Asked":
        """Take the fields that the page knows; others are ignored."""
        chosen = fields.get("choice") or None
        question = fields.get("q", "")
        said = {
            name.removeprefix(FACT): value
            for name, value in fields.items()
            if name.startswith(FACT)
        }
        silent = chosen is not None or bool(said)
        return cls(
            question=None if silent and not question.strip() else question,
            choice=chosen,
            about=fields.get("about") or None,
            situation=said,
            conversation=fields.get("conversation") or None,
            as_of=fields.get("as_of") or None,
            turn=_turn(fields.get("turn", "")),
        )


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form post; raises ProblemError: 415, 422."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise ProblemError(Problem(415, f"Content-Type は {FORM} にします。"))
    try:
        text = (await request.body()).decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        refused = QuestionError(BODY, "送られた内容を文字として読み取れません。")
        raise of_question(refused) from error
    return dict(pairs)


def day_of(text: str | None) -> date | None:
    """Return the day that the address or the form names, None for today."""
    if not text:
        return None
    try:
        return read_day(text)
    except QuestionError as error:
        raise of_question(error) from error


def _turn(text: str) -> int:
    """Return the number of the next turn; anything else counts as the first."""
    known = text.isascii() and text.isdigit() and len(text) <= len(str(LAST_TURN))
    return max(1, int(text)) if known else 1
