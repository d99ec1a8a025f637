"""What people mean by keys and time zones that are none."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.config import load_config
from bot.config.models import Section
from bot.config.problems import _KEYS, _ZONE_OF
from bot.library.article_file import KEYS, slug_of
from bot.library.content_check import check

LOCAL = "web: {listen: 127.0.0.1:8080, chat: true}\nchannels:\n  square: {platform: local, id: square}\n"
ARTICLE = (
    "---\ntitle: 제목\ncategory: 사회\npublished: 2025-04-28T04:57:00+09:00\ntags: [광장]\n"
    "summary: [하나, 둘, 셋]\nquestion: 어떤가요?\n{more}---\n본문이에요.\n"
)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def problems(folder: Path, text: str) -> list[str]:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return [str(problem).removeprefix(f"{path}:") for problem in load_config(path, {}).problems]


def article_problems(folder: Path, more: str = "", name: str = "a.md") -> list[str]:
    (folder / "content" / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "content" / "articles" / name).write_text(ARTICLE.format(more=more), encoding="utf-8")
    (folder / "config.yaml").write_text(LOCAL, encoding="utf-8")
    told = [one for one in check(folder / "config.yaml", {}) if "no article to post" not in str(one.what)]
    return [str(problem).rpartition(f"{name}:")[2] for problem in told]


@pytest.mark.parametrize(
    ("zone", "meant"),
    [
        ("KST", "Asia/Seoul"),
        ("kst", "Asia/Seoul"),
        ("Seoul", "Asia/Seoul"),
        ("서울", "Asia/Seoul"),
        ("한국", "Asia/Seoul"),
        ("JST", "Asia/Tokyo"),
        ("PST", "America/Los_Angeles"),
        ("PDT", "America/Los_Angeles"),
        ("EDT", "America/New_York"),
        ("CST", "America/Chicago"),
        ("BST", "Europe/London"),
        ("CEST", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Asia/Seol", "Asia/Seoul"),
    ],
)
def test_a_time_zone_is_suggested_that_is_meant(tmp_path: Path, zone: str, meant: str) -> None:
    assert problems(tmp_path, f"timezone: {zone}\n") == [
        f"1: timezone: '{zone}' is not a time zone — did you mean '{meant}'?"
    ]
    assert ZoneInfo(meant)


@pytest.mark.parametrize("zone", ["UTC+9", "GMT+09:00", "+09:00", "+9"])
def test_an_offset_is_no_place(tmp_path: Path, zone: str) -> None:
    (told,) = problems(tmp_path, f'timezone: "{zone}"\n')
    assert told.endswith("is not a time zone — write a place, as in Asia/Seoul: an offset knows no summer time")


def test_an_abbreviation_that_nobody_knows_suggests_no_other_one(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, "timezone: XST\n")
    assert told.endswith("— write one such as Asia/Seoul")


@pytest.mark.parametrize("zone", ["right/Asia/Seoul", "posix/Asia/Seoul", "localtime", "Factory", "posixrules"])
def test_what_only_the_machine_calls_a_zone_is_none(tmp_path: Path, zone: str) -> None:
    (told,) = problems(tmp_path, f"timezone: {zone}\n")
    assert told.startswith(f"1: timezone: '{zone}' is not a time zone — ")


@pytest.mark.parametrize(("zone", "says"), [("Etc/GMT+9", "9 hours behind UTC"), ("Etc/GMT-9", "9 hours ahead of UTC")])
def test_a_zone_whose_sign_is_reversed_is_warned_of(tmp_path: Path, zone: str, says: str) -> None:
    assert problems(tmp_path, f"timezone: {zone}\n") == [
        f"1: timezone: {zone} is {says}: its sign is reversed — write a place, as in Asia/Seoul"
    ]


@pytest.mark.parametrize(("zone", "place"), [("EST", "America/New_York"), ("MST", "America/Denver")])
def test_a_zone_without_summer_time_is_warned_of(tmp_path: Path, zone: str, place: str) -> None:
    assert problems(tmp_path, f"timezone: {zone}\n") == [
        f"1: timezone: {zone} has no summer time — write {place} if you mean the time there"
    ]


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("date", "published"),
        ("pubDate", "published"),
        ("publishDate", "published"),
        ("publish_date", "published"),
        ("created_at", "published"),
        ("날짜", "published"),
        ("tag", "tags"),
        ("keywords", "tags"),
        ("categories", "category"),
        ("description", "summary"),
        ("excerpt", "summary"),
        ("authors", "author"),
        ("original_url", "source"),
        ("featured", "pick"),
        ("choices", "options"),
        ("headline", "title"),
        ("categroy", "category"),
    ],
)
def test_a_key_of_other_programs_suggests_ours(tmp_path: Path, key: str, meant: str) -> None:
    assert article_problems(tmp_path, f"{key}: x\n") == [
        f"8: {key}: is not a key of an article — did you mean '{meant}'?"
    ]


@pytest.mark.parametrize("key", ["slug", "permalink"])
def test_a_slug_is_the_name_of_the_file(tmp_path: Path, key: str) -> None:
    (told,) = article_problems(tmp_path, f"{key}: x\n")
    assert told.endswith("is not a key of an article — remove it: the file’s name gives the slug")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tz: Asia/Seoul\n", "tz: is not a known key — did you mean 'timezone'?"),
        ("language: ko\n", "language: is not a known key — did you mean 'locale'?"),
        ("db: x\n", "db: is not a known key — did you mean 'database'?"),
        (
            "web: {listen: 127.0.0.1:1, url: 'https://a.org'}\n",
            "web.url: is not a known key — did you mean 'public_url'?",
        ),
        (
            "slack: {bot_token: x, app_token: y, token: z}\n",
            "slack.token: is not a known key — did you mean 'bot_token'?",
        ),
        (LOCAL + "schedules: [{name: a, time: x, cron: 0 9 * * *, channels: [square]}]\n", "did you mean 'cron'?"),
        (
            LOCAL + "schedules: [{name: a, category: x, cron: 0 9 * * *, channels: [square]}]\n",
            "did you mean 'articles'?",
        ),
    ],
)
def test_a_key_of_the_configuration_is_meant(tmp_path: Path, text: str, says: str) -> None:
    assert any(says in told for told in problems(tmp_path, text)), problems(tmp_path, text)


def test_every_word_leads_to_a_key_or_a_zone_that_there_is() -> None:
    known = {*KEYS, "label", "emoji", "speaker", "side", "says", "name", "picture", "temperament"}
    sections = [Section]
    while sections:
        section = sections.pop()
        sections += section.__subclasses__()
        known |= set(section.model_fields)
    assert set(_KEYS) <= known
    assert set(_ZONE_OF.values()) <= available_timezones()


def test_a_value_that_lost_text_to_a_comment_is_warned_of_without_its_text(tmp_path: Path) -> None:
    told = problems(tmp_path, LOCAL + "alerts:\n  channel: square #staff\nlocale: ko   # the language\n")
    assert told == [
        "5: alerts.channel: the text from # on is lost, as a comment — "
        "put the whole value in quotes, or a blank after the # of a remark"
    ]


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("square", "Square"), "'Square' looks like the channel 'square' — choose another name"),
        (("square", "squ\\u200bare"), "is not a channel’s name"),
        (("square", "\\u3164"), "is not a channel’s name"),
        (("square", "ｓｑｕａｒｅ"), "looks like the channel 'square'"),
        (("square", "\\u2800"), "is not a channel’s name"),
    ],
)
def test_channels_that_look_alike_or_like_nothing(tmp_path: Path, names: tuple[str, str], says: str) -> None:
    entries = "".join(f'  "{name}": {{platform: local, id: c{number}}}\n' for number, name in enumerate(names))
    told = problems(tmp_path, f"web: {{listen: 127.0.0.1:8080, chat: true}}\nchannels:\n{entries}")
    assert any(says in one for one in told), told


def test_schedules_that_look_alike(tmp_path: Path) -> None:
    rules = "".join(
        f'  - {{name: {name}, cron: "0 9 * * *", channels: [square], timezone: Asia/Seoul}}\n'
        for name in ("아침", "아침.", "ａ", "A")
    )
    told = problems(tmp_path, f"{LOCAL}schedules:\n{rules}")
    assert told == [
        "8: schedules[3].name: 'A' looks like 'ａ', the name of schedules[2] — give each schedule a name of its own"
    ]


def test_hangul_in_pieces_matches_everywhere(tmp_path: Path) -> None:
    picks = "articles: {category: 사회, tags: [광장]}"
    rule = f'{{name: 아침, cron: "0 9 * * *", channels: [광장], timezone: Asia/Seoul, {picks}}}'
    text = decomposed(
        "web: {listen: 127.0.0.1:8080, chat: true}\nadmins: {local: [편집자]}\nalerts: {channel: 광장}\n"
        f"channels:\n  광장: {{platform: local, id: 광장}}\nschedules:\n  - {rule}\n"
    )
    assert article_problems(tmp_path, name=decomposed("2025-04-28-비밀의-문.md")) == []
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    assert check(path, {}) == []
    config = load_config(path, {}).config
    assert config is not None
    (schedule,) = config.schedules()
    assert (schedule.name, schedule.channels, schedule.picks.category) == ("아침", ("광장",), "사회")
    assert schedule.picks.tags == ("광장",)
    assert [(name, channel.id) for name, channel in config.channels().items()] == [("광장", "광장")]
    assert config.admins.local == ("편집자",)
    assert slug_of(decomposed("2025-04-28-비밀의-문.md")) == "비밀의-문"


def test_a_folder_keeps_the_name_that_it_has(tmp_path: Path) -> None:
    folder = decomposed("콘텐츠")
    (tmp_path / folder / "articles").mkdir(parents=True)
    (tmp_path / folder / "articles" / "a.md").write_text(ARTICLE.format(more=""), encoding="utf-8")
    path = tmp_path / "config.yaml"
    path.write_text(f"{LOCAL}content: ./{folder}\n", encoding="utf-8")
    assert check(path, {}) == []
