"""The chat at ``/`` and what people think of its answers. Each page works without JavaScript."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import escape

from assistant.errors import QuestionError
from web.faq_cases import Case, case_of_query, read_case
from web.forms import Asked, day_of, read_form
from web.frame import METHODS, around, words_of
from web.journal import Feedback
from web.problems import Problem, ProblemError, of_question
from web.questions import clean_question
from web.rendering import REVALIDATE, page
from web.services import Question, Services, Serving, services_of, within_rate
from web.views import Turn, pressed_words, starters, turn_of

FRAGMENT = "HX-Request"
LONGEST_SHOWN = 2000
Text = Annotated[str | None, Query()]

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=METHODS)
async def chat(
    request: Request, services: Serving, as_of: Text = None, topic: Text = None
) -> Response:
    """Show the first view, or, with ``?topic=``, the answer on one topic for the case named."""
    if topic is None:
        response = _chat(services, as_of, None)
        response.headers["Cache-Control"] = REVALIDATE
        return response
    if topic not in services.assistant.knowledge.topics:
        raise ProblemError(Problem(404))
    case = read_case(request.query_params, services.assistant, services.clock.today())
    asked = replace(Asked.read({"choice": topic}), as_of=as_of, situation=case.facts)
    return _chat(services, as_of, _turn(services, asked))


@router.post("/", dependencies=[Depends(within_rate)])
async def ask(request: Request, services: Serving) -> Response:
    """Answer one form post: the new turn alone for htmx, else the whole page."""
    asked = Asked.read(await read_form(request))
    if request.headers.get(FRAGMENT):
        return page("turn.html", {**around(services, asked.as_of), "turn": _turn(services, asked)})
    try:
        return _chat(services, asked.as_of, _turn(services, asked))
    except ProblemError as error:
        if error.problem.status != 422:
            raise
        return _mended(services, asked, error.problem)


@router.post("/feedback", dependencies=[Depends(within_rate)])
async def feedback(request: Request, services: Serving) -> Response:
    """Keep what somebody thought of an answer; 503 says plainly that it was not kept."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise ProblemError(Problem(403))
    fields = await read_form(request)
    why = fields.get("why", "")
    if fields.get("verdict") not in {"helpful", "unhelpful"} or why not in WHY:
        raise of_question(QuestionError("verdict", "評価を選んでください。"))
    verdict, reason = ("helpful", None) if fields["verdict"] == "helpful" else WHY[why]
    names = ("topic", "ruling", "as_of", "knowledge")
    of_what = {name: fields.get(name, "") for name in names}
    if of_what["knowledge"] != services.assistant.knowledge.digest:
        raise of_question(
            QuestionError("knowledge", "回答が新しくなりました。もう一度質問してください。")
        )
    case = _case_of(services, fields)
    await services.keep(Feedback(**of_what, verdict=verdict, reason=reason))
    name = "thanks.html" if request.headers.get(FRAGMENT) else "thanks_page.html"
    given = {key: fields.get(key, "") for key in ("conversation", "topic", "dated")}
    shown = {"given": given, "back": case.page(of_what["topic"]) if case else None}
    return page(name, {**around(services, given["dated"] or None), **shown})


# What people tick under 「役に立たなかった」 → verdict and reason of the contract.
WHY: dict[str, tuple[str, str | None]] = {
    "": ("unhelpful", None),
    "unclear": ("unhelpful", "unclear"),
    "not-my-case": ("unhelpful", "not-my-case"),
    "outdated": ("unhelpful", "outdated"),
    "other": ("unhelpful", "other"),
    "wrong": ("wrong", None),
}


def problem_response(request: Request, problem: Problem) -> Response:
    """Return a problem as a page, or as the line that htmx puts beside the form."""
    if request.headers.get(FRAGMENT):
        at_field = any(error.field == "question" for error in problem.errors)
        response = HTMLResponse(escape(words_of(problem)), problem.status, problem.headers)
        response.headers["HX-Retarget"] = "#q-error" if at_field else "#notice"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    told = {"title": problem.title, "words": words_of(problem), "number": problem.status}
    shown = page(
        "problem.html", {**around(services_of(request), None), **told}, status=problem.status
    )
    shown.headers.update(problem.headers)
    return shown


def _turn(services: Services, asked: Asked) -> Turn:
    """Ask the engine and return the turn; what the asker typed is masked before it is shown."""
    day_of(asked.as_of)
    assistant = services.assistant
    if not assistant.knowledge.facts.keys() >= asked.situation.keys():
        raise of_question(QuestionError("choice", "その条件はありません。"))
    question = Question(
        text=asked.question,
        day=asked.as_of,
        situation=asked.situation,
        conversation=asked.conversation,
        choice=asked.choice,
    )
    reply = services.reply(question, "page")
    if asked.question is None:
        return turn_of(asked, pressed_words(asked, assistant), reply, assistant, masked=False)
    masked = services.masker.mask(clean_question(asked.question))
    for kind in masked.kinds:
        services.meters.masked.labels(kind).inc()
    return turn_of(asked, masked.text, reply, assistant, masked=bool(masked.kinds))


def _case_of(services: Services, fields: Mapping[str, str]) -> Case | None:
    """Return the case of the page on which an answer was judged, None if that was in the chat."""
    if "case" not in fields:
        return None
    return case_of_query(fields["case"], services.assistant, services.clock.today())


def _chat(services: Services, as_of: str | None, turn: Turn | None) -> HTMLResponse:
    first = starters(services.assistant)
    shown = {"turn": turn, "starters": first, "typed": "", "error": ""}
    return page("chat.html", {**around(services, as_of), **shown})


def _mended(services: Services, asked: Asked, problem: Problem) -> HTMLResponse:
    """Show the page again with what was typed, less what is personal, and how to mend it."""
    typed = services.masker.mask((asked.question or "")[:LONGEST_SHOWN]).text
    bad_day = any(error.field == "as_of" for error in problem.errors)
    shown = {
        "turn": None,
        "starters": starters(services.assistant),
        "typed": "".join(char for char in typed if char.isprintable()),
        "error": words_of(problem),
    }
    as_of = None if bad_day else asked.as_of
    return page("chat.html", {**around(services, as_of), **shown}, status=problem.status)
