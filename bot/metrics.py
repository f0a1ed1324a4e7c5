"""Figures of the running process for Prometheus; delivery keeps its own beside its sender."""

from prometheus_client import Counter, Gauge

kept = Counter("huiyin_updates_kept_total", "Updates committed to the inbox, doubled ones counted again.")
intake_failures = Counter("huiyin_intake_failures_total", "Failed tries to fetch or keep updates.", ["reason"])
webhook_requests = Counter("huiyin_webhook_requests_total", "Requests at the webhook.", ["status"])
inbox_pending = Gauge("huiyin_inbox_pending", "Updates kept but not yet handled.")
inbox_quarantined = Gauge("huiyin_inbox_quarantined", "Updates that gave up and wait for `replay`.")
inbox_oldest = Gauge("huiyin_inbox_oldest_seconds", "Age of the oldest update not yet handled.")
lease_held = Gauge("huiyin_lease_held", "1 while this process polls and sends, 0 while it stands by.")
tick_failures = Counter("huiyin_tick_failures_total", "Runs of scheduled work that failed.", ["tick"])
database_trouble = Gauge(
    "huiyin_database_trouble", "1 while the database does not take what it is given, by the reason.", ["kind"]
)
backup_age = Gauge("huiyin_backup_age_seconds", "Age of the last backup in BACKUP_DIR; 0 before the first.")
