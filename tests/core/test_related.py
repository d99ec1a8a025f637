"""Which articles belong together."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.articles import DEFAULT_OPTIONS, Article
from bot.core.related import Related


def article(slug: str, text: str = "", *, tags: tuple[str, ...] = (), category: str = "동네") -> Article:
    return Article(
        slug=slug,
        title=text,
        category=category,
        published=datetime(2025, 4, 28, tzinfo=UTC),
        summary=(),
        question="?",
        options=DEFAULT_OPTIONS,
        body=text,
        tags=tags,
    )


WEIGHTS = article("weights", "모델의 가중치를 공개하면 누구나 모델을 고칠 수 있어요.")
MISUSE = article("misuse", "가중치가 공개된 모델은 나쁜 일에 쓰일 수도 있지요.")
LIBRARY = article("library", "동네 도서관이 일요일 저녁까지 문을 열어요.")
SUNDAY = article("sunday", "도서관은 일요일에도 열까요?")
ENGLISH = article("english", "Open weights let researchers inspect large language models.")
ENGLISH_TOO = article("english-too", "Large language models and the researchers who inspect them.")
ALL = (WEIGHTS, MISUSE, LIBRARY, SUNDAY, ENGLISH, ENGLISH_TOO)


def test_the_same_words_relate_whatever_particles_they_carry() -> None:
    related = Related(ALL)
    assert related.of("weights")[0] == "misuse"
    assert related.of("sunday")[0] == "library"
    assert related.of("english") == ["english-too"]


def test_an_unknown_article_has_no_relations() -> None:
    assert Related(ALL).of("nowhere") == []
    assert Related(()).of("nowhere") == []


def test_tags_relate_articles_that_share_no_words_and_rare_tags_more_than_common_ones() -> None:
    articles = [
        article("asked", "하나의 글", tags=("광장", "부엉이")),
        article("common", "다른 이야기", tags=("광장",)),
        article("rare", "또 하나", tags=("부엉이",)),
        *(article(f"other-{n}", f"번호 {n}", tags=("광장",)) for n in range(5)),
    ]
    assert Related(articles).of("asked", 2) == ["rare", "common"]
    assert Related(articles).of("asked", 9)[0] == "rare"
    assert len(Related(articles).of("asked", 9)) == 7


def test_a_tag_of_its_own_makes_an_article_less_like_the_others() -> None:
    asked = article("asked", tags=("광장",))
    same = article("same", tags=("광장",))
    mixed = article("mixed", tags=("광장", "부엉이", "다람쥐", "도서관"))
    assert Related([asked, mixed, same]).of("asked") == ["same", "mixed"]


def test_a_category_decides_between_equals_and_relates_nothing_by_itself() -> None:
    here = article("here", "광장의 밤", category="생활")
    there = article("there", "광장의 밤", category="세상")
    asked = article("asked", "광장의 밤", category="세상")
    alone = article("alone", "도서관", category="세상")
    assert Related([here, there, asked, alone]).of("asked") == ["there", "here"]


def test_of_equals_the_one_given_first_comes_first() -> None:
    copies = [replace(WEIGHTS, slug=f"copy-{n}") for n in range(5)]
    assert Related(copies).of("copy-3") == ["copy-0", "copy-1", "copy-2", "copy-4"]


def test_addresses_and_words_of_everybody_say_nothing() -> None:
    one = article("one", "여기 보세요 [글](articles/same-place.md) https://example.org/same-place")
    other = article("other", "저쪽 그림 [곳](articles/same-place.md) https://example.org/same-place")
    assert Related([one, other]).of("one") == []
    crowd = [article(f"crowd-{n}", f"광장에서 {chr(0xAC00 + 30 * n)}{chr(0xB098 + 30 * n)}") for n in range(300)]
    assert Related(crowd).of("crowd-7") == []


def test_decomposed_and_capital_letters_are_the_same_words() -> None:
    decomposed = article("decomposed", "도서관이 일요일에")
    capital = article("capital", "RESEARCHERS Inspect")
    related = Related([*ALL, decomposed, capital])
    assert "library" in related.of("decomposed")
    assert "english" in related.of("capital")


def test_the_order_of_articles_changes_only_ties() -> None:
    wanted = {one.slug: set(Related(ALL).of(one.slug)) for one in ALL}
    for order in list(permutations(ALL))[::90]:
        related = Related(order)
        assert {one.slug: set(related.of(one.slug)) for one in ALL} == wanted


WORDS = ["광장은", "광장에서", "밤에도", "open", "weights", "도서관", "…", "1234", "가"]
words = st.lists(st.sampled_from(WORDS), max_size=12)
articles = st.lists(st.tuples(words, st.sets(st.sampled_from("가나다"))), max_size=12)


@settings(max_examples=60, deadline=None)
@given(articles, st.integers(0, 6))
def test_relations_are_other_articles_each_once_and_the_same_every_time(
    said: list[tuple[list[str], set[str]]], most: int
) -> None:
    given_ones = [article(f"a{n}", " ".join(text), tags=tuple(sorted(tags))) for n, (text, tags) in enumerate(said)]
    one, again = Related(given_ones), Related(given_ones)
    slugs = {told.slug for told in given_ones}
    for told in given_ones:
        found = one.of(told.slug, most)
        assert found == again.of(told.slug, most)
        assert len(found) == len(set(found)) <= most
        assert set(found) <= slugs - {told.slug}


def test_topics_are_found_among_many_articles() -> None:
    chance = random.Random(20250428)
    syllables = [chr(code) for code in range(0xAC00, 0xD7A4, 11)]
    vocabulary = ["".join(chance.choices(syllables, k=3)) for _ in range(2000)]
    topics = [chance.sample(vocabulary, 5) for _ in range(20)]
    many = [
        article(f"{n % 20}-{n}", " ".join(chance.choices(vocabulary, k=60) + chance.choices(topics[n % 20], k=20)))
        for n in range(400)
    ]
    related = Related(many)
    found = [(one.slug, other) for one in many for other in related.of(one.slug)]
    right = sum(one.partition("-")[0] == other.partition("-")[0] for one, other in found)
    assert right / len(found) > 0.9
