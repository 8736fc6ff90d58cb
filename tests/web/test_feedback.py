"""Feedback is kept durably or refused plainly; answers never depend on it."""

import sqlite3
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import EXPIRED, FORM, NewClient
from web.journal import Feedback, Journal, JournalError

PATH = "/api/v1/feedback"
SENT = Feedback("a", "b", "2025-09-01", "sha256:" + "0" * 64, "helpful", None)


@pytest.fixture
def about(client: TestClient) -> dict[str, Any]:
    """Return feedback on an answer that was really given."""
    situation = {"scheme": "kouki"}
    reply = client.post("/api/v1/ask", json={"question": EXPIRED, "situation": situation}).json()
    answer = reply["answers"][0]
    return {
        "topic": answer["topic"],
        "ruling": answer["ruling"],
        "as_of": reply["as_of"],
        "knowledge": reply["knowledge"],
        "verdict": "helpful",
        "reason": None,
    }


def rows(folder: Path) -> list[tuple[Any, ...]]:
    """Return what stands in the store."""
    with sqlite3.connect(folder / "journal.sqlite3") as connection:
        found = connection.execute("SELECT topic, verdict, reason FROM feedback ORDER BY id")
        kept = found.fetchall()
    connection.close()
    return kept


def test_feedback_is_kept(client: TestClient, about: dict[str, Any], tmp_path: Path) -> None:
    """201 means that it stands in the store."""
    sent = client.post(PATH, json=about)
    assert (sent.status_code, sent.json()) == (201, {"stored": True})
    client.post(PATH, json={**about, "verdict": "unhelpful", "reason": "outdated"})
    topic = about["topic"]
    assert rows(tmp_path) == [(topic, "helpful", None), (topic, "unhelpful", "outdated")]


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "great"},
        {"reason": "because"},
        {"topic": "no-such-topic"},
        {"ruling": "no-such-ruling"},
        {"topic": "話した言葉"},
        {"as_of": "2025-02-30"},
        {"knowledge": "sha256:x"},
        {"comment": "free text"},
    ],
    ids=str,
)
def test_only_closed_lists_are_kept(
    client: TestClient, about: dict[str, Any], change: dict[str, Any], tmp_path: Path
) -> None:
    """Whatever is not one of our answers and reasons is a 422 and leaves no trace."""
    assert client.post(PATH, json={**about, **change}).status_code == 422
    assert not (tmp_path / "journal.sqlite3").exists()


def test_without_a_store_answers_go_on(
    new_client: NewClient, about: dict[str, Any], tmp_path: Path
) -> None:
    """A store that cannot be opened is a 503 with Retry-After; a question is answered."""
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    client = new_client(database_url=f"sqlite:///{blocked}/journal.sqlite3")
    sent = client.post(PATH, json=about)
    assert sent.status_code == 503
    assert sent.headers["content-type"] == "application/problem+json"
    assert sent.headers["retry-after"]
    assert client.post("/api/v1/ask", json={"question": EXPIRED}).status_code == 200
    assert client.get("/readyz").status_code == 200
    blocked.unlink()
    assert client.post(PATH, json=about).status_code == 201


def test_a_damaged_store_is_told(
    new_client: NewClient, about: dict[str, Any], tmp_path: Path
) -> None:
    """Garbage in the file is a 503, not a crash."""
    path = tmp_path / "garbage.sqlite3"
    path.write_bytes(b"garbage" * 1000)
    client = new_client(database_url=f"sqlite:///{path}")
    assert client.post(PATH, json=about).status_code == 503


def test_a_locked_store_is_told_within_a_second(
    client: TestClient, about: dict[str, Any], tmp_path: Path
) -> None:
    """Another process that holds the write lock costs a second at most."""
    assert client.post(PATH, json=about).status_code == 201
    other = sqlite3.connect(tmp_path / "journal.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.perf_counter()
    assert client.post(PATH, json=about).status_code == 503
    assert time.perf_counter() - started < 1.5
    other.execute("ROLLBACK")
    other.close()
    assert client.post(PATH, json=about).status_code == 201


def test_a_store_that_is_not_installed_is_told() -> None:
    """A URL whose driver is missing is no crash."""
    journal = Journal("postgresql+nodriver://nobody@localhost/none")
    with pytest.raises(JournalError):
        journal.keep(SENT)


def test_the_store_writes_through(tmp_path: Path) -> None:
    """WAL, and every commit reaches the disk."""
    path = tmp_path / "deep" / "journal.sqlite3"
    journal = Journal(f"sqlite:///{path}")
    journal.keep(SENT)
    assert journal.count() == 1
    with journal._opened().connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    assert (mode, synchronous) == ("wal", 2)
    journal.close()


def page_fields(about: dict[str, Any], **changes: str) -> str:
    """Return the form that an answer card sends."""
    fields = {name: about[name] for name in ("topic", "ruling", "as_of", "knowledge", "verdict")}
    return urlencode({**fields, **changes})


def test_the_form_of_a_card(client: TestClient, about: dict[str, Any], tmp_path: Path) -> None:
    """A press thanks in place, without JavaScript on a page of its own; まちがっている is wrong."""
    page = client.post("/feedback", content=page_fields(about), headers=FORM)
    assert page.status_code == 200
    assert "<!DOCTYPE html>" in page.text
    wrong = page_fields(about, verdict="unhelpful", why="wrong")
    part = client.post("/feedback", content=wrong, headers={**FORM, "HX-Request": "true"})
    assert part.text.startswith('<p class="thanks"')
    assert [(verdict, reason) for _, verdict, reason in rows(tmp_path)] == [
        ("helpful", None),
        ("wrong", None),
    ]


def test_the_form_says_when_it_was_not_kept(
    new_client: NewClient, about: dict[str, Any], tmp_path: Path
) -> None:
    """503 goes to the notice beside the field, in words."""
    (tmp_path / "file").write_text("")
    client = new_client(database_url=f"sqlite:///{tmp_path / 'file'}/journal.sqlite3")
    headers = {**FORM, "HX-Request": "true"}
    part = client.post("/feedback", content=page_fields(about), headers=headers)
    assert part.status_code == 503
    assert part.headers["hx-retarget"] == "#notice"
    assert "保存できませんでした" in part.text


def test_a_foreign_page_cannot_send_feedback(client: TestClient, about: dict[str, Any]) -> None:
    """Browsers say where a form stands; one on another site is refused."""
    headers = {**FORM, "sec-fetch-site": "cross-site"}
    assert client.post("/feedback", content=page_fields(about), headers=headers).status_code == 403


def test_feedback_on_an_older_answer_is_refused(client: TestClient, about: dict[str, Any]) -> None:
    """After the knowledge changed, a page left open cannot judge the new answer."""
    old = page_fields(about, knowledge="sha256:" + "0" * 64)
    assert client.post("/feedback", content=old, headers=FORM).status_code == 422
