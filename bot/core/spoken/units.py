"""Units, currencies and signs with their Korean readings (국립국어원, 표준국어대사전): one row adds one.

Where people read a sign in several ways, the readings stand side by side: `켈빈/케이`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bot.core.spoken.final_sounds import Endings, of_reading, readings


def _each(table: str) -> dict[str, str]:
    """A table in which several names share a reading: `g kg 그램`."""
    return {name: reading for names, reading in readings(table).items() for name in names.split()}


_UNITS: Final = _each(
    """
m km cm mm dm nm μm pm m2 km2 cm2 mm2 m3 km3 cm3 mm3 km/h m/s km/s 미터, g kg mg μg ng 그램, t 톤, kt 킬로톤/노트,
l L ml mL dl dL cl cL kl kL μl μL 리터, cc 시시, ha 헥타르, a 아르/에이, Å 옹스트롬, m/s2 제곱/미터, ° °C °F 도,
in 인치, ft 피트, yd 야드, mi 마일, mph 마일/엠피에이치, lb lbs 파운드, oz 온스,
B KB kB MB GB TB PB EB KiB MiB GiB TiB 바이트, b kb Kb Mb Gb Tb bit 비트, bps kbps Kbps Mbps Gbps Tbps 비피에스,
px 픽셀, pt 포인트, dpi 디피아이, ppi 피피아이, fps 프레임/에프피에스, Hz kHz KHz MHz GHz THz 헤르츠,
W kW KW MW GW TW mW 와트, Wh kWh MWh GWh TWh 와트시/와트아워, V kV mV eV keV MeV GeV 볼트, A mA 암페어,
Ah mAh 암페어시/에이치, Ω kΩ MΩ 옴, N 뉴턴, Pa hPa kPa MPa GPa 파스칼, J kJ MJ 줄, cal kcal 칼로리,
mmHg 밀리미터/에이치지, Sv mSv μSv 시버트, Bq kBq MBq 베크렐, Gy 그레이, mol mmol 몰, Da 돌턴, kDa 킬로돌턴, IU 아이유,
pH 피에이치, dB 데시벨, dBm 데시벨/디비엠, lx 럭스, lm 루멘, cd 칸델라, rpm 알피엠, ppm 피피엠, ppb 피피비, s 초,
ms 밀리초, μs 마이크로초, ns 나노초, min 분, h 시간/에이치, hr hrs 시간, d 일/디, am AM 에이엠/시, pm PM 피엠/시,
K 켈빈/케이/천, k 케이/천, M 엠/메가/미터, G 지/기가, T 티/테라/테슬라, D 디, x 배/엑스, bn 빌리언/비엔, st 스트/째,
nd rd 드/째, th 스/째, ea EA 개/이에이, p 피/페이지/쪽, pp 피피/퍼센트포인트/쪽, %p %P 퍼센트포인트,
bp 비피/베이시스포인트, won 원, KRW 원/케이알더블유, USD 달러/유에스디, EUR 유로/이유알, JPY 엔/제이피와이,
CNY 위안/시엔와이, GBP 파운드/지비피, BTC 비트코인/비티시, ETH 이더/이더리움/이티에이치
"""
)
_BY_LOWER = {name.lower(): reading for name, reading in reversed(_UNITS.items()) if len(name) > 1}
_AFTER_NUMBER = re.compile(
    r"(?<![A-Za-z\d.,])(?<![A-Za-z]-)(?:\d[\d,.]{0,30}|[½-¾⅐-⅞])\s?"
    r"(?P<unit>(?:[A-Za-zμΩÅ°]{1,5}|%[pP])[23²³]?(?:/[A-Za-z]{1,3}[2²]?)?)\Z"
)
_SQUARED = re.compile(r"(?<![A-Za-z])[kcdmnμ]?m[²³]\Z")
_SIGNS: Final = _each(
    """
% ％ ﹪ 퍼센트, ‰ 퍼밀, ° ˚ º ℃ ℉ 도, ∞ 무한대, ♯ 샵, ♭ 플랫, @ ＠ 앳/골뱅이, ㈜ 주/주식회사, № 넘버, ℡ 전화/텔
"""
)
_CURRENCIES: Final = _each(
    """
$ ＄ 달러, ₩ ￦ 원, € 유로, £ ￡ 파운드, ¥ ￥ 엔/위안, ¢ 센트, ₹ 루피, ₽ 루블, ₿ 비트코인, ₫ 동, ฿ 밧/바트, ₺ 리라,
₱ 페소, ₴ 흐리우냐, ₪ 셰켈, ₮ 투그릭, ₸ 텡게, ₦ 나이라, ₭ 킵, R$ 헤알
"""
)
_UNIT_SIGN = re.compile("[㍱-㏟㏿ℓ]")
_COMPATIBLE = re.compile("[\uff01-\uffef㍱-㏟㏿ℓ℃℉µ]")
_CODES: Final = readings("USD 달러, KRW 원, EUR 유로, JPY 엔, CNY 위안, GBP 파운드")
_FIGURES = r"\d[\d,.천백십만억조경]{0,40}"
_AMOUNT = re.compile(
    r"(?:(?P<sign>R?[$＄₩￦€£￡¥￥¢₹₽₿₫฿₺₱₴₪₮₸₦₭])|(?<![A-Za-z])(?P<code>USD|KRW|EUR|JPY|CNY|GBP))\s?"
    rf"{_FIGURES}(?:\s?[~∼～–-]\s?[$＄₩￦€£￡¥￥]?{_FIGURES})?(?:\s{_FIGURES})?"
    r"\s?(?:[kKmMbBT]|[bmt]n|thousand|million|billion|trillion|[천백십만억조경]{1,4})?\Z"
)


def of_amount(text: str) -> Endings | None:
    """How a text ends with an amount after a currency ($3: 3달러, ₩5,000: 5천 원); None where none does."""
    found = _AMOUNT.search(text)
    if found is None:
        return None
    return of_reading(_CURRENCIES[found["sign"]] if found["sign"] else _CODES[found["code"]])


def of_unit(text: str) -> Endings | None:
    """How a text ends with a unit after a number (12km, 5 L, 10m², 100km/h), or with m²; None where none does."""
    if _SQUARED.search(text):
        return of_reading("미터")
    found = _AFTER_NUMBER.search(text)
    if found is None:
        return None
    unit = unicodedata.normalize("NFKC", found["unit"])
    reading = _UNITS.get(unit) or _BY_LOWER.get(unit.lower())
    return None if reading is None else of_reading(reading)


def of_bare_unit(name: str) -> Endings | None:
    """How a unit without a number ends: only what is no word and would be spelled out otherwise, such as kg."""
    reading = None if len(name) < 2 or re.search("[aeiouyAEIOUY]", name) else _UNITS.get(name)
    return None if reading is None else of_reading(reading)


def of_sign(c: str) -> Endings | None:
    """How a sign that is read ends, a unit in one sign among them; None for one that is not read, or not alike."""
    reading = _SIGNS.get(c) or _CURRENCIES.get(c)
    if reading is None and _UNIT_SIGN.match(c):
        reading = _UNITS.get(unit_signs(c))
    return None if reading is None else of_reading(reading)


def unit_signs(text: str) -> str:
    """`text` with units in one sign as letters (㎏, ㎡, ℓ, ℃: kg, m2, l, °C), and full-width signs as ordinary ones."""
    return "".join(unicodedata.normalize("NFKC", c) if _COMPATIBLE.match(c) else c for c in text)
