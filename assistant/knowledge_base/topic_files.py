"""Reader of ``knowledge/topics/*.yaml``; it alone builds citations, once the quote was found."""

from collections.abc import Mapping
from datetime import date

from assistant.knowledge_base.model import (
    EVERYBODY,
    Basis,
    Citation,
    Condition,
    Example,
    Notice,
    Passage,
    Period,
    Ruling,
    Statement,
    StatementKind,
    Topic,
)
from assistant.knowledge_base.records import Record
from assistant.knowledge_base.vocabulary_files import ConditionReader
from assistant.knowledge_base.wording import squash

GROUPS = (
    "期限切れの保険証",
    "資格確認書",
    "目視確認・受付",
    "マイナ保険証の登録",
    "マイナ保険証を使う",
    "カードと暗証番号",
    "限度額・特定疾病",
    "会社・事業所の方",
    "通知と窓口",
)
_KINDS: tuple[StatementKind, ...] = ("say", "step", "bring", "note")
_SHORTEST_QUOTE = 8
_SHORTEST_AGREEMENT = 4  # characters that a wrong quote and its notice must share to be compared
_SHOWN = 12


class TopicReader:
    """Reads topic files against the notices that they cite."""

    def __init__(self, notices: Mapping[str, Notice], conditions: ConditionReader) -> None:
        self._notices = notices
        self._conditions = conditions
        self._squashed = {
            (notice.id, passage.id): squash(passage.text)
            for notice in notices.values()
            for passage in notice.passages
        }

    def read(self, record: Record) -> Topic:
        """Read one topic with its examples and rulings."""
        ident = record.text("id")
        shared = self._shared(record)
        topic = Topic(
            id=ident,
            title=record.text("title"),
            group=record.choice("group", GROUPS),
            owner=record.text("owner"),
            last_reviewed=record.day("last_reviewed"),
            concepts=record.words("concepts"),
            facts=record.words("facts", needed=False),
            age_day=record.optional_day("age_day"),
            examples=tuple(Example(text, ident, place) for text, place in record.texts("examples")),
            near_misses=tuple(
                _near_miss(item) for item in record.records("near_misses", needed=False)
            ),
            rulings=tuple(self._ruling(item, shared) for item in record.records("rulings")),
            next_topics=record.words("next", needed=False),
            ask_first=record.optional("ask_first"),
            transfer=record.optional("transfer"),
            place=record.place,
        )
        if not topic.rulings:
            record.fault("場合分け（rulings）が一つもありません", "少なくとも一つ書きます")
        if record.place.file != f"topics/{ident}.yaml":
            record.fault(
                f"id「{ident}」がファイル名と違います", "ファイル名から .yaml を除いた名前にします"
            )
        record.close()
        return topic

    def _shared(self, record: Record) -> dict[str, Statement]:
        inner = record.record("statements")
        if inner is None:
            return {}
        found = {}
        for key in inner.names():
            item = inner.record(key)
            if item is not None:
                found[key] = self._statement(item)
        return found

    def _ruling(self, record: Record, shared: Mapping[str, Statement]) -> Ruling:
        record.need("until", "「until: 最後の日」か、決まっていなければ「until: open」と書きます")
        until = record.optional("until") or ""
        starts = record.day("from")
        statements = tuple(self._answer_line(item, shared) for item in record.records("answer"))
        ruling = Ruling(
            id=record.text("id"),
            period=Period(starts, None if until == "open" else record.as_day(until, "until")),
            known=self._known(record, statements),
            when=self._when(record),
            headline=record.text("headline"),
            statements=statements,
            contacts=record.words("contacts", needed=False),
            replaces=record.words("replaces", needed=False),
            continues=record.words("continues", needed=False),
            undecided=record.choice("undecided", ("true", "false"), "false") == "true",
            place=record.place,
        )
        if ruling.period.ends and ruling.period.ends < ruling.period.starts:
            record.fault("「until」が「from」より前です", "年と月を確かめます", "until")
        record.close()
        return ruling

    def _when(self, record: Record) -> Condition:
        record.need("when", "「when: {制度: 国民健康保険}」か、全員なら「when: {}」の行を足します")
        return self._conditions.read(record, "when")

    def _known(self, record: Record, statements: tuple[Statement, ...]) -> date:
        """Return the day from which it is known: named with a reason, or its notices' latest."""
        named = record.optional_day("known")
        reason = record.optional("known_reason")
        if named:
            if not reason:
                record.fault(
                    "「known」に「known_reason」がありません",
                    "なぜその日から知られていたかを書きます",
                )
            return named
        days = [self._notices[s.citation.notice].known_from for s in statements if s.citation]
        if not days and not any(s.basis == "notice" for s in statements):
            record.fault(
                "どの通知にも基づいていません",
                "通知を引用する文を足すか、「known」と「known_reason」を書きます",
            )
        return max(days, default=date(1900, 1, 1))

    def _answer_line(self, record: Record, shared: Mapping[str, Statement]) -> Statement:
        name = record.optional("use")
        if name is None:
            return self._statement(record)
        record.close()
        if name in shared:
            return shared[name]
        record.fault(f"「use」の「{name}」は「statements」にありません", "名前を合わせます")
        return Statement("", "say", "advice", None, EVERYBODY, record.place)

    def _statement(self, record: Record) -> Statement:
        text = record.text("text")
        kind = record.choice("kind", _KINDS, "say")
        about = self._conditions.read(record, "about")
        basis = self._basis(record)
        citation = self._citation(record) if record.has("notice") else None
        record.close()
        named: StatementKind = next(k for k in _KINDS if k == kind)
        return Statement(text, named, basis, citation, about, record.place)

    def _basis(self, record: Record) -> Basis:
        if record.has("notice"):
            return "notice"
        if not record.has("basis"):
            record.fault("根拠がありません", "notice: と quote: か、basis: advice を書きます")
            return "notice"
        return "contact" if record.choice("basis", ("advice", "contact")) == "contact" else "advice"

    def _citation(self, record: Record) -> Citation | None:
        ident = record.text("notice")
        named = record.optional("passage")
        quote = record.optional("quote")
        notice = self._notices.get(ident)
        if notice is None:
            record.fault(
                f"「{ident}」という通知はありません",
                f"つづりを確かめます。notices/{ident}.md があれば、その誤りを先に直します",
                "notice",
            )
            return None
        if named and notice.passage(named) is None:
            record.fault(
                f"{ident} に「{named}」という段落はありません",
                "「passage:」の行を消すか、通知の [p1] などの番号と合わせます",
                "passage",
            )
            return None
        if notice.kind == "reference":
            return self._reference(record, notice, named, quote)
        return self._quoted(record, notice, named, quote)

    def _reference(
        self, record: Record, notice: Notice, named: str | None, quote: str | None
    ) -> Citation:
        if quote:
            record.fault(
                f"{notice.id} は原文が手元にないので、引用できません",
                "「quote:」の行を消します",
                "quote",
            )
        return Citation(notice.id, named or notice.passages[0].id, None)

    def _quoted(
        self, record: Record, notice: Notice, named: str | None, quote: str | None
    ) -> Citation | None:
        if quote is None:
            record.fault("「quote」がありません", "「quote:」の行に通知の言葉をそのまま書きます")
            return None
        if len(squash(quote)) < _SHORTEST_QUOTE:
            remedy = f"{_SHORTEST_QUOTE}文字以上にします"
            record.fault(f"引用「{quote}」が短すぎます", remedy, "quote")
            return None
        passage = self._find(notice, named, squash(quote))
        if passage is None:
            where = f"{notice.id} の {named}" if named else notice.id
            record.fault(
                f"引用「{quote[:30]}」は {where} にありません", self._hint(notice, quote), "quote"
            )
            return None
        return Citation(notice.id, passage.id, quote)

    def _hint(self, notice: Notice, quote: str) -> str:
        """Say how far a quote that was not found agrees with the notice, or where else it is."""
        wanted = squash(quote)
        elsewhere = self._find(notice, None, wanted)
        if elsewhere:
            return f"「passage:」を {elsewhere.id} にするか、その行を消します"
        for size in range(len(wanted) - 1, _SHORTEST_AGREEMENT - 1, -1):
            passage = self._find(notice, None, wanted[:size])
            if passage:
                same, other = wanted[:size][-_SHOWN:], wanted[size:][:1]
                return (
                    f"{passage.id} の「…{same}」までは同じで、次の「{other}」から違います。"
                    "通知の言葉に直します（段落はまたげません）"
                )
        return "通知の言葉をそのまま写します（言い換えや、段落をまたぐ引用はできません）"

    def _find(self, notice: Notice, named: str | None, wanted: str) -> Passage | None:
        for passage in notice.passages:
            if named in {None, passage.id} and wanted in self._squashed[notice.id, passage.id]:
                return passage
        return None


def _near_miss(record: Record) -> Example:
    example = Example(record.text("question"), record.text("topic"), record.place)
    record.close()
    return example
