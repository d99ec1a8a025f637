"""Words in Latin letters read aloud: names by the table, abbreviations letter by letter, others by their spelling.

The rule is 국립국어원's for English (외래어 표기법 제3장 제1절): p, t and k after a short vowel are final
consonants (갭, 캣, 북), elsewhere ‘으’ follows them (테이프, 파트, 데스크: 제1항); so it does b, d and g (제2항) and s,
z, f, v and th (제3항); m, n and ng are final consonants (제5항), and l is ㄹ (제6항). Spelling does not tell every
short vowel: where it does not (credit: 크레디트, unit: 유닛) both endings are given. R is 아르 or 알 (국립국어원, 19
January 2023); most say 알.
"""

from __future__ import annotations

import re
import unicodedata

from bot.core.spoken.final_sounds import CLOSED, OPEN, RIEUL, UNKNOWN, Endings, of_reading, readings
from bot.core.spoken.names import NAMES, SUFFIXES
from bot.core.spoken.numbers import also_roman
from bot.core.spoken.units import of_bare_unit

_LETTERS = {"L": RIEUL, "M": CLOSED, "N": CLOSED, "R": RIEUL}
"""Letters' names that end in a consonant: 엘, 엠, 엔, 알."""
_UNSURE = OPEN | CLOSED
_USUAL = readings(
    """
anemone 아네모네, anime 아니메/애니메, app 앱, bag 백, ballet 발레, bat 배트, bidet 비데, biennale 비엔날레, big 빅,
bit 비트, boot 부트, bot 봇, bouquet 부케, budget 버짓, buffet 뷔페, cabaret 카바레, cassette 카세트, cat 캣, chat 챗,
check 체크, chocolate 초콜릿, cigarette 시가렛, circuit 서킷, club 클럽, combat 컴뱃, coop 쿱, cup 컵, cut 컷/커트,
dataset 데이터세트/데이터셋, debut 데뷔, deep 딥/디프, depot 디포, dot 도트/닷, dr 닥터, etiquette 에티켓, exit 엑시트,
facsimile 팩시밀리, finale 피날레, fit 핏, foot 풋, format 포맷, fruit 프루트, geek 긱/기크, god 갓, good 굿,
gourmet 구르메, group 그룹, habit 해빗, hat 해트, hip 힙/히프, hit 히트, hot 핫, hub 허브, internet 인터넷,
jeans 진/진스, jeep 지프, job 잡, kayak 카약, kit 키트, knock 노크, lab 랩, limit 리밋/리미트, lock 록/로크/락,
loop 루프, map 맵, market 마켓, mascot 마스코트, mat 매트, minute 미니트/미닛, mosaic 모자이크, mr 미스터, mrs 미시즈,
net 네트/넷, nut 너트, omelette 오믈렛, orbit 오빗, palette 팔레트, pet 펫, pilot 파일럿, planet 플래닛, plot 플롯,
pod 팟, pop 팝, pot 포트/팟, private 프라이빗, profit 프로핏, pub 펍, put 풋, rabbit 래빗, rap 랩, restaurant 레스토랑,
retweet 리트윗, robot 로봇, rocket 로켓, root 루트, roulette 룰렛, secret 시크릿, set 세트/셋, shock 쇼크, shot 숏/샷,
slab 슬래브, slot 슬롯, soup 수프, spot 스폿, sub 서브, suit 슈트, summit 서밋, tab 탭, tablet 태블릿, talk 토크/톡,
target 타깃, technique 테크닉, template 템플릿, ticket 티켓, tip 팁, top 톱, trek 트렉, tweet 트윗, type 타입,
ukulele 우쿨렐레, unit 유닛, vs 브이에스/대, wallet 월릿, web 웹
"""
)
"""Common words whose Korean form is settled otherwise than by the rule, or that the rule leaves open."""
_HEADS = (
    *("bot", "chat", "web", "lab", "club", "hub", "job", "bag", "good", "group", "type"),
    *("check", "shock", "knock", "put", "cut", "shot"),
)
"""What compounds end in: chatbot, handbag, output, paycheck."""
_RULE = tuple(
    (re.compile(rf"(?:{pattern})\Z"), ending)
    for pattern, ending in (
        # e that is not heard, and the consonant before it
        (r"gne", _UNSURE),
        (r"(?:[aeiouy][mn]|mm|nn)e", CLOSED),
        (r"[a-z][a-z]le", RIEUL),
        (r"(?:^[^aeiou]*|[gdbn]|st|sk|pl|re)ate", OPEN),
        (r"ate|(?:[vr]or|pos|in)ite|tte", _UNSURE),
        (r"e", OPEN),
        # vowels, and consonants that ‘으’ or ‘이’ follows
        (r"vic", _UNSURE),
        (r"[aiouywhrsvxzjdfq]", OPEN),
        (r"l", RIEUL),
        (r"[mn]|ng|mb", CLOSED),
        (r"g|[lr]b", OPEN),
        (r"b", _UNSURE),
        # k, p and t: after a consonant or a long vowel, after a short one, or who knows
        (r"[^aeiouy][kpct](?<!ck)(?<!pp)(?<!tt)(?<!kk)|[rnl]ck", OPEN),
        (r"[aeiouy](?:ck|c)|ook", CLOSED),
        (r"[aeiou]{2}k", OPEN),
        (r"[aeo]ep|eap|oop|oup", _UNSURE),
        (r"[aeiou]{2}p", OPEN),
        (r"[aeiouy]pp?", CLOSED),
        (r"^(?:tr|st|sc|spr)out", OPEN),
        (r"out|naut", CLOSED),
        (r"(?:[aeo]a|[aei]i|oi|ee|ie)t", OPEN),
        (r"^[^aeiouy]*[aeiouy][a-z]*[^aeiouy][eo]t", CLOSED),
    )
)
_LETTERS_AT_END = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]{1,60}\Z")
_CHUNK = re.compile(r"(?:[A-Za-z.]{1,30} )?[^\s\"“”‘(){}\[\]<>,:;|‹›«»「」『』《》〈〉]{1,60}\Z")
_BY_CASE = {name.casefold(): reading for name, reading in NAMES.items()}
_SUFFIX = re.compile(r"[^\s./@]\.([A-Za-z0-9]{1,10})\Z")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


