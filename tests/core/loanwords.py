"""A hundred words in Latin letters with their usual Korean form: written before the rule was, to measure it."""

from __future__ import annotations

from bot.core.spoken.final_sounds import readings

LOANWORDS = readings(
    """
agent 에이전트, model 모델, data 데이터, cloud 클라우드, server 서버, platform 플랫폼, robot 로봇, chatbot 챗봇,
internet 인터넷, network 네트워크, feedback 피드백, block 블록, music 뮤직, public 퍼블릭, traffic 트래픽, app 앱,
startup 스타트업, leadership 리더십, workshop 워크숍, group 그룹, desktop 데스크톱, market 마켓, ticket 티켓,
rocket 로켓, planet 플래닛, pilot 파일럿, spot 스폿, chat 챗, set 세트, kit 키트, hit 히트, credit 크레디트, unit 유닛,
edit 에디트, format 포맷, input 인풋, layout 레이아웃, scout 스카우트, tweet 트윗, street 스트리트, boat 보트,
light 라이트, test 테스트, script 스크립트, project 프로젝트, site 사이트, private 프라이빗, template 템플릿,
note 노트, chocolate 초콜릿, desk 데스크, link 링크, check 체크, stack 스택, stock 스톡, book 북, week 위크,
bike 바이크, web 웹, lab 랩, job 잡, club 클럽, hub 허브, tube 튜브, tag 태그, bag 백, blog 블로그, marketing 마케팅,
speed 스피드, good 굿, grid 그리드, code 코드, bridge 브리지, office 오피스, service 서비스, game 게임, phone 폰,
online 온라인, file 파일, title 타이틀, signal 시그널, skill 스킬, design 디자인, column 칼럼, program 프로그램,
campaign 캠페인, rhythm 리듬, camp 캠프, soup 수프, loop 루프, tape 테이프, recipe 레시피, technique 테크닉,
antique 앤티크, tech 테크, sketch 스케치, bluetooth 블루투스, golf 골프, archive 아카이브, menu 메뉴
"""
)
