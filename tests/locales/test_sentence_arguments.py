"""Sentences whose arguments are changed before they are told, and what to do about one as a sentence of its own."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.locales import words_for
from bot.sentences import all_of, sentence, verbatim

KO, EN = (words_for(locale, strict=True) for locale in ("ko", "en"))


def test_every_text_and_number_is_changed_wherever_it_stands() -> None:
    told = sentence(
        "yaml-invalid",
        reason=sentence("known-words", words=("a", verbatim("pw"), sentence("more", n=7))),
    ).mended_by(verbatim("try pw", "or 7"))
    hidden = told.with_texts(lambda text: text.replace("pw", "***").replace("7", "seven"))
    assert str(hidden.args) == str(told.args).replace("'pw'", "'***'").replace("7", "'seven'")
    assert str(hidden.cure) == "try ***"
    assert hidden.cure.hint(EN) == "or seven"


def test_what_is_not_changed_stays_what_it_is() -> None:
    told = sentence("debate", at=datetime(2026, 1, 1, tzinfo=UTC), n=3, share=0.5, names=("a", "b"))
    assert told.with_texts(str.lower) == told


def test_what_to_do_is_a_sentence_of_its_own() -> None:
    told = sentence("config-no-port", value="x")
    assert [told.cure.said(words) for words in (KO, EN)] == [told.hint(words) for words in (KO, EN)]
    assert str(told.mended_by(verbatim("none")).cure) == "none"
    assert str(sentence("config-no-flag").cure) == ""


def test_several_things_as_one() -> None:
    assert all_of(("a",)) == "a"
    told = sentence("verbatim", text=all_of(("일", "이", "삼")))
    assert [told.said(words) for words in (KO, EN)] == ["일, 이와 삼", "일, 이 and 삼"]
