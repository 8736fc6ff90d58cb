"""What holds for every request and response: headers, the size of bodies, and no error let out."""

import logging
import traceback

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import Problem

LARGEST_BODY = 64 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HTML_VARY = "HX-Request"
UNCACHED = "no-store"

log = logging.getLogger("annai")


class Guard:
    """The outermost layer: bounds the body, adds headers, and turns a crash into a bare 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        outgoing = _Outgoing(send)
        body = await _whole_body(scope, receive)
        if body is None:
            await Problem(413, f"本文は{LARGEST_BODY // 1024}KBまでです。").response()(
                scope, receive, outgoing
            )
            return
        try:
            await self._app(scope, _replay(body, receive), outgoing)
        except Exception as error:  # noqa: BLE001 -- the last line of defence: nothing may leak
            _report(error)
            if not outgoing.started:
                await Problem(500).response()(scope, receive, outgoing)


class _Outgoing:
    """Adds the headers that every response carries."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", UNCACHED)
            if headers.get("content-type", "").startswith("text/html"):
                headers.add_vary_header(HTML_VARY)
        await self._send(message)


async def _whole_body(scope: Scope, receive: Receive) -> bytes | None:
    """Read the body as it arrives; None as soon as it is too large."""
    declared = Headers(scope=scope).get("content-length", "0")
    if declared.isdigit() and (len(declared) > 9 or int(declared) > LARGEST_BODY):
        return None
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a ``receive`` that hands out the body once more, then what really comes."""
    pending = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay


def _report(error: Exception) -> None:
    """Log what kind of error it was and where; its message may hold what somebody typed."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("unexpected %s\n%s", type(error).__name__, frames)
