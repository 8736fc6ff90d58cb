"""Templates, rendered strictly, and static files, named by content so that they may be kept."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from assistant.channels.plain_text import shown_day
from web.typesetting import dialled, headline, issue_day, prose, unbroken

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
PATHS = {"chat": "/", "faq": "/faq", "notices": "/notices", "feedback": "/feedback"}


class VersionedFiles(StaticFiles):
    """Static files; an address with a version never changes its content, so it may be kept."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return one file with the right instruction for caches."""
        response = await super().get_response(path, scope)
        versioned = scope.get("query_string", b"").startswith(b"v=")
        response.headers["Cache-Control"] = FOREVER if versioned else REVALIDATE
        return response


@cache
def asset(name: str) -> str:
    """Return the address of a static file with the version of its content."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(asset=asset, path=PATHS)
    environment.filters.update(
        headline=headline,
        prose=prose,
        unbroken=unbroken,
        dialled=dialled,
        day=shown_day,
        issued=issue_day,
    )
    return environment


TEMPLATES = _environment()


def page(name: str, context: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """Return a template as a response."""
    return HTMLResponse(TEMPLATES.get_template(name).render(context), status_code=status)
