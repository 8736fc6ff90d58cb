"""What ``/metrics`` counts. Labels come from closed lists; no question, name or number is one."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0)


class Meters:
    """The counters of one process, in a registry of their own."""

    def __init__(self, knowledge: str) -> None:
        self._registry = CollectorRegistry()
        self.answers = Counter(
            "annai_answers",
            "返事の数",
            ["outcome", "channel"],
            registry=self._registry,
        )
        self.seconds = Histogram(
            "annai_answer_seconds", "返事にかかった秒数", buckets=SECONDS, registry=self._registry
        )
        self.feedback = Counter(
            "annai_feedback", "保存した評価の数", ["verdict"], registry=self._registry
        )
        self.not_kept = Counter(
            "annai_store_errors", "保存できなかった評価の数", registry=self._registry
        )
        self.limited = Counter(
            "annai_rate_limited", "回数の制限で断った数", registry=self._registry
        )
        self.masked = Counter(
            "annai_masked", "質問から消した個人情報の数", ["kind"], registry=self._registry
        )
        info = Gauge("annai_knowledge_info", "知識の版", ["knowledge"], registry=self._registry)
        info.labels(knowledge).set(1)

    def text(self) -> bytes:
        """Return everything in the Prometheus text format."""
        return generate_latest(self._registry)
