"""The notices on which the answers rest: the list, and each one word for word."""

from fastapi import APIRouter
from fastapi.responses import Response

from assistant.channels.json_api import notice_json
from web.frame import METHODS, around
from web.notice_views import bonds, resting, years
from web.problems import Problem, ProblemError
from web.rendering import REVALIDATE, page
from web.services import Serving

router = APIRouter(include_in_schema=False)


@router.api_route("/notices", methods=METHODS)
async def notices(services: Serving) -> Response:
    """List every notice, the newest first, with what changes or prolongs what."""
    listed = years(services.assistant)
    shown = {"years": listed, "count": sum(len(year.entries) for year in listed)}
    response = page("notices.html", {**around(services, None), **shown})
    response.headers["Cache-Control"] = REVALIDATE
    return response


@router.api_route("/notices/{notice_id}", methods=METHODS)
async def notice(notice_id: str, services: Serving) -> Response:
    """Show one notice, word for word, in numbered passages, and the answers that rest on it."""
    found = notice_json(services.assistant.knowledge, notice_id)
    if found is None:
        raise ProblemError(Problem(404))
    shown = {
        "notice": found,
        "bonds": bonds(services.assistant, notice_id),
        "resting": resting(services.assistant, notice_id),
    }
    response = page("notice.html", {**around(services, None), **shown})
    response.headers["Cache-Control"] = REVALIDATE
    return response
