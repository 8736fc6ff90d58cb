"""The application in process, on the real knowledge, on a fixed day, with a store of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.engine import Assistant
from web.app import create_app
from web.settings import SHIPPED_KNOWLEDGE, Settings

TODAY = date(2025, 9, 1)
EXPIRED = "期限切れの保険証で受診できますか"
FORM = {"content-type": "application/x-www-form-urlencoded"}

NewClient = Callable[..., TestClient]


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """Return the engine on the knowledge that ships."""
    return Assistant.open(SHIPPED_KNOWLEDGE)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with a fixed day and a store below the test's folder."""
    return Settings(
        knowledge_dir=SHIPPED_KNOWLEDGE,
        database_url=f"sqlite:///{tmp_path / 'journal.sqlite3'}",
        today=TODAY,
        rate_limit=None,
    )


@pytest.fixture
def new_client(assistant: Assistant, settings: Settings) -> Iterator[NewClient]:
    """Return ``new_client(**changed settings)``: a client of an application of its own."""
    with ExitStack() as opened:

        def make(**changes: object) -> TestClient:
            app = create_app(replace(settings, **changes), assistant)  # type: ignore[arg-type]
            client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
            return opened.enter_context(client)

        yield make


@pytest.fixture
def client(new_client: NewClient) -> TestClient:
    """Return a client of the application as it is set by default."""
    return new_client()
