"""The site to import from, and the content folder to import into."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from import_site import Site

from tests.serving import serving


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    served = Site()
    app = web.Application()
    app.router.add_get("/{path:.*}", served.serve)
    async with serving(app) as served.address:
        yield served
        served.released.set()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return tmp_path / "content"
