"""A library of as many articles as are asked for."""

from __future__ import annotations

import random
from pathlib import Path

_ARTICLE = """\
---
title: 열린 광장에 대하여 {number}
category: {category}
published: 2025-{month:02}-{day:02}T09:00:00+09:00
tags: [광장, 토론]
summary:
  - 광장은 누구에게나 열려 있어요.
  - 그런데 문을 닫자는 사람도 있어요.
  - 둘 다 까닭이 있어요.
question: 광장은 밤에도 열려 있어야 할까요?
options:
  - {{label: 열어요, emoji: 👍}}
  - {{label: 닫아요, emoji: 👎}}
squabble:
  - speaker: booki
    side: 열어요
    says: 광장은 모두의 것이니까요.
  - speaker: moki
    side: 닫아요
    says: 밤에는 모두가 자니까요.
---
## 광장

{body}
"""
_SENTENCES = ("사람들이 모여요.", "누군가는 말하고 누군가는 들어요.", "바람이 불어도 **광장**은 그대로예요.")


def write_articles(content: Path, count: int) -> None:
    """Write so many articles into `content`, the same at every run."""
    chance = random.Random(20250428)
    (content / "articles").mkdir(parents=True)
    for number in range(count):
        text = _ARTICLE.format(
            number=number,
            category=("동네", "세상", "생활")[number % 3],
            month=number % 12 + 1,
            day=number % 28 + 1,
            body="\n\n".join(" ".join(chance.choices(_SENTENCES, k=8)) for _ in range(6)),
        )
        (content / "articles" / f"{number:05}-square-{number}.md").write_text(text, encoding="utf-8")
