"""The public HTTP API. Reads strictly, never echoes, and answers errors as problem+json."""

import json
from typing import Annotated, Any, NoReturn, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import ValidationError

from assistant.channels.json_api import (
    canonical,
    notice_json,
    notices_json,
    reply_json,
    topic_json,
    topics_json,
)
from assistant.errors import QuestionError
from web.api_models import (
    AskReply,
    AskRequest,
    FeedbackRequest,
    Incoming,
    NoticeDetailOut,
    NoticesOut,
    ProblemOut,
    Situation,
    StoredOut,
    TopicDetailOut,
    TopicsOut,
)
from web.api_schema import body_of
from web.journal import Feedback
from web.problems import MEDIA_TYPE, Problem, ProblemError, of_model, of_question
from web.services import Question, Serving, within_rate

JSON = "application/json"
BODY = "body"
Model = TypeVar("Model", bound=Incoming)
Explain = Annotated[bool, Query(description="考えた道すじ（trace）を添える")]


def _failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the descriptions of the errors that a path can answer with."""
    words = {
        404: "その項目や通知はありません",
        413: "本文が64KBを超えています",
        415: "application/json ではありません",
        422: "直すところを errors に示します",
        429: "回数の制限。Retry-After 秒だけ待ちます",
        503: "保存できませんでした",
    }
    return {
        status: {
            "model": ProblemOut,
            "description": words[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
        }
        for status in statuses
    }


router = APIRouter()


@router.post(
    "/api/v1/ask",
    summary="質問に答える",
    dependencies=[Depends(within_rate)],
    responses={200: {"model": AskReply}, **_failures(413, 415, 422, 429)},
    openapi_extra=body_of(AskRequest),
)
async def ask(request: Request, services: Serving, explain: Explain = False) -> Response:  # noqa: FBT002 -- a query parameter, always named
    """質問を一つ受けて、答え・聞き返し・候補・辞退・緊急の案内のどれかを返します。

    同じ質問・同じ as_of・同じ知識なら、どこでも同じバイト列です。
    """
    asked = await _read(request, AskRequest)
    question = Question(
        text=asked.question,
        day=asked.as_of,
        lang=asked.lang,
        situation=_situation(asked.situation),
        conversation=asked.conversation,
        choice=asked.choice,
    )
    return _json(reply_json(services.reply(question, "api"), explain=explain))


@router.get("/api/v1/topics", summary="項目の一覧", responses={200: {"model": TopicsOut}})
async def topics(services: Serving) -> Response:
    """答えられる項目をすべて返します。"""
    return _json(topics_json(services.assistant.knowledge))


@router.get(
    "/api/v1/topics/{topic}",
    summary="一つの項目",
    responses={200: {"model": TopicDetailOut}, **_failures(404)},
)
async def topic(topic: str, services: Serving) -> Response:
    """項目の場合分けを、期間・条件・根拠とともに返します。"""
    return _json(topic_json(services.assistant.knowledge, topic))


@router.get("/api/v1/notices", summary="通知の一覧", responses={200: {"model": NoticesOut}})
async def notices(services: Serving) -> Response:
    """根拠にしている通知をすべて返します。"""
    return _json(notices_json(services.assistant.knowledge))


@router.get(
    "/api/v1/notices/{notice}",
    summary="一つの通知",
    responses={200: {"model": NoticeDetailOut}, **_failures(404)},
)
async def notice(notice: str, services: Serving) -> Response:
    """通知の本文を、番号のついた段落で返します。"""
    return _json(notice_json(services.assistant.knowledge, notice))


@router.post(
    "/api/v1/feedback",
    summary="回答を評価する",
    status_code=201,
    dependencies=[Depends(within_rate)],
    responses={201: {"model": StoredOut}, **_failures(413, 415, 422, 429, 503)},
    openapi_extra=body_of(FeedbackRequest),
)
async def feedback(request: Request, services: Serving) -> Response:
    """回答の評価を保存します。201 は、保存し終えたという約束です。"""
    sent = await _read(request, FeedbackRequest)
    await services.keep(Feedback(**sent.model_dump()))
    return _json({"stored": True}, status=201)


@router.get("/healthz", summary="動いているか")
async def healthz() -> JSONResponse:
    """プロセスが応答するかだけを答えます。"""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", summary="答えられるか")
async def readyz(services: Serving) -> JSONResponse:
    """知識を読み終えて答えられる状態か、どの版かを答えます。保存先の調子には左右されません。"""
    return JSONResponse({"status": "ready", "knowledge": services.assistant.knowledge.digest})


@router.get("/metrics", summary="運用の数値")
async def metrics(services: Serving) -> Response:
    """Prometheus の形式で数値を返します。質問の言葉は含みません。"""
    return Response(services.meters.text(), media_type=CONTENT_TYPE_LATEST)


def _json(value: dict[str, Any] | None, status: int = 200) -> Response:
    if value is None:
        raise ProblemError(Problem(404))
    return Response(canonical(value), status_code=status, media_type=JSON)


def _situation(given: Situation | None) -> dict[str, str]:
    """Return the situation as the engine takes it: codes, all of them strings."""
    values = given.model_dump(exclude_none=True) if given else {}
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in values.items()
    }


async def _read(request: Request, model: type[Model]) -> Model:
    """Read the body strictly; raises ProblemError: 415 if it is not JSON, 422 if it is bad JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise ProblemError(Problem(415, f"Content-Type は {JSON} にします。"))
    try:
        content = json.loads((await request.body()).decode("utf-8"), parse_constant=_refuse)
        return model.model_validate(content)
    except ValidationError as error:
        raise of_model(error) from error
    except (ValueError, RecursionError) as error:
        refused = QuestionError(BODY, "本文をJSON（UTF-8）として読み取れません。")
        raise of_question(refused) from error


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
