"""``annai ask``: one question, one answer in the terminal, with its citations."""

import argparse
import sys

from assistant.channels.json_api import canonical, reply_json
from assistant.channels.plain_text import reply_text
from assistant.engine import Ask, Assistant
from assistant.errors import QuestionError
from web.clock import Clock
from web.dates import read_day
from web.questions import clean_question
from web.settings import Settings

FACTS = {
    "scheme": "制度（kouki・kokuho・kenpo・kyokai・kyosai・other）",
    "insurer": "保険者（tokyo-koiki・okayama-koiki・mbk-kenpo・other）",
    "age": "年齢（整数）",
    "myna": "マイナ保険証（registered・card-only・none）",
    "role": "誰が聞くか（self・family・facility・employer・pharmacy）",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``annai ask`` takes."""
    parser.add_argument("question", metavar="質問", help="例：期限切れの保険証で受診できますか")
    parser.add_argument("--as-of", metavar="日付", help="基準日（2025-09-01 の形。省くと今日）")
    for name, words in FACTS.items():
        parser.add_argument(f"--{name}", metavar="値", help=words)
    parser.add_argument(
        "--needs-support",
        nargs="?",
        const="true",
        choices=("true", "false"),
        help="要配慮者（マイナ保険証での受診に手助けが必要な方）",
    )
    parser.add_argument("--lang", default="ja", metavar="言語", help="ja・ja-easy・en")
    parser.add_argument("--json", action="store_true", help="公開APIと同じJSONで出す")
    parser.add_argument("--explain", action="store_true", help="考えた道すじを添える")


def run(arguments: argparse.Namespace) -> int:
    """Answer the question on standard output."""
    settings = Settings.from_environment()
    clock = Clock(settings.today)
    assistant = Assistant.open(settings.knowledge_dir)
    try:
        reply = assistant.reply(_ask(arguments, clock))
    except QuestionError as error:
        print(f"{error.field}：{error}", file=sys.stderr)
        return 2
    if arguments.json:
        sys.stdout.buffer.write(canonical(reply_json(reply, explain=arguments.explain)) + b"\n")
    else:
        print(reply_text(reply, explain=arguments.explain), end="")
    return 0


def _ask(arguments: argparse.Namespace, clock: Clock) -> Ask:
    day = read_day(arguments.as_of) if arguments.as_of else None
    named = {name: getattr(arguments, name) for name in (*FACTS, "needs_support")}
    return Ask(
        question=clean_question(arguments.question),
        as_of=day or clock.today(),
        dated=day is not None,
        now=None if day else clock.now(),
        lang=arguments.lang,
        situation={name: value for name, value in named.items() if value is not None},
    )
