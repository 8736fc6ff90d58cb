"""``annai serve``: every page and the API, from one process."""

import argparse
import logging
import sys
from contextlib import suppress

import uvicorn

from web.app import create_app
from web.settings import Settings

DRAIN_SECONDS = 10
LARGEST_PORT = 65535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``annai serve`` takes."""
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST", help="待ち受ける住所")
    parser.add_argument("--port", default=8000, type=_port, metavar="PORT", help="待ち受ける番号")


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; 2 if the address is taken."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = create_app(Settings.from_environment())
    config = uvicorn.Config(
        app,
        host=arguments.host,
        port=arguments.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    try:
        listening = config.bind_socket()
    except SystemExit:
        print("待ち受けられません。別の --port を指定してください。", file=sys.stderr)
        return 2
    host = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    print(f"http://{host}:{arguments.port}/ で動かします（Ctrl+C で止まります）", flush=True)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
    return 0


def _port(text: str) -> int:
    """Return a port number; raises ArgumentTypeError for anything else."""
    if text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) <= LARGEST_PORT:
        return int(text)
    message = f"番号は1から{LARGEST_PORT}までです"
    raise argparse.ArgumentTypeError(message)
