"""`agora doctor`: what is missing is named with its place, and nothing is changed by asking."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from bot.platforms.discord.permissions import NEEDED
from tests.journeys.processes import Done
from tests.wire.discord import Threaded, permissions

CONFIG = """locale: en
content: ./content
database: {database}
discord: {{token: "${{TOKEN}}", api_url: "{url}"}}
channels:
  square: {{platform: discord, id: "{channel}"}}
{more}
"""


class Patient:
    """A bot on a fake Discord, to be examined."""

    def __init__(self, place, threaded: Threaded) -> None:
        self.place = place
        self.threaded = threaded
        self.guild = threaded.do(lambda fake: fake.guild("마을"))
        self.channel = threaded.do(lambda fake: fake.channel(self.guild, "square"))
        self.configure()

    def configure(
        self, *, database: str = "sqlite:///./agora.db", channel: str = "", more: str = "", url: str = ""
    ) -> None:
        """Write the configuration."""
        text = CONFIG.format(
            database=database, url=url or self.threaded.fake.api_url, channel=channel or self.channel.id, more=more
        )
        self.place.config.write_text(text, encoding="utf-8")

    def asked(self, *args: str, token: str | None = None) -> Done:
        """What `agora doctor` says."""
        env = {"TOKEN": self.threaded.fake.token if token is None else token}
        done = self.place.begin("doctor", *args, env=env).wait()
        assert "Traceback" not in done.err
        return done


@pytest.fixture
def patient(place) -> Iterator[Patient]:
    with Threaded() as threaded:
        yield Patient(place, threaded)


def rows(done: Done) -> list[list[str]]:
    """The table's rows, without hints."""
    return [line.split(maxsplit=2) for line in done.out.splitlines() if line[:4].strip() in ("ok", "note", "BAD")]


def bad(done: Done) -> list[str]:
    """The rows that say what is to mend, each with its hint."""
    lines = done.out.splitlines()
    found = [number for number, line in enumerate(lines) if line.startswith("BAD")]
    return [f"{lines[number]} {lines[number + 1].strip()}" for number in found]


def row(done: Done, about: str) -> str:
    """The one row about something, with its hint."""
    lines = done.out.splitlines()
    found = [number for number, line in enumerate(lines) if about in line]
    assert len(found) == 1, done.out
    hint = lines[found[0] + 1] if found[0] + 1 < len(lines) else ""
    return lines[found[0]] + (f" {hint.strip()}" if hint.strip().startswith("→") else "")


def test_all_is_well(patient) -> None:
    done = patient.asked()
    assert (done.code, done.err) == (0, "")
    assert {each[0] for each in rows(done)} == {"ok"}
    for name in NEEDED:
        assert name in done.out
    assert "Everything is in order." in done.out
    assert not patient.place.file.exists(), "asking makes no database"
    asked = patient.threaded.do(lambda fake: {request.method for request in fake.asked("* /*")})
    assert asked <= {"GET"}, "asking changes nothing on Discord"
    assert patient.threaded.do(lambda fake: fake.gateway.identifies) == []


def test_each_missing_permission_is_named_with_where_to_set_it(patient) -> None:
    names = [name for name in NEEDED if name != "View Channel"]
    patient.threaded.do(lambda fake: fake.world.deny(patient.channel, *names))
    done = patient.asked()
    assert done.code == 1
    assert f"{len(names)} to mend" in done.err
    for name, told in zip(names, bad(done), strict=True):
        assert f"  {name}  " in told
        assert "square" in told
        assert "Edit Channel, Permissions" in told


def test_a_permission_that_no_role_gives(patient) -> None:
    def take(_fake: object) -> None:
        for role in patient.guild.roles.values():
            role.permissions &= ~permissions.bits("Attach Files")

    patient.threaded.do(take)
    (told,) = bad(patient.asked())
    assert "Attach Files" in told
    assert "Server Settings, Roles" in told


