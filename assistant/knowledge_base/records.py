"""Strict YAML for content files: text scalars only, every fault with file, line and remedy.

The reader never stops at the first fault: it notes the fault, hands out an empty value and goes
on, so that an official sees all of them at once.
"""

import contextlib
import re
from collections.abc import Iterator
from datetime import date

import yaml

from assistant.errors import Fault
from assistant.knowledge_base.model import Place

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NULLS = {"", "~", "null"}
_KEY = r"\s*(?:- )?[\w-]+"
# What a line that is not YAML most often suffers from, and what to do; the first that fits counts.
_SLIPS = (
    (r"[ \u3000]*\t", "字下げにタブがあります", "タブを半角の空白にします"),
    (r" *\u3000", "字下げに全角の空白があります", "全角の空白一つを、半角の空白二つにします"),
    (_KEY + "：", "全角の「：」があります", "半角の「: 」（コロンと空白）にします"),
    (_KEY + ":[^ ]", "「:」の後に空白がありません", "「:」の後に半角の空白を一つ入れます"),
    (_KEY + ': "[^"]*$', '「"」が閉じていません', '文の終わりにも " を付けます'),
    (_KEY + r": [\[{][^\]}]*$", "かっこが閉じていません", "行の終わりを ] か } で閉じます"),
    (_KEY + r": [^\"'\[{].*: ", "文の中に「: 」があります", '文の全体を " で囲みます'),
)
# libyaml is about ten times faster; its pure twin serves where the wheel lacks it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _plain(node: yaml.Node) -> bool:
    """Tell whether a scalar was written without quotes (a quoted "null" is a word)."""
    return not getattr(node, "style", None)


