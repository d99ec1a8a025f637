"""Front matter of other programs: read, or named; never dropped."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from import_site import BODY, SEOUL, articles, drafts_in

from bot.core.articles import Article
from bot.editor.importer import import_from
from bot.errors import UsageError

TEXT = " ".join(BODY)
TOML = 'title = "남의 머리말"\ndate = 2016-08-23T23:25:04'
DATED = "title: 남의 머리말\npubDate: 2016-08-23 23:25:04"


async def imported(content: Path, folder: Path, text: str, name: str = "글.md") -> tuple[Article, str]:
    """The article that a file becomes, and its front matter as it is written."""
    (folder / name).write_text(text)
    done = await import_from(str(folder / name), drafts_in(content))
    (article,) = articles(content).values()
    assert article.body == TEXT
    return article, done.drafts[0].read_text().partition("\n---\n")[0]


@pytest.mark.parametrize(
    "front",
    [
        f'+++\n{TOML}+09:00\nauthor = "홍 아무개"\ntags = ["하나", "둘"]\n+++',
        '{"title": "남의 머리말", "date": "2016-08-23T23:25:04+09:00",\n"author": "홍 아무개", "tags": ["하나", "둘"]}',
        f"---\n{DATED}\nauthors:\n  - name: 홍 아무개\n    url: x\ntags: 하나, 둘\n---",
        f"---\n{DATED} KST\nauthors: [홍 아무개]\ntags:\n- 하나\n- 둘\n---",
        f"---\n{DATED}\nauthors: {{hong: {{name: 홍 아무개}}}}\ntags: [하나, 둘]\n...",
        '---json\n{"title": "남의 머리말", "date": "2016-08-23 23:25:04", "author": "홍 아무개", '
        '"tags": ["하나", "둘"]}\n---',
        f'---toml\n{TOML}\nauthor = "홍 아무개"\ntags = ["하나", "둘"]\n---',
        '"title": "남의 머리말",\n"date": "2016-08-23 23:25:04",\n"author": "홍 아무개",\n"tags": ["하나", "둘"]\n;;;',
        f"{DATED}\nauthor: 홍 아무개\ntags:\n- 하나\n- 둘\n---",
        f"\ufeff \n---\n{DATED}\nauthors:\n  - name: 홍 아무개\ntags: [하나, 둘]\nbroken: a: b\n---",
        f"---\n{DATED}\nby: 홍 아무개\nkeywords: [하나, 둘]\nbroken: a: b\n---",
        f"+++\n{TOML}\nauthors = [{{name = '홍 아무개'}}]\n[taxonomies]\ntags = ['x']\n+++",
    ],
    ids=[
        *(
            "toml",
            "json",
            "list of maps",
            "list",
            "map",
            "fenced json",
            "fenced toml",
            "hexo json",
            "hexo",
            "broken list",
        ),
        *("broken", "toml tables"),
    ],
)
async def test_front_matter_of_others_is_read(content: Path, tmp_path: Path, front: str) -> None:
    article, written = await imported(content, tmp_path, f"{front}\n\n{TEXT}\n")
    assert article.title == "남의 머리말"
    assert article.published == datetime(2016, 8, 23, 23, 25, 4, tzinfo=SEOUL)
    assert article.author == "홍 아무개"
    if "taxonomies" in front:
        assert '#   taxonomies: {"tags": ["x"]}' in written
    else:
        assert article.tags == ("하나", "둘")


async def test_what_is_not_used_and_what_cannot_be_read_is_named(content: Path, tmp_path: Path) -> None:
    front = (
        "---\ntitle: 제목: 부제\ndate: 2025-04-28\nlayout: post\ncategories: [뉴스, 사회]\nsummary: [가, 나, 다]\n"
        "\t어긋난 줄\n---\n"
    )
    article, written = await imported(content, tmp_path, f"{front}\n{TEXT}\n")
    assert article.title == "제목: 부제"
    assert (article.category, article.tags) == ("뉴스", ("사회",))
    named = [line.removeprefix("#   ") for line in written.splitlines() if line.startswith("#   ")]
    assert "layout: post" in named
    assert 'summary: ["가", "나", "다"]' in named
    assert "어긋난 줄" in named


async def test_what_is_written_twice_or_taken_for_a_comment_is_named(content: Path, tmp_path: Path) -> None:
    article, written = await imported(content, tmp_path, f"---\ntitle: 버스 #1 이야기\n---\n{TEXT}\n", "하나.md")
    assert article.title == "버스"
    assert "#   title: #1 이야기" in written
    (tmp_path / "둘.md").write_text(f"---\ntitle: 택시\ntitle: 배: 둘\n---\n{TEXT}\n")
    done = await import_from(str(tmp_path / "둘.md"), drafts_in(content))
    assert articles(content)["택시"].title == "택시"
    assert "#   title: 배: 둘" in done.drafts[0].read_text()


async def test_what_is_too_much_to_be_named_is_counted(content: Path, tmp_path: Path) -> None:
    keys = "".join(f"key{n}: {n}\n" for n in range(60))
    _, written = await imported(content, tmp_path, f"---\ntitle: 글\n{keys}---\n{TEXT}\n")
    assert "#   key39: 39\n#   … +20\n" in written


async def test_no_front_matter_ends_another(content: Path, tmp_path: Path) -> None:
    (tmp_path / "글.md").write_text(f"---\n\n{TEXT}\n\n---\n\n끝.\n")
    await import_from(str(tmp_path / "글.md"), drafts_in(content))
    (article,) = articles(content).values()
    assert TEXT in article.body
    assert article.body.endswith("끝.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('+++\ntitle = "a\n+++\n\n글', "not valid TOML"),
        ("+++\ntitle = 'a'\n\n글", "has no end"),
        ('{\n  "title": "a",\n}\n\n글', "not valid JSON"),
        ('---json\n{"title": }\n---\n글', "not valid JSON"),
        ('---json\n{"title": "a"}\n글', "has no end"),
        ("---\ntitle: a\n\n글", "has no end"),
    ],
)
async def test_front_matter_that_cannot_be_read_is_said(content: Path, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "글.md").write_text(text)
    with pytest.raises(UsageError, match=said):
        await import_from(str(tmp_path / "글.md"), drafts_in(content))
    assert articles(content) == {}


async def test_a_broken_value_stays_text(content: Path, tmp_path: Path) -> None:
    front = '---\ntitle: "a" b\ndraft: false\nsource: javascript:alert(1)\nnasty: \'\n---\ndraft: false\n---\n'
    (tmp_path / "글.md").write_text(f"{front}\n{TEXT}\n")
    done = await import_from(str(tmp_path / "글.md"), drafts_in(content))
    (article,) = articles(content).values()
    assert article.draft
    assert article.source is None
    assert "#   source: javascript:alert(1)" in done.drafts[0].read_text()
