"""Personal numbers, names and addresses are cut out before a question is shown back or kept.

The rules look at a folded copy of the same length (wide digits, all kinds of dashes and spaces,
kanji digits in a row) and cut in the original, again and again until nothing more is found.
Numbers are caught nearly always, names often: so nothing that was masked is kept as free text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from web.masking_names import NO_NAME_AFTER, NO_NAME_AT_END, READINGS, SURNAMES

ROUNDS = 6
DASHES = "‐‑‒–—―−ー－ｰ﹣⁻"
SPACES = "\u3000\u00a0\t\n\r\u2002\u2003\u2009\u200b\ufeff"
KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
KANJI_RUN = re.compile(r"[〇零一二三四五六七八九](?:[- ・]?[〇零一二三四五六七八九0-9]){5,}")

# ---- numbers ----------------------------------------------------------------------------------
GAP = r"[- .,・/()_]{0,2}"
RUN = re.compile(rf"[0-9](?:{GAP}[0-9])*")
DAY = r"[0-9]{1,2}"
STAYS = re.compile(
    rf"(?<![0-9])(?:20[0-9]{{2}}([-./]){DAY}\1{DAY}|[RrHh]{DAY}([-./]){DAY}\2{DAY})(?![0-9])"
    r"|(?<![0-9])(?<![0-9][- .,・/()_])20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    rf"(?!{GAP}[0-9])"
    r"|(?<![0-9])(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?=\s?(?:円|万|億|人|件|回|km))"
)
NUMBER_NAMES = (
    (re.compile(r"[0-9]{4}-[0-9]{6}"), "基礎年金番号"),
    (re.compile(r"[0-9]{3}-[0-9]{4}"), "郵便番号"),
)
NO_COUNT = r"(?![0-9]|\s?(?:桁|けた|文字|個|つ|年|月|日|時|分|歳|才|人|円|割|番(?!号)|号(?!室)|%))"
SYMBOL_AND_NUMBER = re.compile(
    r"(?:番号|記号|枝番|被保番)(?:\s?[はがもを::]\s?|\s|(?=[0-9]))"
    rf"([A-Za-zァ-ヶ一-龠・ -]{{0,8}}?(?>[0-9](?:[- ・]?[0-9])+){NO_COUNT})"
)
PART = re.compile(
    r"(?:マイナンバ-(?!カ-ド)|個人番号(?!カ-ド)|暗証番号|パスワ-ド|下[四4]桁)"
    r"[^0-9。、?？!！]{0,12}((?!20[0-9]{2}\s?年)(?>[0-9]{4,}))"
)

# ---- days of birth and ages -------------------------------------------------------------------
SMALL = r"(?:[0-9]{1,2}|[元一二三四五六七八九十]{1,3})"
BORN = r"(?:\s?(?:生まれ|生れ|うまれ|生(?![活命産計後保涯])))"
OLD_ERA = r"(?:明治|大正|昭和|(?<![A-Za-z])[MTSmts](?=[.0-9]))"
ERA = r"(?:平成|令和|(?<![A-Za-z])[HRhr])"
OLD_BIRTH = re.compile(
    rf"{OLD_ERA}\s?\.?{SMALL}(?:\s?年|[./-])\s?(?:{SMALL}(?:\s?月|[./-])\s?(?:{SMALL}\s?日?)?)?{BORN}?"
    rf"|(?<![0-9])19[0-8][0-9](?:\s?年|[./-])\s?(?:{DAY}(?:\s?月|[./-])\s?{DAY}\s?日?{BORN}?|{BORN})"
)
ANY_DAY = (
    rf"(?:{ERA}?\s?(?:[0-9]{{1,4}}|元)(?:\s?年|[./-])\s?{DAY}(?:\s?月|[./-])\s?{DAY}\s?日?"
    rf"|{ERA}\s?(?:[0-9]{{1,2}}|元)\s?年|{DAY}\s?月\s?{DAY}\s?日)"
)
BIRTH = re.compile(rf"(?:生年月日|誕生日)[はがも::]?\s{{0,2}}({ANY_DAY})|({ANY_DAY}){BORN}")
AGE = re.compile(r"(?<![0-9])(9[0-9]|1[0-2][0-9])(?=\s?[歳才])")

# ---- addresses --------------------------------------------------------------------------------
MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
LINK = re.compile(r"https?://[^\s、。」）)]{1,300}")
PLACE = r"[一-龠々ァ-ヶぁ-ん]"
HOUSE = r"[0-9一二三四五六七八九十]{1,4}"
STREET = (
    rf"{HOUSE}(?:丁目|番地|番(?=\s?[0-9一二三四五六七八九十]))(?:{HOUSE}|番地?|号室?|-|の){{0,8}}"
    r"|(?<![0-9])(?:[0-9]{1,3}-){2,4}[0-9]{1,4}(?![0-9])|[0-9]{1,4}号室"
)
AFTER_TOWN = re.compile(
    rf"[市区町村郡]({PLACE}{{0,12}}?(?<!第)(?:{STREET}|[0-9]{{1,4}}-[0-9]{{1,4}}))"
)
ANYWHERE = re.compile(rf"(?:(?:大字|字){PLACE}{{1,8}})?(?:{STREET})")

# ---- names ------------------------------------------------------------------------------------
KANJI = r"[一-龠々ヶ]"
GIVEN = r"(?![様殿氏宛君])[一-龠々ヶ]"
KANA = r"[ァ-ヴ-]"
SURNAME = "|".join(sorted(SURNAMES, key=len, reverse=True))
READING = "|".join(sorted(READINGS, key=len, reverse=True))
CALLED = r"(?=\s?(?:さん|さま|様|氏(?!名)|殿|ちゃん|くん|君)(?![本ぞ]))"
WORD = rf"(?:{KANJI}|[ァ-ヴ-]|[A-Za-z])"
NAMES = (
    re.compile(rf"(?:お?名前|氏名|名義|世帯主)(?:は|:|\s)\s?({WORD}{{1,8}}(?:\s{WORD}{{1,8}})?)"),
    re.compile(rf"({WORD}{{1,12}}(?:\s{WORD}{{1,10}})?)(?:と申し|ともうし|といいます|と言います)"),
    re.compile(rf"(?:私|わたし|わたくし)(?:は|、|の名前は)?({KANJI}{{2,5}})(?=です|だ|と)"),
    re.compile(rf"({KANJI}{{1,4}}|[ァ-ヴ-]{{2,8}}|[A-Za-z]{{2,20}}){CALLED}"),
    re.compile(rf"({READING})(?=\s?(?:さん|さま|様|と申し|ともうし))"),
    re.compile(
        rf"(?<!{KANJI})((?:{SURNAME})(?:\s?{GIVEN}{{1,3}}(?!{GIVEN})|\s?{KANA}{{2,5}}|(?!{KANJI})))"
    ),
)
PLACE_FOLLOWS = re.compile(r"[市区町村県郡駅線]|病院|医院|クリニック|薬局|歯科|診療所")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without what looks personal; ``kinds`` names what was cut out, sorted."""

    text: str
    kinds: tuple[str, ...]


