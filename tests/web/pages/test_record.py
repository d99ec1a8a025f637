"""The public record of a closed debate: where it is found, whom it names, and that it is rendered once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.core.public_record import difference
from tests.web.pages.pages_site import Site, running
from tests.web.pages.test_page_cache import renders

NOW = datetime(2026, 6, 1, tzinfo=UTC)


async def test_a_closed_debate_has_a_record_that_anyone_can_check(site: Site) -> None:
    debate = await site.open()
    await site.react(debate, "p1", "🌳")
    await site.react(debate, "p2", "🚪")
    await site.react(debate, "p2", "🚪", on=False)
    path = f"/debates/{debate}/record.json"
    assert (await site.get(path)).status == 404
    assert "record.json" not in (await site.get(f"/debates/{debate}")).text
    await site.close(debate)
    answer = await site.get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    told = json.loads(answer.text)
    assert difference(told) is None
    assert [(ballot["first"], ballot["last"]) for ballot in sorted(told["ballots"], key=lambda one: one["first"])] == [
        (0, None),
        (1, 1),
    ]
    for nobody in ("p1", "p2", "사람"):
        assert nobody not in answer.text
    code = told["ballots"][0]["code"]
    assert [line for line in answer.text.splitlines() if code in line] == [
        json.dumps(told["ballots"][0]) + "," * (told["ballots"][0] is not told["ballots"][-1])
    ]
    page = (await site.get(f"/debates/{debate}")).text
    assert f'href="{path}"' in page
    assert told["head"][:8] in page
    assert told["head"] == (await site.json(debate))["certificate"]["head"]
    said, _ = await site.chat.store.page("square", None, 50)
    assert sum(f"기록 지문 앞 여덟 자리: {told['head'][:8]}" in str(message) for message in said) == 1
    assert (await site.get("/debates/nothing/record.json")).status == 404


async def test_a_record_is_rendered_once_for_all_who_ask(site: Site) -> None:
    debate = await site.open()
    await site.react(debate, "p1", "🌳")
    await site.close(debate)
    path = f"/debates/{debate}/record.json"
    first = await site.get(path)
    before = await renders(site)
    kept = await site.get(path, **{"If-None-Match": first.headers["ETag"]})
    assert (kept.status, kept.text) == (304, "")
    assert (await site.get(path)).text == first.text
    assert await renders(site) == before
    english = json.loads((await site.get(path + "?lang=en")).text)
    assert english["head"] == json.loads(first.text)["head"]


async def test_the_record_is_the_same_without_accounts_and_gone_without_ballots(site: Site) -> None:
    debate = await site.open()
    await site.react(debate, "p1", "🌳")
    await site.react(debate, "p2", "🚪")
    await site.reply(debate, "p1", "열어야지요.")
    await site.close(debate)
    path, retention = f"/debates/{debate}/record.json", site.app.database.ledger.retention
    record, page = await site.get(path), await site.get(f"/debates/{debate}")
    data = await site.json(debate)
    assert await retention.pseudonymise(debate, NOW)
    after = await site.get(path)
    assert (after.status, after.text, after.headers["ETag"]) == (200, record.text, record.headers["ETag"])
    left = await site.get(f"/debates/{debate}")
    assert f'href="{path}"' in left.text
    assert "누구의 표인지는 이제 아무도 알 수 없고" in left.words
    assert data["certificate"]["head"][:8] in left.words

    assert await retention.delete(debate, NOW)
    for accepted in ("text/html", "application/json"):
        gone = await site.get(path, Accept=accepted, **{"If-None-Match": record.headers["ETag"]})
        assert (gone.status, gone.headers["Cache-Control"]) == (410, "no-store")
        assert "공개 기록은 정해진 기간이 지나 표와 함께 지웠어요" in gone.text
        assert ("<h1>이제 여기에 없어요</h1>" in gone.text) is (accepted == "text/html")
        assert "문제가 생겼어요" not in gone.text
        english = await site.get(f"{path}?lang=en", Accept=accepted)
        assert ("<h1>No longer here</h1>" in english.text) is (accepted == "text/html")
    left = await site.get(f"/debates/{debate}")
    assert "record.json" not in left.text
    assert "정해진 기간만 보관해서 지웠어요" in left.words
    assert 'id="turnout-title"' in page.text
    assert 'id="turnout-title"' not in left.text
    for same in ("stances", "shift-title", "certificate-title", data["certificate"]["head"][:8]):
        assert (same in page.text, same in left.text) == (True, True), same
    assert await site.json(debate) == data
    assert (await site.get("/articles/open-square")).status == 200
    assert (await site.get(f"/debates/{debate}.svg")).status == 200


async def test_the_record_of_a_secret_ballot_has_counts_only(folder: Path) -> None:
    async with running(folder, rules=", ballot: buttons") as site:
        debate = await site.open()
        post = (await site.snapshot(debate)).posts[0]
        assert await site.chat.press("p1", post.message or "", 1, "ko")
        await site.close(debate)
        told = json.loads((await site.get(f"/debates/{debate}/record.json")).text)
        assert (told["ballots"], told["tally"], told["ballot"]) == (None, [0, 1, 0], "buttons")
        assert difference(told) is None
        assert await site.app.database.ledger.retention.delete(debate, NOW)
        assert json.loads((await site.get(f"/debates/{debate}/record.json")).text) == told, "nothing of it is gone"
        assert "record.json" in (await site.get(f"/debates/{debate}")).text
