"""How Japanese text breaks on a screen: at phrases in headlines, never inside a date or number."""

import re
from collections.abc import Iterator
from datetime import date

import budoux
from markupsafe import Markup, escape

from assistant.channels.plain_text import shown_day

ERA = r"(?:令和|平成|昭和)(?:\d{1,2}|元)年"
MONTH_DAY = r"\d{1,2}月(?:\d{1,2}日|末日?)?"
DATE = re.compile(
    rf"(?:\d{{4}}年|{ERA})(?:{MONTH_DAY})?"
    rf"(?:[（(](?:\d{{4}}年|{ERA})(?:{MONTH_DAY})?[）)])?(?:まで|から|以降|以後|〜)?[はにのもでとをが]?[、。）」]*"
)
PHONE = re.compile(r"(?<![\d-])0\d{1,4}-\d{1,4}-\d{2,4}(?![\d-])")
BRACKET = re.compile("(?=（)")
NO_BREAK = Markup('<span class="whole">{}</span>')
CALL = Markup('<a class="whole" href="tel:{}">{}</a>')
BREAK = Markup("<wbr>")
NEVER_FIRST = "、。，．・）」』】！？ー"

_PHRASES = budoux.load_default_japanese_parser()


def headline(text: str) -> Markup:
    """Return a short text that breaks between phrases only; dates stay whole, no 。 at the end."""
    pieces: list[Markup] = []
    for part, is_date in _split(DATE, text.removesuffix("。")):
        if is_date:
            pieces += [NO_BREAK.format(half) for half in _before_bracket(part)]
        else:
            pieces += [
                escape(p) for phrase in _PHRASES.parse(part) for p in _before_bracket(phrase)
            ]
    return _joined(pieces)


def prose(text: str) -> Markup:
    """Return running text in which dates stay whole and telephone numbers can be called."""
    pieces: list[Markup] = []
    for part, is_phone in _split(PHONE, text):
        if is_phone:
            pieces.append(CALL.format(dialled(part), part))
            continue
        for piece, is_date in _split(DATE, part):
            whole = _before_bracket(piece) if is_date else []
            pieces += [NO_BREAK.format(half) for half in whole] or [escape(piece)]
    return Markup("").join(pieces)


def unbroken(text: str) -> Markup:
    """Return running text in which a date stays whole together with its second calendar."""
    pieces = (NO_BREAK.format(p) if d else escape(p) for p, d in _split(DATE, text))
    return Markup("").join(pieces)


def dialled(phone: str) -> str:
    """Return a telephone number as a ``tel:`` address wants it; #7119 needs its sharp escaped."""
    return re.sub(r"[^0-9+#]", "", phone).replace("#", "%23")


def issue_day(text: str) -> str:
    """Return a notice's issue day in both calendars; a month alone stays a month."""
    try:
        return shown_day(date.fromisoformat(text))
    except ValueError:
        year, _, month = text.partition("-")
        return f"{int(year)}年{int(month)}月" if month.isdigit() and year.isdigit() else text


def _joined(pieces: list[Markup]) -> Markup:
    """Join the pieces with places to break, but none before a mark that may not start a line."""
    joined = Markup("")
    for piece in pieces:
        if joined and piece[:1] not in NEVER_FIRST:
            joined += BREAK
        joined += piece
    return joined


def _before_bracket(text: str) -> list[str]:
    return [piece for piece in BRACKET.split(text) if piece]


def _split(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, bool]]:
    """Yield the text in pieces, each with whether the pattern matched it."""
    done = 0
    for found in pattern.finditer(text):
        if found.start() > done:
            yield text[done : found.start()], False
        yield found.group(), True
        done = found.end()
    if done < len(text):
        yield text[done:], False
