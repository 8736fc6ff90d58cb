"""Wires the application together: settings in, ASGI application out. No rule lives here."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from assistant.engine import Assistant
from web import api, faq, notice_pages, pages
from web.api_schema import describe
from web.clock import Clock
from web.journal import Journal
from web.masking import Masker
from web.meters import Meters
from web.problems import FieldError, Problem, ProblemError, unprocessable, wants_page
from web.rate_limit import RateLimit
from web.rendering import STATIC, VersionedFiles
from web.security import Guard
from web.services import STORE_THREADS, Services
from web.settings import Settings
from web.typesetting import PHONE

DESCRIPTION = (
    "通知の原文を根拠に、健康保険証・資格確認書・マイナ保険証の質問に答えます。"
    "誤りは application/problem+json（RFC 9457）で返し、送られた値を書き返しません。"
)


def create_app(settings: Settings, assistant: Assistant | None = None) -> FastAPI:
    """Return the application; raises KnowledgeError if the knowledge is unsound."""
    desk = assistant or Assistant.open(settings.knowledge_dir)
    app = FastAPI(
        title="保険証あんない",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_closing,
    )
    app.state.services = Services(
        assistant=desk,
        clock=Clock(settings.today),
        journal=Journal(settings.database_url),
        rate=RateLimit(settings.rate_limit),
        masker=Masker(_public_numbers(desk)),
        meters=Meters(desk.knowledge.digest),
        store_threads=CapacityLimiter(STORE_THREADS),
    )
    app.include_router(api.router)
    for pages_of in (pages, faq, notice_pages):
        app.include_router(pages_of.router)
    app.mount("/static", VersionedFiles(directory=STATIC))
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_bad_query)
    app.add_middleware(Guard)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # FastAPI's own way
    return app


@asynccontextmanager
async def _closing(app: FastAPI) -> AsyncIterator[None]:
    yield
    services: Services = app.state.services
    services.journal.close()


def _public_numbers(assistant: Assistant) -> Iterator[str]:
    """Yield the telephone numbers that stand in the content; they are nobody's secret."""
    knowledge = assistant.knowledge
    yield from (contact.phone for contact in knowledge.contacts.values() if contact.phone)
    for notice in knowledge.notices.values():
        for passage in notice.passages:
            yield from PHONE.findall(passage.text)


def _show(request: Request, problem: Problem) -> Response:
    fragment = request.headers.get(pages.FRAGMENT) and not request.url.path.startswith("/api/")
    if fragment or wants_page(request):
        return pages.problem_response(request, problem)
    return problem.response()


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return _show(request, error.problem)


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = {name: value for name, value in (error.headers or {}).items() if name == "Allow"}
    return _show(request, Problem(error.status_code, headers=headers))


async def _on_bad_query(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    names = sorted({str(problem["loc"][-1]) for problem in error.errors()})
    message = "この値は使えません。"
    mend = unprocessable(FieldError(name, message) for name in names)
    return _show(request, mend.problem)
