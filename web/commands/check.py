"""``annai check``: proves the knowledge sound; prints file and line of each fault."""

import argparse
import json

from assistant.errors import Fault
from assistant.proof import prove
from web.clock import Clock
from web.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``annai check`` takes."""
    parser.add_argument("--json", action="store_true", help="結果をJSONで出す")


def run(arguments: argparse.Namespace) -> int:
    """Check the knowledge; 1 if it has faults (warnings alone are none)."""
    settings = Settings.from_environment()
    found = prove(settings.knowledge_dir, Clock(settings.today).today())
    if arguments.json:
        content = {
            "faults": [_json(fault) for fault in found.faults],
            "warnings": [_json(warning) for warning in found.warnings],
        }
        print(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        for fault in found.faults:
            print(f"誤り　{fault}")
        for warning in found.warnings:
            print(f"注意　{warning}")
        print(f"誤り {len(found.faults)} 件、注意 {len(found.warnings)} 件")
    return 1 if found.faults else 0


def _json(fault: Fault) -> dict[str, str | int]:
    return {
        "file": fault.file,
        "line": fault.line,
        "message": fault.message,
        "remedy": fault.remedy,
    }
