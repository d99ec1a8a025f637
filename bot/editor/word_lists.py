"""Korean words and endings by what may be done with them, for making lines out of sentences."""

from __future__ import annotations


def _listed(*texts: str) -> tuple[str, ...]:
    return tuple(word for text in texts for word in text.split())


OPENERS = (
    *_listed(
        "그러나 하지만 그런데 그리고 그래서 따라서 그러므로 그러자 또 또한 즉 한편 다만 게다가 반면 반면에 나아가"
    ),
    *_listed(
        "특히 무엇보다 무엇보다도 물론 사실 실제로 결국 아울러 더구나 심지어 요컨대 이에 덕분에 이날 그렇다고 그래도"
    ),
    *_listed("그러니까 예컨대 한마디로 말하자면 참고로 그럼에도 이어 이어서"),
    *(
        "더 나아가",
        "이에 따라",
        "이와 함께",
        "이와 관련해",
        "이 덕에",
        "이 덕분에",
        "그 덕에",
        "그 덕분에",
        "이 때문에",
    ),
    *("그 때문에", "이로 인해", "이를 통해", "그 결과", "이 과정에서", "예를 들어", "다시 말해", "알고 보면"),
    "그럼에도 불구하고",
)
"""What ties a sentence to the one before it, and says nothing itself."""
EMPTY_ADVERBS = frozenset(
    _listed(
        "아주 매우 무척 굉장히 더욱 더욱더 한층 크게 널리 성큼 참 꽤 상당히 몹시 훨씬 점차 점점 곧바로 마침내",
        "드디어 결국 특히 또한 다시 직접 새롭게 활발히 꾸준히 본격적으로 대대적으로 이날 잇따라 속속 앞다퉈 오히려",
    )
)
"""What can go without making a sentence say something else; 거의, 모두, 아직 and 주로 can't."""
LISTENERS = frozenset(_listed("기자들에게 취재진에게 기자들과 취재진에"))
ASKING = frozenset(_listed("무엇을 누구를 어디를 무얼 뭘"))
"""Objects of a question inside a sentence."""
EMPTY_NOUNS = _listed(
    "것 거 건 게 걸 점 수 사실 적 일 때 쪽 사람 방식 경우 뜻 데 줄 편 곳 가게 회사 제도 법 말 채 대로 만큼 후 뒤 이유",
)
"""Nouns that say little without what goes with them."""
NO_NOUN_ENDS = _listed("은 는 이 가 을 를 의 에 에서 로 와 과 도 고 며 게 히 만 까지 부터 월 년 일 서 어 아 해")
"""How words end that are no bare nouns."""
INFINITIVE_ENDS = _listed("아 어 해 여 워 려 쳐 져 켜 겨 꿔 춰 눠")
"""How verbs in 아/어 end."""
NO_INFINITIVES = _listed("올해 지난해 이해 피해 영어 언어 용어 단어 국어 대해 관해 비해 의해 걸쳐 아이어")
"""What ends so and is no verb, or says what the sentence is about."""
AFTER_INFINITIVES = _listed(
    "주 줬 줘 준 줄 보 봐 봤 본 볼 있 내 냈 버 두 둔 뒀 놓 놨 가 간 갔 갈 오 온 왔 올 나 난 났 지 진 졌 대 하 한 했",
    "야 도",
)
"""How words begin that go with a verb in 아/어 before them."""
AFTER_GO = _listed("있 싶 나 말 보 난 본 온 간")
"""How words begin that go with a verb in 고 before them."""
BUT_ENDS = _listed("지만 으나 는데 은데 인데 한데")
WHILE_ENDS = _listed("면서 므로 때문에 덕에 덕분에 뒤 후 끝에 가운데 데다 대신 동시에")
WHILE_ENDS_AT_A_COMMA = _listed("아서 어서 해서 여서 라서 워서 려서 돼서 으니 하니 되니 으니까 니까 해")
"""How clauses end that say when, how or why, and can go; conditions can't."""
SUBORDINATE_ENDS = _listed(
    "어도 아도 해도 여도 라도 려도 와도 워도 져도 쳐도 면 면서 어서 아서 해서 자 니 려고 도록 는데 지만"
)
"""How clauses end whose subject need not be that of the sentence."""
LEADING_ENDS = _listed("에 로 에서 통해 위해 따라 함께 만큼 대로 만에 의하면 관련해 대해 두고")
"""How a phrase before a comma ends that says where or how."""
ADVERBIAL_ENDS = (*_listed("에 에서 로 까지 부터 동안 에게 에는 에서는"), ",")
"""How words end that say where, when or to whom."""
RELATIVE_ENDS = _listed("한 된 던 진 난 온 춘 운 든 킨 친 낸 준 린 긴 인")
"""How verbs end that go with the next noun, besides 는 and 은."""
CLOSED_VERBS = _listed(
    "받 먹 작 같 높 얻 남 좋 늦 깊 낮 찾 맡 닫 놓 넣 잡 뽑 입 맺 적 굳 붙 쏟 갚 익 믿 벗 씻 웃 쌓 닿 낳 있 심 싶",
    "참 검",
)
"""Stems before which 은 and 을 are no particles: 받은, 있을."""
OPEN_VERBS = _listed(
    "가 오 보 주 쓰 드 우 지 치 키 리 내 나 서 기 추 꾸 르 모으 끄 뜨 세 빼 새 크 사 차 타 피 여 이 꼬 재 대 매 두",
    "노 쉬 뛰 쥐 튀 뀌 휘",
)
"""What stems in a vowel end with, as nouns do too: 지는, 기는."""
SHORT_VERBS = frozenset(_listed("가 오 보 주 쓰 드 우 지 치 키 내 서 추 꾸 끄 뜨 세 빼 크 사 타 쉬 뛰 쥐 튀"))
"""Stems of one syllable that are rarely nouns, wherever they stand: 쉬는."""
BEFORE_VERBS = _listed("을 를 이 가 에 로 게 히 어 아 고 지 서 해 여 와 려 쳐 져 라 내 도 껏 만")
"""What the word before a verb ends with, mostly."""
NO_ALSO = _listed(
    "아도 어도 해도 여도 와도 워도 려도 져도 라도 정도 제도 속도 태도 의도 온도 지도 한도 각도 강도 보도 시도 주도",
    "기도 용도 농도 밀도 빈도 구도 아무도 누구도 하나도 조금도 그래도 까지도 로도 에도 게도 서도",
)
"""What ends in 도 and does not say that something holds for this too."""
ADVERBS_LIKE_SUBJECTS = frozenset(
    _listed("같이 많이 깊이 높이 없이 굳이 더욱이 일찍이 틈틈이 끊임없이 나란히 깊숙이 낱낱이 일일이 이 가"),
)
SHORT_ADJECTIVES = frozenset(_listed("크 쓰 시 세 싸 짜 차 희 이르 느리 흐리 어리 여리 질기"))
"""Adjectives in a vowel that many nouns end with: 크다, but 딥시크다."""
VERBS_BEFORE_GO = _listed("가 오 보 주 두 내 서 쓰 지 치 키 리 기 우 누 추 꾸 나 르 뜨 끄 모으 세 새 빼 건너 펴 켜")
"""What stems in a vowel end with, where a noun may stand before 고 too."""
HELPED_ENDS = _listed("아 어 여 해 워 와 려 쳐 져 켜 라 러 내 써 둬 줘 춰 눠 봐")
"""What a verb ends with before a helping one (해 준다)."""
ADJECTIVES = _listed(
    "하 다르 빠르 올바르 게으르 서투르 푸르 아프 슬프 고프 나쁘 기쁘 바쁘 예쁘 가쁘 거세 비싸 멋지 값지 헛되 참되 못되",
    "지나치 뛰어나",
)
"""Adjectives in a vowel, whatever stands before them: any other word of that kind before 다 is a noun (문제다)."""
VERBS_IN_I = _listed(
    "보이 쓰이 모이 높이 줄이 기울이 들이 움직이 붙이 먹이 죽이 녹이 속이 쌓이 섞이 놓이 덮이 꺾이 깎이 엮이 묶이 벌이",
    "숙이 망설이 속삭이 반짝이 끄덕이 늘이 끓이 펄럭이 번쩍이 트이 꼬이 조이",
)
"""Verbs in 이, which is no copula after these."""
NO_STATEMENT_ENDS = _listed(
    "까요 세요 게요 래요 데요 걸요 네요 군요 든요 니까요 잖아요 만요 면요 자고요 라고요 다고요 려고요 처럼요 까지요",
    "부터요 개요",
)
"""Ends in 요 of questions, requests, asides and clauses that hang on another sentence."""
