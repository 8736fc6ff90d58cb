"""Reading an age from a question.

In: a matching key (normalization), so that ７５歳, 七十五さい and 75才 look alike.
Out: the age of the person asked for, as a whole number. Limits (75歳以上の人), decades of which the
band is open (60代) and past ages (そのとき84だった) are none.
"""

import re
from dataclasses import dataclass

from assistant.understanding.grammar import either, rule

OLDEST = 120
FROM_75 = 75

_ONES = {
    "いち": 1, "に": 2, "さん": 3, "よん": 4, "し": 4, "ご": 5, "ろく": 6,
    "なな": 7, "しち": 7, "はち": 8, "はつ": 8, "きゆう": 9, "く": 9,
}  # fmt: skip
_ONE = either(*_ONES)
_TENS = either("に", "さん", "よん", "ご", "ろく", "なな", "しち", "はち", "きゆう")
_KANA_AGE = re.compile(f"(?P<tens>{_TENS})?(?:じゆう|じゆつ|じつ)(?P<ones>{_ONE})?(?=さい)")
_NUMBER = r"(?<!\d)(?P<age>\d{2,3})"
_READERS = (
    rule(r"(?<!\d)(?P<age>\d{1,3})(?:歳|才|さい)"),
    rule(_NUMBER, "の?(?:お?誕生日|たんじょうび)"),
    rule(_NUMBER, "(?=になる|になり|になっ|にな|を迎|じゃ|です|やけど|で(?:国保|後期|健保|年金))"),
    rule(
        either("[父母夫妻姉兄弟妹私僕]", "祖[父母]", "主人", "家内", "わたし", "わし", "うち"),
        "[はがも、]?(?:今年|今度|もう|来月|今)?",
        r"(?P<age>\d{2,3})(?=[でのだやじ、。]|$)",
    ),
    rule(
        either("おばあちゃん", "おじいちゃん", "ばあちゃん", "じいちゃん"), "[はがも、]?", _NUMBER
    ),
    rule(r"(?<!\d)(?P<age>90|[1-5]0)代"),
)
_NO_AGE = rule(
    either("以上", "以下", "未満", "以降", "まで(?!に)", "を超", "より上", "になると", "になれば"),
    "|になったら|から(?:は|の|みんな|全員|後期)|と|または|か、?[0-9]",
    "|だった|でした|の(?:時|とき|頃|ころ)|時点",
)
_75_AND_OVER = rule(
    r"(?<!\d)(?:7[5-9]|8\d)(?:歳|才|さい)?",
    either("以上", "から上", "を過ぎ", "になる", "になっ", "を超"),
)


@dataclass(frozen=True, slots=True)
class FoundAge:
    """An age and how it was said."""

    age: int
    words: str
    end: int


def find_age(key: str) -> FoundAge | None:
    """Return the age of the person asked for, the last one said, or None."""
    key = _KANA_AGE.sub(_digits, key)
    found = [
        FoundAge(int(match["age"]), match[0], match.end())
        for reader in _READERS
        for match in reader.finditer(key)
        if not _NO_AGE.match(key, match.end())
    ]
    usable = [age for age in found if 0 < age.age <= OLDEST]
    return max(usable, key=lambda age: age.end) if usable else None


def speaks_of_75_and_over(key: str) -> bool:
    """Tell whether the question is about people of 75 and over in general."""
    return bool(_75_AND_OVER.search(key))


def _digits(words: re.Match[str]) -> str:
    tens = _ONES[words["tens"]] if words["tens"] else 1
    return str(tens * 10 + (_ONES[words["ones"]] if words["ones"] else 0))
