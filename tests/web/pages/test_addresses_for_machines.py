"""What machines read: addresses with slashes too many, compressed pages, the feed by its RFC, the OpenAPI document."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from yarl import URL

from bot.web import openapi
from tests.web.pages.pages_site import Answer, Site, running

ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
HTML_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)")


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/articles/first/", "/articles/first"),
        ("/articles/first//", "/articles/first"),
        ("//articles//first", "/articles/first"),
        ("/articles/%EC%B2%AB%2Fa/?lang=en&q=%26", "/articles/%EC%B2%AB%2Fa?lang=en&q=%26"),
        ("/search/?q=a", "/search?q=a"),
        ("/feed.atom/", "/feed.atom"),
        ("/chat/", "/chat"),
        ("//", "/"),
        ("/healthz/", "/healthz"),
        ("/debates/{debate}/", "/debates/{debate}"),
        ("/debates/{debate}.json/", "/debates/{debate}.json"),
        ("//elsewhere.example/", None),
        ("//elsewhere.example//articles/first/", None),
        ("/nope/", None),
        ("/articles/", None),
    ],
)
async def test_a_slash_too_many_leads_to_the_address_without(site: Site, path: str, leads_to: str | None) -> None:
    debate = await site.open() if "{debate}" in path else ""
    async with site.session.get(
        URL(site.url + path.format(debate=debate), encoded=True), allow_redirects=False
    ) as answer:
        assert answer.status == (404 if leads_to is None else 301)
        assert answer.headers.get("Location") == (None if leads_to is None else leads_to.format(debate=debate))


async def test_pages_and_what_they_load_are_compressed(site: Site) -> None:
    debate = await site.open()
    page = await site.get("/articles/open-square")
    loaded = re.findall(r'(?:href|src)="(/pages/[^"]+)"', page.text)
    assert len(loaded) >= 6
    for path in ("/", "/articles/open-square", f"/debates/{debate}", f"/debates/{debate}.svg", "/chat", *loaded):
        answer = await site.get(path, **{"Accept-Encoding": "br"})
        if len(answer.text.encode()) >= 1024:
            assert answer.headers["Content-Encoding"] == "br", path
            assert "Accept-Encoding" in answer.headers["Vary"], path
    for path in loaded:
        assert (await site.get(path)).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    async with site.session.get(f"{site.url}/debates/{debate}/events", headers={"Accept-Encoding": "br"}) as stream:
        assert "Content-Encoding" not in stream.headers


async def test_instants_on_pages_are_such_as_html_takes(site: Site) -> None:
    debate = await site.open()
    await site.reply(debate, "p3", "저는 광장이 좋아요.")
    found: list[str] = []
    for path in ("/", "/articles/open-square", f"/debates/{debate}"):
        found += re.findall(r'datetime="([^"]*)"', (await site.get(path)).text)
    assert len(found) >= 5
    assert [one for one in found if not HTML_INSTANT.fullmatch(one)] == []


async def test_the_feed_keeps_the_rules_of_atom(folder: Path) -> None:
    """RFC 4287, section 4: what a feed and an entry must have, once or at all, and in which form."""
    async with running(folder, web=", pages: public, public_url: https://agora.example.org/") as site:
        ended = await site.open("first")
        await site.close(ended)
        await site.open()
        answer = await site.get("/feed.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.text)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for element in (feed, *entries):
        for once in ("id", "title", "updated"):
            (found,) = element.findall(f"{ATOM}{once}")
            assert (found.text or "").strip(), once
        assert re.match(r"[a-z][a-z0-9+.-]*:\S+$", element.findtext(f"{ATOM}id") or "")
        for name in ("updated", "published"):
            for instant in element.findall(f"{ATOM}{name}"):
                assert RFC_3339.fullmatch(instant.text or "")
        places = [
            (link.get("rel", "alternate"), link.get("type"), link.get("hreflang"))
            for link in element.findall(f"{ATOM}link")
        ]
        assert len(places) == len(set(places)), "two alternates of one kind"
        for link in element.findall(f"{ATOM}link"):
            assert (link.get("href") or "").startswith("https://agora.example.org/")
        for category in element.findall(f"{ATOM}category"):
            assert category.get("term")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None, "entries without authors need the feed's"
    assert feed.findtext(f"{ATOM}id") == "https://agora.example.org/feed.atom"
    (own,) = (link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert own == "https://agora.example.org/feed.atom"
    moved = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "") for entry in entries]
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated") or "") == max(moved)
    for entry in entries:
        assert len(entry.findall(f"{ATOM}summary")) == 1
        assert len(entry.findall(f"{ATOM}published")) == 1


Document = dict[str, Any]


async def _documented(site: Site) -> Document:
    answer = await site.get("/openapi.json", Accept="application/json")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    found: Document = json.loads(answer.text)
    return found


def _fits(document: Document, path: str, answer: Answer) -> None:
    """Raise where an answer is not as the document has it."""
    told = document["paths"][path]["get"]["responses"][str(answer.status)]
    if "$ref" in told:
        told = document["components"]["responses"][told["$ref"].rpartition("/")[2]]
    kind = answer.headers["Content-Type"].partition(";")[0]
    schema = {**told["content"][kind]["schema"], "components": document["components"]}
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(json.loads(answer.text))


@pytest.mark.parametrize("rules", ["", ", choice: multiple, ballot: buttons", ", results: after_close"])
async def test_json_is_as_its_document_says(folder: Path, rules: str) -> None:
    async with running(folder, rules=rules) as site:
        document = await _documented(site)
        debate = await site.open()
        if "buttons" in rules:
            post = (await site.snapshot(debate)).posts[0]
            assert await site.chat.press("p1", post.message or "", 1, "ko")
        else:
            await site.react(debate, "p1", "🌳")
        plain = {"Accept": "application/json"}
        name, record = "/debates/{debate}.json", "/debates/{debate}/record.json"
        _fits(document, name, await site.get(f"/debates/{debate}.json", **plain))
        missing = await site.get(f"/debates/{debate}/record.json", **plain)
        assert missing.status == 404
        _fits(document, record, missing)
        await site.close(debate)
        _fits(document, name, await site.get(f"/debates/{debate}.json", **plain))
        _fits(document, record, await site.get(f"/debates/{debate}/record.json", **plain))
        for path in ("/healthz", "/readyz", "/openapi.json"):
            _fits(document, path, await site.get(path, **plain))


async def test_every_json_address_is_in_the_document(site: Site) -> None:
    document = await _documented(site)
    assert document["openapi"].startswith("3.1")
    assert site.app.web is not None
    served = {path for path in site.app.web.addresses if path.endswith(".json")}
    assert set(document["paths"]) == served | {"/healthz", "/readyz"} == set(openapi.PATHS)


async def test_without_pages_only_the_servers_own_addresses_are_told(folder: Path) -> None:
    async with running(folder, web=", pages: none, public_url: https://agora.example.org/") as site:
        answer = await site.get("/openapi.json", Host="agora.example.org")
        document = json.loads(answer.text)
        assert set(document["paths"]) == {"/healthz", "/readyz", "/openapi.json"}
        assert document["servers"] == [{"url": "https://agora.example.org"}]
        kept = await site.get("/openapi.json", **{"If-None-Match": answer.headers["ETag"], "Host": "agora.example.org"})
        assert kept.status == 304
