"""The Korean pages under docs/ko and the English ones that they mirror: which have fallen behind, and by what.

`make twins` tells of each page that no longer fits, with what moved on in the English one since; once the Korean page
says it too, `make twins ARGS=docs/ko/rules.md` notes in it the version that it mirrors now (`ARGS=all`: in every page).

A page begins with a line such as `<!-- mirrors docs/rules.md 1a2b3c4d5e6f -->`. With `docs/rules.md#a-heading` it
mirrors that part alone, and the page of the rest need not say it again.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_MARK = re.compile(r"<!-- mirrors (?P<page>docs/[\w.-]+)(?:#(?P<place>[\w-]+))? (?P<version>[0-9a-f]{12}) -->\n")
_CODE_BLOCK = re.compile(r"^```.*?^```$", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it before the next one.

    `rows` are those of its tables; `blocks` are of code, as far as languages share it; `names` are files, options,
    keys and the like that stand in code, known by a sign in them.
    """

    title: str
    level: int
    rows: tuple[str, ...]
    blocks: tuple[str, ...]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Twin:
    """A Korean page, and what it mirrors: the English `page`, or of that the part under the heading `place`."""

    path: str
    text: str
    page: str
    place: str | None
    version: str


def twins(root: Path = ROOT) -> list[Twin]:
    """Every page under docs/ko."""
    found = []
    for path in sorted((root / "docs/ko").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root).as_posix()
        mark = _MARK.match(text)
        if mark is None:
            raise SystemExit(
                f"{name} does not begin by saying what it mirrors: <!-- mirrors docs/{path.name} {'0' * 12} -->"
            )
        found.append(Twin(name, text, mark["page"], mark["place"], mark["version"]))
    return found


def place_of(title: str) -> str:
    """How a heading is linked to."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def parts(text: str) -> Iterator[tuple[int, str, str]]:
    """Each heading of a page, with its level, and all up to the next heading."""
    bare = _CODE_BLOCK.sub(lambda block: re.sub(r"^#", " ", block[0], flags=re.M), text)
    starts = [found.start() for found in re.finditer(r"^#+ ", bare, re.M)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        heading = text[start:end].partition("\n")[0]
        hashes, _, title = heading.partition(" ")
        yield len(hashes), title, text[start:end]


def part_under(text: str, place: str) -> str:
    """What stands under the heading that is linked to as `place`, with the headings below it."""
    taken: list[str] = []
    top = 0
    for level, title, part in parts(text):
        if taken and level <= top:
            break
        if taken or place_of(title) == place:
            top = top or level
            taken.append(part)
    if not taken:
        raise SystemExit(f"There is no heading for #{place}")
    return "".join(taken)


def mirrored(twin: Twin, all_twins: list[Twin], root: Path = ROOT) -> str:
    """What the page is to say, in English: without parts that have a page of their own, but for their headings."""
    text = (root / twin.page).read_text(encoding="utf-8")
    if twin.place is not None:
        return part_under(text, twin.place)
    for other in all_twins:
        if other.page == twin.page and other.place is not None:
            part = part_under(text, other.place)
            text = text.replace(part, part.partition("\n")[0] + "\n\n")
    return text


def version_of(text: str) -> str:
    """A short hash of what a page mirrors."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def outline(text: str) -> list[Section]:
    """The headings of a page, the first one's level counted as 1."""
    sections: list[Section] = []
    top = 0
    for level, title, part in parts(text):
        top = top or level
        lines = re.findall(r"^\|.*", _CODE_BLOCK.sub("", part), re.M)
        rows = tuple(line for line in lines if not set(line) <= set("|-: "))
        names = frozenset(_names(_CODE_BLOCK.sub("", part)))
        blocks = tuple(map(_alike, _CODE_BLOCK.findall(part)))
        sections.append(Section(title, level - top + 1, rows, blocks, names))
    return sections


def _alike(block: str) -> str:
    """What a block has in every language: no comments, and of what a command says (`text`) where it says it."""
    if block.startswith("```text"):
        return re.sub(r"^((?:[!-~]+: )*).*", r"\1", block, flags=re.M)
    return re.sub(r"(^| +)# .*", "", block, flags=re.M)


