"""One way to write a text, for questions and vocabulary alike.

``normalize`` gives two readings of the same text. ``text`` is still Japanese a person can read
(width, case, marks and numerals unified); dates are found in it. ``key`` is for matching only:
hiragana, katakana and long vowels, small and large kana, spaces and punctuation make no
difference in it. Both are fixed points: normalising them again changes nothing.
"""

import re
import unicodedata
from dataclasses import dataclass

SENTENCE_END = "。"
PAUSE = "、"

_OLD_FORMS = str.maketrans("證険險醫獨國廣齢龄歲證证险医廃发", "証険険医独国広齢齢歳証証険医廃発")
# Characters that are already as they should be, but for old forms and capitals.
_PLAIN = re.compile(r"[ 0-9A-Za-z.,!?ぁ-んァ-ヶー一-鿿、。「」]*")
# Words with nothing in them but kana and kanji that are no numerals.
_WORD = re.compile("(?:(?![一二三四五六七八九十百])[ぁ-んァ-ヶー一-鿿])+")
_DASHES = re.compile("[-‐‑‒–—―−─━]")
_WAVES = re.compile("[~〜∼]")
_KANA_DASH = re.compile("(?<=[ぁ-んァ-ヶ])-")
_KANJI_ONE_AS_DASH = re.compile("(?<=[ァ-ヶ])一(?=[ァ-ヶ])")
_LONG_RUN = re.compile(r"([^\d\s])\1{2,}")
_STOPS = re.compile(r"(?:\s*[。!?])+|\.{2,}|・{2,}")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_COMMAS = str.maketrans({",": PAUSE, "，": PAUSE, "､": PAUSE, "｡": SENTENCE_END})

_NUMERAL = re.compile(
    "(?:[〇一二三四五六七八九十百]+(?=歳|才|さい|年|月|日|割|円|時|回|人|枚|か月|ヶ月|ヵ月|箇月|"
    "カ月|週間|代の?|以上|未満|%))"
    "|[二三四五六七八九]十[一二三四五六七八九]?|十[一二三四五六七八九]"
)
_DIGITS = {mark: value for value, mark in enumerate("〇一二三四五六七八九")}

_SMALL = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_KATAKANA = {chr(code): chr(code - 0x60) for code in range(ord("ァ"), ord("ヶ") + 1)}
_HIRAGANA = str.maketrans(
    {**_SMALL, **{k: _SMALL.get(h, h) for k, h in _KATAKANA.items()}, "ー": ""}
)
_KEY_END = re.compile("[。!?\n]")
_KEY_PAUSE = re.compile(r"[^\w。]|_")
_KEY_RUN = re.compile("[、。]*。[、。]*|、+")


@dataclass(frozen=True, slots=True)
class Normalized:
    """A text in both readings; ``original`` is what was typed."""

    original: str
    text: str
    key: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """The pieces of ``text`` between full stops, question marks and line breaks, marks kept."""
        pieces = re.findall("[^。!?\n]+[。!?\n]*", self.text)
        return tuple(piece.strip() for piece in pieces if piece.strip(" 。!?\n"))


def normalize(text: str) -> Normalized:
    """Return both readings of any text. Deterministic, idempotent, never raises."""
    readable = _readable(text)
    return Normalized(original=text, text=readable, key=_key(readable))


def key_of(text: str) -> str:
    """Return the matching key alone, as for a word of the vocabulary."""
    if _WORD.fullmatch(text):
        return _LONG_RUN.sub(r"\1\1", fold_kana(text.translate(_OLD_FORMS)))
    return _key(_readable(text))


def fold_kana(text: str) -> str:
    """Fold katakana to hiragana, small kana to large, and drop long vowel marks; nothing else.

    Safe on regular expressions, so that patterns can be written as people write.
    """
    return text.translate(_HIRAGANA)


def _readable(text: str) -> str:
    folded = _plain_characters(text)
    folded = _KANJI_ONE_AS_DASH.sub("ー", folded)
    folded = _KANA_DASH.sub("ー", _DASHES.sub("-", folded))
    folded = _WAVES.sub("~", folded).translate(_COMMAS)
    folded = _LINES.sub("\n", _SPACES.sub(" ", folded))
    folded = _STOPS.sub(_one_stop, folded)
    folded = _LONG_RUN.sub(r"\1\1", folded)
    return _NUMERAL.sub(_arabic, folded).strip()


def composed(text: str) -> str:
    """Return the text with one spelling for each character (NFKC) and in small letters."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())


def _plain_characters(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text.lower().translate(_OLD_FORMS)
    kept = "".join(c for c in composed(text) if c == "\n" or _visible(c))
    return unicodedata.normalize("NFKC", kept).translate(_OLD_FORMS)


def _visible(character: str) -> bool:
    """Tell whether a character says something; tabs count as spaces elsewhere."""
    if character.isspace():
        return True
    return unicodedata.category(character) not in {"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"}


def _one_stop(run: re.Match[str]) -> str:
    if "?" in run[0]:
        return "?"
    return "!" if "!" in run[0] else SENTENCE_END


def _arabic(found: re.Match[str]) -> str:
    """Write 七十八 as 78 and 二〇二五 as 2025; what is no number stays as it is."""
    word = found[0]
    if "十" not in word and "百" not in word:
        return "".join(str(_DIGITS[mark]) for mark in word)
    total, digit = 0, 0
    for mark in word:
        if mark in _DIGITS:
            digit = _DIGITS[mark]
        else:
            total += (digit or 1) * (10 if mark == "十" else 100)
            digit = 0
    return str(total + digit)


def _key(readable: str) -> str:
    key = _KEY_END.sub(SENTENCE_END, fold_kana(readable.replace(" ", "")))
    key = _KEY_PAUSE.sub(PAUSE, key)
    key = _KEY_RUN.sub(lambda run: SENTENCE_END if SENTENCE_END in run[0] else PAUSE, key)
    key = _LONG_RUN.sub(r"\1\1", key)
    return _NUMERAL.sub(_arabic, key).strip(PAUSE + SENTENCE_END)
