"""The Korean pages say what the English ones do: each names the version that it mirrors, and has all of its tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.twins import Twin, mirrored, note_version, outline, part_under, problems, twins, version_of
from tests.project.project_repository import ROOT

TWINS = twins()
ENGLISH = """\
# Rules

| key | |
| --- | --- |
| `a [x]` | one |

## More

at `closes_at`

```
# no heading
key: 1
```

## Checking

text

### Below
"""


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.path)
def test_a_korean_page_is_the_twin_of_the_english_one_that_is_there(twin: Twin) -> None:
    assert problems(twin, TWINS) == [], "\n".join(problems(twin, TWINS))


def test_an_admin_finds_every_page_in_korean() -> None:
    pages = {"discord", "slack", "commands", "rules", "configuration", "operating", "security", "writing-articles"}
    assert {f"docs/ko/{page}.md" for page in pages} <= {twin.path for twin in TWINS}


def test_each_of_both_pages_leads_to_the_other() -> None:
    for twin in TWINS:
        english = (ROOT / twin.page).read_text(encoding="utf-8")
        own = Path(twin.path).name
        assert f"](ko/{own})" in english, f"{twin.page} does not lead to {twin.path}"
        assert f"](../{Path(twin.page).name}" in twin.text, f"{twin.path} does not lead to {twin.page}"


def test_who_reads_korean_is_led_to_english_pages_only_where_there_is_no_korean_one() -> None:
    translated = {Path(twin.page).name for twin in TWINS}
    texts = {twin.path: twin.text for twin in TWINS} | {"README.ko.md": (ROOT / "README.ko.md").read_text("utf-8")}
    astray = [
        f"{path}: [{words}]({link})"
        for path, text in texts.items()
        for words, link in re.findall(r"\[([^\]]+)\]\((?:\.\./|docs/)([\w-]+\.md)[^)]*\)", text)
        if link in translated and words != "English"
    ]
    assert astray == []


NOT_SAID = re.compile("장부|거두[어었는]|거뒀|개표 확인서|선택지|닿지 못|견주|모두 [0-9]+명|열림|닫힘")
"""Words for which the bot has others (docs/glossary.md)."""


@pytest.mark.parametrize("path", ["README.ko.md", "config.example.ko.yaml", *(twin.path for twin in TWINS)])
def test_documents_say_the_words_that_the_bot_says(path: str) -> None:
    assert NOT_SAID.findall((ROOT / path).read_text(encoding="utf-8")) == []


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one page and its twin, which fits."""
    (tmp_path / "docs/ko").mkdir(parents=True)
    (tmp_path / "docs/rules.md").write_text(ENGLISH, encoding="utf-8")
    korean = ENGLISH.replace("`a [x]` | one", "`a [ㄱ]` | 하나").replace("# no heading", "# 제목이 아니에요")
    korean = korean.replace("text\n\n### Below\n", "[따로](checking.md)\n")
    (tmp_path / "docs/ko/rules.md").write_text(f"<!-- mirrors docs/rules.md {'0' * 12} -->\n{korean}", encoding="utf-8")
    (tmp_path / "docs/ko/checking.md").write_text(
        f"<!-- mirrors docs/rules.md#checking {'0' * 12} -->\n# 확인\n\n## 아래\n", encoding="utf-8"
    )
    for twin in twins(tmp_path):
        note_version(twin, twins(tmp_path), tmp_path)
    return tmp_path


def found(root: Path) -> list[str]:
    return [problem for twin in twins(root) for problem in problems(twin, twins(root), root)]


def change(root: Path, page: str, before: str, after: str) -> None:
    text = (root / page).read_text(encoding="utf-8")
    assert before in text
    (root / page).write_text(text.replace(before, after), encoding="utf-8")


def test_what_fits_is_left_alone(root: Path) -> None:
    assert found(root) == []


def test_what_a_command_says_is_in_the_language_of_the_page(root: Path) -> None:
    block = "```text\nconfig.yaml:6: web.listen: {}\n```\n"
    change(root, "docs/rules.md", "## More", block.format("'x' is not a port") + "\n## More")
    (rules,) = (twin for twin in twins(root) if twin.path == "docs/ko/rules.md")
    note_version(rules, twins(root), root)
    change(root, "docs/ko/rules.md", "## More", block.format("‘x’는 포트 번호가 아니에요") + "\n## More")
    assert found(root) == []
    change(root, "docs/ko/rules.md", "config.yaml:6", "config.yaml:7")
    (problem,) = found(root)
    assert "the code, comments apart" in problem


def test_a_change_of_the_english_page_is_told_with_what_to_do_until_its_version_is_noted(root: Path) -> None:
    change(root, "docs/rules.md", "one", "two")
    (problem,) = found(root)
    assert problem.startswith("docs/ko/rules.md: docs/rules.md has moved on")
    assert problem.endswith("make twins ARGS=docs/ko/rules.md")
    (rules,) = (twin for twin in twins(root) if twin.path == "docs/ko/rules.md")
    note_version(rules, twins(root), root)
    assert found(root) == []


def test_a_part_with_a_page_of_its_own_concerns_that_page_alone(root: Path) -> None:
    change(root, "docs/rules.md", "text", "other text")
    (problem,) = found(root)
    assert problem.startswith("docs/ko/checking.md")


@pytest.mark.parametrize(
    ("page", "before", "after", "told"),
    [
        ("docs/ko/rules.md", "## More", "More", "its headings are not those of docs/rules.md"),
        ("docs/ko/rules.md", "| `a [ㄱ]` | 하나 |\n", "", "the tables have 1 rows instead of 2"),
        ("docs/ko/rules.md", "`a [ㄱ]`", "`b`", "rows of the tables lack a"),
        ("docs/ko/rules.md", "```\n# 제목이 아니에요\nkey: 1\n```\n", "", "the code, comments apart"),
        ("docs/ko/rules.md", "key: 1", "key: 2", "the code, comments apart"),
        ("docs/ko/rules.md", "`closes_at`", "그때", "nothing is said of closes_at"),
        ("docs/ko/checking.md", "\n## 아래\n", "", "its headings are not those of docs/rules.md"),
    ],
)
def test_what_a_korean_page_lacks_is_told(root: Path, page: str, before: str, after: str, told: str) -> None:
    change(root, page, before, after)
    (problem,) = found(root)
    assert problem.startswith(f"{page}: ")
    assert told in problem


def test_a_page_that_does_not_say_what_it_mirrors_is_refused(root: Path) -> None:
    (root / "docs/ko/new.md").write_text("# 새 페이지\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"docs/ko/new\.md does not begin"):
        twins(root)


def test_a_part_ends_where_another_of_its_level_begins() -> None:
    assert part_under(ENGLISH, "more") == "## More\n\nat `closes_at`\n\n```\n# no heading\nkey: 1\n```\n\n"
    assert [section.level for section in outline(part_under(ENGLISH, "checking"))] == [1, 2]


def test_the_rest_of_a_page_keeps_the_heading_of_a_part_that_has_its_own(root: Path) -> None:
    (rules,) = (twin for twin in twins(root) if twin.place is None)
    assert mirrored(rules, twins(root), root).endswith("## Checking\n\n")
    assert version_of("a") != version_of("b")
