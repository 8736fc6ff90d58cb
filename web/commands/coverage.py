"""``annai coverage``: which passage of which notice is said where, or why it is not."""

import argparse
import json
from collections.abc import Mapping, Sequence

from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import Notice
from assistant.review.coverage import Use, coverage
from web.settings import Settings

OPENING = 30  # how much of a passage tells it from its neighbours


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``annai coverage`` takes."""
    parser.add_argument(
        "--missing", action="store_true", help="どの答えにも使われていない段落だけを出す"
    )
    parser.add_argument("--json", action="store_true", help="結果をJSONで出す")


def run(arguments: argparse.Namespace) -> int:
    """Print the map; 1 if a passage is neither used nor said to be unused."""
    knowledge = load_knowledge(Settings.from_environment().knowledge_dir)
    found = coverage(knowledge)
    everything = [use for uses in found.values() for use in uses]
    shown = {
        name: [use for use in uses if not (arguments.missing and use.covered)]
        for name, uses in found.items()
    }
    if arguments.json:
        print(json.dumps(_content(shown), ensure_ascii=False, indent=1))
    else:
        for name, uses in shown.items():
            if uses:
                _print_notice(knowledge.notices[name], uses)
        print(_total(everything))
    return 0 if all(use.covered for use in everything) else 1


def _print_notice(notice: Notice, uses: Sequence[Use]) -> None:
    print(f"{notice.id}　{notice.title}（{notice.issued}）")
    for use in uses:
        print(f"  {use.passage.id}　{_state(use)}")
    print()


def _state(use: Use) -> str:
    if use.stale:
        left = f"※ 使っているのに「unused: {use.passage.unused}」が残っています"
        return f"{'、'.join(use.rulings)}　{left}"
    if use.rulings:
        return "、".join(use.rulings)
    if use.passage.unused:
        return f"使わない：{use.passage.unused}"
    place = use.passage.place
    opening = use.passage.text[:OPENING].replace("\n", " ")
    return f"どの答えにも使われていません「{opening}」（{place.file}:{place.line}）"


def _total(everything: Sequence[Use]) -> str:
    used = sum(bool(use.rulings) for use in everything)
    missing = sum(not use.covered for use in everything)
    return (
        f"段落 {len(everything)}：使っている {used}、"
        f"使わない理由がある {len(everything) - used - missing}、使われていない {missing}"
    )


def _content(shown: Mapping[str, Sequence[Use]]) -> dict[str, list[dict[str, object]]]:
    return {
        name: [
            {
                "passage": use.passage.id,
                "rulings": list(use.rulings),
                "unused": use.passage.unused,
                "covered": use.covered,
                "file": use.passage.place.file,
                "line": use.passage.place.line,
            }
            for use in uses
        ]
        for name, uses in shown.items()
    }
