"""Problems: what is wrong in a file that a person wrote, where, and what to do about it.

Here too is what people mean by a key or a time zone that is none: words of other programs, abbreviations, cities.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from zoneinfo import available_timezones

from bot.core.visible_text import shortened, visible
from bot.sentences import Sentence, Speaks, english, sentence

_NOT_LETTERS = re.compile(r"[\W_]+")
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[A-Za-z]{2,5}")
_KEYS = {
    # Articles, as Hugo, Jekyll, Hexo, Astro, Docusaurus, Eleventy, Ghost, Obsidian and Korean authors write them.
    "published": "date pubdate publishdate publisheddate publishedat datepublished created createdat time 날짜 발행",
    "tags": "tag keyword keywords topic topics 태그 꼬리표",
    "category": "categories section channel type 분류 카테고리",
    "summary": "description excerpt abstract tldr lead lines subtitle 요약",
    "title": "headline heading subject linktitle 제목",
    "author": "authors writer by byline creator 글쓴이 저자 작성자",
    "source": "link url original originalurl sourceurl canonical canonicalurl externalurl 출처 원문",
    "draft": "status hidden private unpublished 초안",
    "pick": "featured pinned highlight sticky recommended",
    "previous": "prev previouspost series parent 이전글",
    "question": "poll topic prompt 질문",
    "options": "choices answers votes candidates 선택지",
    "squabble": "dialogue dialog banter debate discussion",
    "label": "name text title option value answer",
    "emoji": "icon reaction symbol",
    "speaker": "name mascot who by author",
    "side": "for stance option label opinion",
    "says": "text line say said message",
    "name": "names title label id",
    "picture": "avatar image photo icon",
    "temperament": "personality character mood",
    # The configuration.
    "timezone": "tz timezones zone",
    "locale": "language lang locales",
    "content": "articles contentdir contentfolder contentpath folder path",
    "database": "db databaseurl dburl dsn storage",
    "pseudonym_key": "secret secretkey key salt",
    "web": "http server site",
    "listen": "port host bind address addr",
    "public_url": "url baseurl public address domain",
    "pages": "page visibility",
    "token": "bottoken apitoken key secret",
    "bot_token": "token bottoken oauthtoken",
    "signing_secret": "secret signingkey",
    "channels": "channel rooms places",
    "schedules": "schedule jobs crons scheduled",
    "debates": "debate rules defaults",
    "admins": "admin administrators moderators owners",
    "alerts": "alert notifications staff",
    "id": "channelid channel native",
    "platform": "type kind service",
    "cron": "time when at schedule crontab every",
    "articles": "category tags tag picks filter",
    "closes_after": "duration closeafter closes length lasts timeout",
    "closing_grace": "grace graceperiod",
    "ballot": "secret voting anonymous",
    "results": "hideresults showresults visibility",
    "choice": "multiple multi single",
}
_MEANT: dict[str, list[str]] = {}


for _key, _words in _KEYS.items():
    for _word in _words.split():
        _MEANT.setdefault(_word, []).append(_key)


_ZONES = {
    "Asia/Seoul": "kst kdt korea southkorea republicofkorea busan incheon 한국 대한민국 서울 부산 인천 한국시간",
    "Asia/Tokyo": "jst osaka kyoto 일본 도쿄 동경",
    "Asia/Shanghai": "china beijing shenzhen prc 중국 베이징",
    "Asia/Taipei": "taiwan 대만",
    "Asia/Hong_Kong": "hkt",
    "Asia/Singapore": "sgt 싱가포르",
    "Asia/Manila": "pht philippines",
    "Asia/Bangkok": "ict thailand",
    "Asia/Ho_Chi_Minh": "vietnam hanoi 베트남",
    "Asia/Jakarta": "wib indonesia",
    "Asia/Kolkata": "ist india mumbai delhi newdelhi bangalore",
    "Asia/Dubai": "gst uae",
    "Europe/London": "bst uk england britain 영국 런던",
    "Europe/Paris": "france 프랑스 파리",
    "Europe/Berlin": "cest germany munich hamburg 독일 베를린",
    "Europe/Moscow": "msk",
    "America/New_York": "est edt et eastern easterntime useastern boston washington 뉴욕",
    "America/Chicago": "cst cdt ct central centraltime texas",
    "America/Denver": "mst mdt mountain mountaintime",
    "America/Los_Angeles": "pst pdt pt pacific pacifictime california sanfrancisco seattle siliconvalley 로스앤젤레스",
    "America/Anchorage": "akst akdt alaska",
    "Pacific/Honolulu": "hawaii",
    "America/Toronto": "canada",
    "America/Sao_Paulo": "brt brazil",
    "Australia/Sydney": "aest aedt",
    "Australia/Perth": "awst",
    "Pacific/Auckland": "nzst nzdt newzealand",
    "UTC": "z utctime coordinateduniversaltime",
}
_ZONE_OF = {word: zone for zone, words in _ZONES.items() for word in words.split()}
_WITHOUT_SUMMER_TIME = {"EST": "America/New_York", "MST": "America/Denver"}
"""Time zones that keep winter's time all the year, and the places whose time is mostly meant by them."""
_REVERSED = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_NO_PLACES = re.compile(r"(?:right|posix)/.*|Factory|localtime|posixrules")


