"""The dashboard and the alerts ask only for what a bot tells, and promtool agrees with them."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
import yaml

from tests.deploy.monitoring_files import (
    PROMETHEUS,
    alerts,
    dashboard,
    named,
    needs_promtool,
    panels,
    promtool,
    questions,
    told,
)
from tests.project.code_facts import document, metrics, rows


def test_what_an_expression_names_is_found() -> None:
    assert named('max by (job, platform) (a_seconds{job="x"}) / rate(b_total{c=~"d"}[5m]) > 3 or absent(up)') == {
        "a_seconds",
        "b_total",
        "up",
    }


@pytest.mark.parametrize("expression", list(questions()))
def test_the_dashboard_asks_only_for_what_is_told(expression: str) -> None:
    assert named(expression)
    assert named(expression) <= told()


def test_the_dashboard_leaves_no_figure_out() -> None:
    assert metrics() - set().union(*map(named, questions())) == set()


def test_the_dashboard_asks_the_prometheus_the_job_and_the_bots_that_its_reader_chose() -> None:
    variables = {one["name"]: one for one in dashboard()["templating"]["list"]}
    assert variables.keys() == {"datasource", "job", "instance"}
    for name in ("job", "instance"):
        assert re.findall(r"agora_\w+", variables[name]["query"]["query"]) == ["agora_posts_open"]
    for panel in panels():
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
        assert all(target["datasource"] == panel["datasource"] for target in panel["targets"])
    for expression in questions():
        selectors = re.findall(r"\{([^}]*)\}", expression)
        assert selectors, expression
        assert all(one == 'job="$job", instance=~"$instance"' for one in selectors), expression


def test_no_panel_lies_on_another() -> None:
    places = [panel["gridPos"] for panel in dashboard()["panels"]]
    assert len({panel["id"] for panel in dashboard()["panels"]}) == len(places)
    cells = [
        (x, y)
        for place in places
        for x, y in itertools.product(
            range(place["x"], place["x"] + place["w"]), range(place["y"], place["y"] + place["h"])
        )
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


@needs_promtool
def test_promtool_understands_all_that_the_dashboard_asks(tmp_path: Path) -> None:
    asked = [
        re.sub(r"\$__rate_interval", "5m", expression).replace("$job", "agora").replace("$instance", ".*")
        for expression in questions()
    ]
    rules = [{"record": f"panel:{number}", "expr": expression} for number, expression in enumerate(asked)]
    file = tmp_path / "panels.yaml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}), encoding="utf-8")
    promtool("check", "rules", str(file))


@pytest.mark.parametrize("name", alerts())
def test_an_alert_asks_only_for_what_is_told_and_says_so_in_both_languages(name: str) -> None:
    rule = alerts()[name]
    assert named(rule["expr"])
    assert named(rule["expr"]) <= told()
    assert rule["labels"]["severity"] in ("critical", "warning")
    assert re.search("[가-힣]", rule["annotations"]["summary_ko"])
    assert not re.search("[가-힣]", rule["annotations"]["summary"])


def test_every_alert_is_in_the_runbook_in_both_languages_and_no_other() -> None:
    found = [cells for cells in rows(document("docs/operating.md"), 3) if cells[0].startswith("`Agora")]
    assert [cells[0].strip("`") for cells in found] == list(alerts())
    for _, english, korean in found:
        assert not re.search("[가-힣]", english)
        assert re.search("[가-힣]", korean)
        assert len(english) > 40
        assert len(korean) > 20


def test_every_alert_is_seen_to_fire() -> None:
    text = (PROMETHEUS / "alerts_test.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r'alertname="(\w+)"', text)) == set(alerts())


@needs_promtool
def test_promtool_takes_the_rules_and_the_configuration() -> None:
    assert f"{len(alerts())} rules found" in promtool("check", "rules", "alerts.yaml")
    promtool("check", "config", "prometheus.yaml")


@needs_promtool
def test_every_alert_fires_when_it_should_and_only_then() -> None:
    assert "SUCCESS" in promtool("test", "rules", "alerts_test.yaml")
