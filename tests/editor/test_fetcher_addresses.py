"""Nobody but the editor leads an import to this machine or its network."""

from __future__ import annotations

import ipaddress
import socket
from html import escape
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from import_site import BODY, Site, articles, drafts_in, page_html

from bot.editor.fetcher import OneSided, Web, is_public
from bot.editor.importer import import_from
from bot.errors import AgoraError

WHOLE = "".join(f"<p>{text}</p>" for text in BODY * 6)


class Names(AbstractResolver):
    """What names mean: each question takes the next answer (addresses between blanks), at last the last again."""

    def __init__(self, **names: list[str]) -> None:
        self.names = {name.replace("_", "."): addresses for name, addresses in names.items()}
        self.asked: list[str] = []

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002
    ) -> list[ResolveResult]:
        self.asked.append(host)
        known = self.names.get(host)
        if known is None:
            raise OSError(f"{host} is not known")
        answer = known.pop(0) if len(known) > 1 else known[0]
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                "proto": 0,
                "flags": socket.AI_NUMERICHOST,
            }
            for address in answer.split()
        ]

    async def close(self) -> None:
        return None


def feed_of(link: str, text: str = "") -> str:
    entry = f"<item><title>소식</title><link>{escape(link)}</link><description>{escape(text)}</description></item>"
    return f'<rss version="2.0"><channel>{entry}</channel></rss>'


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *((a, True) for a in ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")),
        *((a, False) for a in ("127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254")),
        *((a, False) for a in ("0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1")),
        *((a, False) for a in ("::1", "::", "fe80::1", "fe80::1%lo", "fd00::1", "fec0::1", "ff02::1", "2001:db8::1")),
        *((a, False) for a in ("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe")),
        *((a, False) for a in ("2002:7f00:1::", "2001:0:1::1", "::127.0.0.1", "::ffff:0:127.0.0.1")),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


INSIDE = (
    *("http://127.0.0.1:{port}/secret", "http://localhost:{port}/secret", "http://[::1]:{port}/secret"),
    *("http://2130706433:{port}/secret", "http://0x7f.1:{port}/secret", "http://0177.0.0.1:{port}/secret"),
    *("http://[::ffff:7f00:1]:{port}/secret", "http://127.1:{port}/secret", "http://①②⑦.0.0.1:{port}/secret"),
    *("http://169.254.169.254/latest", "http://10.0.0.1/", "http://[fd00::1]/", "http://[fe80::1]/", "http://0.0.0.0/"),
    *("http://inside.example:{port}/secret", "http://localhost.:{port}/secret"),
)


@pytest.mark.parametrize("link", INSIDE)
async def test_a_feeds_link_inside_is_neither_read_nor_kept(
    site: Site, content: Path, tmp_path: Path, link: str
) -> None:
    site.says("/secret", page_html("비밀"))
    link = link.replace("{port}", site.address.rpartition(":")[2])
    place = tmp_path / "feed.xml"
    for text, drafts in (("짧은 소개", 0), (WHOLE, 1)):
        place.write_text(feed_of(link, text))
        done = await import_from(str(place), drafts_in(content), web=Web(Names(inside_example=["127.0.0.1"])))
        assert len(done.drafts) == drafts
        assert drafts or "on this machine or in its network" in str(done.failed[0])
    assert site.asked == []
    (article,) = articles(content).values()
    assert article.source is None
    written = done.drafts[0].read_text()
    assert "내부 네트워크를 가리켜서 적지 않았어요" in written
    assert "/secret" not in written


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "to",
    [
        *(
            "http://127.0.0.2:{port}/secret",
            "//127.0.0.2:{port}/secret",
            "http://[::1]:{port}/secret",
            "http://10.0.0.1/",
        ),
        *(
            "http://169.254.169.254/latest",
            "http://[::ffff:7f00:2]:{port}/secret",
            "http://inside.example:{port}/secret",
        ),
    ],
)
async def test_a_redirect_does_not_lead_inside(site: Site, content: Path, to: str, status: int) -> None:
    """The site stands on another address of this machine than what it leads to; only its own was named."""
    address = site.leads("/1", to.replace("{port}", site.address.rpartition(":")[2]), status)
    with pytest.raises(AgoraError, match="leads to an address on this machine or in its network"):
        await import_from(address, drafts_in(content), web=Web(Names(inside_example=["127.0.0.2"])))
    assert site.asked == ["/1"]
    assert articles(content) == {}


