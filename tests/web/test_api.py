"""The public API: its shapes, its errors, and that it never echoes what was sent."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict
from starlette.testclient import TestClient

from tests.web.conftest import EXPIRED, NewClient
from web.api_models import (
    AskReply,
    NoticeDetailOut,
    NoticesOut,
    ProblemOut,
    TopicDetailOut,
    TopicsOut,
)

ASK = "/api/v1/ask"
KEYS = {
    "outcome",
    "answers",
    "clarify",
    "choices",
    "handoff",
    "suggestions",
    "conversation",
    "lang",
    "as_of",
    "knowledge",
    "trace",
}
ANSWER_KEYS = {
    "topic",
    "ruling",
    "headline",
    "text",
    "status",
    "valid_from",
    "valid_until",
    "citations",
    "contacts",
    "condition",
}
CITATION_KEYS = {"notice", "title", "issuer", "issued", "quote", "passage", "url", "source"}
CONTACT_KEYS = {"name", "phone", "hours", "open_now"}
JSON = {"content-type": "application/json"}
CANARY = "983205673214"


def ask(client: TestClient, **body: Any) -> dict[str, Any]:
    """Ask and return the reply, which must be a 200 of the described shape."""
    response = client.post(ASK, json=body)
    assert response.status_code == 200, response.text
    reply: dict[str, Any] = response.json()
    fits(AskReply, reply)
    return reply


def fits(model: type[BaseModel], content: Any) -> None:
    """Fail unless the content has the described shape."""

    class Exact(model):  # type: ignore[misc,valid-type]
        model_config = ConfigDict(extra="forbid", strict=True)

    Exact.model_validate(content)


def problem(response: Any, status: int) -> dict[str, Any]:
    """Return the body of a problem, which must be of the promised type and shape."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    content: dict[str, Any] = response.json()
    fits(ProblemOut, content)
    assert content["status"] == status
    return content


def test_an_answer_has_every_key(client: TestClient) -> None:
    """Every key of the contract is there, and each answer rests on a citation with our address."""
    reply = ask(client, question=EXPIRED, situation={"scheme": "kouki"})
    assert reply.keys() >= KEYS
    assert reply["outcome"] == "answer"
    assert reply["as_of"] == "2025-09-01"
    for answer in reply["answers"]:
        assert answer.keys() >= ANSWER_KEYS
        assert answer["citations"]
        for citation in answer["citations"]:
            assert citation.keys() >= CITATION_KEYS
            assert citation["url"] == f"/notices/{citation['notice']}#{citation['passage']}"
        for contact in answer["contacts"]:
            assert contact.keys() >= CONTACT_KEYS


def test_a_question_back_leads_to_the_answer(client: TestClient) -> None:
    """One fact decides; its value, and わからない too, lead to an answer."""
    first = ask(client, question=EXPIRED)
    assert first["outcome"] == "clarify"
    assert first["clarify"]["about"] == "scheme"
    values = [option["value"] for option in first["clarify"]["options"]]
    assert "unknown" in values
    for choice in ("kouki", "unknown"):
        reply = ask(client, conversation=first["conversation"], choice=choice)
        assert reply["outcome"] == "answer"


def test_other_outcomes_have_the_same_keys(client: TestClient) -> None:
    """A choice, a refusal and an emergency carry what the contract says, and the rest empty."""
    choose = ask(client, question="資格確認書")
    assert choose["outcome"] == "choose"
    assert 2 <= len(choose["choices"]) <= 4
    declined = ask(client, question="明日の天気は")
    assert declined["outcome"] == "decline"
    assert declined["handoff"]["text"]
    urgent = ask(client, question="父が倒れて意識がありません")
    assert urgent["outcome"] == "urgent"
    assert urgent["handoff"]["kind"] == "emergency"
    for reply in (choose, declined, urgent):
        assert reply.keys() >= KEYS
        assert reply["answers"] == []


def test_the_trace_comes_on_request(client: TestClient) -> None:
    """``?explain=true`` adds at most ten lines."""
    assert ask(client, question=EXPIRED)["trace"] is None
    reply = client.post(ASK + "?explain=true", json={"question": EXPIRED}).json()
    assert 1 <= len(reply["trace"]) <= 10
    problem(client.post(ASK + "?explain=maybe", json={"question": EXPIRED}), 422)


def test_open_now_is_unknown_on_a_named_day(client: TestClient) -> None:
    """A day that the asker names says nothing about who answers the telephone now."""
    named = ask(client, question="明日の天気は", as_of="2025-09-01")
    contacts = (named["handoff"] or {}).get("contacts", [])
    assert all(contact["open_now"] is None for contact in contacts)


