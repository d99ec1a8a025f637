"""The dashboard and the alert rules, read; and what may be named in them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.web.monitoring import Metrics
from tests.patience import PATIENCE
from tests.project.code_facts import metrics
from tests.project.project_repository import ROOT

PROMETHEUS = ROOT / "deploy/prometheus"
DASHBOARD = ROOT / "deploy/grafana/agora.json"
_PROMTOOL = shutil.which("promtool")
needs_promtool = pytest.mark.skipif(_PROMTOOL is None, reason="promtool is not here (Debian's package: prometheus)")


def promtool(*args: str, folder: Path = PROMETHEUS, said: str | None = None) -> str:
    """What promtool prints; it must find nothing wrong."""
    assert _PROMTOOL is not None
    done = subprocess.run(
        [_PROMTOOL, *args], cwd=folder, input=said, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@cache
def alerts() -> dict[str, dict[str, Any]]:
    """The alert rules by their names."""
    groups = yaml.safe_load((PROMETHEUS / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"]}


@cache
def dashboard() -> dict[str, Any]:
    """Grafana's dashboard."""
    read: dict[str, Any] = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    return read


def panels() -> Sequence[dict[str, Any]]:
    """What the dashboard shows, without the headings."""
    return [panel for panel in dashboard()["panels"] if panel["type"] != "row"]


def questions() -> Iterator[str]:
    """Every expression that the dashboard asks Prometheus."""
    for panel in panels():
        for target in panel["targets"]:
            yield target["expr"]


@cache
def told() -> frozenset[str]:
    """Every metric that a scrape of a bot gives, and the one that Prometheus makes itself."""
    text = Metrics().render().decode()
    of_process = {sample.name for family in text_string_to_metric_families(text) for sample in family.samples}
    assert "agora_process_start_time_seconds" in of_process
    return frozenset(metrics() | of_process | {"up"})


def named(expression: str) -> set[str]:
    """The metrics in an expression: its words less functions, labels, and what stands in quotes or brackets."""
    bare = re.sub(r'"[^"]*"|\{[^}]*\}|\[[^\]]*\]|\b(by|without|on|ignoring)\s*\([^)]*\)', " ", expression)
    return set(re.findall(r"\b[a-z]\w*\b(?!\s*\()", bare)) - {"and", "or", "unless"}
