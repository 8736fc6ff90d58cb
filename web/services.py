"""What the routes share: the engine, the clock, the stores. Made once by ``create_app``."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import anyio
from anyio import CapacityLimiter
from fastapi import Depends, Request

from assistant.answering.outcomes import Reply
from assistant.engine import Ask, Assistant
from assistant.errors import QuestionError
from web.clock import Clock
from web.dates import read_day
from web.journal import Feedback, Journal, JournalError
from web.masking import Masker
from web.meters import Meters
from web.problems import Problem, ProblemError, of_question
from web.questions import clean_question
from web.rate_limit import RateLimit

STORE_SECONDS = 0.8
STORE_THREADS = 4
RULING = "ruling"


@dataclass(frozen=True, slots=True)
class Question:
    """One request to the engine as a channel received it; ``day`` None means today."""

    text: str | None
    day: str | None = None
    lang: str = "ja"
    situation: Mapping[str, str] | None = None
    conversation: str | None = None
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a route may need."""

    assistant: Assistant
    clock: Clock
    journal: Journal
    rate: RateLimit
    masker: Masker
    meters: Meters
    store_threads: CapacityLimiter

    def reply(self, question: Question, channel: str) -> Reply:
        """Answer one question.

        Raises:
            ProblemError: 422, it cannot be answered as it stands.
        """
        started = time.perf_counter()
        try:
            reply = self.assistant.reply(self._ask(question))
        except QuestionError as error:
            raise of_question(error) from error
        self.meters.seconds.observe(time.perf_counter() - started)
        self.meters.answers.labels(type(reply.outcome).__name__.lower(), channel).inc()
        return reply

    def _ask(self, question: Question) -> Ask:
        day = read_day(question.day) if question.day else None
        return Ask(
            question=None if question.text is None else clean_question(question.text),
            as_of=day or self.clock.today(),
            dated=day is not None,
            now=None if day else self.clock.now(),
            lang=question.lang,
            situation=question.situation or {},
            conversation=question.conversation or None,
            choice=question.choice or None,
        )

    def _check(self, feedback: Feedback) -> None:
        topic = self.assistant.knowledge.topics.get(feedback.topic)
        if topic is None or topic.ruling(feedback.ruling) is None:
            raise QuestionError(RULING, "その回答は、いまの知識にありません。")
        read_day(feedback.as_of)

    async def keep(self, feedback: Feedback) -> None:
        """Keep feedback within a second.

        Raises:
            ProblemError: 422 if it is about no answer of ours, 503 if it was not kept.
        """
        try:
            self._check(feedback)
        except QuestionError as error:
            raise of_question(error) from error
        try:
            with anyio.fail_after(STORE_SECONDS):
                await anyio.to_thread.run_sync(
                    self.journal.keep,
                    feedback,
                    abandon_on_cancel=True,
                    limiter=self.store_threads,
                )
        except (JournalError, TimeoutError) as error:
            self.meters.not_kept.inc()
            detail = "評価を保存できませんでした。質問への回答は、このままお使いいただけます。"
            raise ProblemError(Problem(503, detail, headers={"Retry-After": "60"})) from error
        self.meters.feedback.labels(feedback.verdict).inc()


def services_of(request: Request) -> Services:
    """Return the services of the application that serves the request."""
    found: Services = request.app.state.services
    return found


def within_rate(request: Request, services: Annotated[Services, Depends(services_of)]) -> None:
    """Refuse a client that asks too often; raises ProblemError (429)."""
    wait = services.rate.wait(request.client.host if request.client else None)
    if wait:
        services.meters.limited.inc()
        detail = f"短い間に多くの質問がありました。{wait}秒ほど待ってから、もう一度お試しください。"
        raise ProblemError(Problem(429, detail, headers={"Retry-After": str(wait)}))


Serving = Annotated[Services, Depends(services_of)]
