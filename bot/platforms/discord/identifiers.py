"""How Discord and the ledger call the same thing: accounts, the emoji of reactions, and the keys of deliveries.

Discord keeps a message's nonce for some minutes only and does not promise to show it in the history. So the hash of a
delivery's key also stands in the address of the first embed, behind `:~:`: a fragment directive, which browsers take
out of the address before a page sees it (https://wicg.github.io/scroll-to-text-fragment/). A title leads where it led
before, and what has no title shows no address at all. That Discord keeps such an address as it was sent is [mem].
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from bot.core.emoji import BURST, custom_id, plain
from bot.core.marks import Voter

PLATFORM = "discord"


def voter_of(user: str) -> Voter:
    """The voter behind a Discord user id, which is the same in every server."""
    return Voter(PLATFORM, "", user)


@lru_cache(maxsize=4096)
def named(name: str | None, custom: str | None, burst: bool) -> tuple[str, str]:
    """The raw reaction and the plain emoji that it stands for.

    A custom emoji is its id: its name changes when it is renamed, and is missing when it is deleted.
    """
    raw = f"<:{custom}>" if custom else name or ""
    return (raw + BURST if burst else raw), plain(raw)


def reaction_of(emoji: Mapping[str, Any], *, burst: bool) -> tuple[str, str]:
    """The raw reaction and the plain emoji of Discord's emoji object."""
    return named(emoji.get("name"), emoji.get("id"), burst)


def path_of(form: str) -> str:
    """How an address names an option's emoji: a Unicode emoji itself, a custom one `name:id` [doc]."""
    if custom_id(form) is None:
        return form
    return form.strip("<>").removeprefix("a:").removeprefix(":")


def path_of_present(emoji: Mapping[str, Any]) -> str:
    """How an address names the emoji of a reaction that is there; one without a name is found by its id."""
    if emoji.get("id"):
        return f"{emoji.get('name') or '_'}:{emoji['id']}"
    return str(emoji.get("name") or "")


NOWHERE = "https://discord.com/channels/@me"
_LONGEST_URL = 2048


def sign_of(key: str) -> str:
    """The hash that stands for a delivery's key: also its nonce, of which Discord takes 25 characters [doc]."""
    return blake2b(key.encode(), digest_size=8).hexdigest()


def signed(body: Mapping[str, Any], key: str, place: str | None) -> dict[str, Any]:
    """`body` as it is sent under `key`. Where its first embed leads nowhere, it leads to the channel at `place`."""
    sign = sign_of(key)
    first, *others = body["embeds"]
    url = _with_sign(first.get("url") or place or NOWHERE, sign)
    return {**body, "embeds": [{**first, "url": url}, *others], "nonce": sign, "enforce_nonce": True}


def carries(message: Mapping[str, Any], sign: str) -> bool:
    """Whether a message was sent under the key that `sign` stands for."""
    if str(message.get("nonce") or "") == sign:
        return True
    return any(_directive(sign) in str(embed.get("url") or "") for embed in message.get("embeds") or ())


def is_signed(message: Mapping[str, Any]) -> bool:
    """Whether a message was sent under any key."""
    return any(_directive("") in str(embed.get("url") or "") for embed in message.get("embeds") or ())


def _directive(sign: str) -> str:
    return f":~:agora={sign}"


def _with_sign(url: str, sign: str) -> str:
    directive = _directive(sign)
    marked = f"{url}{directive}" if "#" in url else f"{url}#{directive}"
    return marked if len(marked) <= _LONGEST_URL else f"{NOWHERE}#{directive}"
