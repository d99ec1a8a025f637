"""The particle after a word, as a Korean reader would say it; and no line that begins with one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.particles import JOINER, joined, joined_markup, josa

UNKNOWN = "?"
RIEUL = "\u11af"


def subject(word: str) -> str:
    """이, 가, or ? for both."""
    form = josa(word, "이/가")
    return UNKNOWN if form == "이(가)" else form


def way(word: str) -> str:
    """으로, 로, or ? for both."""
    form = josa(word, "으로/로")
    return UNKNOWN if form == "(으)로" else form


def words(*rows: str) -> list[tuple[str, str, str]]:
    """Rows of `이 으로: one | two | three`."""
    return [
        (word.strip(), *forms.split())  # type: ignore[misc]
        for forms, _, all_words in (row.partition(": ") for row in rows)
        for word in all_words.split(" | ")
    ]


@pytest.mark.parametrize(
    ("word", "이", "으로"),
    words(
        "이 으로: 찬성 | 열린 광장 | 비밀의 문 🚪 | “모두의 것” | (찬성) | 찬성! | 찬성… | 찬성~",
        "이 으로: 《광장》 | 찬성 - | 찬성™ | 각",
        "가 로: 반대 | 반대 👎 | 반대 👎🏽 | 정치(찬성) | 구글코리아(Google) | ㅠㅠ | ㅏ | ㈜ | 카카오㈜ | A | B-2B",
        "이 로: 비밀 | 정말?! | ㄹ | 구글(Google) | 구글[Google] | 구글(Google)(미국) | 구글 (미국(서부)) | ㉣",
        "이 으로: ㄱ | ㅋ | ㉠ | \u1100\u1161\u11a8",
        "? ?: 🌳 | 💬 |  | ㅋㅋ | ㄱㅅ | 東京 | 小林 | Москва | O(n) | → | A/ | 10+ | A- | R& | =",
        "? 로: 반대 1️⃣",
        "이 로: 비밀 1️⃣ | 1️⃣",
        "가 로: 반대 2️⃣",
    ),
)
def test_words_and_what_stands_around_them(word: str, 이: str, 으로: str) -> None:
    assert (subject(word), way(word)) == (이, 으로)


@pytest.mark.parametrize(
    ("word", "이", "으로"),
    words(
        "가 로: 12km | 12 km | 12㎞ | 5L | 5ℓ | 500mL | 10㎡ | 10m² | 10m2 | ㎡ | km² | 5㎥ | 20°C | 20° | −5℃",
        "가 로: 20℃ | 5GB | 16 GiB",
        "가 로: 30% | 30％ | 30 % | 3%p | 100km/h | 3m/s | 220V | 60Hz | 2x | 5G | 4K | 300kcal",
        "가 로: 2.5m | 1,200m | 3oz | 10cc",
        "이 으로: 3kg | 1g | 10㎏ | kg | 500mg | 3t | 10N | 5Ω | 90min | 300ppm",
        "이 로: 60dB | 1024hPa | 2mol | 300px | 5‰",
        "? ?: 24h | 3K | 10M | 9am",
        "가 로: $3 | $ 3 | US$3 | $3.5B | $20 million | $3만 | $1조 | $3~5 | €20 | £9.99 | ₹100",
        "가 로: USD 3 | 3 USD | 3$ | 100만 $",
        "이 으로: ₩5,000 | ￦5,000 | ₩3억 5,000만 | ₩1조 | ¥100 | ₿2 | 100₩ | ₩5,000~",
        "이 로: ₽100 | R$5",
        "? 로: $20/월",
        "이 ?: 3,000원/월",
    ),
)
def test_units_and_amounts(word: str, 이: str, 으로: str) -> None:
    assert (subject(word), way(word)) == (이, 으로)


@pytest.mark.parametrize(
    ("word", "이", "으로"),
    words(
        "가 로: 美 | 伊 | 與 | 野 | 臺 | 韓美 | 與野 | 北野 | 女 | 五 | 兆",
        "이 으로: 中 | 韓 | 北 | 英 | 獨 | 靑 | 檢 | 軍 | 韓中 | 中國 | 金 | 三 | 二十",
        "이 로: 日 | 佛 | 越 | 韓美日 | 一 | 七 | 3月",
        "이 으로: ε | ん | デン | 위키百",
        "가 로: α | β | Ω | π | トヨタ | ノート",
    ),
)
def test_other_scripts(word: str, 이: str, 으로: str) -> None:
    assert (subject(word), way(word)) == (이, 으로)


@settings(deadline=None)
@given(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")))
def test_every_syllable(c: str) -> None:
    parts = unicodedata.normalize("NFD", c)
    closed = len(parts) == 3
    assert subject(f"말{c}") == ("이" if closed else "가")
    assert way(f"말{c}") == ("으로" if closed and parts[2] != RIEUL else "로")


@settings(deadline=None)
@given(st.text(max_size=30), st.sampled_from(["이/가", "을/를", "은/는", "으로/로", "이라는/라는", "이에요/예요"]))
def test_one_of_three_forms_whatever_comes(word: str, pair: str) -> None:
    closed, opened = pair.split("/")
    assert josa(word, pair) in {closed, opened, josa("", pair)}


@pytest.mark.parametrize(
    ("pair", "closed", "opened", "unknown"),
    [
        ("은/는", "은", "는", "은(는)"),
        ("을/를", "을", "를", "을(를)"),
        ("과/와", "과", "와", "과(와)"),
        ("이나/나", "이나", "나", "(이)나"),
        ("이라는/라는", "이라는", "라는", "(이)라는"),
        ("이에요/예요", "이에요", "예요", "이에요(예요)"),
    ],
)
def test_every_pair(pair: str, closed: str, opened: str, unknown: str) -> None:
    assert josa("토론", pair) == closed
    assert josa("투표", pair) == opened
    assert josa("💬", pair) == unknown


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("‘찬성’이 62%로 이겼어요.", "‘찬성’+이 62%+로 이겼어요."),
        ("‘반대 👎’를", "‘반대 👎’+를"),
        ("구글(Google)은 GitHub에서 11월 29일(일)에", "구글(Google)+은 GitHub+에서 11월 29일(일)+에"),
        ("『광장』을 “모두의 것”이라고", "『광장』+을 “모두의 것”+이라고"),
        ("‘찬성’ 이유, (가) 나, 3명이, a·나", "‘찬성’ 이유, (가) 나, 3명이, a·나"),
    ],
)
def test_a_chat_breaks_no_line_before_a_particle(text: str, held: str) -> None:
    assert joined(text) == held.replace("+", JOINER)
    assert joined(joined(text)) == joined(text)


@pytest.mark.parametrize(
    ("html", "held"),
    [
        ("<p>‘찬성’이 62%로, GitHub에서</p>", "<p>‘찬성’+이 62%+로, GitHub에서</p>"),
        ("<p>&#39;찬성&#39;이 &quot;나&quot;는</p>", "<p>&#39;+찬성&#39;+이 &quot;+나&quot;+는</p>"),
        ("<p><em>(가)</em>를 <a href='/(나)다'>나)</a>를</p>", "<p><em>(가)</em>+를 <a href='/(나)다'>나)</a>+를</p>"),
        ("<script>’이</script><title>’이</title><!-- ’이 --><b title='’이'>’</b><p>이", None),
        ("<textarea>’이</textarea>", None),
    ],
)
def test_a_page_breaks_no_line_before_a_particle(html: str, held: str | None) -> None:
    assert joined_markup(html) == (held or html).replace("+", JOINER)