def key_meant(word: str, known: Collection[str]) -> str | None:
    """The known key that somebody means who writes `word`, as other programs call it."""
    return next((key for key in _MEANT.get(_letters(word), ()) if key in known), None)


def zone_meant(name: str) -> Sentence | None:
    """What to do about a time zone that is none; None where only a slip of the keys can explain it."""
    letters = _letters(name)
    found = _ZONE_OF.get(letters) or next(
        (zone for zone in sorted(available_timezones()) if _city(zone) == letters), None
    )
    if found is not None:
        return sentence("meant-word", word=found)
    offset = _OFFSET.fullmatch(name.strip())
    if offset is not None:
        is_seouls = (offset[1], int(offset[2])) == ("+", 9)
        return sentence("zone-no-offset-of-seoul" if is_seouls else "zone-no-offset")
    return sentence("zone-write") if _ABBREVIATION.fullmatch(name) else None


def is_no_place(zone: str) -> bool:
    """Whether a name that the machine knows is none to be written: its own time, or one that counts leap seconds."""
    return _NO_PLACES.fullmatch(zone) is not None


def doubt_about(zone: str) -> Sentence | None:
    """What is strange in a time zone that there is, and what to do; None where nothing is."""
    place = _WITHOUT_SUMMER_TIME.get(zone)
    if place is not None:
        return sentence("zone-without-summer-time", zone=zone, place=place)
    found = _REVERSED.fullmatch(zone)
    if found is None or not int(found[2]):
        return None
    return sentence(
        "zone-reversed-behind" if found[1] == "+" else "zone-reversed-ahead", zone=zone, hours=int(found[2])
    )


def _city(zone: str) -> str:
    return _letters(zone.rpartition("/")[2]) if "/" in zone and not zone.startswith("Etc/") else ""


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text.casefold())


KeyPath = tuple[str | int, ...]


class Severity(StrEnum):
    """An error makes the file unusable; a warning says what won't work."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem in a configuration or content file; `line` counts from 1, `key` is dotted and may be empty.

    `what` says what is wrong, and what to do about it.
    """

    file: str
    line: int
    key: str
    what: Sentence
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Whether the file can't be used because of it."""
        return self.severity is Severity.ERROR

    def said(self, words: Speaks) -> str:
        """The whole problem on one line, in the language of `words`."""
        place = f"{self.file}:{self.line}: " + (f"{self.key}: " if self.key else "")
        return visible(place + self.what.in_full(words))

    def __str__(self) -> str:
        return self.said(english())


def dotted(path: KeyPath) -> str:
    """A key's path as people write it: `schedules[0].cron`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{shortened(part)}" if text else shortened(part)
    return text


def suggestion(word: str, known: Iterable[str]) -> Sentence | None:
    """What to do about an unknown word: the known one that is meant by it, or is near, else all if they are few."""
    choices = sorted(known)
    meant = key_meant(word, choices)
    if meant is None:
        near = get_close_matches(word.casefold(), [choice.casefold() for choice in choices], n=1, cutoff=0.6)
        meant = next((choice for choice in choices if choice.casefold() in near), None)
    if meant is not None:
        return sentence("meant-word", word=shortened(meant))
    return sentence("known-words", words=tuple(choices)) if 0 < len(choices) <= 20 else None
