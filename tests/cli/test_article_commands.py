"""`agora article summarise` and `agora article import`, against a server of our own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from bot.cli import main
from bot.library.article_file import read_article
from tests.patience import PATIENCE
from tests.serving import serving

KEY = "sk-very-secret-0123456789"
LINES = ["첫째 줄이에요.", "둘째 줄이에요.", "셋째 줄이에요."]
SENTENCES = [
    "시는 도서관의 자료를 모두 공개하기로 했어요.",
    "도서관의 자료가 공개되면 시민 누구나 자료를 읽을 수 있어요.",
    "시민 단체는 도서관 자료의 공개를 오래 요구해 왔어요.",
]
ARTICLE = (
    "---\ntitle: 도서관\ncategory: 생활\npublished: 2025-03-04T09:00:00+09:00\nquestion: 어때요?\n---\n\n"
    + " ".join(SENTENCES)
    + "\n"
)


@dataclass
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


class Agora:
    """The command line, in a folder and an environment of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *words: str, key: str | None = None) -> Ended:
        with self._monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["agora", *words])
            patch.delenv("SUMMARY_KEY", raising=False)
            if key is not None:
                patch.setenv("SUMMARY_KEY", key)
            self._capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
        out, err = self._capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, out, err)

    def article(self, *words: str, key: str | None = None) -> Ended:
        return self("article", *words, key=key)


@pytest.fixture
def agora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Agora:
    monkeypatch.chdir(tmp_path)
    return Agora(monkeypatch, capsys)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    folder = tmp_path / "content" / "articles"
    folder.mkdir(parents=True)
    path = folder / "library.md"
    path.write_text(ARTICLE)
    return path


@dataclass
class Server:
    """A server of our own: a chat service with a fixed answer, a page, and a feed."""

    address: str = ""
    status: int = 200
    content: str = "\n".join(LINES)

    async def chat(self, _: web.Request) -> web.Response:
        answer = {"choices": [{"message": {"content": self.content}}], "error": f"key {KEY}"}
        return web.json_response(answer, status=self.status)

    async def page(self, _: web.Request) -> web.Response:
        text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
        return web.Response(
            text=f"<html><body><article><h1>도서관</h1>{text}</article></body></html>", content_type="text/html"
        )

    async def feed(self, _: web.Request) -> web.Response:
        items = "".join(
            f"<item><title>{title}</title><link>{self.address}{path}</link></item>"
            for title, path in (("하나", "/page"), ("둘", "/missing"))
        )
        return web.Response(text=f"<rss version='2.0'><channel>{items}</channel></rss>", content_type="text/xml")


async def serve(served: Server, ready: threading.Event, stop: asyncio.Event) -> None:
    app = web.Application()
    app.router.add_post("/v1/chat/completions", served.chat)
    app.router.add_get("/page", served.page)
    app.router.add_get("/feed", served.feed)
    async with serving(app) as served.address:
        ready.set()
        await stop.wait()


@pytest.fixture
def server() -> Iterator[Server]:
    """The server in a thread, since a command has an event loop of its own."""
    served, ready, stop = Server(), threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(served, ready, stop),))
    thread.start()
    assert ready.wait(PATIENCE)
    try:
        yield served
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


def configure(folder: Path, server: Server, locale: str = "ko") -> None:
    (folder / "config.yaml").write_text(
        f"timezone: Asia/Seoul\nlocale: {locale}\n"
        f"summaries: {{endpoint: {server.address}/v1, model: small, key: '${{SUMMARY_KEY}}'}}\n"
    )


def test_three_sentences_are_shown_and_written_and_wait_to_be_read(agora: Agora, article: Path) -> None:
    ended = agora.article("summarise", str(article))
    assert (ended.code, ended.out.splitlines()) == (0, SENTENCES)
    assert "Read the lines and edit them" in ended.err
    assert "It is a draft now" in ended.err
    read = read_article(article).article
    assert read is not None
    assert (list(read.summary), read.draft) == (SENTENCES, True)

    before = article.read_bytes()
    again = agora.article("summarise", str(article))
    assert (again.code, again.out) == (1, "")
    assert again.err.startswith(f"agora: {article} already has a summary")
    assert article.read_bytes() == before