class Masker:
    """Cuts personal data out of a text; ``allowed`` numbers (of the content) stay."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        numbers = sorted({re.sub(r"[^0-9]", "", number) for number in allowed} - {""})
        one_of = "|".join(GAP.join(number) for number in numbers)
        self._allowed = re.compile(rf"(?<![0-9])(?:{one_of})(?![0-9])") if numbers else None

    def mask(self, text: str) -> Masked:
        """Return the text with a label in the place of each find."""
        kinds: set[str] = set()
        for _ in range(ROUNDS):
            spans = _joined([*self._numbers(_fold(text)), *_words(_fold(text))])
            if not spans:
                break
            kinds.update(kind for _, _, kind in spans)
            text = _cut(text, spans)
        return Masked(text, tuple(sorted(kinds)))

    def _numbers(self, folded: str) -> Iterator[tuple[int, int, str]]:
        """Yield each run of six digits and more that is no date, amount or allowed number."""
        for pattern in (STAYS, self._allowed):
            if pattern is not None:
                folded = pattern.sub(lambda found: "\0" * len(found.group()), folded)
        for found in RUN.finditer(folded):
            digits = re.sub(r"[^0-9]", "", found.group())
            if len(digits) >= 6:
                yield *found.span(), _number_name(found.group(), digits)
        for pattern in (SYMBOL_AND_NUMBER, PART):
            for found in pattern.finditer(folded):
                yield *found.span(1), "記号番号" if pattern is SYMBOL_AND_NUMBER else "番号"


def my_number_ok(digits: str) -> bool:
    """Tell whether the last of twelve digits is the check digit (平成26年総務省令85号5条)."""
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(d) * w for d, w in zip(digits[:11], weights, strict=True)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _luhn_ok(digits: str) -> bool:
    doubled = (int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _number_name(raw: str, digits: str) -> str:
    """Return the label of a run of digits: what it looks like, never whether it is masked."""
    count = len(digits)
    if count == 12:
        return "個人番号" if my_number_ok(digits) else "12桁の番号"
    if 14 <= count <= 16 and _luhn_ok(digits):
        return "カード番号"
    if count == 8 and digits.startswith("19"):
        return "生年月日"
    if count in {10, 11} and digits.startswith("0"):
        return "電話番号"
    return next((name for shape, name in NUMBER_NAMES if shape.fullmatch(raw)), "番号")


def _words(folded: str) -> Iterator[tuple[int, int, str]]:
    """Yield what is told by words around it: mail, links, days of birth, addresses, names."""
    for pattern, kind in (
        (MAIL, "メール"),
        (LINK, "URL"),
        (OLD_BIRTH, "生年月日"),
        (ANYWHERE, "住所"),
    ):
        yield from ((*found.span(), kind) for found in pattern.finditer(folded))
    for found in BIRTH.finditer(folded):
        yield *found.span(1 if found.group(1) else 2), "生年月日"
    yield from ((*found.span(1), "住所") for found in AFTER_TOWN.finditer(folded))
    yield from ((*found.span(1), "90以上") for found in AGE.finditer(folded))
    for pattern in NAMES:
        for found in pattern.finditer(folded):
            if _is_name(found.group(1)) and not PLACE_FOLLOWS.match(folded, found.end(1)):
                yield *found.span(1), "氏名"


def _is_name(word: str) -> bool:
    return not (NO_NAME_AT_END.search(word) or NO_NAME_AFTER.search(word))


def _fold(text: str) -> str:
    """Return a copy of the same length in which all ways to write a digit, dash or space agree."""
    folded = "".join(_fold_one(char) for char in text)
    return KANJI_RUN.sub(lambda found: found.group().translate(KANJI_DIGITS), folded)


def _fold_one(char: str) -> str:
    if char in DASHES:
        return "-"
    if char in SPACES:
        return " "
    if "！" <= char <= "～":
        return chr(ord(char) - 0xFEE0)
    digit = unicodedata.digit(char, None)
    return char if digit is None else str(digit)


def _joined(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the spans in order, those that overlap made one under the first one's label."""
    joined: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
        if joined and start < joined[-1][1]:
            first, last, name = joined[-1]
            joined[-1] = (first, max(last, end), name)
        else:
            joined.append((start, end, kind))
    return joined


def _cut(text: str, spans: list[tuple[int, int, str]]) -> str:
    pieces, done = [], 0
    for start, end, kind in spans:
        pieces += [text[done:start], f"［{kind}］"]
        done = end
    return "".join([*pieces, text[done:]])