class Record:
    """One mapping of a content file. ``take_*`` reads a key once; ``close`` reports the rest."""

    def __init__(self, node: yaml.MappingNode, source: "Source") -> None:
        self._source = source
        self.place = source.place(node)
        self._nodes: dict[str, yaml.Node] = {}
        self._places: dict[str, Place] = {}
        for key, value in node.value:
            self._add(key, value)

    def _add(self, key: yaml.Node, value: yaml.Node) -> None:
        name = self._source.scalar(key)
        if name is None:
            return
        if "：" in name:
            self._source.fault(key, f"「{name}」に全角の「：」があります", "半角の「: 」にします")
        elif "\u3000" in name:
            self._source.fault(key, f"「{name}」に全角の空白があります", "空白を消します")
        elif name in self._nodes:
            self._source.fault(key, f"「{name}」が二度書かれています", "どちらか一つにします")
        else:
            self._nodes[name] = value
            self._places[name] = self._source.place(value)

    def fault(self, message: str, remedy: str, key: str = "") -> None:
        """Note a fault at the line of ``key``, taken or not, or of the record itself."""
        self._source.note(self._place_of(key), message, remedy)

    def names(self) -> list[str]:
        """Return the keys not yet taken, in the order of the file."""
        return list(self._nodes)

    def has(self, key: str) -> bool:
        """Tell whether the key is there and not yet taken."""
        return key in self._nodes

    def need(self, key: str, remedy: str) -> None:
        """Report a key that is absent or empty."""
        node = self._nodes.get(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and node.value in _NULLS):
            self.fault(f"「{key}」がありません", remedy, key)

    def _take(self, key: str, *, needed: bool) -> yaml.Node | None:
        node = self._nodes.pop(key, None)
        if node is None and needed:
            self.fault(f"「{key}」がありません", f"「{key}:」の行を足します")
        return node

    def text(self, key: str) -> str:
        """Return the text of a key that must be there and not be empty."""
        node = self._take(key, needed=True)
        if node is None:
            return ""
        value = self._source.scalar(node)
        if not value or (value in _NULLS and _plain(node)):
            self._source.fault(node, f"「{key}」が空です", "内容を書きます")
            return ""
        return value

    def optional(self, key: str) -> str | None:
        """Return the text of a key, or None where it is absent or null."""
        node = self._take(key, needed=False)
        if node is None:
            return None
        value = self._source.scalar(node)
        return None if value is None or (value in _NULLS and _plain(node)) else value

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Return one of ``allowed``; ``default`` where the key is absent."""
        place = self._place_of(key)
        value = self.optional(key) if default is not None else self.text(key)
        if value is None:
            return default or allowed[0]
        if value not in allowed:
            self._source.note(
                place,
                f"「{key}」の「{value}」は使えません",
                "、".join(allowed) + " のどれかにします",
            )
            return default or allowed[0]
        return value

    def day(self, key: str) -> date:
        """Return a date written YYYY-MM-DD; 1900-01-01 after a fault."""
        place = self._place_of(key)
        return self._source.day(self.text(key), place, key) or date(1900, 1, 1)

    def as_day(self, value: str, key: str) -> date | None:
        """Return the date that ``value``, the text of ``key``, names; a fault and None if none."""
        return self._source.day(value, self._place_of(key), key)

    def optional_day(self, key: str) -> date | None:
        """Return a date, or None where the key is absent or null."""
        place = self._place_of(key)
        value = self.optional(key)
        return None if value is None else self._source.day(value, place, key)

    def _place_of(self, key: str) -> Place:
        return self._places.get(key, self.place)

    def texts(self, key: str, *, needed: bool = True) -> list[tuple[str, Place]]:
        """Return a list of texts, each with its place; a single text counts as a list of one."""
        node = self._take(key, needed=needed)
        return [] if node is None else self._source.texts(node, key)

    def words(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        """Return a list of texts without their places."""
        return tuple(text for text, _ in self.texts(key, needed=needed))

    def records(self, key: str, *, needed: bool = True) -> list["Record"]:
        """Return a list of mappings."""
        node = self._take(key, needed=needed)
        return [] if node is None else self._source.records(node, key)

    def record(self, key: str) -> "Record | None":
        """Return a mapping, or None where the key is absent or null."""
        node = self._take(key, needed=False)
        if node is None or (isinstance(node, yaml.ScalarNode) and node.value in _NULLS):
            return None
        if not isinstance(node, yaml.MappingNode):
            self._source.fault(
                node,
                f"「{key}」は「名前: 値」の形で書きます",
                "{制度: 国民健康保険} のように書きます",
            )
            return None
        return Record(node, self._source)

    def groups(self, key: str) -> list[tuple[tuple[str, ...], ...]]:
        """Return a list of lists of lists of texts (signs, their groups, the groups' phrases)."""
        node = self._take(key, needed=True)
        return (
            []
            if node is None
            else [self._source.groups(item, key) for item in self._source.items(node, key)]
        )

    def is_text(self, key: str) -> bool:
        """Tell whether the key holds a single text."""
        return isinstance(self._nodes.get(key), yaml.ScalarNode)

    def pairs(self) -> Iterator[tuple[str, list[str]]]:
        """Yield every remaining key with its texts, taking them all."""
        for key in list(self._nodes):
            yield key, list(self.words(key))

    def close(self) -> None:
        """Report every key that nobody took."""
        for key, node in self._nodes.items():
            self._source.fault(
                node, f"「{key}」という項目はありません", "つづりを確かめるか、行を消します"
            )


class Source:
    """One YAML text and its faults; ``first_line`` is the line of its file on which it starts."""

    def __init__(self, name: str, text: str, faults: list[Fault], first_line: int = 1) -> None:
        self.name = name
        self.faults = faults
        self._lines = text.split("\n")
        self._offset = first_line
        self._seen: set[int] = set()
        self._text = text

    def place(self, node: yaml.Node) -> Place:
        """Return the file and line of a node."""
        return Place(self.name, node.start_mark.line + self._offset)

    def fault(self, node: yaml.Node, message: str, remedy: str) -> None:
        """Note a fault at a node."""
        self.note(self.place(node), message, remedy)

    def note(self, place: Place, message: str, remedy: str) -> None:
        """Note a fault at a place."""
        self.faults.append(Fault(place.file, place.line, message, remedy))

    def root(self) -> yaml.Node | None:
        """Parse the text; None (with a fault) where it is not YAML at all."""
        try:
            node = yaml.compose(self._text, Loader=_Loader)
        except yaml.YAMLError as error:
            self._unreadable(error)
            return None
        if node is None:
            self.note(Place(self.name, self._offset), "中身がありません", "内容を書きます")
        return node

    def _unreadable(self, error: yaml.YAMLError) -> None:
        """Say why the text is not YAML: the slip stands where the parser stopped, or just above."""
        marks = (getattr(error, name, None) for name in ("problem_mark", "context_mark"))
        lines = [mark.line for mark in marks if mark] or [0]
        for line in (line - up for line in lines for up in (0, 1) if line >= up):
            text = self._lines[line] if line < len(self._lines) else ""
            for pattern, what, remedy in _SLIPS:
                if re.match(pattern, text):
                    place = Place(self.name, line + self._offset)
                    self.note(place, f"YAML として読めません（{what}）", remedy)
                    return
        self.note(
            Place(self.name, min(lines[0] + self._offset, self._offset + len(self._lines) - 1)),
            "YAML として読めません",
            "この行とすぐ上の行で、字下げ・かっこ・引用符が前後とそろっているかを確かめます",
        )

    def root_record(self) -> Record | None:
        """Parse the text as one mapping."""
        node = self.root()
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.fault(
                node, "ファイル全体を「名前: 値」の形で書きます", "書き方のページの例を見ます"
            )
            return None
        return Record(node, self)

    def root_records(self) -> list[Record]:
        """Parse the text as a list of mappings."""
        node = self.root()
        return [] if node is None else self.records(node, self.name)

    def records(self, node: yaml.Node, key: str) -> list[Record]:
        """Return a list node as mappings."""
        found = []
        for item in self.items(node, key):
            if isinstance(item, yaml.MappingNode):
                found.append(Record(item, self))
            else:
                self.fault(
                    item,
                    f"「{key}」の中は「名前: 値」の形で書きます",
                    "「- 名前: 値」のように書きます",
                )
        return found

    def texts(self, node: yaml.Node, key: str) -> list[tuple[str, Place]]:
        """Return a list node (or a single scalar) as texts with their places."""
        if isinstance(node, yaml.ScalarNode):
            value = self.scalar(node)
            return [(value, self.place(node))] if value else []
        found = []
        for item in self.items(node, key):
            text = self.scalar(item)
            if text:
                found.append((text, self.place(item)))
            elif text is not None:
                self.fault(item, f"「{key}」の中に空の行があります", "消すか、内容を書きます")
        return found

    def groups(self, node: yaml.Node, key: str) -> tuple[tuple[str, ...], ...]:
        """Return a list of lists of texts."""
        return tuple(
            tuple(text for text, _ in self.texts(item, key)) for item in self.items(node, key)
        )

    def items(self, node: yaml.Node, key: str) -> list[yaml.Node]:
        """Return the nodes of a list node; a fault and nothing for anything else but null."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if not (isinstance(node, yaml.ScalarNode) and node.value in _NULLS):
            self.fault(
                node, f"「{key}」は「- 」で始まる並びで書きます", "一行に一つ「- 」を付けます"
            )
        return []

    def scalar(self, node: yaml.Node) -> str | None:
        """Return a scalar's text as written; None (with a fault) for anything else."""
        if not isinstance(node, yaml.ScalarNode):
            self.fault(node, "ここには文字だけを書きます", '「: 」や「- 」を含む文は " で囲みます')
            return None
        trouble = self._trouble(node)
        if trouble:
            self.fault(node, *trouble)
        self._seen.add(id(node))
        return str(node.value).strip()

    def _trouble(self, node: yaml.ScalarNode) -> tuple[str, str] | None:
        if id(node) in self._seen:
            return "「*」による使い回しはできません", "同じ文をもう一度書きます"
        if node.style == ">":
            return "「>」は使えません（日本語の間に空白が入ります）", "一行で書くか「|」を使います"
        if node.tag.startswith("!"):
            return f"「{node.tag}」という印は使えません", "印を消します"
        if node.style != "|" and node.start_mark.line != node.end_mark.line:
            return "文が二行に分かれています", "一行で書きます"
        if not node.style and self._comment_after(node):
            return (
                "文の後ろに「#」があり、そこで切れています",
                '文を " で囲むか、説明を別の行に移します',
            )
        return None

    def _comment_after(self, node: yaml.ScalarNode) -> bool:
        line = self._lines[node.end_mark.line] if node.end_mark.line < len(self._lines) else ""
        return line[node.end_mark.column :].lstrip(" ").startswith("#")

    def day(self, value: str, place: Place, key: str) -> date | None:
        """Return the date written in ``value`` as YYYY-MM-DD; None (with a fault) otherwise."""
        match = _DATE.fullmatch(value)
        if match:
            with contextlib.suppress(ValueError):
                return date(*(int(part) for part in match.groups()))
        if value:
            other = "。終わりが決まっていなければ open です" if key == "until" else ""
            self.note(
                place,
                f"「{key}」の「{value}」は日付ではありません",
                f"西暦で 2026-07-31 のように書きます{other}",
            )
        return None
