## 기사, 마스코트, 철자 파일에서 잘못된 것 (agora check). 항목 이름 뒤에 와요
content-not-mapping = { $of }의 항목을 적는 자리예요
    .hint = 그 아래에 이 항목을 적어 주세요: { $keys }
content-key-unknown = { $of }에는 이런 항목이 없어요
content-of-article = 기사
content-of-option = 답
content-of-squabble-line = 티격태격의 말
content-of-mascot = 마스코트
content-of-texts = 언어별 문구
content-remove = 지워 주세요
content-remove-slug = 지워 주세요. 슬러그는 파일 이름에서 나와요
content-not-list = 목록을 적는 자리예요
    .hint = 한 줄에 하나씩 ‘- ’ 뒤에 적어 주세요
content-add-emoji = emoji: 👍처럼 적어 주세요
content-add-name = name: { "{" }ko: 부키, en: Booki{ "}" }처럼 적어 주세요
content-not-text = 문구를 적는 자리예요
    .hint = 항목 이름 뒤에 한 줄로 적어 주세요
content-is-list = 문구를 적는 자리인데 목록이 있어요
    .hint = 항목 이름 뒤에 한 줄로 적고, [로 시작하는 문구는 따옴표로 감싸 주세요
content-is-mapping = 문구에 ‘: ’이 들어 있거나 문구가 { "{" }로 시작해요
    .hint = 문구 전체를 따옴표로 감싸 주세요
content-empty = 비어 있어요
    .hint = 내용을 적어 주세요
content-too-long = { $length }자예요. { $most }자까지만 쓸 수 있어요
    .hint = 줄여 주세요
content-control = 보이지 않는 제어 문자가 들어 있어요
    .hint = 다시 입력해 주세요
content-use-one-of = 이 가운데 하나를 적어 주세요: { $known }

## 기사
content-link-nowhere = 이 링크가 가리키는 파일이 없어요
    .hint = 링크 대신 파일을 넣어 주세요
content-link-outside = 이 폴더 밖을 가리키는 링크예요
    .hint = 링크 대신 파일을 넣어 주세요
content-no-slug = 슬러그로 쓸 수 없는 파일 이름이에요: ‘{ $slug }’
    .hint = 글자, 숫자, ‘-’, ‘_’만 써서 { $most }자 안으로 지어 주세요
content-no-front = 머리말이 없어요
    .hint = 첫 줄에 ‘---’만 적고 그 아래에 머리말을 써 주세요
content-open-front = 머리말이 닫히지 않았어요
    .hint = 머리말 끝에 ‘---’만 적은 줄을 넣어 주세요
content-no-body = 머리말 아래에 본문이 없어요
    .hint = 본문을 써 주세요
content-published-flag = true나 false가 아니라 시각을 적는 자리예요
    .hint = 2025-04-28T04:57:00+09:00처럼 날짜, 시각, 시간대를 적어 주세요. 기사를 올리지 않으려면 draft: true라고 적어 주세요
content-published-no-time = ‘{ $text }’{ JOSA($text, "을/를") } 시각으로 읽을 수 없어요
    .hint = 2025-04-28T04:57:00+09:00처럼 날짜, 시각, 시간대를 적어 주세요
content-published-no-zone = 시간대가 없어요
    .hint = 2025-04-28T04:57:00+09:00처럼 날짜, 시각, 시간대를 적어 주세요
content-published-year = { $year }년은 시간대에 따라 날짜로 나타낼 수 없어요
    .hint = { $first }년부터 { $last }년 사이로 적어 주세요
content-no-summary = 요약이 없어서 기사를 올릴 수 없어요
    .hint = 세 줄을 적어 주세요
content-summary-lines = { $lines }줄이에요
    .hint = 꼭 세 줄로 적어 주세요
content-squabble-lines = { $lines }줄이에요. { $most }줄까지만 쓸 수 있어요
    .hint = 몇 줄을 빼 주세요
content-no-option = ‘{ $option }’{ JOSA($option, "이라는/라는") } 답이 없어요
content-source = ‘{ $text }’{ JOSA($text, "은/는") } 웹 주소가 아니에요
    .hint = https://…처럼 주소 전체를 적어 주세요
content-tags = 태그가 { $tags }개예요. { $most }개까지만 쓸 수 있어요
    .hint = 몇 개를 빼 주세요
content-options = 답이 { $options }개예요
    .hint = { $fewest }~{ $most }개를 적어 주세요
content-label-twice = ‘{ $label }’{ JOSA($label, "이/가") } 두 번 나와요
    .hint = 다른 말로 적어 주세요
content-label-alike = ‘{ $label }’{ JOSA($label, "이/가") } ‘{ $other }’{ JOSA($other, "과/와") } 똑같아 보여요
    .hint = 다른 말로 적어 주세요
content-emoji = ‘{ $text }’ 대신 이모지 하나를 적어야 해요
    .hint = 👍처럼 적어 주세요. 커스텀 이모지는 { "{" }discord: …, slack: …, local: …{ "}" }처럼 적어 주세요
content-emoji-form = 이모지 하나나 플랫폼별 이모지를 적는 자리예요
    .hint = 👍처럼 적어 주세요
content-emoji-platform = 그런 플랫폼은 없어요
content-emoji-custom = ‘{ $text }’{ JOSA($text, "은/는") } { $platform }의 이모지가 아니에요
    .hint = { $example }처럼 적어 주세요
content-emoji-saves = { $emoji } 이모지는 기사를 저장할 때 눌러서 답에는 쓸 수 없어요
    .hint = 다른 이모지를 골라 주세요
content-emoji-twice = 같은 이모지 { $emoji } 하나를 두 답에 썼어요
    .hint = 다른 이모지를 골라 주세요
content-emoji-nowhere = { $platform }에서 쓸 이모지가 없어 그곳에는 기사를 올릴 수 없어요
content-emoji-not-slack = 슬랙에는 { $emoji } 이모지의 이름이 없어 슬랙에서 이 이모지로 투표할 수 없어요
content-emoji-each = 다른 이모지를 고르거나 플랫폼마다 따로 적어 주세요: { "{" }{ $platform }: …{ "}" }
content-emoji-add = emoji에 ‘{ $platform }: …’도 적어 주세요

## 기사 사이
content-slug-twice = { $file }도 슬러그가 ‘{ $slug }’{ JOSA($slug, "이에요/예요") }
    .hint = 둘 중 한 파일의 이름을 바꿔 주세요. 앞에 붙은 날짜는 슬러그에 들어가지 않아요
content-no-speaker = ‘{ $name }’{ JOSA($name, "이라는/라는") } 마스코트가 없어요
content-add-mascot = mascots.yaml에 추가해 주세요
content-no-previous = ‘{ $slug }’{ JOSA($slug, "이라는/라는") } 기사가 없어요
content-write-slug = 있는 기사의 슬러그를 적어 주세요
content-previous-loop = 이전 기사를 따라가면 이 기사로 되돌아와요
    .hint = 연재의 첫 기사에는 previous를 적지 마세요
content-waits = 아직 오지 않은 시각이에요. { $at }({ $zone })까지는 일정에서 고르지 않고 페이지에도 보이지 않아요
    .hint = 그 전에 열려면 이렇게 해 주세요: agora post { $slug }
content-no-articles = 올릴 기사가 없어요
    .hint = 기사를 하나 써 주세요: agora article new 제목
content-no-category = ‘{ $category }’ 분야의 기사가 없어요
    .hint = 있는 분야: { $categories }
content-no-tag = ‘{ $tag }’ 태그가 붙은 기사가 없어요
    .hint = 기사에 이 태그를 붙여 주세요

## 폴더
content-no-folder = 콘텐츠 폴더가 없어요: { $folder }
    .hint = 폴더를 만들거나 설정 파일의 content를 바로잡아 주세요.
content-unread = 기사 폴더를 읽을 수 없어요({ $reason })
    .hint = 경로를 확인해 주세요
content-beside = 기사는 articles 폴더에서만 읽어서 이 파일은 건너뛰었어요
    .hint = { $folder }{ JOSA($folder, "으로/로") } 옮겨 주세요
content-not-md = 기사는 이름이 .md로 끝나는 파일만 읽어서 이 파일은 건너뛰었어요
    .hint = 이름을 { $name }{ JOSA($name, "으로/로") } 바꿔 주세요
content-nested = 기사 폴더 안의 폴더는 읽지 않아서 여기 있는 기사 { $articles }개를 건너뛰었어요
    .hint = 파일을 { $folder }{ JOSA($folder, "으로/로") } 옮겨 주세요

## 찾는 기사
content-article-broken = { $file }에 오류가 있어서 기사 ‘{ $slug }’{ JOSA($slug, "을/를") } 쓸 수 없어요.
    .hint = ‘agora check’로 오류를 확인해 주세요.
content-article-unknown = { $folder }에 ‘{ $slug }’{ JOSA($slug, "이라는/라는") } 기사가 없어요.
    .hint = 이런 기사가 있어요: { $slugs }
content-library-empty = 아직 기사가 하나도 없어요.

## mascots.yaml과 spellings.yaml
content-no-mascots = 마스코트가 하나도 없어요
    .hint = 마스코트마다 booki 같은 ID를 적고 그 아래에 name과 emoji를 적어 주세요
content-mascot-key = ‘{ $name }’{ JOSA($name, "은/는") } 마스코트의 ID로 쓸 수 없어요
    .hint = 로마자 소문자, 숫자, ‘-’, ‘_’만 써 주세요
content-mascot-emoji = ‘{ $text }’ 대신 이모지 하나를 적어야 해요
    .hint = 🦉처럼 적어 주세요
content-mascot-picture = ‘{ $text }’{ JOSA($text, "은/는") } 그림으로 쓸 수 없어요
    .hint = 파일 이름이나 주소를 적어 주세요
content-mascot-alike = ‘{ $name }’{ JOSA($name, "이/가") } { $other }의 이름과 똑같아 보여요
    .hint = 다른 이름을 지어 주세요
content-spelling-twice = ‘{ $name }’{ JOSA($name, "은/는") } ‘{ $other }’{ JOSA($other, "과/와") } 같은 이름이에요
    .hint = 하나를 지워 주세요
content-spelling-alone = 이름이 하나뿐이에요
    .hint = 같은 것을 가리키는 이름을 한 목록에 적어 주세요: [OpenAI, 오픈AI]

## 파일을 읽거나 쓸 수 없는 이유. 괄호 안에 와요
reason-unknown = 알 수 없는 이유
reason-denied = 권한 없음
reason-not-permitted = 허용되지 않음
reason-missing = 파일이나 폴더가 없음
reason-no-folder = 폴더가 아님
reason-folder = 파일이 아니라 폴더임
reason-there = 이미 있음
reason-no-space = 디스크 공간 부족
reason-quota = 디스크 할당량 초과
reason-read-only = 읽기 전용 디스크
reason-device = 디스크 입출력 오류
reason-name = 너무 긴 파일 이름
reason-loop = 서로 맞물린 링크
reason-files = 열어 둔 파일이 너무 많음
reason-busy = 다른 프로그램이 쓰는 중
reason-large = 너무 큰 파일

## 결과 그림
chart-not-drawn = 도표를 그리지 못했어요.
    .hint = 같은 숫자를 결과 페이지에서 볼 수 있어요.