def _names(part: str) -> Iterator[str]:
    for code in re.findall(r"`([^`\n]+)`", part):
        yield from (word for word in re.findall(r"[!-~]+", code) if re.search(r"\w[_:./=-]|[$/-]\w", word))


def _first_words(text: str) -> set[str]:
    """The words with which code begins, but for a command's own, which is `/토론` in Korean."""
    codes = re.findall(r"`([^`]+)`", text)
    return {word[0] for code in codes if (word := re.match(r"[!-~]+", code))} - {"/debate"}


def _left_out(english: Section, korean: Section) -> set[str]:
    """What rows of the English tables begin with, and the same rows of the Korean ones lack."""
    pairs = zip(english.rows, korean.rows, strict=True)
    return {word for row, own in pairs for word in _first_words(re.split(r"(?<!\\)\|", row)[1]) - _first_words(own)}


def problems(twin: Twin, all_twins: list[Twin], root: Path = ROOT) -> list[str]:
    """What is missing in a page, and whether the English one has moved on."""
    wanted = mirrored(twin, all_twins, root)
    found = list(_differences(twin, outline(wanted), outline(twin.text)))
    if version_of(wanted) != twin.version:
        found.append(
            f"{twin.path}: {twin.page} has moved on — `make twins` shows by what; say it in Korean, "
            f"then run: make twins ARGS={twin.path}"
        )
    return found


def _differences(twin: Twin, english: list[Section], korean: list[Section]) -> Iterator[str]:
    if twin.place is not None:  # A page of one part may go on with what members want to know besides.
        korean = korean[: len(english)]
    if [section.level for section in english] != [section.level for section in korean]:
        yield (
            f"{twin.path}: its headings are not those of {twin.page}: "
            f"{[section.title for section in korean]} for {[section.title for section in english]}"
        )
        return
    for theirs, ours in zip(english, korean, strict=True):
        where = f"{twin.path}: under ‘{ours.title}’ (in English ‘{theirs.title}’)"
        if len(theirs.rows) != len(ours.rows):
            yield f"{where} the tables have {len(ours.rows)} rows instead of {len(theirs.rows)}"
        elif words := _left_out(theirs, ours):
            yield f"{where} rows of the tables lack {', '.join(sorted(words))}"
        if missing_names := theirs.names - ours.names - {"/debate"}:
            yield f"{where} nothing is said of {', '.join(sorted(missing_names))}"
        if theirs.blocks != ours.blocks:
            yield f"{where} the code, comments apart, is not that of the English page"


def note_version(twin: Twin, all_twins: list[Twin], root: Path = ROOT) -> None:
    """Write into a page which version it mirrors: the one that is there now."""
    mark = _MARK.match(twin.text)
    assert mark is not None
    now = version_of(mirrored(twin, all_twins, root))
    (root / twin.path).write_text(
        twin.text[: mark.start("version")] + now + twin.text[mark.end("version") :], encoding="utf-8"
    )


def moved_on(twin: Twin) -> str:
    """What changed in the English page since the Korean one noted its version."""
    noted = _git("log", "-1", "--format=%H", f"-S{twin.version}", "--", twin.path).strip()
    return _git("diff", noted, "--", twin.page) if noted else f"See: git log -p -- {twin.page}"


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def main() -> None:
    """Tell what is wrong, or note the versions of the pages that are named."""
    everything = twins()
    known = {twin.path: twin for twin in everything}
    named = list(known) if sys.argv[1:] == ["all"] else sys.argv[1:]
    if unknown := [name for name in named if name not in known]:
        raise SystemExit(f"{unknown[0]} is no page under docs/ko")
    for name in named:
        note_version(known[name], everything)
    behind = [twin for twin in twins() if problems(twin, everything)]
    for twin in behind:
        print(*problems(twin, everything), sep="\n")
        if version_of(mirrored(twin, everything)) != twin.version:
            print(moved_on(twin))
    if behind:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
