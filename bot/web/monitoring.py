"""What a monitor asks: whether the process is up and can do its work, and metrics for Prometheus."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Protocol

from aiohttp import web
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.errors import AgoraError
from bot.sentences import Sentence, english

_PING_SECONDS = 2.0
Ping = Callable[[], Awaitable[None]]


class Connects(Protocol):
    """What can be connected or not; every platform fits."""

    @property
    def name(self) -> str:
        """What it is called."""

    def ready(self) -> Sentence | None:
        """What is missing; None when connected."""


class Health:
    """`/healthz` and `/readyz`. `ping` asks the database; None where there is none."""

    def __init__(self, ping: Ping | None, platforms: Sequence[Connects]) -> None:
        self._ping = ping
        self._platforms = platforms

    def routes(self) -> Sequence[web.RouteDef]:
        """The two addresses."""
        return [web.get("/healthz", self._up), web.get("/readyz", self._ready)]

    async def missing(self) -> dict[str, str]:
        """What isn't connected, each with a sentence in English, as logs have it."""
        missing = {}
        if self._ping is not None and (trouble := await _trouble(self._ping)) is not None:
            missing["database"] = trouble
        for platform in self._platforms:
            if (lacking := platform.ready()) is not None:
                missing[platform.name] = lacking.in_full(english())
        return missing

    async def _up(self, _: web.Request) -> web.Response:
        return web.json_response({"up": True}, headers={"Cache-Control": "no-store"})

    async def _ready(self, _: web.Request) -> web.Response:
        missing = await self.missing()
        answer = {"ready": not missing, "missing": missing}
        return web.json_response(answer, status=503 if missing else 200, headers={"Cache-Control": "no-store"})


async def _trouble(ping: Ping) -> str | None:
    try:
        async with asyncio.timeout(_PING_SECONDS):
            await ping()
    except TimeoutError:
        return f"the database did not answer within {_PING_SECONDS:g} seconds"
    except AgoraError as error:
        return error.message
    return None


CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "agora_"
Reading = float | Mapping[str, float]
Read = Callable[[], Reading]
Look = Callable[[], Awaitable[None]]


class _Readings(Collector):
    """Metric families that are filled at the moment of a scrape."""

    def __init__(self) -> None:
        self._families: dict[str, Callable[[], Metric]] = {}

    def add(self, name: str, family: Callable[[], Metric]) -> None:
        if not name.startswith(PREFIX) or name in self._families:
            raise ValueError(f"{name}: the name of a metric begins with {PREFIX} and is used once")
        self._families[name] = family

    def collect(self) -> Iterable[Metric]:
        return [family() for family in self._families.values()]


class Metrics:
    """Where the parts say what they count. Names begin with `agora_`; a counter's ends with `_total`."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._readings = _Readings()
        self._looks: list[Look] = []
        self._registry.register(self._readings)
        ProcessCollector(namespace="agora", registry=self._registry)

    def gauge(self, name: str, meaning: str, read: Read, *, label: str | None = None) -> None:
        """A number that goes up and down; with `label`, `read` gives one for each of its values."""

        def family() -> Metric:
            return _filled(GaugeMetricFamily(name, meaning, labels=[label] if label else None), read(), label)

        self._readings.add(name, family)

    def counter(self, name: str, meaning: str, read: Read, *, label: str | None = None) -> None:
        """A number that only grows while the process lives; `label` as for a gauge."""

        def family() -> Metric:
            return _filled(CounterMetricFamily(name, meaning, labels=[label] if label else None), read(), label)

        self._readings.add(name, family)

    def look_first(self, look: Look) -> None:
        """Have `look` fetch what some readings take, before each scrape; it raises nothing and bounds its own time."""
        self._looks.append(look)

    async def scrape(self) -> bytes:
        """Everything in Prometheus' text format, looked at anew."""
        await asyncio.gather(*(look() for look in self._looks))
        return self.render()

    def render(self) -> bytes:
        """The same from what was found at the last scrape."""
        return generate_latest(self._registry)


def _filled(
    family: GaugeMetricFamily | CounterMetricFamily, reading: Reading, label: str | None
) -> GaugeMetricFamily | CounterMetricFamily:
    values = reading.items() if isinstance(reading, Mapping) else [(None, reading)]
    for value, number in values:
        family.add_metric([] if label is None else [str(value)], number)
    return family
