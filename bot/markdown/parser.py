"""Reading Markdown: one parser for every place that an article is shown, cut into sentences or sent."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.html_block import html_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

_BLOCKS = (
    ("<!--", "-->"),
    ("<![cdata[", "]]>"),
    ("<?", "?>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
    ("<pre", "</pre>"),
)
"""What goes on over empty lines, with what ends it; other tags stand among the text as words do."""
_UNSEEN = frozenset({"script", "style", "textarea", "template"})
"""Elements whose text nobody would have seen either."""
_INLINE = (
    "a abbr acronym area audio b bdi bdo big button canvas cite code data datalist del dfn em embed font hgroup i "
    "img input ins kbd label map mark math meta meter noscript object output picture pre progress q rb rp rt rtc "
    "ruby s samp script select slot small source span strike strong style sub sup svg template textarea time tt u "
    "var video wbr"
)
_NAMES = frozenset({*block_names, *_INLINE.split()})
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_BARE = re.compile(r"<[A-Za-z][A-Za-z0-9]*>")
_OF_OFFICE = re.compile(r"<(?:/?(?:o|v|w|x|m|st1|xml|svg|mml|fb)|\?xml):[A-Za-z][\w.-]{0,40}(?:\s[^<>]{0,1000})?/?>")
"""Tags of word processors, which stay when their text is pasted: `<o:p></o:p>`. Markdown knows no colon in a tag."""
_TAG = re.compile(r"<[^<>]*>")
_CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9]*)")
_BRACKETED = re.compile(r"<(?:([A-Za-z][A-Za-z0-9]*)>|(?![A-Za-z/!?]))")
_BESIDE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff]")
"""Scripts whose particles and endings follow a word, or its emphasis, without a space."""


def new_parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough, without raw HTML. Each caller has its own to add rules to.

    Every link is parsed, so that one which must not be followed leaves its text and not its markup.
    """
    parser = _Parser("commonmark", {"html": True}).enable(["table", "strikethrough"])
    active = parser.get_active_rules()
    parser.inline = _Inline()
    parser.inline.ruler.enableOnly(active["inline"])
    parser.inline.ruler2.enableOnly(active["inline2"])
    parser.inline.ruler.before("autolink", "tag_of_office", _tag_of_office)
    parser.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.core.ruler.after("block", "leave_out_html_blocks", _leave_out_blocks)
    parser.core.ruler.after("inline", "leave_out_html", _leave_out_tags)
    return parser


def words_in_brackets_kept(markup: str) -> str:
    """HTML in which a word in angle brackets that is no element (`<Dune>`, `<파묘>`) is text."""
    closed = {found.lower() for found in _CLOSING.findall(markup)}

    def kept(found: re.Match[str]) -> str:
        name = found[1]
        is_element = name is not None and (name.lower() in _NAMES or name.lower() in closed)
        return found[0] if is_element else f"&lt;{found[0][1:]}"

    return _BRACKETED.sub(kept, markup)


def without_comments(body: str) -> str:
    """Markdown as it is written, without its comments, which no reader was to see; those in code stay."""
    kept: list[str] = []
    fenced = inside = False
    for line in body.split("\n"):
        if not inside and line.lstrip()[:3] in ("```", "~~~"):
            fenced = not fenced
        if fenced:
            kept.append(line)
            continue
        shown, inside = _outside(line, inside)
        kept.append(shown)
    return "\n".join(kept)


def _outside(line: str, inside: bool) -> tuple[str, bool]:
    """A line without what stands in comments, and whether one goes on behind it; `inside`: one goes on before it."""
    pieces: list[str] = []
    at = ticks = 0
    while at < len(line):
        mark = "-->" if inside else "<!--"
        found = line.find(mark, at)
        end = found if found >= 0 else len(line)
        if inside:
            inside = found < 0
            at = end + len(mark)
            continue
        ticks += line.count("`", at, end)
        in_code = ticks % 2 == 1
        pieces.append(line[at : end + len(mark)] if in_code else line[at:end])
        inside = found >= 0 and not in_code
        at = end + len(mark)
    return "".join(pieces), inside


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002
        return True