def test_a_channel_that_the_bot_can_not_see(patient) -> None:
    patient.threaded.do(lambda fake: fake.world.deny(patient.channel, "View Channel"))
    (told,) = bad(patient.asked())
    assert "can’t see the channel" in told
    assert "View Channel" in told


def test_a_channel_that_is_not_there_or_takes_no_debates(patient) -> None:
    patient.configure(channel="222222222222222222")
    done = patient.asked()
    assert done.code == 1
    assert "no channel 222222222222222222" in row(done, "no channel")
    assert "channels.square.id" in row(done, "no channel")


def test_a_refused_token_is_the_only_thing_said(patient) -> None:
    done = patient.asked(token="no.such.token")
    assert done.code == 1
    assert "Reset Token" in row(done, "refuses")
    assert "no.such.token" not in done.out + done.err


def test_an_unset_token_is_not_tried(patient) -> None:
    done = patient.place.begin("doctor", env={"TOKEN": ""}).wait()
    assert done.code == 1
    assert "TOKEN is not set" in row(done, "is not set")


def test_discord_out_of_reach(patient) -> None:
    patient.configure(url="http://127.0.0.1:9/api/v10")
    done = patient.asked()
    assert done.code == 1
    assert "BAD" in row(done, "Discord could not be reached")
    assert "could not be compared" in done.out


def test_custom_emoji_of_the_articles(patient) -> None:
    path = patient.place.add_article("secret-door", "비밀의 문", day=3)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("emoji: 🚪", "emoji: {discord: '<:door:123456789012345678>', local: 🚪}"), encoding="utf-8"
    )
    done = patient.asked()
    assert done.code == 0
    assert "note" in row(done, "<:door:123456789012345678> (secret-door)")
    emoji = patient.threaded.do(lambda fake: fake.emoji(patient.guild, "door"))
    path.write_text(text.replace("emoji: 🚪", f"emoji: {{discord: '<:door:{emoji.id}>', local: 🚪}}"), encoding="utf-8")
    done = patient.asked()
    assert done.code == 0
    assert "ok" in row(done, "custom ones can be used")


def test_a_database_that_can_not_be_used(patient) -> None:
    patient.configure(database="sqlite:///./no/such/folder/agora.db")
    done = patient.asked()
    assert done.code == 1
    assert "does not exist" in bad(done)[0]


def test_a_database_that_is_there_is_opened_and_written(patient) -> None:
    assert patient.place.agora("results").code == 1
    assert patient.place.file.exists()
    done = patient.asked()
    assert done.code == 0
    assert sum("database" in line for line in done.out.splitlines()) == 2


def test_the_invite_link_asks_for_exactly_what_is_needed(patient) -> None:
    done = patient.asked("--invite")
    assert (done.code, done.err) == (0, "")
    link = urlsplit(done.out.strip())
    asked = parse_qs(link.query)
    assert link.netloc + link.path == "discord.com/oauth2/authorize"
    assert set(asked["scope"][0].split()) == {"bot", "applications.commands"}
    held = {name for name, given in discord.Permissions(int(asked["permissions"][0])) if given}
    wanted = {name.lower().replace(" ", "_") for name in NEEDED}
    assert held == {
        "external_emojis" if name == "use_external_emojis" else name for name in (*wanted, "external_emojis")
    } - {"view_channel"} | {"read_messages"}
    assert asked["client_id"] == [str(patient.threaded.fake.world.application)]


def test_without_a_token_there_is_no_link(patient) -> None:
    done = patient.asked("--invite", token="")
    assert done.code == 2
    assert "TOKEN is not set" in done.sentence


def test_without_discord_there_is_no_link(place) -> None:
    done = place.agora("doctor", "--invite")
    assert done.code == 2
    assert "nothing of Discord" in done.sentence


def test_the_local_chat_needs_nothing(place) -> None:
    done = place.agora("doctor")
    assert (done.code, done.err) == (0, "")
    assert "square" in done.out
    assert "of our own chat" in done.out
