"""Letters other than Latin ones, read aloud: Hangul, Hanja as newspapers use them, Greek and kana."""

from __future__ import annotations

import re
from typing import Final

from bot.core.korean import is_syllable
from bot.core.spoken.final_sounds import (
    CLOSED,
    OPEN,
    RIEUL,
    UNKNOWN,
    Endings,
    of_reading,
    of_syllable,
    readings,
)

_PRESS: Final = readings(
    """
美 미, 中 중, 日 일, 韓 한, 北 북, 南 남, 英 영, 獨 독, 独 독, 佛 불, 露 노, 蘇 소, 越 월, 印 인, 伊 이, 濠 호, 加 가,
泰 태, 比 비, 臺 대, 台 대, 港 항, 歐 구, 亞 아, 國 국, 靑 청, 青 청, 與 여, 野 야, 檢 검, 警 경, 法 법, 軍 군, 黨 당,
府 부, 政 정, 官 관, 民 민
"""
)
"""Countries and powers as headlines shorten them, several in a row too (韓美日, 與野)."""
_SINGLE: Final = readings(
    """
前 전, 現 현, 新 신, 舊 구, 故 고, 反 반, 親 친, 對 대, 非 비, 脫 탈, 無 무, 多 다, 最 최, 總 총, 副 부, 男 남, 女 여,
左 좌, 右 우, 金 김, 李 이, 朴 박, 文 문, 尹 윤, 安 안, 洪 홍, 盧 노, 崔 최, 鄭 정, 趙 조, 曺 조, 張 장, 吳 오, 姜 강,
申 신, 權 권, 黃 황, 宋 송, 林 임, 株 주, 銀 은, 油 유, 核 핵, 稅 세, 戰 전, 家 가, 人 인, 車 차, 東 동, 西 서, 外 외,
內 내, 强 강, 弱 약, 死 사, 生 생, 愛 애, 年 년, 月 월, 時 시, 分 분, 秒 초, 號 호, 位 위, 次 차, 說 설, 案 안, 費 비,
賞 상, 展 전, 發 발, 甲 갑, 乙 을, 丙 병, 丁 정, 水 수, 火 화, 木 목, 土 토, 物 물
"""
)
_FIGURES: Final = readings(
    "一 일, 二 이, 三 삼, 四 사, 五 오, 六 육, 七 칠, 八 팔, 九 구, 十 십, 百 백, 千 천, 萬 만, 万 만, 億 억, 兆 조"
)
_READINGS: Final = {**_PRESS, **_SINGLE, **_FIGURES}
_TOGETHER = (set(_PRESS), set(_FIGURES))
_HANJA = re.compile(r"[\u3400-\u9fff\uf900-\ufaff〇]{1,40}\Z")
_GREEK = re.compile(r"(?<![Ͱ-Ͽ])[Α-Ωα-ωϐ-ϖ]\Z")
_GREEK_CLOSED = "ΕΟΥεουϵϒ"
"""엡실론, 오미크론, 입실론; all other names of letters end in a vowel."""
_JAMO = re.compile(r"(?<![가-힣ㄱ-ㆎ])[ㄱ-ㅎ]\Z")


def of_letter(text: str) -> Endings:
    """How a text ends whose last character is a letter of another script than the Latin one."""
    last = text[-1]
    if is_syllable(last):
        return of_syllable(last)
    if "ㅏ" <= last <= "ㅣ":
        return OPEN
    if "ㄱ" <= last <= "ㅎ":
        # ㄹ alone is 리을; ㅋㅋ is a sound that nobody writes down, and ㄱㅅ stands for a word.
        return UNKNOWN if not _JAMO.search(text) else RIEUL if last == "ㄹ" else CLOSED
    if "\u1100" <= last <= "\u1112":
        # What is left of ㉠ without its circle.
        return RIEUL if last == "\u1105" else CLOSED
    if "ぁ" <= last <= "ゖ" or "ァ" <= last <= "ヺ" or last == "ー":
        return CLOSED if last in "んンっッ" else OPEN
    if _GREEK.search(text):
        return CLOSED if last in _GREEK_CLOSED else OPEN
    return _of_hanja(text)


def _of_hanja(text: str) -> Endings:
    """One Hanja by its reading. Of more in a row only those of headlines: names may be read as in China or Japan."""
    found = _HANJA.search(text)
    if found is None or found.group()[-1] not in _READINGS:
        return UNKNOWN
    run = found.group()
    if len(run) > 1 and not any(set(run) <= table for table in _TOGETHER):
        return UNKNOWN
    return of_reading(_READINGS[run[-1]])
