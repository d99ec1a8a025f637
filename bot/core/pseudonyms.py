"""Pseudonyms: a name for a voter in one debate that only the holder of the key can lead back to a person."""

from __future__ import annotations

import hashlib
import hmac

from bot.core.marks import Voter


def pseudonym(key: bytes, debate: str, voter: Voter) -> str:
    """HMAC-SHA-256 under `key` of the debate's id, platform, workspace and native id, a line each: 64 hex digits.

    Nobody without the key can tell whether pseudonyms of two debates are one person's.
    """
    account = "\n".join((debate, voter.platform, voter.workspace, voter.native))
    return hmac.new(key, account.encode(), hashlib.sha256).hexdigest()
