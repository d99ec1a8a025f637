"""The environment of a person: which language a terminal speaks where there is no configuration to say so."""

from __future__ import annotations

from collections.abc import Mapping


def _speaking(locale: str) -> Mapping[str, str]:
    return {"LC_ALL": "", "LC_MESSAGES": "", "LANG": locale}


ENGLISH = _speaking("en_US.UTF-8")
KOREAN = _speaking("ko_KR.UTF-8")
