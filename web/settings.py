"""What the environment says, read once into a frozen value. Nothing else reads the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.errors import AnnaiError

SHIPPED_KNOWLEDGE = Path(__file__).resolve().parent.parent / "knowledge"
DATABASES = ("sqlite://", "sqlite+pysqlite://", "postgresql://", "postgresql+psycopg://")
RATE = re.compile(r"[1-9][0-9]{0,8}/(second|minute|hour|day)")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class SettingsError(AnnaiError):
    """A setting cannot be used; the message names it and how to mend it (Japanese)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one process.

    ``today`` None: the real day in Japan. ``rate_limit`` None: no limit.
    """

    knowledge_dir: Path
    database_url: str
    today: date | None
    rate_limit: str | None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; raises SettingsError where a value cannot be used."""
        given = os.environ if environ is None else environ
        return cls(
            knowledge_dir=_knowledge_dir(given),
            database_url=_database_url(given),
            today=_today(given),
            rate_limit=_rate_limit(given),
        )


def _knowledge_dir(environ: Mapping[str, str]) -> Path:
    text = environ.get("ANNAI_KNOWLEDGE_DIR", "")
    folder = Path(text).expanduser() if text else SHIPPED_KNOWLEDGE
    if not folder.is_dir():
        message = f"ANNAI_KNOWLEDGE_DIR：フォルダー {folder} がありません"
        raise SettingsError(message)
    return folder


def _database_url(environ: Mapping[str, str]) -> str:
    url = environ.get("ANNAI_DATABASE_URL", "")
    if not url:
        return f"sqlite:///{_data_folder(environ) / 'annai.sqlite3'}"
    if not url.startswith(DATABASES):
        message = "ANNAI_DATABASE_URL：sqlite:///… か postgresql+psycopg://… の形で書きます"
        raise SettingsError(message)
    return url


def _data_folder(environ: Mapping[str, str]) -> Path:
    """Return the user's data folder after the XDG rules; relative values there do not count."""
    home = Path(environ.get("XDG_DATA_HOME", ""))
    if not home.is_absolute():
        home = Path(environ.get("HOME") or Path.home()) / ".local" / "share"
    return home / "annai"


def _today(environ: Mapping[str, str]) -> date | None:
    text = environ.get("ANNAI_TODAY", "")
    if not text:
        return None
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    message = f"ANNAI_TODAY：「{text}」は日付ではありません。2025-09-01 のように書きます"
    raise SettingsError(message)


def _rate_limit(environ: Mapping[str, str]) -> str | None:
    text = environ.get("ANNAI_RATE_LIMIT", "")
    if not text:
        return None
    if not RATE.fullmatch(text):
        message = f"ANNAI_RATE_LIMIT：「{text}」は読めません。60/minute のように書きます"
        raise SettingsError(message)
    return text
