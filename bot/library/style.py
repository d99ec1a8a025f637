"""The checklist for authors (docs/writing-articles.md), as far as a program can tell whether an article keeps it.

Most rules are about Korean and hold for texts in Hangul; an article in another language has the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.config.problems import KeyPath, Problem, Severity, dotted
from bot.config.yaml_documents import Document, read_text
from bot.core.articles import Article
from bot.core.korean import hangul_in
from bot.library.article_file import Reading, split
from bot.sentences import Sentence, sentence

MOST_IN_LINE, MOST_IN_QUESTION = 40, 30
"""The most characters of a summary's line and of a question; twice as many without Hangul, which is twice as wide."""
MOST_HANGUL = 30
"""The most syllables of a summary's line, so that three lines are read at a glance."""
BODY_CHARACTERS = range(600, 1501)
SQUABBLE_LINES = (4, 6)
"""The fewest and the most lines, though each option may have its own and the squabble still an end."""
CONCESSION = "…"
"""How the last line begins: whoever says it has lost."""

_POLITE = re.compile(r"[요죠][.!]?[’”'\")]*\Z")
_LEANS_AT_THE_START = re.compile(
    r"(?:나아가|또한|또|아울러|게다가|반면|반대로|하지만|그러나|그런데|그래서|그러면|그래도|그리고|따라서|특히|다만|"
    r"이처럼|이렇게|그렇게|이런|그런|이러한|그러한|(?:이것|그것|여기|거기|그들)[가-힣]?|그[가의도]|이|그|저)[는를에]?(?=[\s,])"
)
_LEANS_ANYWHERE = re.compile(
    r"더 나아가|(?<=\s)역시(?=\s)|\A역시|(?:\A|(?<=\s))이 [^.]{1,12}? ?(?:덕|덕분|때문)|마찬가지로|위에서 말한"
)
_TOPIC_AND_QUESTION = re.compile(r"[^,?]+, [^?]+까\?")
_LEADING = re.compile(r"정말|굳이|과연|당연히|도대체|아직도|않을까|아닐까|감히|겨우|무려")
_NO_NOUN = re.compile(r"(?:[해어아에예세네워여와져]요|다|죠|까|하자|[하되않]기|에게만?|에서만?|부터|까지|으로)\Z")
_NOUNS_ALL_THE_SAME = frozenset({"바다", "수다", "소다", "판다", "캐나다"})
_PLAIN_ENDING = re.compile(r"[가-힣]{0,9}다[.!](?=\s|\Z)")
_QUOTED = re.compile(r"‘[^‘’]*’|“[^“”]*”|\"[^\"]*\"|\([^()]*\)")
INSTEAD = {
    "낱말": "단어",
    "이 글": "한 기사",
    "되어지": "되",
    "보여지": "보이",
    "불리우": "불리",
    "에 의해": "…으로",
    "에 있어서": "에서",
    "중의 하나": "가운데 하나",
    "필요로 하": "필요하",
    "함에 따라": "하면서",
    "에도 불구하고": "…지만",
    "다름 아닌": "바로",
    " 및 ": "…와",
    "금일": "오늘",
    "익일": "다음 날",
}
"""What sounds translated or official, and what is said instead."""
_AT_THE_START = frozenset({"낱말", "이 글", "금일", "익일"})
"""Those that are words of their own: 지금일까 and 사람이 글을 have the same letters."""
_STIFF = {
    word: re.compile(("(?<![가-힣])" if word in _AT_THE_START else "") + word.replace(" ", r"\s")) for word in INSTEAD
}


def has_long_lines(article: Article) -> bool:
    """Whether `too_long` marks an article."""
    return _is_long(article.question, MOST_IN_QUESTION) or any(_is_long(line, MOST_IN_LINE) for line in article.summary)


def too_long(readings: Iterable[Reading]) -> Iterator[Problem]:
    """Summary lines and questions that don't fit a card."""
    for page in _pages(readings):
        for i, line in enumerate(page.article.summary):
            if _is_long(line, MOST_IN_LINE):
                most = _room(line, MOST_IN_LINE)
                yield page.warning(("summary", i), sentence("style-line-long", length=len(line), most=most))
        question = page.article.question
        if _is_long(question, MOST_IN_QUESTION):
            most = _room(question, MOST_IN_QUESTION)
            yield page.warning(("question",), sentence("style-question-long", length=len(question), most=most))


def against_style(readings: Iterable[Reading]) -> Iterator[Problem]:
    """What an editor would mark: each rule of the checklist that an article breaks, at its line."""
    for page in _pages(readings):
        yield from _summary(page)
        yield from _question(page)
        yield from _options(page)
        yield from _squabble(page)
        yield from _body(page)
        yield from _wording(page)


@dataclass(frozen=True, slots=True)
class _Page:
    """An article as it lies in its file, so that a warning finds its line."""

    article: Article
    file: str
    document: Document
    body_line: int

    def warning(self, path: KeyPath, what: Sentence) -> Problem:
        return Problem(self.file, self.document.line(path), dotted(path), what, Severity.WARNING)

    def in_body(self, line: int, what: Sentence) -> Problem:
        """A warning about a line of the body, counted from 0."""
        return Problem(self.file, self.body_line + line, "", what, Severity.WARNING)

    @property
    def lines(self) -> list[str]:
        return self.article.body.split("\n")


