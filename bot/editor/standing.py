"""How well a line stands on its own, as one of three: what it leans on, whose view it is, and what it tells.

Signs of the language alone, without a dictionary or a model: what they miss, an author sees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.editor.endings import is_polite
from bot.editor.word_roles import (
    bare,
    has_frame,
    has_subject,
    is_also,
    may_lack_a_subject,
    topics_of,
)

LOOKED_AHEAD = 6
"""How many sentences after one are read, to see whether the text turns against it."""
_SOON = 2
_DATED_WORTH, _TOLD_WORTH = 2.0, 1.2
"""What a date or an amount, and what has been, is worth to a line."""
_PARTICLES = r"(?:[은는이가을를에와과의도로]|에[서게는]|에서는|으로|까지|부터|처럼|보다|만|들|들[은이의]|인)?"
_POINTERS = (
    r"이|그|저|이런|그런|저런|이러한|그러한|이렇게|그렇게|이처럼|그처럼|이같은|이같이|이건|그건|이게|그게|이걸|그걸",
    r"그는|그가|그의|그를|이는|이를|이에|이로써|역시|마찬가지로?|반대로|나아가|더불어|그만큼|그러면|그래야|그랬|그럴",
    r"앞서|이번[은에엔]?|이번에[는도]|지난번|다음은|하나는|한쪽[은에]는?|첫째|둘째|셋째|첫째는|둘째는|셋째는|또한|이제는",
    r"그래서|그러니까|그리고|그런데|하지만|여기|여기[서에]|여기에는|거기|거기[서에]",
    rf"(?:이것|그것|저것|이들|그들|이곳|그곳|이때|그때|그날|그녀|둘|나머지|전자|후자|이쪽|그쪽|양쪽|자신들?){_PARTICLES}",
)
_POINTING = re.compile("|".join(_POINTERS))
"""Words that say nothing without what they point to."""
_READER = re.compile(
    r"(?:^|\s)(?:여러분|당신|독자|나는|저는|제가|내가|나를|이 글|글은|글에|지난 글|다음 글)"
    r"|(?:따라가|들여다|살펴) ?(?:볼|보려|봅)|볼게요"
)
"""Words to the reader, or about the text."""
_HELD_BACK = re.compile(
    r"[다라자냐]는 (?:거|것이|뜻이|말이|이야기|얘기)(?:예요|에요|였어요|었어요|죠|다)\.?$|고들 (?:해|했)|는 거죠\.?$"
)
"""A view whose holder stands in another sentence."""
_REASON = re.compile(r"(?:때문|까닭|덕분|덕택|탓|순서|서)(?:이에요|이다|예요)\.?$")
_REASONED = re.compile(r"(?:이유|까닭|원인|배경)[은는]")
_HEARD = re.compile(
    r"[다라냐자]고도? (?:해요|한다|했[어다]|하죠|알려졌|걱정|기대|이야기|말해|말했|물어|되물|맞서|믿[는어]|주장|반박)"
)
_HOLDER = re.compile(
    r"(?:쪽|측|사람들|전문가|단체|업계|학계|정부|법원|연구|보고서|기사|에세이)[은는이가도]|따르면|의하면"
)
_NAMING = re.compile(r"(?:이에요|예요|이다)\.?$")
_LESS = (
    (0.1, r"^(?:에서|에게|이?라고|[은는을를의]) "),
    (0.1, r"[은는던린] (?:사람들|이들|쪽|것들)(?:이에요|이다)\.?$"),
    (0.2, r"(?:한|두|세|네|몇|여러) 가지(?:[를가로]|예요|이에요)?(?:\s|\.|$)"),
    (0.3, r"(?:지도|지만은|기만) (?:않|못|하지)"),
    (0.3, r"(?:숙제|의문|질문|물음|고민|걱정|시작|차례)(?:예요|이에요|이?다)\.?$|아무도 (?:몰라요|모른다)\.?$"),
    (0.4, r"(?:^|고, )(?:시행일?|기준|이유|결과|문제|질문|대답|답|규모|비용|값|범위|효과|조건|목적|방법)[은는이가] "),
    (0.4, r"(?:건|것은|것도|게) 아니(?:에요|다)\.?$"),
    (0.4, r"처럼|마치|같아요\.?$|같다\.?$|셈이|비유|빗대|떠올|꿈꾸|듯이?(?:\s|\.|해)"),
    (0.3, r" (?:거예요|것이에요|것이다)\.?$"),
    (0.5, r"몰라요\.?$|모른다\.?$|겠(?:어요|다)\.?$"),
    (0.5, r"(?:[인는은]지|[을를할될갈볼]지|[눌걸]지)[는도가] "),
    (0.3, r"^\S+(?: \S+)?(?:에서도|에게도|에도) "),
    (0.5, r"^(?:같은|무엇[이을]|누가|누구[를의]|어디|어디까지[가는]|어느|언제|얼마나|왜) |(?:^| )우리"),
    (0.6, r"(?:의견|걱정|반론|이야기|방법|길|사람|곳)도 (?:있|나와|많)"),
    (0.4, r"^가장 .{1,12} 건 |꼽(?:아요|았어요)\.?$"),
)
"""What makes a line worth less: what answers, announces, leaves open, denies, pictures or guesses."""
_WEAKENED = tuple((factor, re.compile(pattern)) for factor, pattern in _LESS)
_DATED = re.compile(r"\d[년월%만억조]|\d{3}|\d ?(?:원|달러|명|배|건)")
_TOLD = re.compile(r"[았었였했됐렸졌냈왔갔났봤췄뒀]어요\.?$")
_LENGTHS = ((12, 0.3), (15, 0.5), (18, 0.8), (1000, 1.0))
"""What a line is worth that has fewer letters than this."""
_COMMON_VIEW = re.compile(
    r"많은|대부분|보통|흔히|대개|으레|모두가|누구나|다들|사람들[은이]|일각|통념|통설|얼핏|겉으로|언뜻|처음에는|한때|그동안"
    r"|전통적으로|기존에는|오랫동안|지금까지|말이 (?:쏟아|많|돌|나오)|소문|주장이 (?:나오|많)"
)
_VIEWED = re.compile(r"[다라]고|[다라]는|로 (?:그려|여겨|알려|불려|보)|처럼 보|것 같")
_TURNING = re.compile(r"^(?:하지만|그러나|그런데|사실은|사실|실은|실제로는|정작|반면)(?:[\s,]|$)|과연|정말 그럴")
_REFUTING = re.compile(r"그렇지 않|틀렸|아니(?:다|에요|었)|다르게|달리 |달랐|반박|오해|잘못|착각|거짓")


def leans(line: str) -> bool:
    """Whether a line points to something that it does not name: 이것, 그 …, 역시, a topic in 도."""
    words = line.split()
    if any(_POINTING.fullmatch(bare(word)) for word in words):
        return True
    alike = [i for i, word in enumerate(words) if is_also(word)]
    if len(alike) != 1:
        return False
    before = words[: alike[0] + 1]
    return not topics_of(before) and not may_lack_a_subject(before)


def is_refuted(sentence: str, following: Sequence[str]) -> bool:
    """Whether a sentence tells what is commonly held, and what comes next turns against it."""
    if not (_COMMON_VIEW.search(sentence) and _VIEWED.search(sentence)):
        return False
    if any(_TURNING.search(text) for text in following[:_SOON]):
        return True
    return not _REFUTING.search(sentence) and any(_REFUTING.search(text) for text in following[:LOOKED_AHEAD])


def standing(line: str, sentence: str, following: Sequence[str] = ()) -> float:
    """How well a Korean line made of `sentence` stands alone: 0 not at all, 1 well, more where it tells a dated fact.

    `following` are the sentences after it, which may turn against it.
    """
    if leans(line) or _READER.search(line) or _HELD_BACK.search(line) or is_refuted(sentence, following):
        return 0.0
    words = line.split()
    letters = sum(c.isalnum() for c in line)
    value = next(worth for most, worth in _LENGTHS if letters < most)
    value *= _DATED_WORTH if _DATED.search(line) else 1.0
    value *= _TOLD_WORTH if _TOLD.search(line) else 1.0
    value *= 1.0 if is_polite(line) else 0.7
    if not has_subject(words):
        value *= 0.8 if has_frame(words) else 0.25
    elif not topics_of(words) and may_lack_a_subject(words):
        value *= 0.4
    elif not topics_of(words) and _NAMING.search(line):
        value *= 0.3
    if _REASON.search(line) and not _REASONED.search(line):
        value *= 0.2
    if _HEARD.search(line) and not _HOLDER.search(line):
        value *= 0.4
    for factor, pattern in _WEAKENED:
        value *= factor if pattern.search(line) else 1.0
    return value


def speaks_of(line: str, title: str) -> bool:
    """Whether a line's first topic is in the title: 노키즈존은 in '노키즈존을 보는 두 마음'."""
    words = line.split()
    topics = topics_of(words)
    named = bare(words[topics[0]])[:-1] if topics else ""
    return len(named) > 1 and named.casefold() in title.casefold()
