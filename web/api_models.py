"""Shapes of the public API: strict models of what comes in, described models of what goes out."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

DAY = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
IDENTIFIER = r"^[a-z0-9][a-z0-9-]{0,79}$"
KNOWLEDGE = r"^sha256:[0-9a-f]{64}$"

Day = Annotated[str, Field(pattern=DAY, examples=["2025-09-01"])]
Identifier = Annotated[str, Field(pattern=IDENTIFIER, examples=["expired-card-visit"])]
Knowledge = Annotated[str, Field(pattern=KNOWLEDGE, description="知識の版。同じ版なら同じ答え")]
Outcome = Literal["answer", "clarify", "choose", "decline", "urgent"]
Status = Literal["current", "ended", "upcoming"]
Verdict = Literal["helpful", "unhelpful", "wrong"]
Reason = Literal["unclear", "not-my-case", "outdated", "other"]


class Incoming(BaseModel):
    """Base of what comes in: no unknown keys, no change of types."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class Situation(Incoming):
    """聞く人の事情。どれも省けます。"""

    scheme: Literal["kouki", "kokuho", "kenpo", "kyokai", "kyosai", "other"] | None = Field(
        None, description="制度"
    )
    insurer: Literal["tokyo-koiki", "okayama-koiki", "mbk-kenpo", "other"] | None = Field(
        None, description="保険者"
    )
    age: int | None = Field(None, ge=0, le=130, description="基準日の年齢")
    myna: Literal["registered", "card-only", "none"] | None = Field(
        None, description="マイナ保険証の有無"
    )
    needs_support: bool | None = Field(None, description="要配慮者か")
    role: Literal["self", "family", "facility", "employer", "pharmacy"] | None = Field(
        None, description="誰が聞いているか"
    )


class AskRequest(Incoming):
    """質問。choice を送るときは question を省けます。"""

    question: str | None = Field(
        None, description="質問（500文字まで）", examples=["期限切れの保険証で受診できますか"]
    )
    as_of: str | None = Field(
        None,
        pattern=DAY,
        description="基準日。聞く人が立っている日。省くと日本の今日",
        examples=["2025-09-01"],
    )
    lang: str = Field(
        "ja",
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$",
        description="ja・ja-easy・en。用意のない言語には日本語で答える",
    )
    situation: Situation | None = Field(None, description="聞く人の事情")
    conversation: str | None = Field(
        None, max_length=4000, description="前の返事の conversation をそのまま"
    )
    choice: str | None = Field(
        None, max_length=80, description="前の返事が示した選択肢の value または topic"
    )


class FeedbackRequest(Incoming):
    """回答の評価。自由な文は受け取りません。"""

    topic: Identifier = Field(description="評価する回答の項目")
    ruling: Identifier = Field(description="評価する回答の場合分け")
    as_of: Day = Field(description="その回答の基準日")
    knowledge: Knowledge
    verdict: Verdict = Field(description="役に立った・立たなかった・まちがっている")
    reason: Reason | None = Field(None, description="理由")


class Outgoing(BaseModel):
    """Base of what goes out; used for the description only, replies are written as they are."""


class CitationOut(Outgoing):
    """根拠。quote は通知の原文のまま（要旨だけを知る通知では null）。"""

    notice: str
    title: str
    issuer: str
    issued: str
    quote: str | None
    passage: str
    url: str = Field(description="この窓口の通知のページ", examples=["/notices/mhlw-2025-08-04#p4"])
    source: str | None = Field(description="外部の掲載場所")


class ContactOut(Outgoing):
    """問い合わせ先。"""

    name: str
    phone: str | None
    hours: str | None
    note: str | None
    open_now: bool | None = Field(description="いま受付中か。基準日を指定したときは null")


class SentenceOut(Outgoing):
    """回答の一文と、その根拠の番号。"""

    text: str
    kind: Literal["say", "step", "bring", "note"]
    cites: int | None = Field(description="citations の何番目か（0から）")


class AnswerOut(Outgoing):
    """一つの項目への回答。"""

    topic: str
    title: str
    ruling: str
    condition: str | None = Field(description="場合分けを並べたときの、その場合")
    headline: str = Field(description="一文の答え")
    text: str = Field(description="電話で読み上げられる全文")
    standing: str | None
    sentences: list[SentenceOut]
    status: Status
    day: str
    valid_from: str | None
    valid_until: str | None
    citations: list[CitationOut]
    contacts: list[ContactOut]


class OptionOut(Outgoing):
    """聞き返しの選択肢。"""

    value: str
    label: str


class ClarifyOut(Outgoing):
    """聞き返し。about は situation の項目。"""

    about: str
    text: str
    options: list[OptionOut]


class ChoiceOut(Outgoing):
    """項目の候補。"""

    topic: str
    label: str


class HandoffOut(Outgoing):
    """かわりに相談できるところ。"""

    kind: Literal["office", "emergency", "other"]
    text: str
    contacts: list[ContactOut]


class AssumedOut(Outgoing):
    """回答の前提にした事情。certain が偽なら言葉からの推定。"""

    about: str
    value: str
    label: str
    certain: bool


class AskReply(Outgoing):
    """返事。どのキーも必ずあります。"""

    outcome: Outcome
    answers: list[AnswerOut]
    clarify: ClarifyOut | None
    choices: list[ChoiceOut]
    handoff: HandoffOut | None
    suggestions: list[ChoiceOut]
    conversation: str | None
    lang: str
    as_of: str
    knowledge: str
    trace: list[str] | None = Field(description="explain=true のときだけ、考えた道すじ")
    assumed: list[AssumedOut]
    notes: list[str]


class TopicOut(Outgoing):
    """項目。"""

    topic: str
    title: str
    group: str
    url: str


class TopicsOut(Outgoing):
    """すべての項目。"""

    topics: list[TopicOut]
    knowledge: str


class RulingOut(Outgoing):
    """場合分け。from と until はどちらもその日を含む。"""

    ruling: str
    when: dict[str, list[str]]
    starts: str = Field(alias="from")
    until: str | None
    known: str
    headline: str
    text: str
    citations: list[CitationOut]


class TopicDetailOut(TopicOut):
    """項目と、そのすべての場合分け。"""

    rulings: list[RulingOut]
    knowledge: str


class NoticeOut(Outgoing):
    """通知。kind が reference のものは要旨だけを持つ。"""

    notice: str
    title: str
    issuer: str
    number: str | None
    issued: str
    kind: Literal["full", "reference"]
    url: str
    source: str | None
    supersedes: list[str]


class NoticesOut(Outgoing):
    """すべての通知。"""

    notices: list[NoticeOut]
    knowledge: str


class PassageOut(Outgoing):
    """通知の一段落。"""

    passage: str
    text: str
    scope: dict[str, list[str]]


class SupersessionOut(Outgoing):
    """後の通知が前の通知の取扱いを改めたこと。"""

    notice: str
    passages: list[str]
    starts: str = Field(alias="from")
    what: str


class NoticeDetailOut(NoticeOut):
    """通知の全文。"""

    addressees: list[str]
    issued_note: str | None
    passages: list[PassageOut]
    supersessions: list[SupersessionOut]
    extensions: list[SupersessionOut]
    superseded_by: list[SupersessionOut]
    knowledge: str


class StoredOut(Outgoing):
    """評価を保存しました。"""

    stored: Literal[True]


class FieldProblem(Outgoing):
    """直すところ。"""

    field: str
    message: str


class ProblemOut(Outgoing):
    """誤り（RFC 9457）。送られた値は決して書き返しません。"""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] | None = None
