"""What can go wrong in the engine, as a tree.

AnnaiError
├── KnowledgeError     the knowledge is unsound; carries every fault with file, line and remedy
├── QuestionError      the request cannot be answered as it stands (the caller can mend it)
└── ConversationError  the conversation token is not one of ours
"""

from dataclasses import dataclass


class AnnaiError(Exception):
    """Base of all errors that the engine raises on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a content file: where, what, and what to do about it (Japanese)."""

    file: str
    line: int
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        hint = f"  → {self.remedy}" if self.remedy else ""
        return f"{self.file}:{self.line}: {self.message}{hint}"


class KnowledgeError(AnnaiError):
    """The knowledge cannot be used; ``faults`` says why, sorted by file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class QuestionError(AnnaiError):
    """The request cannot be answered as it stands; ``field`` names the part to mend."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class ConversationError(QuestionError):
    """The conversation token was not made by this program, or was changed on the way."""

    def __init__(self, message: str) -> None:
        super().__init__("conversation", message)