class _State(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        found = super().scanDelims(start, canSplitWord)
        end = start + found.length
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        return Scanned(
            found.can_open or (_is_punctuation(after) and _BESIDE.match(before) is not None),
            found.can_close or (_is_punctuation(before) and _BESIDE.match(after) is not None),
            found.length,
        )


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _is_punctuation(c: str) -> bool:
    return isMdAsciiPunct(ord(c)) or isPunctChar(c)


def _tag_of_office(state: StateInline, silent: bool) -> bool:
    found = _OF_OFFICE.match(state.src, state.pos) if state.src[state.pos] == "<" else None
    if found is None or found.end() > state.posMax:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take what goes on over empty lines as a block; a tag that merely begins a line begins a paragraph."""
    at = state.bMarks[start] + state.tShift[start]
    head = state.src[at : at + 10].lower()
    if _OF_OFFICE.match(state.src, at):
        return False
    return head.startswith(tuple(opened for opened, _ in _BLOCKS)) and html_block(state, start, end, silent)


def _leave_out_blocks(state: StateCore) -> None:
    kept: list[Token] = []
    inside = False
    last_end = max((i for i, token in enumerate(state.tokens) if "-->" in token.content), default=-1)
    for i, token in enumerate(state.tokens):
        if token.type == "html_block":
            kept += [] if inside else _shown_of_block(token)
        elif token.type in ("inline", "fence", "code_block"):
            may_begin = token.type == "inline" and i < last_end
            token.content, inside = _outside_comments(token.content, inside, may_begin)
            kept.append(token)
        else:
            kept.append(token)
    state.tokens = kept


def _shown_of_block(token: Token) -> list[Token]:
    """What is left of a block: the text of `<pre>` as code, and what stands behind its end on the last line."""
    text = token.content.strip()
    closing = next(closed for opened, closed in _BLOCKS if text[:10].lower().startswith(opened))
    at = text.lower().find(closing)
    inner, rest = (text[:at], text[at + len(closing) :].strip()) if at >= 0 else (text, "")
    shown: list[Token] = []
    if closing == "</pre>":
        code = html.unescape(_TAG.sub("", inner)).strip("\n")
        shown.append(Token("code_block", "code", 0, content=f"{code}\n", block=True, level=token.level))
    if rest:
        shown += [
            Token("paragraph_open", "p", 1, block=True, level=token.level),
            Token("inline", "", 0, content=rest, children=[], block=True, level=token.level + 1, map=token.map),
            Token("paragraph_close", "p", -1, block=True, level=token.level),
        ]
    return shown


def _outside_comments(text: str, inside: bool, may_begin: bool) -> tuple[str, bool]:
    """A piece of text without the part of a comment that began in an earlier one or goes on in a later one."""
    if inside:
        _, found, text = text.partition("-->")
        if not found:
            return "", True
    if not may_begin:
        return text, False
    at = text.rfind("<!--")
    if at >= 0 and "-->" not in text[at:] and text.count("`", 0, at) % 2 == 0:
        return text[:at].rstrip(), True
    return text, False


def _leave_out_tags(state: StateCore) -> None:
    kept: list[Token] = []
    for token in state.tokens:
        if token.children and any(child.type == "html_inline" for child in token.children):
            token.children = _without_tags(token.children)
        if token.type == "paragraph_close" and len(kept) >= 2 and kept[-2].type == "paragraph_open":
            children = kept[-1].children or []
            if all(child.type in ("softbreak", "hardbreak") or _is_blank(child) for child in children):
                del kept[-2:]
                continue
        kept.append(token)
    state.tokens = kept


def _is_blank(token: Token) -> bool:
    return token.type == "text" and not token.content.strip()


def _without_tags(children: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    unseen = ""
    closed = {child.content[2:-1].strip().lower() for child in children if child.content.startswith("</")}
    for child in children:
        if child.type != "html_inline":
            if not unseen:
                kept.append(child)
            continue
        found = _TAG_NAME.match(child.content)
        name = found[1].lower() if found else ""
        opens = not child.content.startswith("</")
        if unseen:
            unseen = unseen if opens or name != unseen else ""
        elif name in _UNSEEN and opens:
            unseen = name if name in closed else ""
        elif name == "br":
            kept.append(Token("hardbreak", "br", 0, level=child.level))
        elif name in block_names or name == "img":
            kept.append(Token("softbreak", "br", 0, level=child.level))
        elif name not in _NAMES and name not in closed and _BARE.fullmatch(child.content):
            kept.append(Token("text", "", 0, content=child.content, level=child.level))
    return _without_breaks_at_the_ends(kept)


def _without_breaks_at_the_ends(children: list[Token]) -> list[Token]:
    breaks = ("softbreak", "hardbreak")
    kept: list[Token] = []
    for child in children:
        if child.type in breaks and (not kept or kept[-1].type in breaks):
            if kept and child.type == "hardbreak":
                kept[-1] = child
            continue
        kept.append(child)
    while kept and kept[-1].type in breaks:
        kept.pop()
    return kept
