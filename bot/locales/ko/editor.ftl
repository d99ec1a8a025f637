## 새 기사 파일 (agora article new). 설명과 항목을 YAML로 써요
article-new-front =
    ---
    # 제목(최대 { $longest }자)
    title: { $title }
    # 분야: 검색과 일정에서 이 이름으로 기사를 골라요
    category: 미분류
    # 발행 시각: 날짜, 시각, 시간대를 모두 적어요
    published: { $published }
    # 초안: 이 줄을 지우기 전에는 올라가지 않아요
    draft: true
    # 편집부가 고른 기사라면 앞의 #을 지우세요
    # pick: true
    # 원문 주소와 글쓴이(없어도 돼요)
    # source: https://example.org/article
    # author: 홍길동
    # 태그(없어도 돼요)
    # tags: [인공지능, 공개]
    # 이 기사보다 먼저 읽을 기사의 슬러그: 날짜와 확장자를 뺀 파일 이름(없어도 돼요)
    # previous: other-slug
    # 세 줄 요약: 꼭 세 줄이어야 올릴 수 있어요. 한 줄에 사실 하나씩, 한글 30자까지
    # summary:
    #   - 첫째 줄
    #   - 둘째 줄
    #   - 셋째 줄
    # 투표에 부칠 질문: ‘주제, …할까?’처럼, 30자까지
    question: { $question }
    # 답 2~10개. 적지 않으면 찬성 👍, 반대 👎예요. 이모지는 서로 달라야 하고 🔖는 쓸 수 없어요
    # options:
    #   - label: 찬성
    #     emoji: 👍
    #   - label: 반대
    #     emoji: 👎
    # 마스코트의 티격태격(없어도 돼요). side는 답의 label이에요. 마지막 줄은 진 쪽이 ‘…’로 시작해요
    # squabble:
    #   - speaker: booki
    #     side: 찬성
    #     says: 저는 찬성이에요. 이유는 이래요.
    #   - speaker: moki
    #     side: 반대
    #     says: 잠깐, 나는 생각이 달라!
    ---
article-new-body =
    ## 무슨 일이 있었나요?

    여기부터 본문이에요.
article-question = 어떻게 생각하세요?
article-title-empty = 제목에 글자나 숫자가 없어요.
    .hint = 글자나 숫자가 있는 제목을 적어 주세요.
article-title-long = 제목이 { $length }자예요.
    .hint = { $most }자까지만 쓸 수 있어요.
article-slug-taken = { $file }에서 이미 슬러그 ‘{ $slug }’{ JOSA($slug, "을/를") } 쓰고 있어요.
    .hint = 다른 제목을 정하거나 그 파일을 고쳐 주세요.
article-rename-first = 먼저 그 파일의 이름을 바꾸거나 파일을 지워 주세요.
article-unwritten = { $file } 파일을 쓸 수 없어요({ $reason }).
    .hint = 폴더를 확인해 주세요.
article-problem = { $place }: { $what }

## 다른 곳에서 가져온 초안 (agora article import). 초안에 적는 설명이에요
import-draft-head = # 다른 곳에서 가져온 초안이에요. 사실과 저작권을 확인하고 다듬은 다음 draft 줄을 지우세요
import-draft-lost = # 읽을 수 없는 글자를 뺐어요. 원문과 비교해 주세요. 빠진 글자 수: { $letters }
import-draft-category = 미분류
import-draft-undated = # 원문에서 발표 시각을 찾지 못해 가져온 시각을 적었어요. 확인해 주세요
import-draft-unread-date = # 원문의 시각을 읽지 못해 가져온 시각을 적었어요. 원문에는 이렇게 적혀 있어요: { $written }
import-draft-midnight = # 원문에는 날짜만 있어요. 시각을 확인해 주세요
import-draft-inside = # 원문의 주소가 이 컴퓨터나 내부 네트워크를 가리켜서 적지 않았어요
import-draft-left-out = # 원문의 머리말 가운데 쓰지 않은 것이에요
import-draft-proposed = # 자동으로 뽑은 요약 제안이에요. 읽고 다듬은 다음 앞의 ‘# ’을 지우세요
import-draft-wanted = # 세 줄 요약을 써 주세요. 꼭 세 줄이어야 올릴 수 있어요
import-draft-lines =
    첫째 줄
    둘째 줄
    셋째 줄
import-draft-ask = # 투표에 부칠 질문으로 바꿔 주세요
import-draft-slug = 가져온 기사

## 가져오기
import-known = { $place }의 기사는 이미 { $file }에 있어요.
    .hint = 그 파일을 다듬어 주세요. 다시 가져오려면 먼저 그 파일을 지워 주세요.
import-entry-known = 피드의 ‘{ $title }’ 기사는 이미 가져왔어요.
import-entry-inside = 피드의 ‘{ $title }’ 기사 주소가 이 컴퓨터나 내부 네트워크를 가리켜요.
import-entry-empty = 피드의 ‘{ $title }’ 기사에 본문이 없어요.
import-entries-later = { $minutes }분이 지나서 기사 { $entries }개는 다음으로 미뤘어요.
import-too-long = 기사가 1MiB보다 길어요.
    .hint = 필요한 부분만 파일로 저장해서 가져와 주세요.
import-timeout = { $address }에서 { $seconds }초 안에 응답하지 않았어요.
    .hint = 나중에 다시 시도해 주세요.
import-inside = { $address }에서 이 컴퓨터나 내부 네트워크의 주소로 넘어가요.
    .hint = 그 주소의 기사를 가져오려면 그 주소를 직접 적어 주세요.
