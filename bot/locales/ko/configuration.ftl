## 설정 파일에서 잘못된 것. 항목 이름 뒤에 와서 마침표가 없어요
meant-word = 혹시 ‘{ $word }’인가요?
known-words = 쓸 수 있는 것: { $words }
config-no-keys = 파일에 항목이 하나도 없어요
    .hint = timezone: Asia/Seoul처럼 항목을 적어 주세요
config-name-file = -c로 다른 파일을 지정하거나 새로 만들어 주세요
config-begin-with-example = 예시를 복사해 시작해 보세요: cp { $folder }config.example.ko.yaml { $path }
config-lost-text = # 뒤는 주석이 되어서 읽지 않아요
    .hint = 값이라면 전체를 따옴표로 감싸고, 주석이라면 # 뒤를 한 칸 띄어 주세요
config-unknown-key = 모르는 항목이에요
    .hint = 지워 주세요
config-missing = 빠져 있어요
    .hint = 적어 주세요
config-no-mapping = 값이 아니라 하위 항목을 적는 자리예요
    .hint = 다음 줄부터 들여쓰기해서 적어 주세요
config-no-list = 목록을 적는 자리예요
    .hint = [하나, 둘]처럼 적거나, 한 줄에 하나씩 ‘- ’ 뒤에 적어 주세요
config-no-text = 목록이나 하위 항목이 아니라 값 하나를 적는 자리예요
config-no-flag = true나 false만 적을 수 있어요
config-no-whole-number = 정수를 적는 자리예요
config-number-too-large = 수가 너무 커요
config-too-small = { $least } 이상이어야 해요
config-too-large = { $most } 이하여야 해요
config-no-word = 정해진 단어 하나를 적는 자리예요
config-unknown-word = ‘{ $value }’{ JOSA($value, "은/는") } 쓸 수 없는 값이에요
config-write-one-of = { $rest }{ JOSA($rest, "이나/나") } { $last } 중 하나를 적어 주세요
config-unfit = 쓸 수 없는 값이에요({ $reason })
config-unseen = ‘{ $value }’에 보이지 않는 문자가 들어 있어요
    .hint = 지우고 다시 입력해 주세요

## 이름, 경로, 주소
config-no-name = ‘{ $value }’{ JOSA($value, "은/는") } 이름으로 쓸 수 없어요
    .hint = 글자, 숫자, ‘-’, ‘_’만 띄어쓰기 없이 적어 주세요
config-path-empty = 비어 있어요
    .hint = 경로를 적어 주세요
config-no-path = ‘{ $value }’{ JOSA($value, "은/는") } 경로로 쓸 수 없어요
    .hint = { $example }처럼 적어 주세요
config-listen-url = ‘{ $value }’{ JOSA($value, "은/는") } URL이에요. 여기에는 호스트와 포트만 적어요
config-no-listen = ‘{ $value }’{ JOSA($value, "은/는") } 서버가 쓸 수 있는 주소가 아니에요
config-listen-write = 127.0.0.1:8080처럼 ‘주소:포트’로 적어 주세요. 다른 컴퓨터에서도 접속하게 하려면 0.0.0.0:8080이에요
config-no-port = ‘{ $value }’{ JOSA($value, "은/는") } 포트 번호가 아니에요
    .hint = 65535 이하의 숫자를 적어 주세요
config-no-web-address = ‘{ $value }’{ JOSA($value, "은/는") } 웹 주소가 아니에요
    .hint = { $begin }부터 주소 전체를 적어 주세요
config-address-with-password = 주소에 사용자 이름이나 비밀번호가 들어 있어요
    .hint = 빼고 적어 주세요
config-public-url-goes-on = ‘{ $value }’에는 호스트 뒤에 다른 것이 더 붙어 있어요
    .hint = https://agora.example.org처럼 호스트까지만 적어 주세요
config-database-no-file = 주소에 데이터베이스 파일이 없어요
    .hint = sqlite:///./agora.db처럼 적어 주세요
config-database-file-options = SQLite 파일의 주소에는 옵션을 붙일 수 없어요
    .hint = sqlite:///./agora.db처럼 적어 주세요
config-database-no-name = 주소에 데이터베이스 이름이 없어요
    .hint = postgresql://user@host/name처럼 적어 주세요
