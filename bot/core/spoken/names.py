"""Names in Latin letters with how they are written in Korean: one row is all it takes to add one.

A name stands here where its Korean form does not follow from its spelling (bot.core.spoken.latin), or where readers
would mind most if it were wrong. The Korean form is the one that its owner uses in Korea, else what newspapers print
(외래어 표기법). Several that are in use alike stand side by side: `소네트/소넷`.
"""

from __future__ import annotations

from typing import Final

from bot.core.spoken.final_sounds import readings

NAMES: Final = readings(
    """
# Makers of models, and what they make.
OpenAI 오픈에이아이, ChatGPT 챗지피티, Codex 코덱스, Sora 소라, Whisper 위스퍼, DALL-E 달리, Anthropic 앤트로픽,
Claude 클로드, Opus 오퍼스, Sonnet 소네트/소넷, Haiku 하이쿠, DeepSeek 딥시크, Qwen 큐원, Kimi 키미, Moonshot 문샷,
MiniMax 미니맥스, Manus 마누스, DeepMind 딥마인드, Gemini 제미나이, Gemma 젬마, Bard 바드, AlphaGo 알파고,
NotebookLM 노트북엘엠, Meta 메타, Llama 라마, Mistral 미스트랄, Mixtral 믹스트랄, Cohere 코히어, Grok 그록,
xAI 엑스에이아이, Perplexity 퍼플렉시티, Midjourney 미드저니, Runway 런웨이, Suno 수노, ElevenLabs 일레븐랩스,
Copilot 코파일럿, Cursor 커서, Devin 데빈, Replit 레플릿, Windsurf 윈드서프, LangChain 랭체인, HyperCLOVA 하이퍼클로바,
EXAONE 엑사원, Upstage 업스테이지, Solar 솔라, Rebellions 리벨리온, FuriosaAI 퓨리오사에이아이, Wrtn 뤼튼,
Hugging Face 허깅페이스, Stability 스태빌리티
# Houses.
NAVER 네이버, Kakao 카카오, Samsung 삼성, Hyundai 현대, Kia 기아, Coupang 쿠팡, Toss 토스, Google 구글,
Alphabet 알파벳, Microsoft 마이크로소프트, Apple 애플, Amazon 아마존, NVIDIA 엔비디아, Intel 인텔, Qualcomm 퀄컴,
Oracle 오라클, Huawei 화웨이, Xiaomi 샤오미, Tencent 텐센트, Baidu 바이두, Alibaba 알리바바, ByteDance 바이트댄스,
Tesla 테슬라, SpaceX 스페이스엑스, Adobe 어도비, Palantir 팔란티어, SoftBank 소프트뱅크, Airbnb 에어비앤비, Uber 우버,
Spotify 스포티파이, Nike 나이키, Sony 소니, Boeing 보잉, Airbus 에어버스, Bloomberg 블룸버그, Reuters 로이터,
Nintendo 닌텐도, Renault 르노
# Where people talk, watch and write.
Slack 슬랙, Discord 디스코드, Telegram 텔레그램, WhatsApp 왓츠앱, KakaoTalk 카카오톡, LINE 라인, YouTube 유튜브,
TikTok 틱톡, Instagram 인스타그램, Facebook 페이스북, Threads 스레드, Twitter 트위터, Reddit 레딧, LinkedIn 링크트인,
Twitch 트위치, Netflix 넷플릭스, Disney 디즈니, Zoom 줌, Notion 노션, Figma 피그마, Canva 캔바, Photoshop 포토샵,
Jira 지라, Trello 트렐로, Miro 미로, Excel 엑셀, PowerPoint 파워포인트, Outlook 아웃룩, iPhone 아이폰, iPad 아이패드,
iPod 아이팟, AirPods 에어팟, MacBook 맥북, Galaxy 갤럭시, Kindle 킨들, Roblox 로블록스, Minecraft 마인크래프트
# What programs are written with. ‘깃허브’ is what GitHub is called in print; programmers also say ‘깃헙’.
Git 깃, GitHub 깃허브, GitLab 깃랩, Linux 리눅스, Ubuntu 우분투, Android 안드로이드, Unix 유닉스, Python 파이썬,
PyTorch 파이토치, TensorFlow 텐서플로, NumPy 넘파이, Jupyter 주피터, CUDA 쿠다, Java 자바, JavaScript 자바스크립트,
TypeScript 타입스크립트, Kotlin 코틀린, Swift 스위프트, Rust 러스트, C# 시샵, F# 에프샵, C++ 시플러스플러스, Go 고,
Scratch 스크래치, Node.js 노드제이에스, Deno 디노, .NET 닷넷, ASP.NET 에이에스피닷넷, React 리액트, Vue 뷰,
Svelte 스벨트, Angular 앵귤러, Django 장고, Flask 플라스크, Spring 스프링, Docker 도커, Kubernetes 쿠버네티스,
Terraform 테라폼, Jenkins 젠킨스, Redis 레디스, MongoDB 몽고디비, PostgreSQL 포스트그레스큐엘/포스트그레에스큐엘,
MySQL 마이에스큐엘, SQLite 에스큐엘라이트, Elasticsearch 엘라스틱서치, Kafka 카프카, Hadoop 하둡, Spark 스파크,
Chrome 크롬, Firefox 파이어폭스, Safari 사파리, LaTeX 레이텍/라텍, latex 라텍스, Wi-Fi 와이파이, Bluetooth 블루투스,
YAML 야믈, Bitcoin 비트코인
# Letters and figures that are read as a name.
R1 아르원/알원, o1 오원, o3 오스리, GPT-3 지피티스리, MP3 엠피스리, Web3 웹스리, G7 지세븐/지칠, G20 지이십, F1 에프원,
M1 엠원, T1 티원, K9 케이나인, 2K 투케이, 4K 포케이, 8K 에이트케이, NASA 나사, NATO 나토, UNESCO 유네스코,
UNICEF 유니세프, OPEC 오펙, FIFA 피파, APEC 에이펙, KAIST 카이스트, POSTECH 포스텍, UNIST 유니스트, GIST 지스트,
DGIST 디지스트, POSCO 포스코, ASEAN 아세안, SARS 사스, MERS 메르스, AIDS 에이즈, COVID 코비드, RADAR 레이더,
LiDAR 라이다, CAPTCHA 캡차, MOOC 무크, ASAP 에이에스에이피/아삽, OK 오케이, JPEG 제이펙, KOSPI 코스피, KOSDAQ 코스닥,
NASDAQ 나스닥, NYT 엔와이티, BTS 비티에스, BLACKPINK 블랙핑크, TWICE 트와이스, VIP 브이아이피
# Places and people.
New York 뉴욕, Europe 유럽, Seoul 서울, Kuwait 쿠웨이트, Tibet 티베트, Chile 칠레, Hyatt 하이엇, Peugeot 푸조,
Monet 모네, Manet 마네, Bizet 비제, Laurent 로랑, Brexit 브렉시트, Michelin 미슐랭, Porsche 포르쉐
"""
)
SUFFIXES: Final = readings(
    """
com 컴, net 넷, org 오아르지/오그, kr 케이알, io 아이오, ai 에이아이, dev 데브, gov 거브, edu 에듀, me 미, app 앱,
xyz 엑스와이지, tv 티브이, jp 제이피, cn 시엔, uk 유케이, us 유에스, eu 이유, de 디이, fr 에프알, info 인포, biz 비즈,
shop 숍, store 스토어, tech 테크, news 뉴스, blog 블로그, page 페이지, cloud 클라우드, site 사이트, co 시오/코,
gg 지지, md 엠디, txt 티엑스티, pdf 피디에프, hwp 에이치더블유피/한글, hwpx 에이치더블유피엑스, doc 독/디오시,
docx 독스/디오시엑스, xls 엑스엘에스, xlsx 엑스엘에스엑스, ppt 피피티, pptx 피피티엑스, csv 시에스브이, json 제이슨,
jsonl 제이슨엘, yaml 야믈, yml 와이엠엘/야믈, toml 토믈, xml 엑스엠엘, ini 이니, html 에이치티엠엘, htm 에이치티엠,
css 시에스에스, js 제이에스, ts 티에스, jsx 제이에스엑스, tsx 티에스엑스, py 파이/피와이, ipynb 아이피와이엔비,
java 자바, kt 케이티/코틀린, rs 아르에스, go 고, rb 아르비, php 피에이치피, sh 에스에이치/셸, sql 에스큐엘/시퀄,
db 디비, log 로그, lock 록/락, env 엔브/이엔브이, cfg 시에프지/컨피그, conf 콘프/콘피그, ftl 에프티엘, bat 배트,
exe 이엑스이, apk 에이피케이, png 피엔지, jpg 제이피지, jpeg 제이펙, gif 지프/지아이에프, svg 에스브이지, webp 웹피,
bmp 비엠피, mp3 엠피스리, mp4 엠피포, wav 웨이브, mov 무브/엠오브이, avi 에이브이아이, mkv 엠케이브이, zip 집,
tar 타르, gz 지제트, 7z 세븐제트, rar 라르/알, iso 아이에스오, dmg 디엠지
"""
)
"""What domain names and file names end in, after the last dot."""
