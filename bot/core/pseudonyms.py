"""Pseudonyms: a name for a voter that only the holder of the key can lead back to a person."""

from __future__ import annotations

import hashlib
import hmac

from bot.core.marks import Voter


def pseudonym(key: bytes, voter: Voter) -> str:
    """HMAC-SHA-256 under `key` of platform, workspace and native id, a line each: 64 hex digits."""
    account = "\n".join((voter.platform, voter.workspace, voter.native))
    return hmac.new(key, account.encode(), hashlib.sha256).hexdigest()
