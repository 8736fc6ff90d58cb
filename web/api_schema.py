"""The OpenAPI page: what FastAPI finds, plus the request bodies that we read ourselves."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from web.api_models import AskRequest, FeedbackRequest

REFERENCE = "#/components/schemas/{model}"
ASK_EXAMPLES = {
    "first": {
        "summary": "はじめの質問",
        "value": {
            "question": "期限切れの保険証で受診できますか",
            "as_of": "2025-09-01",
            "situation": {"scheme": "kouki"},
        },
    },
    "choice": {
        "summary": "聞き返しへの返事（conversation は前の返事のもの）",
        "value": {"conversation": "…", "choice": "kouki", "as_of": "2025-09-01"},
    },
}
FEEDBACK_EXAMPLES = {
    "helpful": {
        "summary": "役に立った",
        "value": {
            "topic": "expired-card-visit",
            "ruling": "…",
            "as_of": "2025-09-01",
            "knowledge": "sha256:…",
            "verdict": "helpful",
            "reason": None,
        },
    },
}
EXAMPLES = {AskRequest: ASK_EXAMPLES, FeedbackRequest: FEEDBACK_EXAMPLES}


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the OpenAPI description of a JSON body of that model."""
    schema = {"$ref": REFERENCE.format(model=model.__name__)}
    content = {"application/json": {"schema": schema, "examples": EXAMPLES.get(model, {})}}
    return {"requestBody": {"required": True, "content": content}}


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI page of the app; made at the first call and kept."""
    if app.openapi_schema is None:
        page = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
        )
        _, bodies = models_json_schema(
            [(AskRequest, "validation"), (FeedbackRequest, "validation")], ref_template=REFERENCE
        )
        page["components"]["schemas"].update(bodies["$defs"])
        app.openapi_schema = page
    return app.openapi_schema
