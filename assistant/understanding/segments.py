"""Cutting what was typed into the things asked.

In: the normalised text. Out: pieces of readable text: those with the force of a question, and the
rest, which is story. A short question has one piece: itself.
"""

import re
from dataclasses import dataclass

from assistant.understanding.normalization import Normalized

_MARK = re.compile(r"[?]\s*$")
_FORCE = re.compile(
    r"(?:か(?:ね|な|のう|いのう|しら)?|かいな|っけ|(?:ます|です|でしょう|ましょう|だろう|"
    r"じゃろう)か?|の|ん|んかな|べ|たい(?:です|のです|んです)?(?:が|けど)?|ほしい(?:です)?|"
    r"欲しい(?:です)?|"
    r"(?:教えて|知らせて)(?:ください|下さい|ほしい|欲しい|くれ)?|困って(?:い?ます|おります|る|"
    r"とる|います)|不安です|心配です|迷って(?:い?ます)|わからん|分からん|わからない|わかりません|"
    r"いいんですが|かまいませんか)[。!?\s]*$"
)
_WH = re.compile(
    "いつ|どこ|どう|だれ|誰|なぜ|なんで|何[をがでのにはへか日月年番色歳時円枚]|何$|なに|どの|"
    "どれ|どっち|どちら|いくら|なんぼ|いくつ|方法|手順|やり方|可否|要否|違い|とは"
)
_STATES = re.compile(r"(?:ました|です|ます|でした|ません|ない|た|まして|いる|ある)[。!]?\s*$")
_ASKS_POLITELY = re.compile(r"(?:でしょう|ますか|ですか|ませんか)")
_ADD = re.compile(
    r"(?:(?<=か)、?|(?<=[、。\s]))(?:それと|あと、?|それから|また、|ついでに|もう1つ)(?!で|は|"
    r"から|に)"
)
_OR = re.compile(r"^\s*(?:それとも|または|もしくは|あるいは)")
_FOLLOW_UP = re.compile(
    r"^\s*(?:じゃあ?|では|でわ|それなら|それって|それは|それ|その場合|その時|そのとき|その|"
    r"そしたら|ほんなら|ほな|ほいじゃ|なら|ちなみに|あと|でも|いえ|いや|え[、っ]|あれ|んじゃ|"
    r"だったら|"
    r"どこで|いつまで|何時まで|やり方|手数料|日曜|土曜|家族|代理)"
)
_NEW_SUBJECT = re.compile(
    "別の(?:質問|話|件|こと)|話(?:は|が)変わ|話を変え|ところで|違う(?:話|質問)|ほかの(?:質問|こと)"
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """What is asked, piece by piece in order, and the story around it."""

    asked: tuple[str, ...]
    story: tuple[str, ...]


def cut(question: Normalized) -> Pieces:
    """Return the pieces with the force of a question; where none has it, all is asked at once."""
    pieces = [part for sentence in question.sentences for part in _parts(sentence)]
    joined: list[str] = []
    for piece in pieces:
        if joined and _OR.match(piece):
            joined[-1] += piece
        else:
            joined.append(piece)
    asked = [piece for piece in joined if asks(piece)]
    if not asked:
        return Pieces((question.text,), ())
    return Pieces(tuple(asked), tuple(piece for piece in joined if piece not in asked))


def asks(piece: str) -> bool:
    """Tell whether a piece has the force of a question or a wish."""
    if _MARK.search(piece):
        return True
    if _STATES.search(piece) and not _ASKS_POLITELY.search(piece[-12:]):
        return False
    return bool(_FORCE.search(piece) or _WH.search(piece))


def follows_up(question: Normalized) -> bool:
    """Tell whether a question leans on the one before by its first words."""
    return bool(_FOLLOW_UP.match(question.text)) and not changes_subject(question)


def changes_subject(question: Normalized) -> bool:
    """Tell whether the asker says that something else is meant now."""
    return bool(_NEW_SUBJECT.search(question.text))


def _parts(sentence: str) -> list[str]:
    return [part for part in (part.strip(" 、") for part in _ADD.split(sentence)) if part]
