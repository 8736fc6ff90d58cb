"""What stands around the content of every page."""

from web.forms import day_of
from web.problems import Problem
from web.services import Services
from web.views import banner_day, help_line

METHODS = ["GET", "HEAD"]


def around(services: Services, as_of: str | None) -> dict[str, object]:
    """Return what every page shows around its content; raises ProblemError: the day is none."""
    return {
        "say": services.assistant.knowledge.messages,
        "help": help_line(services.assistant),
        "as_of": as_of,
        "banner": banner_day(day_of(as_of)),
    }


def words_of(problem: Problem) -> str:
    """Return a problem in words for people: how to mend each part, else what it is."""
    if problem.errors:
        return " ".join(error.message for error in problem.errors)
    return problem.detail or problem.title