def test_the_bytes_are_canonical(client: TestClient) -> None:
    """The same request gives the same bytes: sorted keys, no spaces, plain UTF-8."""
    body = {"question": EXPIRED, "as_of": "2025-09-01"}
    first, second = (client.post(ASK, json=body).content for _ in range(2))
    assert first == second
    ordered = json.dumps(
        json.loads(first), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert first == ordered.encode()


BAD_BODIES = {
    "no JSON": b"{",
    "empty": b"",
    "a list": b"[]",
    "null": b"null",
    "a number": b"1",
    "no question": b"{}",
    "an empty question": b'{"question": ""}',
    "a blank question": '{"question": "　 \\n"}'.encode(),
    "control signs only": b'{"question": "\\u0000\\u0007"}',
    "a list as question": b'{"question": ["a"]}',
    "a number as question": b'{"question": 1}',
    "half a character": b'{"question": "\\ud800"}',
    "half a character in a token": b'{"question": "a", "conversation": "\\udfff"}',
    "bad UTF-8": b'{"question": "\xff\xfe"}',
    "NaN": b'{"question": "a", "situation": {"age": NaN}}',
    "a huge number": b'{"question": "a", "situation": {"age": ' + b"9" * 5000 + b"}}",
    "infinity": b'{"question": "a", "situation": {"age": 1e999}}',
    "deep": b"[" * 30_000,
    "deep objects": b'{"a":' * 8_000,
    "unknown key": b'{"question": "a", "x": 1}',
    "unknown fact": b'{"question": "a", "situation": {"x": "y"}}',
    "unknown scheme": b'{"question": "a", "situation": {"scheme": "x"}}',
    "age as text": b'{"question": "a", "situation": {"age": "78"}}',
    "age as truth": b'{"question": "a", "situation": {"age": true}}',
    "age too high": b'{"question": "a", "situation": {"age": 131}}',
    "truth as text": b'{"question": "a", "situation": {"needs_support": "true"}}',
    "bad day": b'{"question": "a", "as_of": "2025-02-30"}',
    "short day": b'{"question": "a", "as_of": "20250201"}',
    "first day of time": b'{"question": "a", "as_of": "0001-01-01"}',
    "last day of time": b'{"question": "a", "as_of": "9999-12-31"}',
    "bad lang": b'{"question": "a", "lang": "../../etc"}',
    "bad token": b'{"question": "a", "conversation": "e30"}',
    "bad choice": b'{"choice": "no-such-topic"}',
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
def test_a_bad_body_is_refused_politely(client: TestClient, body: bytes) -> None:
    """Whatever is sent, the answer is a 422 that names what to mend."""
    content = problem(client.post(ASK, content=body, headers=JSON), 422)
    assert content["errors"]
    assert all(error["field"] and error["message"] for error in content["errors"])


def test_an_insurer_that_contradicts_the_scheme_is_refused(client: TestClient) -> None:
    """MBK is no 後期高齢者医療."""
    situation = {"scheme": "kouki", "insurer": "mbk-kenpo"}
    problem(client.post(ASK, json={"question": EXPIRED, "situation": situation}), 422)


def test_a_question_of_500_characters_passes_and_of_501_does_not(client: TestClient) -> None:
    """Nothing is cut silently; the limit is named in Japanese."""
    ask(client, question="あ" * 500)
    content = problem(client.post(ASK, json={"question": "あ" * 501}), 422)
    assert content["errors"] == [
        {"field": "question", "message": content["errors"][0]["message"]},
    ]
    assert "500" in content["errors"][0]["message"]


def test_errors_never_echo_the_input(client: TestClient) -> None:
    """No error holds a value, nor the name of an unknown key, that was sent."""
    bodies: list[dict[str, Any]] = [
        {"question": CANARY * 60},
        {"question": 5, CANARY: CANARY},
        {"question": "a", "as_of": CANARY},
        {"question": "a", "situation": {CANARY: "a", "scheme": CANARY}},
        {"question": "a", "conversation": CANARY, "choice": CANARY},
    ]
    for body in bodies:
        assert CANARY not in client.post(ASK, json=body).text
    assert CANARY not in client.post(ASK, content=CANARY, headers=JSON).text
    assert CANARY not in client.get(f"/api/v1/topics/{CANARY}").text
    assert CANARY not in client.get(f"/{CANARY}").text


def test_other_content_types_are_refused(client: TestClient) -> None:
    """415 for a form, for text, and for nothing."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        headers = {"content-type": kind}
        problem(client.post(ASK, content=b"{}", headers=headers), 415)
    with_charset = {"content-type": "application/json; charset=utf-8"}
    body = json.dumps({"question": EXPIRED}).encode()
    assert client.post(ASK, content=body, headers=with_charset).status_code == 200


def test_unknown_places_and_ways_are_refused(client: TestClient) -> None:
    """404 and 405 are problems too."""
    problem(client.get("/api/v1/nothing"), 404)
    problem(client.get("/api/v1/topics/nothing"), 404)
    problem(client.get("/api/v1/notices/nothing"), 404)
    problem(client.get("/nothing"), 404)
    assert "POST" in client.get(ASK).headers["allow"]
    problem(client.get(ASK), 405)
    problem(client.delete("/api/v1/topics"), 405)


def test_too_large_a_body_is_refused(client: TestClient) -> None:
    """413 beyond 64 KB, declared or not."""
    problem(client.post(ASK, content=b"x" * 70_000, headers=JSON), 413)
    pieces = (b"x" * 10_000 for _ in range(10))
    problem(client.post(ASK, content=pieces, headers=JSON), 413)


def test_the_rate_limit_says_how_long_to_wait(new_client: NewClient) -> None:
    """The third of two questions a minute is a 429 with Retry-After; reading goes on."""
    client = new_client(rate_limit="2/minute")
    codes = [client.post(ASK, json={"question": EXPIRED}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    refused = client.post(ASK, json={"question": EXPIRED})
    problem(refused, 429)
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert client.get("/api/v1/topics").status_code == 200


def test_topics_and_their_rulings(client: TestClient) -> None:
    """Each topic is listed and has its page with dated rulings and citations."""
    listed = client.get("/api/v1/topics").json()
    fits(TopicsOut, listed)
    for topic in listed["topics"]:
        detail = client.get(f"/api/v1/topics/{topic['topic']}").json()
        fits(TopicDetailOut, detail)
        assert detail["rulings"]
        assert client.get(topic["url"]).status_code == 200


def test_notices_and_their_passages(client: TestClient) -> None:
    """Each notice is listed, has its passages, and its page opens."""
    listed = client.get("/api/v1/notices").json()
    fits(NoticesOut, listed)
    for notice in listed["notices"]:
        detail = client.get(f"/api/v1{notice['url']}").json()
        fits(NoticeDetailOut, detail)
        assert [p["passage"] for p in detail["passages"]]
        assert client.get(notice["url"]).status_code == 200


def test_every_citation_opens_at_its_passage(client: TestClient) -> None:
    """The address of a citation names a passage that stands on the page."""
    reply = ask(client, question=EXPIRED, situation={"scheme": "kokuho"})
    for answer in reply["answers"]:
        for citation in answer["citations"]:
            page, _, passage = citation["url"].partition("#")
            assert f'id="{passage}"' in client.get(page).text


def test_health_and_readiness(client: TestClient) -> None:
    """Readiness names the knowledge that answers."""
    assert client.get("/healthz").json() == {"status": "ok"}
    knowledge = client.get("/readyz").json()["knowledge"]
    assert knowledge == ask(client, question=EXPIRED)["knowledge"]


def test_metrics_count_outcomes_and_hold_no_words(client: TestClient) -> None:
    """The numbers go up; nothing of the question is in them."""
    ask(client, question=f"{EXPIRED} {CANARY}")
    text = client.get("/metrics").text
    assert 'annai_answers_total{channel="api"' in text
    assert CANARY not in text
    assert EXPIRED not in text


def test_openapi_describes_every_path(client: TestClient) -> None:
    """Each path has words; the bodies that we read ourselves are described with examples."""
    page = client.get("/openapi.json").json()
    assert page["paths"].keys() >= {ASK, "/api/v1/feedback", "/api/v1/topics/{topic}", "/readyz"}
    for operations in page["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]
    body = page["paths"][ASK]["post"]["requestBody"]["content"]["application/json"]
    name = body["schema"]["$ref"].rpartition("/")[2]
    assert page["components"]["schemas"][name]["properties"]["question"]["description"]
    assert body["examples"]


def test_openapi_points_nowhere(client: TestClient) -> None:
    """Every reference in the description leads to something described."""
    page = client.get("/openapi.json")
    schemas = page.json()["components"]["schemas"]
    names = {piece.partition('"')[0] for piece in page.text.split("#/components/schemas/")[1:]}
    assert names <= schemas.keys()


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(["question", "as_of", "lang", "situation", "conversation", "choice"])


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.dictionaries(NAMES, JSON_VALUES) | JSON_VALUES, question=st.text(max_size=60))
def test_no_body_breaks_it(client: TestClient, body: Any, question: str) -> None:
    """Any JSON, and any text as a question, is answered or refused politely."""
    for sent in (body, {"question": question}):
        content = json.dumps(sent).encode()
        response = client.post(ASK, content=content, headers=JSON)
        assert response.status_code in {200, 422}
        if response.status_code == 422:
            problem(response, 422)
