"""Words in Latin letters, as they are said in Korean."""

from __future__ import annotations

import pytest

from bot.core.particles import josa
from bot.core.spoken.names import NAMES, SUFFIXES
from tests.core.loanwords import LOANWORDS

PAIRS = ("이/가", "으로/로")


def forms(word: str) -> list[str]:
    return [josa(word, pair) for pair in PAIRS]


TRADE = """
DeepSeek가 Slack이 GitHub가 OpenAI가 Anthropic이 Copilot이 React가 Python이 Claude가 Gemini가 ChatGPT가 NAVER가
Naver가 Kakao가 Samsung이 SAMSUNG이 LG가 Llama가 Mistral이 Linux가 Kubernetes가 Docker가 Meta가 META가
Microsoft가 NVIDIA가 TikTok이 YouTube가 Discord가 Notion이 Figma가 PyTorch가 Google이 Amazon이 Apple이 Tesla가
Netflix가 Facebook이 Instagram이 Reddit이 Twitter가 Grok이 Qwen이 Perplexity가 Midjourney가 Cursor가 Chrome이
Android가 iPhone이 iPad가 iPod이 iOS가 macOS가 Excel이 PowerPoint가 Photoshop이 Zoom이 KakaoTalk이 Git이 GitLab이
JavaScript가 TypeScript가 Java가 Kotlin이 Swift가 Rust가 Redis가 MySQL이 SQLite가 MongoDB가 Spark가 Hadoop이
Bitcoin이 Wi-Fi가 Bluetooth가 OPEC이 NASA가 KAIST가 POSTECH이 JPEG이 MP3가 G20이 F1이 T1이 C#이 C++가 F#이 .NET이
ASP.NET이 Node.js가 WhatsApp이 Europe이 GPT-4o가 DeepSeek-R1이 삼성GPT가 @OpenAI가 CHATGPT가 slack이 deepseek가
"""


@pytest.mark.parametrize("said", [*TRADE.split(), "Hugging Face가", "New York이", "Big Apple이", "VS Code가"])
def test_names_of_the_trade(said: str) -> None:
    assert said[:-1] + josa(said[:-1], "이/가") == said


@pytest.mark.parametrize("table", [NAMES, SUFFIXES])
def test_readings_are_hangul(table: dict[str, str]) -> None:
    for name, readings in table.items():
        assert all("가" <= c <= "힣" or c == "/" for c in readings), name
        assert all(readings.split("/")), name


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_read_as_the_table_says(name: str) -> None:
    if "/" not in NAMES[name]:
        assert forms(name) == forms(NAMES[name])
        assert forms(f"‘{name}’") == forms(NAMES[name])


def test_a_hundred_words_are_right_or_left_open() -> None:
    """The rule of before: 46 right, 48 left open, 6 wrong."""
    right = [word for word, usual in LOANWORDS.items() if forms(word) == forms(usual)]
    left_open = [word for word in LOANWORDS if josa(word, "이/가") == "이(가)"]
    assert len(LOANWORDS) == 100
    assert len(right) >= 95
    assert len(right) + len(left_open) == 100


@pytest.mark.parametrize(
    ("word", "usual"),
    [
        ("LLM", "엘엘엠"),
        ("llm", "엘엘엠"),
        ("LLMs", "엘엘엠스"),
        ("HTML", "에이치티엠엘"),
        ("CFO", "시에프오"),
        ("IOC", "아이오시"),
        ("OECD", "오이시디"),
        ("UNHCR", "유엔에이치시알"),
        ("VR", "브이알"),
        ("PhD", "피에이치디"),
        ("B2B", "비투비"),
        ("R&D", "알앤디"),
        ("U.S.", "유에스"),
        ("Let's", "레츠"),
        ("K-pop", "케이팝"),
        ("MyBot", "마이봇"),
        ("screenshot", "스크린샷"),
        ("café", "카페"),
        ("Pokémon", "포켓몬"),
        ("ＡＩ", "에이아이"),
        ("naver.com", "네이버닷컴"),
        ("www.naver.com", "네이버닷컴"),
        ("https://naver.com/", "네이버닷컴"),
        ("a@naver.com", "네이버닷컴"),
        ("korea.go.kr", "고닷케이알"),
        ("claude.ai", "닷에이아이"),
        ("README.md", "엠디"),
        ("config.yaml", "야믈"),
        ("보고서.pdf", "피디에프"),
        ("song.mp3", "엠피스리"),
        ("main.c", "시"),
        ("https://a.kr/b/index.html", "에이치티엠엘"),
    ],
)
def test_letters_and_addresses(word: str, usual: str) -> None:
    assert forms(word) == forms(usual)


@pytest.mark.parametrize(
    "word", ["https://a.kr/b/c", "BOT", "TOP", "credit", "Monet Corot", "øł", "Ansermet", "lock", "dataset"]
)
def test_what_is_read_in_several_ways_is_not_decided(word: str) -> None:
    assert josa(word, "이/가") == "이(가)"