@pytest.mark.parametrize("to", ["http://2130706434/", "http://0x7f.2/", "http://0177.0.0.2/", "http://127.2/"])
async def test_an_address_in_other_clothes_is_not_read_either(site: Site, content: Path, to: str) -> None:
    with pytest.raises(AgoraError):
        await import_from(site.leads("/1", to), drafts_in(content))
    assert articles(content) == {}


async def test_a_name_that_changes_its_address_leads_nowhere(site: Site, content: Path, tmp_path: Path) -> None:
    site.says("/secret", page_html("비밀"))
    port = site.address.rpartition(":")[2]
    names = Names(rebound_example=["93.184.216.34", "127.0.0.1"])
    (tmp_path / "feed.xml").write_text(feed_of(f"http://rebound.example:{port}/secret", "짧은 소개"))
    done = await import_from(str(tmp_path / "feed.xml"), drafts_in(content), web=Web(names))
    assert names.asked == ["rebound.example", "rebound.example"]
    assert "leads to an address on this machine or in its network" in str(done.failed[0])
    assert site.asked == []


async def test_the_editors_own_address_may_be_inside_and_its_links_there(site: Site, content: Path) -> None:
    page = site.says("/page", page_html("안쪽 글"))
    feed = site.says("/feed", feed_of(page, "짧은 소개"), "application/rss+xml")
    done = await import_from(feed, drafts_in(content))
    assert len(done.drafts) == 1
    assert articles(content)["소식"].source == page
    assert site.asked == ["/feed", "/page"]


@pytest.mark.parametrize("link", ["http://127.0.0.2:{port}/secret", "http://169.254.169.254/", "http://[::1]:{port}/"])
async def test_the_editors_own_address_lets_nothing_else_in(site: Site, content: Path, link: str) -> None:
    link = link.replace("{port}", site.address.rpartition(":")[2])
    feed = site.says("/feed", feed_of(link, "짧은 소개"), "application/rss+xml")
    done = await import_from(feed, drafts_in(content))
    assert "on this machine or in its network" in str(done.failed[0])
    assert site.asked == ["/feed"]


async def test_a_names_address_is_looked_at_where_the_connection_is_made(site: Site) -> None:
    site.says("/secret", page_html("비밀"))
    port = site.address.rpartition(":")[2]
    for address in ("127.0.0.1", "::ffff:127.0.0.1", "::1"):
        async with Web(Names(inside_example=[address])) as world:
            with pytest.raises(AgoraError, match="on this machine or in its network"):
                await world.fetch(f"http://inside.example:{port}/secret")
    assert site.asked == []


async def test_a_files_source_inside_is_not_kept(content: Path, tmp_path: Path) -> None:
    (tmp_path / "글.md").write_text(f"---\ntitle: 글\nsource: http://169.254.169.254/latest\n---\n\n{BODY[0]}\n")
    await import_from(str(tmp_path / "글.md"), drafts_in(content))
    assert articles(content)["글"].source is None


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        ("93.184.216.34 127.0.0.1", ["93.184.216.34"]),
        ("::1 10.0.0.1 2606:4700::1111 ::ffff:127.0.0.1", ["2606:4700::1111"]),
        ("10.0.0.1 ::1", ["10.0.0.1", "::1"]),
    ],
)
async def test_a_name_that_is_outside_and_inside_at_once_is_outside(answer: str, taken: list[str]) -> None:
    """Else who owns such a name, named by the editor, would have this machine named by not answering."""
    resolver = OneSided(Names(both_example=[answer]))
    assert [one["host"] for one in await resolver.resolve("both.example", 80, socket.AF_UNSPEC)] == taken


async def test_a_link_by_a_name_that_is_partly_inside_is_not_kept() -> None:
    async with Web(Names(both_example=["93.184.216.34 127.0.0.1"], printer_local=["127.0.0.3"])) as world:
        assert await world.guard.leads_inside("http://both.example/")
        assert await world.guard.leads_inside("http://printer.local/")
        assert await world.guard.leads_inside("http://nobody.internal/")
        assert not await world.guard.leads_inside("http://nobody.example/")


async def test_a_name_inside_is_not_the_editors_because_this_machine_is(site: Site) -> None:
    async with Web(Names(printer_local=["127.0.0.3"], here_local=["127.0.0.1"])) as world:
        await world.fetch(site.says("/page", page_html("글")), named=True)
        assert await world.guard.leads_inside("http://printer.local/")
        assert not await world.guard.leads_inside("http://here.local/")
