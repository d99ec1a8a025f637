"""What people would type finds what they mean: the list of queries, each of them."""

from __future__ import annotations

from pathlib import Path

from tests.services.search_queries import AFTERWARDS, QUERIES, a_library, complaint


async def test_every_query_of_the_list_finds_what_it_should(tmp_path: Path) -> None:
    async with a_library(tmp_path) as square:
        complaints = [told for query in QUERIES if (told := await complaint(square, query)) is not None]
        missed = {query.ask for query in AFTERWARDS if await complaint(square, query) is not None}
    assert complaints == []
    assert len(QUERIES) >= 80
    assert missed == {query.ask for query in AFTERWARDS if query.misses}
