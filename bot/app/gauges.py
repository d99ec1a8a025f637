"""What `/metrics` tells of the bot's parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.ports import Receiving
from bot.web.metrics import Metrics

if TYPE_CHECKING:
    from bot.app.assembling import App


def metrics_of(app: App) -> Metrics:
    """Gauges and counters that read the parts at each scrape; none tells how anybody voted."""
    metrics = Metrics()
    figures = app.voting.figures
    metrics.counter("agora_marks_committed_total", "Marks written to the ledger", lambda: figures.committed)
    metrics.counter("agora_marks_parked_total", "Marks kept until their post is known", lambda: figures.parked)
    metrics.counter("agora_marks_failed_total", "Marks not written, owed a recount", lambda: figures.failed)
    metrics.counter("agora_vote_commits_total", "Transactions that wrote marks", lambda: figures.batches)
    metrics.gauge("agora_marks_waiting", "Marks and jobs not written yet", lambda: app.voting.waiting)
    metrics.gauge("agora_posts_open", "Posts that take votes", lambda: len(app.index.all()))
    metrics.gauge("agora_deliveries_under_way", "Deliveries being said", lambda: app.outbox.under_way)
    metrics.gauge("agora_articles", "Articles in the library", lambda: len(app.library.all()))
    metrics.gauge("agora_parts_failing", "Parts waiting to be started again", lambda: len(app.supervisor.failing))
    metrics.gauge(
        "agora_platform_connected",
        "1 where a platform is connected",
        lambda: {name: float(adapter.ready() is None) for name, adapter in app.adapters.items()},
        label="platform",
    )
    receiving = {name: adapter for name, adapter in app.adapters.items() if isinstance(adapter, Receiving)}
    metrics.gauge(
        "agora_events_waiting",
        "Events taken and not handed over yet",
        lambda: {name: adapter.intake().waiting for name, adapter in receiving.items()},
        label="platform",
    )
    metrics.counter(
        "agora_events_lost_total",
        "Events that could not be handed over, for a recount to find or the platform to send again",
        lambda: {name: adapter.intake().lost for name, adapter in receiving.items()},
        label="platform",
    )
    return metrics
