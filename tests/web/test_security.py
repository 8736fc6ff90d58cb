"""What holds for every response, and what is let out when something breaks."""

import hashlib
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from tests.web.conftest import EXPIRED, FORM, NewClient
from web.rendering import HERE, STATIC
from web.security import POLICY
from web.services import Services

TEMPLATES = sorted((HERE / "templates").glob("*.html"))
HTMX = STATIC / "vendor" / "htmx-2.0.11.min.js"
HTMX_SHA256 = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
CANARY = "山本ハナ 983205673214"
EXPECTED_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def paths(client: TestClient) -> Iterator[str]:
    """Yield an address for every route, known and unknown ids alike."""
    app = client.app
    assert isinstance(app, FastAPI)
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield re.sub(r"\{[^}]+\}", "mhlw-2025-08-04", route.path)
    yield from ("/openapi.json", "/nothing", "/static/style.css", "/static/../app.py")


def test_every_response_carries_the_headers(client: TestClient) -> None:
    """Content policy, no sniffing, no referrer abroad, and nothing kept that is not asked to be."""
    assert POLICY == EXPECTED_POLICY
    for path in paths(client):
        for response in (client.get(path), client.post(path, content=b"")):
            assert response.headers["content-security-policy"] == POLICY
            assert response.headers["x-content-type-options"] == "nosniff"
            assert response.headers["referrer-policy"] == "same-origin"
            assert response.headers["cross-origin-opener-policy"] == "same-origin"
            assert response.headers["cross-origin-resource-policy"] == "same-origin"
            assert response.headers["cache-control"]
            assert "set-cookie" not in response.headers


def test_answers_are_not_kept_by_anybody(client: TestClient) -> None:
    """An answer, in JSON or as a page, is ``no-store``."""
    api = client.post("/api/v1/ask", json={"question": EXPIRED})
    page = client.post("/", content=b"q=a", headers=FORM)
    assert api.headers["cache-control"] == page.headers["cache-control"] == "no-store"


def test_pages_vary_by_the_header_of_htmx(client: TestClient) -> None:
    """A cache must never hand a fragment to a browser that wants a page."""
    for path in ("/", "/notices"):
        assert "HX-Request" in client.get(path).headers["vary"]
    assert "vary" not in client.get("/api/v1/topics").headers


def test_static_files_are_kept_under_their_version(client: TestClient) -> None:
    """Every file that a page names has a version, under which browsers may keep it."""
    page = client.get("/").text
    named = set(re.findall(r'"(/static/[^"]+)"', page))
    assert len(named) >= 5
    for address in named:
        response = client.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]
    assert client.get("/static/style.css").headers["cache-control"] == "no-cache"


def test_a_crash_lets_nothing_out(
    new_client: NewClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An unforeseen error is a bare 500; neither the response nor the log holds what was typed."""
    client = new_client()

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(Services, "reply", crash)
    with caplog.at_level(logging.DEBUG):
        response = client.post("/api/v1/ask", json={"question": CANARY})
        page = client.post("/", content=b"q=a", headers={**FORM, "HX-Request": "true"})
    assert response.status_code == page.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["content-security-policy"] == POLICY
    assert CANARY not in response.text + page.text + caplog.text
    assert "RuntimeError" in caplog.text


def test_nothing_personal_is_written(
    new_client: NewClient, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """Driven through every door, a number reaches no log, no metric, no file."""
    client = new_client(rate_limit="6/minute")
    number = CANARY.split()[1]
    with caplog.at_level(logging.DEBUG):
        client.post("/api/v1/ask", json={"question": CANARY})
        client.post("/api/v1/ask", json={"question": CANARY * 60})
        client.post("/api/v1/ask", content=CANARY.encode())
        client.post("/api/v1/feedback", json={"topic": CANARY, "verdict": CANARY})
        for q in (CANARY, CANARY * 60):
            page = client.post("/", content=urlencode({"q": q}), headers=FORM)
            assert number not in page.text
        replies = [client.get("/metrics").text, client.get(f"/notices/{number}").text]
    assert all(number not in reply for reply in replies)
    ours = [record for record in caplog.records if not record.name.startswith("httpx")]
    assert all(number not in record.getMessage() for record in ours)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(number.encode() not in path.read_bytes() for path in files)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_nothing_that_the_policy_forbids(template: Path) -> None:
    """No inline style or script, no event attribute, no unescaped text, no foreign address."""
    text = template.read_text("utf-8")
    forbidden = r"<style|\sstyle=|\son[a-z]+=|hx-on|js:|\|\s*safe|autoescape|=.https?://|<script>"
    assert not re.search(forbidden, text)
    assert template.suffix == ".html"


def test_scripts_keep_nothing_in_the_browser() -> None:
    """Our script writes no storage, no cookie and no markup."""
    text = (STATIC / "chat.js").read_text("utf-8")
    assert not re.search(r"[sS]torage|cookie|innerHTML|eval\(|insertAdjacent", text)


def test_htmx_is_the_one_we_looked_at() -> None:
    """The vendored file, the note about it and the page agree on version and checksum."""
    assert hashlib.sha256(HTMX.read_bytes()).hexdigest() == HTMX_SHA256
    note = (STATIC / "vendor" / "VENDORED.md").read_text("utf-8")
    assert HTMX_SHA256 in note
    assert HTMX.name in note
    assert f"vendor/{HTMX.name}" in (HERE / "templates" / "base.html").read_text("utf-8")
    assert "Zero-Clause BSD" in (STATIC / "vendor" / "LICENSES").read_text("utf-8")


def test_every_word_that_templates_take_from_the_content_is_there(
    client: TestClient,
) -> None:
    """An official who edits messages.yaml cannot break a page unseen."""
    app = client.app
    assert isinstance(app, FastAPI)
    services: Services = app.state.services
    messages = services.assistant.knowledge.messages
    text = "".join(path.read_text("utf-8") for path in TEMPLATES)
    used = set(re.findall(r'say\["([a-z-]+)"\]', text))
    reasons = {f"feedback-reason-{why}" for why in ("unclear", "not-my-case", "outdated", "other")}
    assert used | reasons <= messages.keys()
