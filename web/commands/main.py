"""``annai``: one command with a subcommand for each job. Exit status 0 done, 1 faults, 2 usage."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from assistant.errors import KnowledgeError
from web.settings import SettingsError

DONE, FAULTS, USAGE = 0, 1, 2
# Each job is imported when it is asked for: ``ask`` must not wait for the web framework.
JOBS = {
    "serve": ("web.commands.serve", "画面とAPIを動かす"),
    "ask": ("web.commands.ask", "端末で一つ質問する"),
    "check": ("web.commands.check", "知識の正しさを調べる"),
    "eval": ("web.commands.evaluate", "質問集の判定表を作る"),
    "coverage": ("web.commands.coverage", "通知のどの段落を、どの答えが使っているかを出す"),
    "calendar": ("web.commands.calendar_days", "答えの変わる日を並べる"),
    "diff": ("web.commands.difference", "知識の直しで、答えがどう変わるかを比べる"),
    "show": ("web.commands.show", "一つの項目を判断の表にする"),
}


class Parser(argparse.ArgumentParser):
    """An argument parser whose own words are Japanese too."""

    def format_help(self) -> str:
        """Return the help text."""
        text = super().format_help()
        words = (
            ("usage: ", "使い方： "),
            ("positional arguments:", "引数："),
            ("options:", "指定："),
            ("show this help message and exit", "この説明を出して終わる"),
        )
        for english, japanese in words:
            text = text.replace(english, japanese)
        return text

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and leave with status 2."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"使い方が違います：{message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    job = next((word for word in given if word in JOBS), None)
    parsed = _parser(job).parse_args(given)
    try:
        status = parsed.run(parsed)
    except SettingsError as error:
        print(f"設定：{error}", file=sys.stderr)
        return USAGE
    except KnowledgeError as error:
        print("\n".join(str(fault) for fault in error.faults), file=sys.stderr)
        print("知識を読み込めません。annai check で確かめてください。", file=sys.stderr)
        return FAULTS
    except BrokenPipeError:
        sys.stderr.close()
        return FAULTS
    return int(status)


def _parser(wanted: str | None) -> Parser:
    parser = Parser(prog="annai", description="保険証あんない：通知の原文を根拠に質問に答えます。")
    jobs = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=Parser)
    for name, (module, words) in JOBS.items():
        job = jobs.add_parser(name, help=words, description=words)
        if name == wanted:
            found = import_module(module)
            found.add_arguments(job)
            job.set_defaults(run=found.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
