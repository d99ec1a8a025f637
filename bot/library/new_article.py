"""New article files, with every key explained."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

from bot.core.visible_text import composed
from bot.errors import UsageError
from bot.library.article_file import LONGEST, slug_of

_NOT_SLUG = re.compile(r"[^\w]+")
_MOST_BYTES = 230
"""Of a slug: with a date, a number and the extension it must fit the 255 bytes of a file's name."""
_KOREAN = """\
---
# 제목 (최대 {title_length}자)
title: {title}
# 분류: 검색과 일정에서 이 이름으로 글을 골라요
category: 미분류
# 발행 시각: 날짜, 시각, 시간대를 모두 적어요
published: {published}
# 초안: 이 줄을 지우기 전에는 올라가지 않아요
draft: true
# 편집부가 고른 글이면 앞의 #을 지우세요
# pick: true
# 원문 주소와 글쓴이 (없어도 돼요)
# source: https://example.org/article
# author: 홍길동
# 꼬리표 (없어도 돼요)
# tags: [인공지능, 공개]
# 이 글 바로 앞에 읽을 글의 이름: 날짜와 확장자를 뺀 파일 이름 (없어도 돼요)
# previous: other-slug
# 세 줄 요약: 꼭 세 줄이어야 올릴 수 있어요. 한 줄에 사실 하나씩, 한글 30자까지
# summary:
#   - 첫째 줄
#   - 둘째 줄
#   - 셋째 줄
# 투표에 부칠 질문: ‘주제, …할까?’처럼, 30자까지
question: {question}
# 선택지 2~10개. 적지 않으면 찬성 👍, 반대 👎예요. 이모지는 서로 달라야 하고 🔖는 쓸 수 없어요
# options:
#   - label: 찬성
#     emoji: 👍
#   - label: 반대
#     emoji: 👎
# 마스코트의 티격태격 (없어도 돼요). side는 선택지의 label이에요. 마지막 줄은 진 쪽이 ‘…’로 시작해요
# squabble:
#   - speaker: booki
#     side: 찬성
#     says: 저는 찬성이에요. 이유는 이래요.
#   - speaker: moki
#     side: 반대
#     says: 잠깐, 나는 생각이 달라!
---
"""
_ENGLISH = """\
---
# The title (at most {title_length} characters)
title: {title}
# The category: searches and schedules choose articles by it
category: uncategorised
# When it is published: date, time and time zone
published: {published}
# A draft is never posted; remove this line when the article is ready
draft: true
# The editors' choice: remove the # to show the badge
# pick: true
# Where it comes from and who wrote it (optional)
# source: https://example.org/article
# author: Jane Doe
# Tags (optional)
# tags: [AI, openness]
# The article to read before this one: its file's name without date and extension (optional)
# previous: other-slug
# The summary: exactly three lines, or the article can't be posted; a fact in each, up to 80 characters
# summary:
#   - first line
#   - second line
#   - third line
# The question that is put to the vote, up to 60 characters
question: {question}
# 2 to 10 options; left out, they are 찬성 👍 and 반대 👎. Emoji must differ, and 🔖 is taken
# options:
#   - label: For
#     emoji: 👍
#   - label: Against
#     emoji: 👎
# The mascots' squabble (optional); side is the label of an option. The loser has the last line, which begins with …
# squabble:
#   - speaker: booki
#     side: For
#     says: I am for it, and here is why.
#   - speaker: moki
#     side: Against
#     says: Hold on, I see it differently!
---
"""
_BEGINNINGS = {
    "ko": (_KOREAN, "어떻게 생각하세요?", "## 무슨 일이 있었나요?\n\n여기부터 본문이에요.\n"),
    "en": (_ENGLISH, "What do you think?", "## What happened?\n\nThe text begins here.\n"),
}


def slug_from(title: str) -> str:
    """The slug that a title makes: its letters and digits, in any script, joined by hyphens. May be empty."""
    words = _NOT_SLUG.sub("-", composed(title).casefold())
    slug = words.replace("_", "-").strip("-")[: LONGEST["slug"]]
    return slug.encode()[:_MOST_BYTES].decode(errors="ignore").strip("-")


def draft_text(title: str, at: datetime, locale: str) -> str:
    """The text of a new article file, dated `at` (aware), with every key explained in `locale`."""
    head, question, body = _BEGINNINGS[locale]
    return (
        head.format(
            title=json.dumps(title, ensure_ascii=False),
            title_length=LONGEST["title"],
            published=at.replace(microsecond=0).isoformat(),
            question=question,
        )
        + "\n"
        + body
    )


def create_draft(folder: Path, title: str, at: datetime, locale: str) -> Path:
    """Write a new article file into the content folder, and give its path; never overwrites.

    Raises UsageError when the title makes no slug, or the slug or the file is already there.
    """
    title = composed(" ".join(title.split()))
    slug = slug_from(title)
    if not slug:
        raise UsageError("the title has no letter or digit", "give the article a title that has some")
    if len(title) > LONGEST["title"]:
        raise UsageError(f"the title has {len(title)} characters", f"{LONGEST['title']} are possible")
    articles = folder / "articles"
    path = articles / f"{at:%Y-%m-%d}-{slug}.md"
    try:
        articles.mkdir(parents=True, exist_ok=True)
        taken = next((found for found in articles.glob("*.md") if slug_of(found.name) == slug), None)
        if taken is not None:
            raise UsageError(f"{taken} already has the slug '{slug}'", "choose another title, or edit that file")
        with path.open("x", encoding="utf-8") as file:
            file.write(draft_text(title, at, locale))
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(f"{path} can't be written ({reason})", "check the folder") from None
    return path
