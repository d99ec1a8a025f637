"""Sites for the tests of the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.web.pages.pages_site import Site, running, write_article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with content for a bot: three articles, of which the last two are a series."""
    content = tmp_path / "content"
    write_article(content, "open-square", month=3, more="pick: true\nprevious: first\ntags: [광장]\nauthor: 하루\n")
    write_article(content, "first", "첫 글", month=1, more="tags: [광장]\n")
    write_article(content, "other", "다른 글", month=2, category="생활")
    return tmp_path


@pytest_asyncio.fixture
async def site(folder: Path) -> AsyncIterator[Site]:
    """A bot with unlisted pages."""
    async with running(folder) as found:
        yield found
