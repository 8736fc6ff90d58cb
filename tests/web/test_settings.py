"""Settings are read once and strictly; the clock is Japan's; the limit counts each client."""

import os
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from web.clock import JAPAN, Clock
from web.rate_limit import RateLimit
from web.settings import SHIPPED_KNOWLEDGE, Settings, SettingsError


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    """Without settings: the knowledge that ships, a store in the user's folder, today, no limit."""
    settings = Settings.from_environment({"HOME": str(tmp_path)})
    assert settings.knowledge_dir == SHIPPED_KNOWLEDGE
    assert settings.database_url == f"sqlite:///{tmp_path}/.local/share/annai/annai.sqlite3"
    assert settings.today is None
    assert settings.rate_limit is None


def test_everything_can_be_set(tmp_path: Path) -> None:
    """Each setting is taken as it stands."""
    settings = Settings.from_environment(
        {
            "ANNAI_KNOWLEDGE_DIR": str(tmp_path),
            "ANNAI_DATABASE_URL": "postgresql+psycopg://app@/app",
            "ANNAI_TODAY": "2025-09-01",
            "ANNAI_RATE_LIMIT": "60/minute",
        }
    )
    assert settings.knowledge_dir == tmp_path
    assert settings.database_url == "postgresql+psycopg://app@/app"
    assert settings.today == date(2025, 9, 1)
    assert settings.rate_limit == "60/minute"


def test_the_data_folder_may_be_named(tmp_path: Path) -> None:
    """XDG_DATA_HOME counts where it is absolute."""
    named = Settings.from_environment({"XDG_DATA_HOME": str(tmp_path)})
    assert named.database_url == f"sqlite:///{tmp_path}/annai/annai.sqlite3"
    relative = Settings.from_environment({"XDG_DATA_HOME": "data", "HOME": str(tmp_path)})
    assert ".local/share" in relative.database_url


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ANNAI_KNOWLEDGE_DIR", "/no/such/folder"),
        ("ANNAI_DATABASE_URL", "mysql://localhost/x"),
        ("ANNAI_TODAY", "2025-02-30"),
        ("ANNAI_TODAY", "20250901"),
        ("ANNAI_TODAY", "今日"),
        ("ANNAI_RATE_LIMIT", "60"),
        ("ANNAI_RATE_LIMIT", "0/minute"),
        ("ANNAI_RATE_LIMIT", "60/year"),
    ],
)
def test_a_bad_value_is_named(name: str, value: str) -> None:
    """The message says which setting it is."""
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({"HOME": "/", name: value})


def test_the_clock_is_japans(monkeypatch: pytest.MonkeyPatch) -> None:
    """The zone of the machine does not matter."""
    for zone in ("UTC", "America/New_York", "Pacific/Kiritimati"):
        monkeypatch.setitem(os.environ, "TZ", zone)  # noqa: TID251 - 検査は時間帯を変える
        time.tzset()
        now = Clock().now()
        assert now.utcoffset() == timedelta(hours=9)
        assert now.tzinfo is JAPAN
        assert Clock().today() == now.date()
    monkeypatch.undo()
    time.tzset()


def test_a_fixed_day_keeps_the_hour() -> None:
    """Another day in the place of today, at the real time of day."""
    clock = Clock(date(2025, 9, 1))
    assert clock.today() == date(2025, 9, 1)
    assert clock.now().utcoffset() == timedelta(hours=9)


def test_the_limit_counts_each_client() -> None:
    """Addresses count alone, IPv6 by the network of a household; no limit limits nobody."""
    limit = RateLimit("2/minute")
    assert [limit.wait("192.0.2.1") == 0 for _ in range(3)] == [True, True, False]
    assert limit.wait("192.0.2.2") == 0
    household: list[Any] = [limit.wait(f"2001:db8::{n}") == 0 for n in range(1, 4)]
    assert household == [True, True, False]
    assert limit.wait("2001:db8:0:1::1") == 0
    assert limit.wait("::ffff:192.0.2.1") > 0
    free = RateLimit(None)
    assert all(free.wait("192.0.2.1") == 0 for _ in range(100))
