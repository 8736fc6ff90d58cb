"""Reading Japanese that was typed in Latin letters.

In: a text. Out: hiragana, where nearly all of it is made of Japanese syllables, in Hepburn or
Kunrei spelling, with long vowels written or not (toukyou, tōkyō, okaasan, ka-do); otherwise None.
"""

import re

from assistant.understanding.normalization import composed

_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの",
    "h": "はひふへほ", "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
}  # fmt: skip
_GLIDES = {
    "ky": "き", "sy": "し", "sh": "し", "ty": "ち", "ch": "ち", "cy": "ち", "ny": "に", "hy": "ひ",
    "my": "み", "ry": "り", "gy": "ぎ", "zy": "じ", "jy": "じ", "j": "じ", "by": "び", "py": "ぴ",
}  # fmt: skip
_SMALL = {"a": "ゃ", "u": "ゅ", "o": "ょ", "e": "ぇ"}
_OTHERS = {
    "ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ", "wo": "を", "shi": "し", "chi": "ち",
    "tsu": "つ", "fu": "ふ", "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "ji": "じ",
    "va": "ば", "vi": "び", "vu": "ぶ", "ve": "べ", "vo": "ぼ", "ti": "てぃ", "-": "ー",
}  # fmt: skip
_SYLLABLES = {
    **{row + vowel: kana[at] for row, kana in _ROWS.items() for at, vowel in enumerate(_VOWELS)},
    **{glide + vowel: kana + small for glide, kana in _GLIDES.items()
       for vowel, small in _SMALL.items()},
    **_OTHERS,
}  # fmt: skip
_MACRONS = {"ā": "aa", "ī": "ii", "ū": "uu", "ē": "ee", "ō": "ou", "â": "aa", "û": "uu", "ô": "ou"}
_WORD = re.compile(r"[a-z'-]+")
_DOUBLE = re.compile(r"([kstpgdbzjhcfr])(?=\1)|t(?=ch)")
_SYLLABLE = re.compile("|".join(sorted(_SYLLABLES, key=lambda s: (-len(s), s))) + "|n'?|(?P<q>っ)")
_LATIN = re.compile("[a-z]")
_MOST_FOREIGN = 0.25


def in_kana(text: str) -> str | None:
    """Return a text in Latin letters as hiragana, or None where it is no Japanese."""
    plain = composed(text)
    for long, written in _MACRONS.items():
        plain = plain.replace(long, written)
    letters = len(_LATIN.findall(plain))
    if letters * 2 < len(plain):
        return None
    foreign = 0

    def word(found: re.Match[str]) -> str:
        nonlocal foreign
        kana = _spell(found[0])
        foreign += 0 if kana is not None else len(found[0])
        return found[0] if kana is None else kana

    kana = _WORD.sub(word, plain)
    return kana if foreign <= letters * _MOST_FOREIGN else None


def _spell(word: str) -> str | None:
    word, kana, at = _DOUBLE.sub("っ", word), "", 0
    while at < len(word):
        found = _SYLLABLE.match(word, at)
        if not found:
            return None
        kana += found["q"] or _SYLLABLES.get(found[0], "ん")
        at = found.end()
    return kana
