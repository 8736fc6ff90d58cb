"""What may come in as a question: cleaned, not empty, at most 500 characters, never cut."""

import unicodedata

from assistant.errors import QuestionError

FIELD = "question"
LONGEST = 500
BLANKS = "\n\r\t\v\f\u2028\u2029"
DROPPED = {"Cc", "Cn", "Co", "Cs"}
# Signs that steer direction or have no width: they only serve to make text look like another.
INVISIBLE = set(
    "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
MARKS_IN_A_ROW = 2


def clean_question(text: str) -> str:
    """Return the question without signs that nobody types on purpose.

    Raises:
        QuestionError: the text holds half a character, or is empty or too long.
    """
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise QuestionError(FIELD, "質問に文字として読めない部分があります。")
    cleaned = "".join(_kept(text)).strip()
    if not cleaned:
        raise QuestionError(FIELD, "質問を入力してください。例：期限切れの保険証で受診できますか")
    if len(cleaned) > LONGEST:
        message = f"質問は{LONGEST}文字までで入力してください（いまは{len(cleaned)}文字です）。"
        raise QuestionError(FIELD, message)
    return cleaned


def _kept(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for char in text:
        if char in BLANKS:
            kept.append(" ")
            continue
        category = unicodedata.category(char)
        if category in DROPPED or char in INVISIBLE:
            continue
        marks = marks + 1 if category == "Mn" else 0
        if marks <= MARKS_IN_A_ROW:
            kept.append(char)
    return kept
