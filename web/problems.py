"""Errors as ``application/problem+json`` (RFC 9457), or as a page. Input is never echoed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from assistant.errors import QuestionError

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "リクエストを読み取れません",
    403: "ほかのサイトからは送れません",
    404: "見つかりません",
    405: "この方法では受け付けていません",
    413: "送られたデータが大きすぎます",
    415: "この形式は受け付けていません",
    422: "入力を直してください",
    429: "しばらく待ってからお試しください",
    500: "内部で問題が起きました",
    503: "ただいま受け付けられません",
}
MESSAGES = {
    "missing": "この項目が必要です。",
    "extra_forbidden": "この項目はありません。",
    "string_type": "文字列で書きます。",
    "int_type": "整数で書きます。",
    "bool_type": "true か false で書きます。",
    "literal_error": "決められた値のどれかを書きます。",
    "string_pattern_mismatch": "決められた形で書きます（日付なら 2025-09-01）。",
    "string_too_long": "長すぎます。",
    "less_than_equal": "大きすぎます。",
    "greater_than_equal": "小さすぎます。",
    "model_type": "{ } で囲んだ項目の組を書きます。",
    "model_attributes_type": "{ } で囲んだ項目の組を書きます。",
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One part of the request to mend, and how (Japanese)."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, fit to be shown to the one who asked."""

    status: int
    detail: str = ""
    errors: Sequence[FieldError] = ()
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The kind of problem in words."""
        return TITLES.get(self.status, "受け付けられません")

    def response(self) -> Response:
        """Return the problem as ``application/problem+json``."""
        content: dict[str, object] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail or self.title,
        }
        if self.errors:
            content["errors"] = [{"field": e.field, "message": e.message} for e in self.errors]
        return Response(
            json.dumps(content, ensure_ascii=False),
            status_code=self.status,
            headers=self.headers,
            media_type=MEDIA_TYPE,
        )


class ProblemError(Exception):
    """Carries a problem up to where it is shown."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.title)


def unprocessable(errors: Iterable[FieldError]) -> ProblemError:
    """Return the 422 that names each part to mend."""
    listed = tuple(errors)
    detail = " ".join(f"{e.field}：{e.message}" for e in listed)
    return ProblemError(Problem(422, detail, listed))


def of_question(error: QuestionError) -> ProblemError:
    """Return the 422 for what the engine or the front door refuses."""
    return unprocessable([FieldError(error.field, str(error))])


def of_model(error: ValidationError) -> ProblemError:
    """Return the 422 for a body of the wrong shape: names and kinds, never values."""
    found: dict[str, str] = {}
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        extra = problem["type"] == "extra_forbidden"
        path = problem["loc"][:-1] if extra else problem["loc"]
        name = ".".join(str(part) for part in path) or "body"
        message = "知らない項目があります。" if extra else MESSAGES.get(problem["type"])
        found.setdefault(name, message or "値が正しくありません。")
    return unprocessable(FieldError(name, message) for name, message in found.items())


def wants_page(request: Request) -> bool:
    """Tell whether a person's browser asks, to whom a page says more than JSON."""
    machine = request.url.path.startswith("/api/")
    return not machine and "text/html" in request.headers.get("accept", "")
