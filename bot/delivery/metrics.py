"""Figures that delivery tells Prometheus."""

from prometheus_client import Counter, Gauge, Histogram

from storage.vocabulary import Lane

WAITING = Gauge("huiyin_outbox_waiting", "Calls that wait in a lane; counting stops at 100,000", ["lane"])
OLDEST = Gauge("huiyin_outbox_oldest_seconds", "Age of the oldest call that waits in a lane", ["lane"])
SENT = Counter("huiyin_calls_sent", "Calls the Bot API accepted", ["lane"])
FAILED = Counter("huiyin_calls_failed", "Tries that failed", ["reason"])
TOO_MANY = Counter("huiyin_too_many_requests", "Answers 429: the limits were touched")
PROMISE_TO_SENT = Histogram(
    "huiyin_promise_to_sent_seconds",
    "From the promise of a call to its acceptance",
    ["lane"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600),
)

SENT_IN = [SENT.labels(lane.name.lower()) for lane in Lane]
SECONDS_IN = [PROMISE_TO_SENT.labels(lane.name.lower()) for lane in Lane]
