"""`check` looks at configuration and content together."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library.content_check import check
from bot.locales import words_for

ARTICLE = """\
---
title: 제목
category: 기술
published: 2025-04-28T04:57:00+09:00
tags: [공개]
summary: [하나, 둘, 셋]
question: 공개해야 할까?
options:
  - label: 찬성
    emoji: 👍
  - label: 반대
    emoji: {discord: "<:no:123456789012345678>", slack: ":no:"}
---
본문이에요.
"""
CONFIG = """\
timezone: Asia/Seoul
web: {listen: 127.0.0.1:8080, chat: true}
channels: {square: {platform: local, id: square}}
"""


def checked(folder: Path, config: str = CONFIG, article: str | None = ARTICLE) -> list[str]:
    (folder / "content" / "articles").mkdir(parents=True)
    if article is not None:
        (folder / "content" / "articles" / "a.md").write_text(article, encoding="utf-8")
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    problems = check(folder / "config.yaml", {})
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


def test_an_option_without_a_form_where_the_bot_posts_is_told(tmp_path: Path) -> None:
    assert checked(tmp_path) == [
        "content/articles/a.md:12: options[1].emoji: has no form on local, so the article can’t be posted there — "
        "add local: to the emoji"
    ]


SLACK = """\
slack: {bot_token: "${SLACK_BOT_TOKEN}", app_token: "${SLACK_APP_TOKEN}"}
channels:
  team: {platform: slack, id: C0123456}
"""


@pytest.mark.parametrize(
    ("emoji", "why"),
    [
        ("🫩", "is none of Slack’s, which has no name for 🫩, so nobody can vote with it there"),
        ("{slack: 🫩, local: 🫩}", "is none of Slack’s, which has no name for 🫩, so nobody can vote with it there"),
        ("{local: 👎}", "has no form on slack, so the article can’t be posted there"),
        ("👎🏽", None),
        ("#️⃣", None),
        ("🇰🇷", None),
        ("👩‍🚀", None),
        ("{slack: agora_door}", None),
        ("{slack: 광장}", None),
    ],
)
def test_an_emoji_that_slack_has_no_name_for_is_told_where_the_bot_is_on_slack(
    tmp_path: Path, emoji: str, why: str | None
) -> None:
    written = emoji if emoji.startswith("{") else f'"{emoji}"'
    article = ARTICLE.replace('emoji: {discord: "<:no:123456789012345678>", slack: ":no:"}', f"emoji: {written}")
    assert article != ARTICLE
    told = [one for one in checked(tmp_path, SLACK, article) if "emoji" in one]
    if why is None:
        assert told == []
    else:
        (only,) = told
        assert only.startswith(f"content/articles/a.md:12: options[1].emoji: {why} — ")


def test_a_vote_by_buttons_needs_no_name_on_slack(tmp_path: Path) -> None:
    article = ARTICLE.replace('emoji: {discord: "<:no:123456789012345678>", slack: ":no:"}', "emoji: 🫩")
    told = checked(tmp_path, f"{SLACK}debates: {{ballot: buttons}}\n", article)
    assert [one for one in told if "emoji" in one] == []


def test_schedules_that_no_article_fits_are_told(tmp_path: Path) -> None:
    schedule = (
        "schedules:\n  - name: s\n    cron: 0 9 * * *\n    channels: [square]\n"
        "    articles:\n      category: 경제\n      tags: [공개, 비공개]\n"
    )
    article = ARTICLE.replace('slack: ":no:"', "slack: no, local: 👎")
    assert checked(tmp_path, CONFIG + schedule, article) == [
        "config.yaml:9: schedules[0].articles.category: no article is in the category '경제' — there are: 기술",
        "config.yaml:10: schedules[0].articles.tags: no article has the tag '비공개' — add it to one",
    ]


def test_both_kinds_of_files_are_told_about_at_once(tmp_path: Path) -> None:
    article = ARTICLE.replace("title: 제목\n", "")
    assert checked(tmp_path, CONFIG + "locale: jp\n", article) == [
        "config.yaml:4: locale: 'jp' is not possible — write ko or en",
        "content/articles/a.md:2: title: is missing — add it",
    ]


def test_without_an_article_a_warning_says_so(tmp_path: Path) -> None:
    assert checked(tmp_path, CONFIG, None) == [
        "config.yaml:1: content: there is no article to post — write one: agora article new TITLE"
    ]


def test_what_is_wrong_between_files_is_told_in_korean_too(tmp_path: Path) -> None:
    schedule = "schedules: [{name: s, cron: 0 9 * * *, channels: [square], articles: {category: 경제}}]\n"
    assert checked(tmp_path, CONFIG + schedule, ARTICLE.replace("2025-", "2999-")) != []
    korean = words_for("ko", strict=True)
    told = [problem.said(korean).removeprefix(f"{tmp_path}/") for problem in check(tmp_path / "config.yaml", {})]
    assert told == [
        "content/articles/a.md:12: options[1].emoji: local에서 쓸 이모지가 없어 그곳에는 기사를 올릴 수 없어요 — "
        "emoji에 ‘local: …’도 적어 주세요",
        "config.yaml:4: schedules[0].articles.category: ‘경제’ 분야의 기사가 없어요 — 있는 분야: 기술",
        "content/articles/a.md:4: published: 아직 오지 않은 시각이에요. 2999년 4월 28일(일) 오전 4:57(Asia/Seoul)"
        "까지는 일정에서 고르지 않고 페이지에도 보이지 않아요 — 그 전에 열려면 이렇게 해 주세요: agora post a",
    ]


def test_without_content_the_missing_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG + "content: ./texts\n", encoding="utf-8")
    problems = check(tmp_path / "config.yaml", {})
    assert (problems[0].file, problems[0].is_error) == (f"{tmp_path}/texts/articles", True)