config-database-kind = ‘{ $kind }’{ JOSA($kind, "은/는") } 여기에서 쓸 수 없는 데이터베이스예요
config-no-database = 데이터베이스 주소가 아니에요
config-database-write = sqlite:///./agora.db나 postgresql://user@host/name처럼 적어 주세요
config-database-option = 주소의 ? 뒤에 모르는 옵션이 있어요
    .hint = 비밀번호에 있는 ?는 %3F로 적어 주세요. 쓸 수 있는 옵션: { $known }
config-database-option-number = 주소의 ? 뒤에 숫자여야 하는데 숫자가 아닌 옵션이 있어요
    .hint = 숫자로 고쳐 주세요

## 채널, 운영자, 플랫폼
config-channel-name = ‘{ $name }’{ JOSA($name, "은/는") } 채널 이름으로 쓸 수 없어요
    .hint = 띄어쓰기 없이 한 단어로 적어 주세요
config-channel-looks-like = ‘{ $name }’{ JOSA($name, "이/가") } 채널 ‘{ $other }’{ JOSA($other, "과/와") } 똑같아 보여요
    .hint = 다른 이름을 지어 주세요
config-channel-same-place = channels.{ $other }{ JOSA($other, "과/와") } 같은 곳이에요
    .hint = 한 곳에는 이름을 하나만 붙여 주세요
config-no-channel = ‘{ $name }’{ JOSA($name, "이라는/라는") } 채널이 없어요
    .hint = channels:에 추가해 주세요
config-no-discord-id = ‘{ $value }’{ JOSA($value, "은/는") } 디스코드 ID가 아니에요
    .hint = 디스코드에서 개발자 모드를 켜고, 마우스 오른쪽 버튼으로 눌러 ID(숫자 15~20자리)를 복사해 주세요
config-no-slack-channel = ‘{ $value }’{ JOSA($value, "은/는") } 슬랙 채널 ID가 아니에요
    .hint = 채널 ID는 채널 세부정보 맨 아래에 있어요
config-no-slack-member = ‘{ $value }’{ JOSA($value, "은/는") } 슬랙 멤버 ID가 아니에요
    .hint = 프로필의 더 보기(⋮)에서 멤버 ID를 복사해 주세요
config-no-local-id = ‘{ $value }’{ JOSA($value, "은/는") } ID로 쓸 수 없어요
    .hint = 글자, 숫자, ‘-’, ‘_’로 된 한 단어를 적어 주세요
config-platform-missing = { $platform } 설정이 없어요
    .hint = 이 파일에 { $platform }: 항목을 추가해 주세요
config-chat-without-web = 로컬 채팅에는 웹 서버가 필요해요
    .hint = web: { "{listen: …, chat: true}" }를 추가해 주세요
config-chat-off = 로컬 채팅이 꺼져 있어요
    .hint = web.chat을 true로 바꿔 주세요
config-chat-for-others = 로컬 채팅에는 로그인이 없는데, ‘{ $listen }’에는 다른 컴퓨터에서도 접속할 수 있어요. 접속한 사람은 누구로든, 운영자로도 행세할 수 있어요
    .hint = 주소를 127.0.0.1로 바꾸거나, 그래도 열려면 chat: { "{open_to: everyone}" }이라고 적어 주세요
config-chat-not-public = 로컬 채팅은 이 컴퓨터에서만 열려서 public_url로는 들어갈 수 없어요
    .hint = 그대로 두거나 chat: { "{open_to: everyone}" }이라고 적어 주세요. 로그인이 없어서, 그렇게 적으면 누구든 아무 이름으로나 행세할 수 있어요
config-chat-unknown = 알 수 없는 내용이에요
config-chat-for-whom = 채팅을 누구에게 열지 알 수 없어요
config-chat-write = true(이 컴퓨터에서만), false, { "{open_to: everyone}" } 중 하나를 적어 주세요
config-transport-needs = 빠져 있어요. transport: { $transport }일 때는 꼭 있어야 해요
    .hint = 적어 주세요
config-slack-without-web = http에는 웹 서버가 필요해요
    .hint = web: { "{listen: …}" }을 추가하거나 transport: socket으로 바꿔 주세요
config-slack-without-public-url = http를 쓰는데 web.public_url이 없어요. 슬랙이 보낸 것이라도 서버가 모르는 이름으로 오면 거절해요
    .hint = 슬랙에 알려 준 주소를 web.public_url에 적어 주세요