def of_name_or_suffix(text: str) -> Endings | None:
    """How a text ends with a name of the table (C#, MP3, .NET) or as domains and files do; else None."""
    named = _of_name(text)
    return named if named is not None else _of_suffix(text)


def of_word(text: str) -> Endings:
    """How a text ends whose last character is a Latin letter."""
    found = _LETTERS_AT_END.search(text)
    if found is None:
        return UNKNOWN
    word = found.group()
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    if not plain.isascii():
        return UNKNOWN
    if not word[-1].isascii():
        return OPEN if plain[-1] in "aeiouyAEIOUY" else UNKNOWN
    return _of_letters(plain)


def _of_name(text: str) -> Endings | None:
    """Two words, or what stands between blanks, else what follows its last hyphen, slash or Hangul."""
    found = _CHUNK.search(text)
    if found is None:
        return None
    word = found.group().rpartition(" ")[2]
    for name in (found.group(), word, re.split(r"[-–/_·@가-힣]", word)[-1]):
        reading = NAMES.get(name)
        if reading is None and name.casefold() in _BY_CASE:
            reading = _BY_CASE[name.casefold()]
            if name.isupper() and len(name) < 4 and name.isalpha():
                return of_reading(reading) | _spelled(name)
        if reading is not None:
            return of_reading(reading)
    return None


def _of_suffix(text: str) -> Endings | None:
    """naver.com by com, README.md by md; nobody knows how the path of an address would be read."""
    found = _SUFFIX.search(text)
    reading = None if found is None else SUFFIXES.get(found[1].lower())
    if reading is not None:
        return of_reading(reading)
    if _ends_with_a_path(text):
        return UNKNOWN
    if found is not None and found[1].isalpha() and len(found[1]) > 1:
        return _of_letters(found[1]) | _spelled(found[1])
    return None


def _ends_with_a_path(text: str) -> bool:
    """Whether the last word of a text is an address with more than a host in it."""
    word = (text.rsplit(maxsplit=1) or [""])[-1]
    address = _ADDRESS.search(word)
    return address is not None and "/" in word[address.end() : -1]


def _of_letters(word: str) -> Endings:
    """A word of ASCII letters: abbreviations are spelled out, and capitals may be both."""
    lower = word.lower()
    if not re.search("[aeiouy]", lower) or len(word) == 1:
        bare = of_bare_unit(word)
        return of_reading(_USUAL[lower]) if lower in _USUAL else bare or _spelled(word) | also_roman(word)
    if word.isupper():
        spelled = _spelled(word) | also_roman(word)
        initials = re.search(r"[^AEIOUY]R\Z", word) or (len(word) < 4 and lower not in _USUAL)
        return spelled if initials else spelled | _by_spelling(lower)
    if word[-1].isupper():
        return _spelled(word)
    hump = re.search(r"[A-Z][a-z]+\Z", word)
    reading = _BY_CASE.get(hump.group().lower()) if hump else None
    if reading is not None:
        return of_reading(reading)
    return _by_spelling(lower, proper=word[0].isupper())


def _spelled(word: str) -> Endings:
    return _LETTERS.get(word[-1].upper(), OPEN)


def _by_spelling(word: str, *, proper: bool = False) -> Endings:
    usual = _USUAL.get(word) or next((_USUAL[head] for head in _HEADS if word.endswith(head)), None)
    if usual is not None:
        return of_reading(usual)
    if proper and word.endswith(("et", "ot")):
        # A person or a place that ends like a market or a robot may be French: Monet, Corot.
        return _UNSURE
    return next((ending for pattern, ending in _RULE if pattern.search(word)), _UNSURE)
