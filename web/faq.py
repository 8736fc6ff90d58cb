"""Every answer as a page: the list at ``/faq`` with its search, and a page for each topic."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from assistant.answering.outcomes import Answered, Reply
from assistant.errors import QuestionError
from web.faq_cases import Case, read_case
from web.faq_list import Found, entries, found, group_of, groups
from web.faq_views import Standpoint, rows, stretches, table
from web.forms import Asked
from web.frame import METHODS, around, words_of
from web.pages import LONGEST_SHOWN
from web.problems import Problem, ProblemError, of_question
from web.questions import clean_question
from web.rendering import REVALIDATE, page
from web.services import Question, Services, Serving, within_rate
from web.views import turn_of

Text = Annotated[str | None, Query()]
CHANNEL = "faq"

router = APIRouter(include_in_schema=False)


@router.api_route("/faq", methods=METHODS)
async def faq(request: Request, services: Serving, q: Text = None) -> Response:
    """List every topic, or, with ``?q=``, those that come near some words."""
    case = read_case(request.query_params, services.assistant, services.clock.today()).alone
    if not (q and q.strip()):
        return _list(services, case)
    within_rate(request, services)
    try:
        return _list(services, case, _search(services, q, case))
    except ProblemError as error:
        return _mended(services, case, q, error.problem)


@router.api_route("/faq/{topic}", methods=METHODS)
async def answer(topic: str, request: Request, services: Serving) -> Response:
    """Show the whole answer on one topic for the case and day that the address names."""
    if topic not in services.assistant.knowledge.topics:
        raise ProblemError(Problem(404))
    case = read_case(request.query_params, services.assistant, services.clock.today())
    here = Standpoint(services.assistant, topic, case, services.clock.today())
    try:
        reply = here.reply(case, None if case.day else services.clock.now())
    except QuestionError as error:
        raise of_question(error) from error
    services.meters.answers.labels(type(reply.outcome).__name__.lower(), CHANNEL).inc()
    return _page(services, here, reply)


def _page(services: Services, here: Standpoint, reply: Reply) -> Response:
    assistant, case = services.assistant, here.case
    topic = assistant.knowledge.topics[here.topic]
    as_of = case.day.isoformat() if case.day else None
    asked = Asked.read({"as_of": as_of or "", "choice": here.topic})
    turn = turn_of(asked, topic.title, reply, assistant, masked=False)
    outcome, line = reply.outcome, stretches(here)
    shown = {
        "title": topic.title,
        "canonical": Case().page(here.topic),
        "summary": outcome.answers[0].headline if isinstance(outcome, Answered) else topic.title,
        "turn": replace(turn, case=case.query),
        "group": group_of(assistant, here.topic, case.alone),
        "rows": rows(here, reply),
        "stretches": line,
        "changed": not any(stretch.now and stretch.way.chosen for stretch in line),
        "table": table(here, reply),
        "related": entries(assistant, topic.next_topics, case),
        "chat": case.chat(here.topic),
        "today": case.on(None).page(here.topic),
        "list": case.alone.list,
    }
    response = page("faq_topic.html", {**around(services, as_of), **shown})
    response.headers["Cache-Control"] = REVALIDATE
    return response


def _search(services: Services, words: str, case: Case) -> Found:
    """Ask the engine for the topics nearest to some words, and what it would say itself."""
    try:
        cleaned = clean_question(words)
    except QuestionError as error:
        raise of_question(error) from error
    masked = services.masker.mask(cleaned)
    for kind in masked.kinds:
        services.meters.masked.labels(kind).inc()
    day = case.day.isoformat() if case.day else None
    reply = services.reply(Question(text=cleaned, day=day), CHANNEL)
    near = services.assistant.search(cleaned, case.day or services.clock.today())
    return found(services.assistant, masked, near, reply, case)


def _list(services: Services, case: Case, result: Found | None = None) -> Response:
    response = _listed(services, case, {"found": result, "typed": result.words if result else ""})
    if result is None:
        response.headers["Cache-Control"] = REVALIDATE
    return response


def _mended(services: Services, case: Case, typed: str, problem: Problem) -> Response:
    """Show the list again with what was typed, less what is personal, and how to mend it."""
    if problem.status != 422:
        raise ProblemError(problem)
    kept = services.masker.mask(typed[:LONGEST_SHOWN]).text
    shown = {"typed": "".join(char for char in kept if char.isprintable())}
    return _listed(services, case, {**shown, "error": words_of(problem)}, status=422)


def _listed(
    services: Services, case: Case, shown: dict[str, object], status: int = 200
) -> Response:
    topics = services.assistant.knowledge.topics
    listed = {
        "found": None,
        "error": "",
        "groups": groups(services.assistant, case),
        "count": len(topics),
        "today": Case().list,
        "list": case.list,
    }
    as_of = case.day.isoformat() if case.day else None
    return page("faq.html", {**around(services, as_of), **listed, **shown}, status=status)