import-unreachable = { $address }에 연결하지 못했어요.
    .hint = 주소와 인터넷 연결을 확인해 주세요.
import-broken = { $address }에서 끝까지 읽지 못했어요({ $reason }).
    .hint = 나중에 다시 시도해 주세요.
import-no-address = ‘{ $address }’{ JOSA($address, "은/는") } 웹 주소가 아니에요.
    .hint = https://…처럼 주소 전체를 적어 주세요.
import-status = { $address }에서 상태 코드 { $status }{ JOSA($status, "으로/로") } 응답했어요.
    .hint = 주소를 확인해 주세요.
import-page-large = { $address }의 내용이 5MiB보다 커요.
    .hint = 본문을 파일로 저장해서 가져와 주세요.
import-leads-on = { $address }에서 다른 주소로 { $times }번 넘게 넘어가요.
    .hint = 마지막에 나오는 주소를 적어 주세요.
import-file-missing = { $file } 파일이 없어요.
    .hint = 파일의 경로나 https://로 시작하는 주소를 적어 주세요.
import-no-file = { $file }에 있는 것은 파일이 아니에요.
    .hint = 파일의 경로나 https://로 시작하는 주소를 적어 주세요.
import-file-unread = { $file } 파일을 읽을 수 없어요({ $reason }).
    .hint = 파일의 권한을 확인해 주세요.
import-file-large = { $file } 파일이 5MiB보다 커요.
    .hint = 더 짧은 파일을 가져와 주세요.
import-packages = 웹 페이지와 피드를 가져올 때 쓰는 패키지가 설치되지 않았어요({ $reason }).
    .hint = 소스 폴더에서 이렇게 설치해 주세요: .venv/bin/pip install -e '.[summaries]'
import-kind = { $address }의 내용은 웹 페이지나 피드가 아니에요({ $kind }).
    .hint = 기사의 주소를 적어 주세요.
import-no-article = { $address }에서 기사를 찾지 못했어요.
    .hint = 본문을 .md나 .txt 파일로 저장해서 가져와 주세요.
import-no-feed = { $address }의 피드를 읽을 수 없어요.
    .hint = 주소를 확인해 주세요.
import-encoding = { $place }의 글자가 어떤 인코딩인지 알 수 없어 읽지 못했어요.
    .hint = UTF-8로 저장한 파일을 가져와 주세요.
import-slow = { $address }의 내용을 { $seconds }초 안에 읽지 못했어요.
    .hint = 본문을 .md나 .txt 파일로 저장해서 가져와 주세요.
import-unread = { $address }의 내용을 읽지 못했어요({ $reason }).
    .hint = 본문을 .md나 .txt 파일로 저장해서 가져와 주세요.
import-process-ended = 읽던 프로세스가 멈춤
import-front-open = { $place }의 머리말이 닫히지 않았어요.
    .hint = 머리말 끝에 ‘{ $line }’만 적은 줄을 넣어 주세요.
import-front-unread = { $place }의 { $format } 머리말을 읽을 수 없어요({ $reason }).
    .hint = 머리말을 바로잡거나, 지우고 본문만 가져와 주세요.
import-front-deep = 너무 깊게 겹침
import-front-no-object = 객체가 아님

## 세 줄 요약 (agora article summarise)
summary-made = # 자동으로 뽑은 요약이에요. 읽고 다듬은 다음 draft 줄을 지우세요
summary-too-few = 본문에서 요약으로 쓸 만한 문장을 세 개도 찾지 못했어요(찾은 문장: { $found }개).
    .hint = 세 줄을 직접 써 주세요.
summary-there = { $file }에는 이미 요약이 있어요.
    .hint = 다시 요약하려면 먼저 그 요약을 지워 주세요.
summary-unwritten = { $file } 파일을 쓸 수 없어요({ $reason }).
    .hint = 파일의 권한을 확인해 주세요.
summary-key-empty = summary 항목은 있는데 비어 있어요.
    .hint = 먼저 그 줄을 지워 주세요.
summary-by-hand = 머리말의 형식이 달라서 요약을 넣지 못했어요.
    .hint =
        draft: true와 함께 직접 넣어 주세요.
        summary:
        { $lines }
summary-changed = 그사이 { $file } 파일이 바뀌었어요.
    .hint = 명령을 다시 실행해 주세요.

## 요약해 주는 서비스
summary-no-model = summaries.model이 설정되지 않았어요.
summary-key-letters = summaries.key에 키로 쓸 수 없는 글자가 있어요.
summary-service-timeout = 요약 서비스가 { $seconds }초 안에 응답하지 않았어요.
summary-service-unreachable = 요약 서비스에 연결하지 못했어요.
summary-service-broke = 요약 서비스와 연결이 끊겼어요({ $reason }).
summary-service-status = 요약 서비스가 상태 코드 { $status }{ JOSA($status, "으로/로") } 응답했어요.
summary-service-long = 요약 서비스의 응답이 너무 길어요.
summary-service-form = 요약 서비스의 응답을 알아볼 수 없어요.
summary-service-empty = 요약 서비스의 응답에 내용이 없어요.
summary-service-lines = 요약 서비스가 세 줄이 아니라 { $lines }줄을 보냈어요.
summary-service-same = 요약 서비스가 보낸 세 줄에 내용이 없거나 같은 줄이 있어요.
summary-service-line-long = 요약 서비스가 { $most }자를 넘는 줄을 보냈어요.
summary-service-controls = 요약 서비스가 보이지 않는 제어 문자를 보냈어요.
