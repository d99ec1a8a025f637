"""A folder with a configuration and articles, and the bots that run on it."""

from __future__ import annotations

import itertools
import json
import signal
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.journeys.processes import Done, Running, agora, fork, start_real, until
from tests.journeys.visitor import Visitor
from tests.patience import PATIENCE

SLUG = "square-test"
OPTIONS = ("🚪", "🌳", "🤔")
LINES = ("닫아야 지켜요.", "열어야 자라요.", "반만 열면 어때요?")
ARTICLE = """---
title: {title}
category: 시험
published: 2025-01-0{day}T09:00:00+09:00
summary: [첫째 줄이에요, 둘째 줄이에요, 셋째 줄이에요]
question: 어느 쪽이 좋아요?
options:
  - {{label: 문, emoji: 🚪}}
  - {{label: 광장, emoji: 🌳}}
  - {{label: 글쎄요, emoji: 🤔}}
squabble:
  - speaker: booki
    side: 문
    says: 닫아야 지켜요.
  - speaker: moki
    side: 광장
    says: 열어야 자라요.
  - speaker: booki
    side: 글쎄요
    says: 반만 열면 어때요?
---
## 묻기

본문이에요.
"""
CONFIG = """timezone: Asia/Seoul
locale: {locale}
content: ./content
database: {database}
web: {{listen: "{listen}", chat: true}}
admins: {{local: [editor]}}
alerts: {{channel: staff}}
channels:
{channels}
  staff: {{platform: local, id: staff}}
debates: {{closes_after: {closes_after}, closing_grace: {grace}}}
{more}
"""


class Bot(Running):
    """A bot that is up."""

    def __init__(self, running: Running, url: str) -> None:
        super().__init__(running._process, running._out, running._err)
        self.url = url

    def visitor(self) -> Visitor:
        """A browser at its chat."""
        return Visitor(self.url)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.signal(signal.SIGKILL)
        self.wait()

    def stop(self, number: int = signal.SIGTERM) -> Done:
        """Ask it to end; it must do so in time, cleanly and without a traceback."""
        self.signal(number)
        done = self.wait()
        assert done.code == 0, done
        assert "Traceback" not in done.err, done.err
        return done

    def events(self, event: str) -> list[dict[str, Any]]:
        """The log's entries of one kind."""
        return [entry for entry in map(_entry, self.err.splitlines()) if entry.get("event") == event]


class Place:
    """Where bots work. `database` defaults to a SQLite file in the folder."""

    def __init__(
        self,
        folder: Path,
        *,
        database: str = "sqlite:///./agora.db",
        channels: Sequence[str] = ("square",),
        locale: str = "ko",
        listen: str = "127.0.0.1:0",
        closes_after: str = "1h",
        grace: str = "60s",
        more: str = "",
    ) -> None:
        self.folder = folder
        self.database = database
        self._numbers = itertools.count(1)
        self._running: list[Running] = []
        self._settings = {
            "locale": locale,
            "listen": listen,
            "closes_after": closes_after,
            "grace": grace,
            "more": more,
        }
        self._channels = channels
        (folder / "content" / "articles").mkdir(parents=True, exist_ok=True)
        self.add_article(SLUG, "열린 광장")
        self.configure()

    @property
    def config(self) -> Path:
        """The configuration file."""
        return self.folder / "config.yaml"

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return self.folder / "agora.db"

    def configure(self, **settings: str) -> None:
        """Write the configuration, with other settings than before."""
        self._settings.update(settings)
        channels = "\n".join(f"  {name}: {{platform: local, id: {name}}}" for name in self._channels)
        text = CONFIG.format(database=self.database, channels=channels, **self._settings)
        self.config.write_text(text, encoding="utf-8")

    def add_article(self, slug: str, title: str, day: int = 2) -> Path:
        """Write an article."""
        path = self.folder / "content" / "articles" / f"{slug}.md"
        path.write_text(ARTICLE.format(title=title, day=day), encoding="utf-8")
        return path

    def begin(self, *args: str, real: bool = False, env: dict[str, str] | None = None) -> Running:
        """Start a command and don't wait for it."""
        out, err = self._files()
        if real:
            running = start_real(args, self.folder, env or {}, out, err)
        else:
            running = fork(agora, args, self.folder, env or {}, out, err)
        self._running.append(running)
        return running

    def begin_work(self, work: Any, *args: object) -> Running:
        """Start a function in a process of its own."""
        running = fork(work, args, self.folder, {}, *self._files())
        self._running.append(running)
        return running

    def agora(self, *args: str, real: bool = False, seconds: float = PATIENCE) -> Done:
        """Run a command to its end."""
        return self.begin(*args, real=real).wait(seconds)

    def run(self, *, real: bool = False) -> Bot:
        """Start `agora run` and return when it is ready."""
        return ready(self.begin("run", real=real))

    def results(self, debate: str | None = None) -> dict[str, Any]:
        """What `agora results --format json` says."""
        done = self.agora("results", *([debate] if debate else []), "--format", "json")
        assert done.code == 0, done
        found: dict[str, Any] = json.loads(done.out)
        return found

    def post(self, *args: str) -> str:
        """`agora post`, to the square if nothing else is said; gives the debate's id."""
        done = self.agora("post", SLUG, *(args or ("--channel", "square")))
        assert done.code == 0, done
        return done.out.strip()

    def clear(self) -> None:
        """End whatever still runs."""
        for running in self._running:
            running.signal(signal.SIGKILL)
        for running in self._running:
            until(lambda running=running: not running.alive())  # type: ignore[misc]

    def _files(self) -> tuple[Path, Path]:
        number = next(self._numbers)
        return self.folder / f"{number}.out", self.folder / f"{number}.err"


def ready(running: Running, seconds: float = PATIENCE) -> Bot:
    """The running bot, as soon as it says that it is ready."""

    def listening() -> bool:
        assert running.alive(), running.err
        return '"listening"' in running.err

    until(listening, seconds, lambda: running.err)
    entry = next(entry for entry in map(_entry, running.err.splitlines()) if entry.get("event") == "listening")
    url = str(entry["url"])
    until(lambda: is_ready(url), seconds, lambda: running.err)
    return Bot(running, url)


def is_ready(url: str) -> bool:
    """Whether /readyz says so."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=PATIENCE) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}
