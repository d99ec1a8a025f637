"""A token that can be seen to be the wrong one is told of before anybody is asked, and never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import load_config

DISCORD_TOKEN = "MTExMTExMTExMTExMTEx.Gabcde.aaaaaaaaaaaaaaaaaaaaaaaaaaa"
GOOD = {
    "T": DISCORD_TOKEN,
    "B": "xoxb-1111-2222-secretsecret",
    "A": "xapp-1-A111-2222-secretsecret",
    "S": "0123456789abcdef0123456789abcdef",
}
TEXT = """timezone: Asia/Seoul
web: {{listen: "127.0.0.1:8080", public_url: "https://agora.example.org"}}
discord: {{token: "${{T}}"{discord}}}
slack:
  transport: {transport}
  bot_token: ${{B}}
  app_token: ${{A}}
  signing_secret: ${{S}}
  {slack}
"""
BOT_TOKEN = "take the one that begins with xoxb- (the app’s page, OAuth & Permissions)"
APP_TOKEN = "take the one that begins with xapp- (the app’s page, Basic Information, App-Level Tokens)"
SIGNING_SECRET = "take the signing secret (the app’s page, Basic Information, App Credentials)"
NO_QUOTES = "has quotes around it — leave them out: they are no part of it"
NO_WORD = "begins with a word that the bot adds by itself — leave out the word and the blank before the token"
NO_BLANK = "has a blank or a line break in it or around it — leave that out: it is no part of it"


def told(
    folder: Path, env: dict[str, str], *, transport: str = "socket", compatible: bool = False
) -> tuple[list[str], list[str]]:
    """Errors and warnings, without the file's name."""
    path = folder / "config.yaml"
    discord = ", api_url: https://discord.example/api" if compatible else ""
    slack = "api_url: https://slack.example/api/" if compatible else ""
    path.write_text(TEXT.format(transport=transport, discord=discord, slack=slack), encoding="utf-8")
    loaded = load_config(path, GOOD | env)
    assert (loaded.config is None) == any(problem.is_error for problem in loaded.problems)
    for value in env.values():
        assert value.strip() not in "".join(map(str, loaded.problems))
    said = [(problem.is_error, str(problem).removeprefix(f"{path}:")) for problem in loaded.problems]
    return [text for error, text in said if error], [text for error, text in said if not error]


@pytest.mark.parametrize("transport", ["socket", "http"])
@pytest.mark.parametrize("compatible", [False, True])
def test_good_tokens_are_not_remarked_upon(tmp_path: Path, transport: str, compatible: bool) -> None:
    assert told(tmp_path, {}, transport=transport, compatible=compatible) == ([], [])
    renewed = {"B": "xoxe.xoxb-1-secretsecret"}
    assert told(tmp_path, renewed, transport=transport, compatible=compatible) == ([], [])


def test_swapped_tokens(tmp_path: Path) -> None:
    swapped = {"B": GOOD["A"], "A": GOOD["B"]}
    both = [
        f"6: slack.bot_token: is the value for app_token — {BOT_TOKEN}",
        f"7: slack.app_token: is the value for bot_token — {APP_TOKEN}",
    ]
    assert told(tmp_path, swapped) == (both, [])
    assert told(tmp_path, swapped, compatible=True) == ([], both)
    assert told(tmp_path, swapped, transport="http") == (both[:1], []), "nobody asks for the app token"


@pytest.mark.parametrize(
    ("env", "transport", "expected"),
    [
        ({"B": "xoxp-1111-secret"}, "socket", f"6: slack.bot_token: is a person’s token — {BOT_TOKEN}"),
        ({"B": "xoxe-1-secret"}, "http", f"6: slack.bot_token: is a token to renew others with — {BOT_TOKEN}"),
        ({"A": "xoxs-1-secret"}, "socket", f"7: slack.app_token: is the token of somebody’s browser — {APP_TOKEN}"),
        ({"S": GOOD["B"]}, "http", f"8: slack.signing_secret: is the value for bot_token — {SIGNING_SECRET}"),
        ({"B": '"xoxb-1111-secret"'}, "socket", f"6: slack.bot_token: {NO_QUOTES}"),
        ({"B": "xoxb-1111-secret\n"}, "socket", f"6: slack.bot_token: {NO_BLANK}"),
        ({"A": "Bearer xapp-1-secret"}, "socket", f"7: slack.app_token: {NO_WORD}"),
        ({"T": f"Bot {DISCORD_TOKEN}"}, "socket", f"3: discord.token: {NO_WORD}"),
        ({"T": f" '{DISCORD_TOKEN}' "}, "socket", f"3: discord.token: {NO_QUOTES}"),
        ({"T": f"“{DISCORD_TOKEN}”"}, "socket", f"3: discord.token: {NO_QUOTES}"),
        ({"T": f" {DISCORD_TOKEN}"}, "socket", f"3: discord.token: {NO_BLANK}"),
        ({"T": DISCORD_TOKEN.replace(".", "\n", 1)}, "socket", f"3: discord.token: {NO_BLANK}"),
    ],
)
def test_a_token_of_another_kind_or_copied_with_more(
    tmp_path: Path, env: dict[str, str], transport: str, expected: str
) -> None:
    assert told(tmp_path, env, transport=transport) == ([expected], [])
    assert told(tmp_path, env, transport=transport, compatible=True) == ([], [expected])


def test_what_is_merely_strange_is_a_warning_and_none_with_a_compatible_server(tmp_path: Path) -> None:
    strange = {"T": "0123456789abcdef0123456789abcdef", "B": "some-token", "A": "other-token"}
    assert told(tmp_path, strange) == (
        [],
        [
            "3: discord.token: does not look like a bot’s token, which has three parts with dots between them — "
            "take the token of the page Bot, not the application’s id, public key or client secret",
            f"6: slack.bot_token: does not look like what belongs here — {BOT_TOKEN}",
            f"7: slack.app_token: does not look like what belongs here — {APP_TOKEN}",
        ],
    )
    assert told(tmp_path, strange, compatible=True) == ([], [])