config-shards-kind = auto나 하위 항목을 적는 자리예요
config-shards-without-count = count가 없어요
config-shards-write = auto라고 적거나 { "{count: 16, run: [0, 1, 2, 3]}" }처럼 적어 주세요
config-no-shard = { $shard }번 샤드는 없어요
    .hint = 샤드 { $count }개의 마지막 번호는 { $last }번이에요
config-shard-twice = { $shard }번 샤드가 두 번 나와요
    .hint = 한 번만 적어 주세요

## 일정과 규칙
config-reactions-visible = 봇은 마감할 때까지 집계를 숨기지만, 플랫폼에는 반응이 그대로 보여요
    .hint = 비밀 투표는 ballot: buttons뿐이에요
config-schedule-twice = ‘{ $name }’{ JOSA($name, "은/는") } { $place }의 이름이기도 해요
    .hint = 일정마다 다른 이름을 지어 주세요
config-schedule-looks-like = ‘{ $name }’{ JOSA($name, "이/가") } { $place }의 이름 ‘{ $other }’{ JOSA($other, "과/와") } 똑같아 보여요
    .hint = 일정마다 다른 이름을 지어 주세요
config-schedule-without-zone = 빠져 있어요. 파일에 정한 시간대도 없어요
    .hint = timezone: Asia/Seoul처럼 적어 주세요
config-schedule-without-channel = 채널이 하나도 없어요
    .hint = 하나 이상 적어 주세요
config-channel-twice = ‘{ $name }’{ JOSA($name, "이/가") } 두 번 나와요
    .hint = 한 번만 적어 주세요
config-no-model = 빠져 있어서 endpoint에 묻지 않아요
    .hint = 쓸 모델의 이름을 적어 주세요
config-retention-not-used = ballots: keep일 때는 쓰이지 않아요
    .hint = 지우거나, ballots를 다른 값으로 바꿔 주세요
config-retention-missing = 빠져 있어요. ballots: { $policy }일 때는 꼭 있어야 해요
    .hint = after: 30d처럼 적어 주세요

## 시간
duration-none = ‘{ $text }’{ JOSA($text, "은/는") } 기간이 아니에요
    .hint = 90s, 10m, 24h, 7d처럼 적거나 1h30m처럼 이어서 적어 주세요
duration-out-of-range = ‘{ $text }’{ JOSA($text, "은/는") } 기간으로 쓸 수 없어요. 0보다 길고 10년을 넘지 않아야 해요
zone-none = ‘{ $value }’에 해당하는 시간대가 없어요
zone-write = Asia/Seoul처럼 적어 주세요
zone-no-offset-of-seoul = 시차로는 서머타임을 알 수 없으니 Asia/Seoul처럼 지역으로 적어 주세요
zone-no-offset = 시차로는 서머타임을 알 수 없으니 Asia/Seoul, Europe/Berlin처럼 지역으로 적어 주세요
zone-without-summer-time = { $zone }에는 서머타임이 없어요
    .hint = 그곳의 실제 시각을 따르려면 { $place }{ JOSA($place, "으로/로") } 적어 주세요
zone-reversed-behind = { $zone }{ JOSA($zone, "은/는") } 부호가 반대라서 UTC보다 { $hours }시간 느려요
    .hint = Asia/Seoul처럼 지역으로 적어 주세요
zone-reversed-ahead = { $zone }{ JOSA($zone, "은/는") } 부호가 반대라서 UTC보다 { $hours }시간 빨라요
    .hint = Asia/Seoul처럼 지역으로 적어 주세요
cron-too-long = cron 식이 { $length }자예요
    .hint = { $most }자까지만 쓸 수 있어요
cron-nickname = ‘{ $text }’ 같은 줄임말은 쓸 수 없어요
    .hint = 매일 아침 9시라면 0 9 * * *처럼 다섯 칸으로 적어 주세요
cron-fields = ‘{ $text }’{ JOSA($text, "은/는") } 다섯 칸이 아니라 { $count }칸이에요
    .hint = 0 9 * * mon-fri처럼 분, 시, 일, 월, 요일 순서로 적어 주세요
