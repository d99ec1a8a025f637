"""Metrics for Prometheus: what the parts count anyway, read when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "agora_"
Reading = float | Mapping[str, float]
Read = Callable[[], Reading]


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

    def render(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self._registry)


def _filled(
    family: GaugeMetricFamily | CounterMetricFamily, reading: Reading, label: str | None
) -> GaugeMetricFamily | CounterMetricFamily:
    values = reading.items() if isinstance(reading, Mapping) else [(None, reading)]
    for value, number in values:
        family.add_metric([] if label is None else [str(value)], number)
    return family