def _pages(readings: Iterable[Reading]) -> Iterator[_Page]:
    for reading in readings:
        text = read_text(Path(reading.file), reading.file)
        if reading.article is None or isinstance(text, Problem):
            continue
        parts = split(text, reading.file)
        if isinstance(parts, Problem):
            continue
        document, body = parts
        yield _Page(reading.article, reading.file, document, text.count("\n", 0, text.rindex(body)) + 1)


def _is_long(text: str, most: int) -> bool:
    return len(text) > _room(text, most)


def _room(text: str, most: int) -> int:
    return most if _is_korean(text) else 2 * most


def _is_korean(text: str) -> bool:
    return hangul_in(text) > 0


def doubts_about(line: str) -> Iterator[Sentence]:
    """What the checklist has to say of one line of a summary."""
    if _is_long(line, MOST_IN_LINE):
        yield sentence("style-line-long", length=len(line), most=_room(line, MOST_IN_LINE))
    yield from _line(line)


def _summary(page: _Page) -> Iterator[Problem]:
    for i, line in enumerate(page.article.summary):
        for said in _line(line):
            yield page.warning(("summary", i), said)


def _line(line: str) -> Iterator[Sentence]:
    if line.endswith("?"):
        yield sentence("style-line-asks")
    elif _is_korean(line) and not _POLITE.search(line):
        yield sentence("style-polite", end=line.split()[-1])
    count = hangul_in(line)
    if count > MOST_HANGUL:
        yield sentence("style-hangul", count=count, most=MOST_HANGUL)
    leaning = leaning_in(line)
    if leaning is not None:
        yield sentence("style-leans", word=leaning)


def leaning_in(line: str) -> str | None:
    """The words by which a line leans on a sentence before it, as far as the checklist knows."""
    found = _LEANS_ANYWHERE.search(line) or _LEANS_AT_THE_START.match(line)
    return found[0] if found is not None else None


def _question(page: _Page) -> Iterator[Problem]:
    question = page.article.question
    if _is_korean(question) and not _TOPIC_AND_QUESTION.fullmatch(question):
        yield page.warning(("question",), sentence("style-question-form"))
    elif not question.endswith("?") or question.count("?") > 1:
        yield page.warning(("question",), sentence("style-question-one"))
    leading = _LEADING.search(question)
    if leading is not None:
        yield page.warning(("question",), sentence("style-question-leading", word=leading[0]))


def _options(page: _Page) -> Iterator[Problem]:
    voices = {line.side for line in page.article.squabble}
    for i, option in enumerate(page.article.options):
        path = ("options", i, "label")
        label = option.label
        if _NO_NOUN.search(label) and label.split()[-1] not in _NOUNS_ALL_THE_SAME:
            yield page.warning(path, sentence("style-label", label=label))
        if voices and label not in voices:
            yield page.warning(path, sentence("style-voice", label=label))


def _squabble(page: _Page) -> Iterator[Problem]:
    lines = page.article.squabble
    if not lines:
        yield page.warning(("squabble",), sentence("style-no-squabble"))
        return
    fewest, most = SQUABBLE_LINES
    most = max(most, len(page.article.options) + 2)
    if not fewest <= len(lines) <= most:
        said = sentence("style-squabble-lines", lines=len(lines), fewest=fewest, most=most)
        yield page.warning(("squabble",), said)
    for i, line in enumerate(lines):
        concedes, last = line.says.startswith(CONCESSION), i == len(lines) - 1
        if last and not concedes:
            yield page.warning(("squabble", i, "says"), sentence("style-concession"))
        elif concedes and not last:
            yield page.warning(("squabble", i, "says"), sentence("style-concession-early"))


def _body(page: _Page) -> Iterator[Problem]:
    for number, line in enumerate(page.lines):
        if line.startswith("#") and not line.rstrip(" #").endswith("?"):
            yield page.in_body(number, sentence("style-heading"))
        plain = _PLAIN_ENDING.search(_QUOTED.sub("", line))
        if plain is not None:
            yield page.in_body(number, sentence("style-polite", end=plain[0]))
    length = len(page.article.body)
    if _is_korean(page.article.body) and length not in BODY_CHARACTERS:
        fewest, most = BODY_CHARACTERS[0], BODY_CHARACTERS[-1]
        yield page.in_body(0, sentence("style-body-length", length=length, fewest=fewest, most=most))


def _wording(page: _Page) -> Iterator[Problem]:
    article = page.article
    texts: list[tuple[KeyPath, str]] = [(("title",), article.title), (("question",), article.question)]
    texts += [(("summary", i), line) for i, line in enumerate(article.summary)]
    texts += [(("squabble", i, "says"), line.says) for i, line in enumerate(article.squabble)]
    for word, instead in INSTEAD.items():
        for path, text in texts:
            if _STIFF[word].search(text):
                yield page.warning(path, sentence("style-word", word=word.strip(), instead=instead))
        for number, line in enumerate(page.lines):
            if _STIFF[word].search(line):
                yield page.in_body(number, sentence("style-word", word=word.strip(), instead=instead))