cron-wrong = { $field ->
    [minute] ‘{ $text }’에서 분이 잘못됐어요
    [hour] ‘{ $text }’에서 시가 잘못됐어요
    [day-of-month] ‘{ $text }’에서 일이 잘못됐어요
    [month] ‘{ $text }’에서 월이 잘못됐어요
    [day-of-week] ‘{ $text }’에서 요일이 잘못됐어요
   *[other] ‘{ $text }’{ JOSA($text, "은/는") } cron 식이 아니에요
}
    .hint = { $field ->
        [minute] 0~59로 적어 주세요. *, 쉼표, -, /도 쓸 수 있어요
        [hour] 0~23으로 적어 주세요. *, 쉼표, -, /도 쓸 수 있어요
        [day-of-month] 그 달에 있는 1~31이나 L, LW로 적어 주세요. *, 쉼표, -, /도 쓸 수 있어요
        [month] 1~12나 jan~dec로 적어 주세요. *, 쉼표, -, /도 쓸 수 있어요
        [day-of-week] 0~7이나 sun~sat로 적어 주세요. 범위는 sun=0에서 7=sun까지 커지는 순서로 적어요(fri-sun이 아니라 fri-7). *, 쉼표, -, /도 쓸 수 있어요
       *[other] 숫자나 *로 적어 주세요. 쉼표, -, /도 쓸 수 있어요
    }
cron-never-due = ‘{ $text }’에 맞는 날이 없어요
    .hint = 월, 일, 요일이 모두 맞는 날짜가 있는지 확인해 주세요

## 비밀 값과 환경 변수
config-key-too-short = { $least }자보다 짧아서 남이 알아맞힐 수 있어요
    .hint = 이 명령으로 만들어 환경 변수에 넣어 주세요: { $command }
config-secret-in-file = 비밀 값이 파일에 그대로 적혀 있어요
    .hint = 환경 변수에 넣고 여기에는 ${ "{" }{ $variable }{ "}" }만 적어 주세요
variable-unset = 환경 변수 { $variable }{ JOSA($variable, "이/가") } 없어요
    .hint = { $variable }{ JOSA($variable, "이나/나") } { $variable }_FILE을 설정해 주세요
variable-unset-for-run = 환경 변수 { $variable }{ JOSA($variable, "이/가") } 없어요
    .hint = 봇을 켜기 전에 { $variable }{ JOSA($variable, "이나/나") } { $variable }_FILE을 설정해 주세요
variable-unset-for-command = 환경 변수 { $variable }{ JOSA($variable, "이/가") } 없어요. ‘{ $command }’에만 필요해요
    .hint = 이 명령을 쓰기 전에 { $variable }{ JOSA($variable, "이나/나") } { $variable }_FILE을 설정해 주세요
variable-no-name = ‘${ "{" }’ 뒤에 변수 이름이 없어요
    .hint = ${ "{NAME}" }처럼 적어 주세요. ${ "{" }라는 글자를 그대로 쓰려면 $${ "{" }라고 적어 주세요
variable-twice = { $variable }{ JOSA($variable, "과/와") } { $variable }_FILE이 둘 다 있어요
    .hint = 하나만 남겨 주세요
variable-file-unreadable = { $variable }_FILE이 가리키는 파일을 읽을 수 없어요({ $reason })
    .hint = 경로를 확인해 주세요
variable-file-no-text = { $variable }_FILE이 가리키는 파일은 텍스트 파일이 아니에요
    .hint = 경로를 확인해 주세요
variable-value = { $names }의 값은 여기에 쓸 수 없어요
variable-correct = 환경 변수의 값을 고쳐 주세요
log-variable-unknown = { $name }에 쓸 수 없는 값이 들어 있어요
    .hint = { $words } 중 하나로 바꾸거나 지워 주세요

## 토큰
token-not-discords = 봇 토큰이 아닌 것 같아요. 봇 토큰은 점으로 나뉜 세 부분으로 되어 있어요
    .hint = 애플리케이션 ID, 공개 키, 클라이언트 시크릿이 아니라 봇(Bot) 메뉴의 토큰을 넣어 주세요
token-strange = 여기에 들어갈 값이 아닌 것 같아요
token-of-other-key = { $name }에 들어갈 값이에요
token-of-person = 봇이 아니라 사람의 토큰이에요
token-for-renewal = 다른 토큰을 갱신할 때 쓰는 토큰이에요
token-of-old-kind = 예전 방식의 토큰이에요
token-of-browser = 웹 브라우저로 로그인할 때 생기는 토큰이에요
token-take-bot-token = xoxb-로 시작하는 토큰을 넣어 주세요(앱 관리 화면의 OAuth & Permissions)
token-take-app-token = xapp-로 시작하는 토큰을 넣어 주세요(앱 관리 화면의 Basic Information → App-Level Tokens)
token-take-signing-secret = Signing Secret을 넣어 주세요(앱 관리 화면의 Basic Information → App Credentials)
token-with-quotes = 따옴표까지 들어 있어요
    .hint = 따옴표는 토큰이 아니니 빼 주세요
