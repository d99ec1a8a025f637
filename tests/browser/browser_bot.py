"""A real bot as a process of its own, for browsers to visit."""

from __future__ import annotations

import json
import signal
import urllib.request
from collections.abc import Iterable
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tests.journeys.place import ready
from tests.journeys.processes import Running, agora, agora_in, fork
from tests.patience import PATIENCE
from tests.ports import free_port

SLUG = "secret-door-or-open-square"
QUESTION = "AI는 어디에서 만들어야 할까요?"
DOOR, SQUARE = "🚪", "🌳"
CHANNELS = ("square", "books", *(f"room{number}" for number in range(1, 31)))

_ARTICLE = f"""---
title: 비밀의 문과 열린 광장
category: 산업/비즈니스
published: 2025-04-28T04:57:00+09:00
pick: true
summary:
  - 딥시크는 닫힌 개발을 비판하며 떠올랐어요.
  - 누구나 쓸 수 있는 공개 모델이 성공을 이끌었어요.
  - 혁신은 열린 협력에서 나온다는 증거로 받아들여져요.
question: {QUESTION}
options:
  - label: 비밀의 문
    emoji: {DOOR}
  - label: 열린 광장
    emoji: {SQUARE}
squabble:
  - speaker: booki
    side: 비밀의 문
    says: 조리법을 다 알려 주면 누가 식당을 차리겠어?
  - speaker: moki
    side: 열린 광장
    says: 같이 맛보고 같이 고치니까 더 맛있어지는 거야!
---
## 닫힌 방과 열린 광장

만드는 법을 지키는 쪽과 나누는 쪽이 있어요. **어느 쪽이 더 빨리 나아갈까요?**
"""

_CONFIG = """timezone: Asia/Seoul
locale: ko
content: ./content
database: sqlite:///./agora.db
web: {{listen: 127.0.0.1:{port}, chat: true}}
admins: {{local: [editor]}}
channels:
{channels}
debates: {{closes_after: 1h, closing_grace: 60s, ballot: {ballot}}}
"""


class RunningBot:
    """`agora run` in a folder of its own; it can be killed and started again."""

    def __init__(self, folder: Path, channels: Iterable[str] = CHANNELS, *, ballot: str = "reactions") -> None:
        self.folder = folder
        self.config = folder / "config.yaml"
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        articles = folder / "content" / "articles"
        articles.mkdir(parents=True)
        (articles / f"2025-04-28-{SLUG}.md").write_text(_ARTICLE, encoding="utf-8")
        listed = "\n".join(f"  {name}: {{platform: local, id: {name}}}" for name in channels)
        self.config.write_text(_CONFIG.format(port=port, channels=listed, ballot=ballot), encoding="utf-8")
        self._process: Running | None = None
        self._starts = 0

    def start(self) -> None:
        """Return when the bot is ready."""
        self._starts += 1
        out, err = (self.folder / f"{self._starts}.{name}" for name in ("out", "err"))
        self._process = ready(fork(agora, ["run"], self.folder, {}, out, err))

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """Ask it to end; gives the exit code."""
        assert self._process is not None
        self._process.signal(signal.SIGTERM)
        return self._process.wait().code

    def post(self, channel: str) -> str:
        """`agora post`: open a debate; gives its id."""
        done = agora_in(self.folder, "post", SLUG, "--channel", channel)
        assert done.code == 0, done.err
        return done.out.strip()

    def results(self, debate: str) -> dict[str, Any]:
        """`agora results --format json`."""
        done = agora_in(self.folder, "results", debate, "--format", "json")
        assert done.code == 0, done.err
        found: dict[str, Any] = json.loads(done.out)
        return found


class Member:
    """Somebody who uses the chat's HTTP interface instead of a browser."""

    def __init__(self, bot: RunningBot, person: str) -> None:
        self._url = bot.url
        self._person = person
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with self._opener.open(f"{self._url}/chat") as page:
            html = page.read().decode()
        self._token = html.split('name="agora-token" content="', 1)[1].split('"', 1)[0]

    def write(self, path: str, **body: Any) -> dict[str, Any]:
        """POST as this person."""
        request = urllib.request.Request(
            f"{self._url}/chat/api/{path}",
            data=json.dumps({"person": self._person} | body).encode(),
            headers={"Content-Type": "application/json", "X-Agora-Token": self._token, "Origin": self._url},
        )
        with self._opener.open(request, timeout=PATIENCE) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """The channel's newest messages."""
        address = f"{self._url}/chat/api/channels/{channel}/messages?person={self._person}"
        with self._opener.open(address, timeout=PATIENCE) as answer:
            found: list[dict[str, Any]] = json.load(answer)["messages"]
            return found

    def open_debate(self, channel: str) -> str:
        """`/debate post` as an admin; gives the id of the card's message."""
        reply = self.write("messages", channel=channel, text=f"/debate post {SLUG}")["reply"]
        assert not reply["error"], reply
        while True:
            cards = [message for message in self.messages(channel) if message["kind"] == "card"]
            if cards:
                return str(cards[-1]["id"])
