"""When something was published, as others write it; what nobody wrote is not made up."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from import_site import BODY, NOW, SEOUL, Site, articles, drafts_in, page_html

from bot.editor.dates import read_time
from bot.editor.importer import import_from

AT = datetime(2022, 2, 28, 19, 17, 53)
DAY = datetime(2022, 2, 28)


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2022-02-28 19:17:53", AT),
        ("2022-02-28T19:17:53Z", AT.replace(tzinfo=UTC)),
        ("2022-02-28 19:17:53 KST", AT.replace(tzinfo=SEOUL)),
        ("Mon, 28 Feb 2022 19:17:53 KST", AT.replace(tzinfo=SEOUL)),
        ("Mon, 28 Feb 2022 19:17:53 +0900", AT.replace(tzinfo=SEOUL)),
        ("28 Feb 2022 19:17:53 GMT", AT.replace(tzinfo=UTC)),
        ("월, 28 2월 2022 19:17:53 +0900", AT.replace(tzinfo=SEOUL)),
        ("2022-02-28(월) 19:17:53", AT),
        ("2022년 2월 28일 월요일 오후 7시 17분 53초", AT),
        ("2022. 2. 28. (월) 오후 7:17:53", AT),
        ("2022-02-28 오후 7:17:53", AT),
        ("2022-02-28 오전 12:05", DAY.replace(minute=5)),
        ("2022/02/28 07:17:53 PM", AT),
        ("20220228191753", AT),
        ("Monday, February 28, 2022 7:17 PM", AT.replace(second=0)),
        ("2022.02.28", DAY),
        ("2022/02/28", DAY),
        ("2022. 2. 28.", DAY),
        ("2022년 2월 28일", DAY),
        ("20220228", DAY),
        *((no, None) for no in ("", "어제", "2022-02", "02/28/2022", "2022-02-30", "Wed, 30 Feb 2022 19:17:53 +0900")),
        *((no, None) for no in ("2022-02-28 25:00", "9999-12-31", "0001-01-01", "2022.02.28 오후 19:17", "1" * 60)),
        ("2022-02-28+09:00", DAY.replace(tzinfo=SEOUL)),
        ("2022-02-28Z", DAY.replace(tzinfo=UTC)),
        ("Mon, 28 Feb 2022 19:17:53 GMT+0900 (한국 표준시)", AT.replace(tzinfo=SEOUL)),
        ("2022-02-28 19:17:53 UTC+9", AT.replace(tzinfo=SEOUL)),
        *((no, None) for no in ("2022-02-28 19.17", "2022-02-28x19:17", "2022-02-28-19:17", "2022-02-28+99:00")),
        *((no, None) for no in ("2022-02-28 19:17:53 XYZ", "2022-02-28 19:17 어쩌면")),
    ],
)
def test_a_time_is_read_as_it_is_written_or_not_at_all(written: str, at: datetime | None) -> None:
    assert read_time(written) == at
    assert (read_time(written) or NOW).tzinfo is None or at is None or at.tzinfo is not None


@pytest.mark.parametrize("tag", ["pubDate", "dc:date", "published"])
@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2022-02-28 19:17:53", AT.replace(tzinfo=SEOUL)),
        ("2022-02-28 19:17:53 KST", AT.replace(tzinfo=SEOUL)),
        ("2022.02.28", DAY.replace(tzinfo=SEOUL)),
    ],
)
async def test_a_feeds_dates_are_in_the_configured_zone(
    content: Path, tmp_path: Path, tag: str, written: str, at: datetime
) -> None:
    text = f"<description>{BODY[0] * 20}</description>"
    entry = f"<item><title>소식</title><guid>1</guid><{tag}>{written}</{tag}>{text}</item>"
    space = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    (tmp_path / "feed.xml").write_text(f'<rss version="2.0" {space}><channel>{entry}</channel></rss>')
    await import_from(str(tmp_path / "feed.xml"), drafts_in(content))
    assert articles(content)["소식"].published == at


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("", "# 원문에서 발표 시각을 찾지 못해 가져온 시각을 적었어요. 확인해 주세요"),
        ("<pubDate>Wed, 30 Feb 2022</pubDate>", "원문에는 이렇게 적혀 있어요: Wed, 30 Feb 2022"),
        ("<pubDate>2022-02-28+09:00</pubDate>", "# 원문에는 날짜만 있어요. 시각을 확인해 주세요"),
        ("<pubDate>2022.02.28</pubDate>", "# 원문에는 날짜만 있어요. 시각을 확인해 주세요"),
    ],
)
async def test_a_date_that_is_missing_or_unreadable_is_marked(
    content: Path, tmp_path: Path, time: str, said: str
) -> None:
    entry = f"<item><title>소식</title><guid>1</guid>{time}<description>{BODY[0] * 20}</description></item>"
    (tmp_path / "feed.xml").write_text(f'<rss version="2.0"><channel>{entry}</channel></rss>')
    done = await import_from(str(tmp_path / "feed.xml"), drafts_in(content))
    rows = done.drafts[0].read_text().splitlines()
    place = next(i for i, row in enumerate(rows) if row.startswith("published: "))
    assert said in rows[place - 1]


@pytest.mark.parametrize(
    ("name", "head", "at"),
    [
        ("2013-10-15-date-in-the-name.md", "title: 이름에만 날짜", datetime(2013, 10, 15, tzinfo=SEOUL)),
        ("글.md", "title: 글\npubDate: 2022.02.28 19:17:53", AT.replace(tzinfo=SEOUL)),
        ("글.md", "title: 글\ndate: 2022-02-28 19:17:53 +0000", AT.replace(tzinfo=UTC)),
        ("글.md", "title: 글\n작성일: 2022년 2월 28일", DAY.replace(tzinfo=SEOUL)),
        ("글.md", "title: 글\npublished: true\ndate: 2022-02-28 19:17:53", AT.replace(tzinfo=SEOUL)),
        ("2013-10-15-글.md", "title: 글\npublished: true", datetime(2013, 10, 15, tzinfo=SEOUL)),
        ("2013-10-15-글.md", "title: 글\ndate: 2022-02-28", DAY.replace(tzinfo=SEOUL)),
    ],
)
async def test_a_files_date_is_in_its_front_matter_or_its_name(
    content: Path, tmp_path: Path, name: str, head: str, at: datetime
) -> None:
    (tmp_path / name).write_text(f"---\n{head}\n---\n\n{BODY[0]}\n")
    await import_from(str(tmp_path / name), drafts_in(content))
    (article,) = articles(content).values()
    assert article.published == at


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2022-02-28T19:17:53+09:00">',
        '<meta name="pubdate" content="2022.02.28 19:17:53">',
        '<meta itemprop="datePublished" content="2022-02-28 오후 7:17:53">',
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2022-02-28T19:17:53+09:00"}]}</script>',
    ],
)
async def test_a_pages_date_is_what_it_says_of_itself(site: Site, content: Path, head: str) -> None:
    await import_from(site.says("/1", page_html(head=head)), drafts_in(content))
    assert articles(content)["열린-ai"].published == AT.replace(tzinfo=SEOUL)


async def test_a_page_that_says_no_date_has_none(site: Site, content: Path) -> None:
    done = await import_from(site.says("/1", page_html()), drafts_in(content))
    assert articles(content)["열린-ai"].published == NOW
    assert "발표 시각을 찾지 못해" in done.drafts[0].read_text()