token-with-scheme = 봇이 알아서 붙이는 단어까지 들어 있어요
    .hint = 토큰 앞의 단어와 빈칸을 빼 주세요
token-with-blank = 빈칸이나 줄바꿈이 들어 있어요
    .hint = 토큰이 아니니 빼 주세요

## 파일
file-missing = 파일이 없어요
    .hint = 경로를 확인해 주세요
file-no-file = 파일이 아니라 폴더나 장치예요
    .hint = 경로를 확인해 주세요
file-unreadable = 파일을 읽을 수 없어요({ $reason })
    .hint = 파일의 권한을 확인해 주세요
file-too-large = 파일이 1MiB보다 커요
    .hint = 줄여 주세요
file-not-utf8 = UTF-8로 된 파일이 아니에요
    .hint = 편집기에서 UTF-8로 저장해 주세요
file-control-character = 제어 문자({ $code })가 들어 있어요
    .hint = 지워 주세요
file-empty = 파일이 비어 있어요
    .hint = 내용을 적거나 파일을 지워 주세요

## YAML
yaml-tab = 탭으로 들여쓰기한 줄이에요
    .hint = 빈칸으로 들여쓰기해 주세요
yaml-begins-with = 여기에는 ‘{ $sign }’ 기호로 시작하는 값을 그대로 쓸 수 없어요
    .hint = 값을 따옴표로 감싸 주세요
yaml-begins-with-alias = 여기에는 * 기호나 & 기호로 시작하는 값을 그대로 쓸 수 없어요
    .hint = 값을 따옴표로 감싸 주세요
yaml-after-quote = 닫는 따옴표 뒤에 내용이 더 있어요
    .hint = 전체를 다른 종류의 따옴표로 감싸 주세요
yaml-comment-in-text = # 뒤는 주석이라서 그 앞에서 값이 끝나 버려요
    .hint = 값 전체를 따옴표로 감싸 주세요
yaml-lost-text = # 뒤는 주석이 되어서 읽지 않아요: ‘{ $comment }’
    .hint = 값 전체를 따옴표로 감싸 주세요
yaml-colon-in-text = 값에 ‘: ’이 들어 있거나 들여쓰기가 맞지 않아요
    .hint = 값을 따옴표로 감싸거나 항목의 줄을 맞춰 주세요
yaml-open-quote = 여기에서 연 따옴표가 끝까지 닫히지 않았어요
    .hint = 따옴표를 닫아 주세요
yaml-open-bracket = [ ] 목록이나 { "{ }" } 항목의 형식이 잘못됐어요
    .hint = 괄호를 닫고, 안에 있는 값을 따옴표로 감싸 주세요
yaml-invalid = YAML 형식이 잘못됐어요({ $reason })
    .hint = 이 줄과 바로 위의 들여쓰기와 따옴표를 확인해 주세요
yaml-unreadable = 읽을 수 없음
yaml-second-document = 여기에서 두 번째 문서가 시작돼요
    .hint = 하나만 남기고, 뒤에 있는 ‘---’는 지워 주세요
yaml-anchor = ‘{ $anchor }’{ JOSA($anchor, "은/는") } YAML의 앵커나 별칭이에요. 여기에서는 쓰지 않아요
    .hint = 값을 그대로 적어 주세요. & 기호나 * 기호로 시작하는 값은 따옴표로 감싸 주세요
yaml-tag = ‘{ $tag }’{ JOSA($tag, "은/는") } YAML의 태그예요. 여기에서는 쓰지 않아요
    .hint = 지워 주세요. ! 기호로 시작하는 값은 따옴표로 감싸 주세요
yaml-too-deep = 목록과 항목이 너무 깊이 들어 있어요
    .hint = 단계를 줄여 주세요
yaml-key-no-word = 항목 이름은 목록이나 하위 항목, 별칭이 아니라 단어여야 해요
    .hint = 항목 이름을 따옴표로 감싸 주세요
yaml-key-twice = 같은 항목이 { $line }번 줄에도 있어요
    .hint = 하나만 남겨 주세요

## 파일을 읽거나 쓸 수 없는 이유. 괄호 안에 와요
reason-no-text = UTF-8로 된 텍스트가 아님
