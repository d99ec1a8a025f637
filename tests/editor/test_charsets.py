"""Text from elsewhere in its own encoding: read, or refused; never replaced in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from import_site import BODY, Site, articles, drafts_in, page_html

from bot.editor.charsets import LOST, decoded
from bot.editor.importer import import_from
from bot.errors import AgoraError

TEXT = "첫 문장은 무엇이 일어났는지 알려 줍니다. 둘째 문장은 사람들의 의견을 전해 줍니다. 뷁 <R&D>\n셋째 줄이에요.\n"
LABELS = (
    *(
        "EUC-KR",
        "euc_kr",
        "ks_c_5601-1987",
        "KSC5601",
        "korean",
        "cp949",
        "MS949",
        "windows-949",
        "x-windows-949",
        "uhc",
    ),
)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("way", ["header", "meta", "http-equiv", "xml"])
def test_every_name_of_the_korean_encoding_is_known(label: str, way: str) -> None:
    heads = {
        "header": "",
        "meta": f'<meta charset="{label}">',
        "http-equiv": f'<meta http-equiv="Content-Type" content="text/html; charset={label}">',
        "xml": f'<?xml version="1.0" encoding="{label}"?>',
    }
    data = (heads[way] + TEXT).encode("cp949")
    assert decoded(data, label if way == "header" else None, "x", marked_up=True) == heads[way] + TEXT


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp949"),
        TEXT.replace("\n", "\r\n").encode("cp949"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-bom", "utf-16-le", "utf-16-be", "utf-16-be-bom", "utf-32", "cp949", "crlf"],
)
@pytest.mark.parametrize("charset", [None, "utf-8", "iso-8859-1", "no-such-thing"])
def test_a_text_is_read_though_nobody_tells_its_encoding_or_tells_a_wrong_one(data: bytes, charset: str | None) -> None:
    assert decoded(data, charset, "x", marked_up=False) == TEXT


@pytest.mark.parametrize("codec", ["utf-8", "cp949"])
def test_a_cut_letter_is_one_letter_lost(codec: str) -> None:
    data = (TEXT * 20).encode(codec)
    cut = data[:501] + data[502:]
    text = decoded(cut, codec, "x", marked_up=False)
    assert 1 <= text.count(LOST) <= 2
    assert len(text) >= len(TEXT * 20) - 3
    assert "둘째 문장은 사람들의 의견을 전해 줍니다." in text


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) * 20,
        b"\x80\x81\x82\xff\xfe\xfd" * 50,
        b"PK\x03\x04" + b"\x00\x01\x02" * 100,
        TEXT.encode("utf-8").replace(b"\xec", b"\xff"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(AgoraError, match="encoding that can’t be read"):
        decoded(data, None, "x", marked_up=False)


@pytest.mark.parametrize(
    "data",
    [
        "It’s fine, don’t worry.".encode("cp1252"),
        "“quoted” and ‘it’s’".encode("cp1252"),
        "Résumé naïve, là".encode("latin-1"),
        "Привет, мир".encode("cp1251"),
    ],
)
def test_western_letters_are_not_taken_for_korean_ones(data: bytes) -> None:
    with pytest.raises(AgoraError, match="encoding that can’t be read"):
        decoded(data, None, "x", marked_up=False)


def test_syllables_that_euc_kr_writes_in_parts_are_whole() -> None:
    text = "똠방각하가 뷁이라고 했다"
    assert decoded(text.encode("euc_kr"), "euc-kr", "x", marked_up=True) == text
    assert decoded(text.encode("euc_kr"), None, "x", marked_up=False) == text


@pytest.mark.parametrize("codec", ["utf-8", "cp949"])
def test_a_control_character_that_was_pasted_costs_itself(codec: str) -> None:
    assert decoded("가나\x08다 글".encode(codec), None, "x", marked_up=True) == "가나다 글"


def test_utf_8_that_calls_itself_utf_16_is_utf_8() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><rss>가 나</rss>'
    assert decoded(text.encode(), None, "x", marked_up=True) == text


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "euc-kr", "utf-16", "latin-1", "x", "utf-7", "rot13"]))
def test_any_bytes_are_text_or_refused(data: bytes, charset: str | None) -> None:
    try:
        text = decoded(data, charset, "x", marked_up=True)
    except AgoraError:
        return
    text.encode("utf-8", "strict") if not any("\ud800" <= c <= "\udfff" for c in text) else None
    assert text.count(LOST) <= 3 + len(text) // 200


@pytest.mark.parametrize("codec", ["cp949", "utf-16", "utf-16-le", "utf-16-be"])
async def test_files_in_any_encoding_become_drafts(content: Path, tmp_path: Path, codec: str) -> None:
    text, page, feed = tmp_path / "글.txt", tmp_path / "쪽.html", tmp_path / "feed.xml"
    text.write_bytes("\n\n".join(BODY).encode(codec))
    page.write_bytes(page_html("뷁한 쪽", '<meta charset="windows-949">').encode(codec))
    text_of_entry = f"<link>https://example.org/1</link><description>{BODY[0] * 20}</description>"
    entry = f"<item><title>뷁한 소식</title>{text_of_entry}</item>"
    feed.write_bytes(
        f'<?xml version="1.0" encoding="euc-kr"?><rss version="2.0"><channel>{entry}</channel></rss>'.encode(codec)
    )
    for path in (text, page, feed):
        assert len((await import_from(str(path), drafts_in(content))).drafts) == 1
    found = articles(content)
    assert set(found) == {"글", "뷁한-쪽", "뷁한-소식"}
    assert all(BODY[0] in article.body for article in found.values())


async def test_a_feed_served_as_x_windows_949(site: Site, content: Path) -> None:
    entry = f"<item><title>뷁한 소식</title><guid>1</guid><description>{BODY[0] * 20}</description></item>"
    feed = f'<rss version="2.0"><channel>{entry}</channel></rss>'.encode("cp949")
    address = site.says("/feed", feed, "application/rss+xml; charset=x-windows-949")
    await import_from(address, drafts_in(content))
    assert BODY[0] in articles(content)["뷁한-소식"].body


async def test_a_feed_with_one_cut_letter_loses_that_letter_and_says_so(content: Path, tmp_path: Path) -> None:
    def item(title: str, number: int) -> bytes:
        text = BODY[0] * 20
        return (
            f"<item><title>{title}</title><link>https://example.org/{number}</link>"
            f"<description>{text}</description></item>"
        ).encode()

    cut = item("둘째", 2).replace("딥시크".encode(), "딥시크".encode()[:-1], 1)
    data = b'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>' + item("첫째", 1) + cut
    (tmp_path / "feed.xml").write_bytes(data + b"</channel></rss>")
    done = await import_from(str(tmp_path / "feed.xml"), drafts_in(content))
    found = articles(content)
    assert found["첫째"].body == BODY[0] * 20
    assert found["둘째"].body == "딥시" + (BODY[0] * 20)[3:]
    texts = {path.name: path.read_text() for path in done.drafts}
    assert sum("빠진 글자 수: 1" in text for text in texts.values()) == 1
    assert not any(LOST in text for text in texts.values())