def test_lines_that_an_author_should_look_at_are_named(
    agora: Agora, tmp_path: Path, article: Path, server: Server
) -> None:
    server.content = (
        f"{SENTENCES[0]}\n시민 단체는 이 자료를 요구해 왔다.\n{SENTENCES[1][:-1]}{'고 다들 그렇게 말해 왔어요' * 2}."
    )
    configure(tmp_path, server)
    ended = agora.article("summarise", str(article), key=KEY)
    told = ended.err.splitlines()
    assert told[:3] == [
        "2번째 줄: ‘왔다.’로 끝나요. 해요체로 바꿔 주세요.",
        "2번째 줄: 앞 문장에 나온 것을 가리키는 말이 있어요. 이 줄만 읽어도 알 수 있게 써 주세요.",
        "3번째 줄: 64자예요. 요약은 한 줄에 40자까지가 읽기 좋아요.",
    ]
    assert told[3].startswith("3번째 줄: 한글이 ")
    assert told[-2:] == [
        f"{article}에 적었어요. 기사를 올리기 전에 세 줄을 읽고 다듬어 주세요.",
        "이제 초안이에요. 다 됐으면 ‘draft: true’ 줄을 지워 주세요.",
    ]


def test_a_configured_service_is_asked_instead(agora: Agora, tmp_path: Path, article: Path, server: Server) -> None:
    configure(tmp_path, server)
    ended = agora.article("summarise", str(article), key=KEY)
    assert (ended.code, ended.out.splitlines()) == (0, LINES)
    assert "instead" not in ended.err


@pytest.mark.parametrize(
    ("status", "content", "key", "why"),
    [
        (500, "", KEY, "the service answered with status 500"),
        (200, "하나뿐이에요.", KEY, "the service wrote 1 line instead of three"),
        (200, "", None, "the environment variable SUMMARY_KEY is not set"),
    ],
)
def test_a_service_that_fails_is_told_and_the_text_s_own_sentences_serve(
    agora: Agora, tmp_path: Path, article: Path, server: Server, status: int, content: str, key: str | None, why: str
) -> None:
    server.status, server.content = status, content
    configure(tmp_path, server, "en")
    ended = agora.article("summarise", str(article), key=key)
    assert (ended.code, ended.out.splitlines()) == (0, SENTENCES)
    assert f"{why}; the lines are the article’s own sentences instead." in ended.err
    assert KEY not in ended.out + ended.err
    assert "# This summary was made automatically" in article.read_text()


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (None, 2, "does not exist"),
        ("no front matter", 2, "does not begin with front matter"),
        (ARTICLE.replace(SENTENCES[0], "").replace(SENTENCES[1], ""), 1, "too few sentences"),
    ],
)
def test_a_file_that_can_t_be_summarised_is_one_sentence(
    agora: Agora, article: Path, text: str | None, code: int, said: str
) -> None:
    if text is None:
        article.unlink()
    else:
        article.write_text(text)
    ended = agora.article("summarise", str(article))
    assert ended.code == code
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1
    assert text is None or article.read_text() == text


def test_a_page_becomes_a_draft_that_waits(agora: Agora, tmp_path: Path, article: Path, server: Server) -> None:
    configure(tmp_path, server)
    ended = agora.article("import", f"{server.address}/page")
    assert ended.code == 0
    assert "draft: true" in ended.err
    path = tmp_path / ended.out.strip()
    read = read_article(path).article
    assert read is not None
    assert read.draft
    assert path.name.endswith("-도서관.md")
    again = agora.article("import", f"{server.address}/page")
    assert (again.code, again.out) == (1, "")
    assert "page의 기사는 이미 content/articles/" in again.err
    checked = agora("check")
    assert checked.code == 0, checked.err
    assert path.name not in checked.err
    assert article.read_text() == ARTICLE


def test_a_feed_tells_what_it_left_out(agora: Agora, server: Server) -> None:
    ended = agora.article("import", f"{server.address}/feed")
    assert ended.code == 1
    assert len(ended.out.splitlines()) == 1
    assert "Left out: " in ended.err
    assert "status 404" in ended.err
    again = agora.article("import", f"{server.address}/feed")
    assert again.out == ""
    assert "There already: 1." in again.err


def test_progress_is_shown_on_a_terminal_and_not_in_a_pipe(
    agora: Agora, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Importing …" not in agora.article("import", f"{server.address}/feed").err
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    on_terminal = agora.article("import", f"{server.address}/feed")
    assert "Importing …" in on_terminal.err
    assert "Importing …" not in on_terminal.out


def test_without_the_extra_one_sentence_says_what_is_missing(tmp_path: Path, server: Server) -> None:
    for module in ("trafilatura", "feedparser"):
        (tmp_path / f"{module}.py").write_text("import lxml_html_clean_that_is_not_there\n")
    (tmp_path / "text.md").write_text("# 글\n\n" + " ".join(SENTENCES))

    def imported(place: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", "article", "import", place],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    for place in ("page", "feed"):
        ended = imported(f"{server.address}/{place}")
        assert (ended.returncode, ended.stdout) == (1, "")
        assert "in a checkout: .venv/bin/pip install -e '.[summaries]'" in ended.stderr
        assert "No module named 'lxml_html_clean_that_is_not_there'" in ended.stderr
        assert len(ended.stderr.splitlines()) == 1
    assert imported("text.md").returncode == 0
