## 디스코드에 부탁한 일: 뒤에 ‘-지 못했어요’나 ‘-기’가 붙어요
-discord-where = 채널 편집(Edit Channel) → 권한(Permissions) → 봇의 역할
discord-task-log-in = 로그인하
discord-task-look-around = 서버를 살펴보
discord-task-look-at-channel = 채널을 살펴보
discord-task-ask-for-gateway = 게이트웨이 주소를 물어보
discord-task-post = { $channel } 채널에 메시지를 올리
discord-task-post-in-thread = { $channel } 채널의 스레드에 메시지를 올리
discord-task-edit = { $channel } 채널의 메시지를 수정하
discord-task-react = { $channel } 채널에 { $emoji } 반응을 달
discord-task-open-thread = { $channel } 채널에 스레드를 만들
discord-task-unarchive = 보관된 스레드를 되살리
discord-task-read-history = { $channel } 채널의 대화를 읽
discord-task-read-reactions = { $channel } 채널의 반응을 읽
discord-channel-named = ‘{ $name }’

## 디스코드의 권한과 쓰임
discord-permission-view-channel = 채널 보기(View Channel)
discord-permission-send-messages = 메시지 보내기(Send Messages)
discord-permission-embed-links = 링크 첨부(Embed Links)
discord-permission-attach-files = 파일 첨부(Attach Files)
discord-permission-read-history = 메시지 기록 보기(Read Message History)
discord-permission-add-reactions = 반응 추가하기(Add Reactions)
discord-permission-create-threads = 공개 스레드 만들기(Create Public Threads)
discord-permission-send-in-threads = 스레드에서 메시지 보내기(Send Messages in Threads)
discord-permission-external-emoji = 외부 이모지 사용(Use External Emojis)
discord-permission-manage-threads = 스레드 관리하기(Manage Threads)
discord-needed-to-see = 채널을 보는 데
discord-needed-to-post = 토론 글과 결과를 올리는 데
discord-needed-for-cards = 임베드로 된 카드를 올리는 데
discord-needed-for-chart = 결과에 도표를 붙이는 데
discord-needed-to-read = 반응을 다시 세고 이미 보낸 메시지를 찾는 데
discord-needed-to-react = 답 이모지를 먼저 달아 두는 데
discord-needed-for-thread = 토론 글 아래에 스레드를 만드는 데
discord-needed-for-squabble = 마스코트의 티격태격을 올리는 데

## 디스코드가 거절한 일과 이유
discord-looked-for = 다시 보내기 전에 이미 올라갔는지 찾아봐요.
discord-unclear = 디스코드가 요청을 처리했는지 알 수 없어요({ $doing }기).
discord-limited = 디스코드의 요청 제한에 걸렸어요({ $doing }기).
discord-hour-old-edits-limited = 디스코드는 한 시간이 지난 메시지를 자주 수정하지 못하게 해요.
discord-old-edits-limited = 디스코드는 오래된 메시지를 자주 수정하지 못하게 해요.
discord-token-refused = 디스코드가 봇의 토큰을 거절했어요.
    .hint = discord.com/developers/applications에서 애플리케이션을 골라 봇(Bot) → 토큰 초기화(Reset Token)로 토큰을 새로 복사하고, 설정 파일의 discord.token이 가리키는 곳에 넣어 주세요.
discord-unreachable = 디스코드에 연결하지 못했어요({ $doing }기: { $reason }).
discord-no-answer = 제때 응답하지 않음
discord-gateway-answered = 게이트웨이 응답 { $status }
discord-it-answered = 응답 { $status }
discord-server-trouble = 디스코드 서버가 { $status } 오류로 응답했어요({ $doing }기).
discord-message-gone = 메시지가 이미 지워져서 { $doing }지 못했어요.
discord-channel-unknown = 디스코드에 그런 채널이 없어서 { $doing }지 못했어요.
    .hint = 설정 파일의 채널 ID가 맞는지, 채널이 지워지지 않았는지 확인해 주세요.
discord-channel-unseen = 봇이 채널을 볼 수 없어서 { $doing }지 못했어요.
    .hint = 봇을 초대하고(‘agora doctor --invite’가 링크를 알려 줘요) { -discord-where }에서 채널 보기(View Channel) 권한을 켜 주세요.
discord-channel-deleted = 채널과 함께 메시지도 지워져서 { $doing }지 못했어요.
discord-permission-lacking = 봇에게 { $lacking } 권한이 없어서 { $doing }지 못했어요.
    .hint = { -discord-where }에서 권한을 켜 주세요.
discord-forbidden = 권한이 모자라서 { $doing }지 못했어요.
    .hint = { -discord-where }에서 권한을 켜 주세요. 어떤 권한이 없는지는 ‘agora doctor’가 알려 줘요.
discord-forbidden-needs = 권한이 모자라서 { $doing }지 못했어요.
    .hint = { $needed } 권한이 있어야 해요. 어떤 권한이 없는지는 ‘agora doctor’가 알려 주고, { -discord-where }에서 켤 수 있어요.
discord-reactions-full = 메시지에 반응이 이미 20가지라서 디스코드가 더 받지 않아요.
    .hint = 봇이 답 이모지를 달 수 있게 다른 반응을 몇 가지 지워 주세요.
discord-emoji-unknown = 디스코드에 없는 이모지라서 { $doing }지 못했어요.
    .hint = 커스텀 이모지는 봇이 들어가 있는 서버의 것이어야 하고, 다른 서버에서 쓰려면 외부 이모지 사용(Use External Emojis) 권한도 있어야 해요.
discord-blocked = 메시지를 쓴 사람이 봇을 차단했어요.
discord-thread-shut = 스레드가 보관됐거나 잠겨 있어서 { $doing }지 못했어요.
    .hint = 스레드의 잠금을 풀거나 봇에게 스레드 관리하기(Manage Threads) 권한을 주세요.
discord-threads-full = 서버에 활성 스레드가 가득 차서 디스코드가 더 만들지 못하게 해요.
    .hint = 스레드를 몇 개 보관해 주세요.
discord-channel-of-wrong-kind = 이 종류의 채널에서는 봇이 할 수 없는 일이에요({ $doing }기).
    .hint = 토론에는 텍스트 채널을 써 주세요.
discord-message-empty = 디스코드가 빈 메시지라며 받지 않았어요.
    .hint = { -discord-where }에서 링크 첨부(Embed Links) 권한을 켜 주세요.
discord-not-accepted = 디스코드가 봇이 보낸 내용을 받지 않았어요({ $doing }기): { $text }
discord-answered-code = 디스코드가 { $status } 오류로 응답했어요({ $doing }기, 코드 { $code }).
discord-thread-deleted = 스레드가 지워졌어요.
discord-answer-without-message = 올린 메시지가 디스코드의 응답에 없어요.
discord-answer-without-message-read = 읽으려던 메시지가 디스코드의 응답에 없어요.
discord-answer-without-messages = 디스코드의 응답에 메시지 목록이 없어요.
discord-answer-without-users = 디스코드의 응답에 사용자 목록이 없어요.
discord-history-ends-nowhere = 디스코드의 지난 대화를 끝까지 읽지 못했어요.
discord-history-unreadable = { $channel } 채널의 지난 대화를 더는 읽을 수 없어요.
discord-history-lacking = 봇에게 { $channel } 채널의 { $lacking } 권한이 없어서 무엇이 올라가 있는지 알 수 없어요.
    .hint = { -discord-where }에서 권한을 켜 주세요.
discord-history-hidden = { $channel } 채널에 메시지가 있는데도 디스코드가 지난 대화를 보여 주지 않아요.
    .hint = { -discord-where }에서 메시지 기록 보기(Read Message History) 권한이 있는지 확인해 주세요.
discord-unlike-discord = discord.api_url의 서버가 디스코드처럼 응답하지 않아요.
    .hint = 주소를 확인해 주세요.

## 디스코드와의 연결
discord-never-connected = 아직 디스코드에 연결하지 않았어요.
discord-not-connected = 디스코드에 연결돼 있지 않아요.
discord-shard-not-connected = 아직 디스코드에 연결되지 않았어요.
discord-shard-trouble = 샤드 { $shard }: { $trouble }
discord-connection-lost = 디스코드와 연결이 끊겼어요({ $reason }).
discord-session-ended = 디스코드가 세션을 끝냄
discord-connection-closed = 디스코드가 연결을 끊음
discord-closed-with-code = 종료 코드 { $code }
discord-intents-refused = 디스코드가 봇에게 인텐트 하나를 허용하지 않아요.
    .hint = 봇에는 특별한 허락이 필요한 인텐트가 하나도 없어요. 개발자 포털에서 애플리케이션이 제한돼 있는지 확인해 주세요.
discord-shard-unknown = 디스코드에 그런 샤드가 없어요.
    .hint = 설정 파일의 discord.shards를 확인해 주세요. 지금은 { $count }개 가운데 { $run }번을 맡고 있어요.
discord-too-many-servers = 봇이 들어가 있는 서버가 많아서 샤드 { $count }개로는 모자라요.
    .hint = 설정 파일의 discord.shards를 auto나 더 큰 수로 바꿔 주세요.
discord-speaks-otherwise = 디스코드의 게이트웨이가 이 버전의 요청을 받지 않아요(코드 { $code }).
    .hint = 봇을 업데이트해 주세요.
discord-no-new-session = 디스코드가 지금은 봇에게 새 세션을 주지 않아요.

## 슬랙이 거절한 일과 이유
slack-tried-again = 저절로 다시 시도해요.
slack-token-hint = 앱을 워크스페이스에 다시 설치하고 봇 토큰(xoxb-…)을 SLACK_BOT_TOKEN에 넣어 주세요.
slack-app-token-hint = connections:write 스코프로 앱 토큰(xapp-…)을 만들어 SLACK_APP_TOKEN에 넣어 주세요.
slack-invite = 그 채널에 ‘/invite @agora’라고 쓰거나, 설정 파일의 채널 ID를 고쳐 주세요.
slack-report = 봇의 버그예요. 어떤 기사였는지와 함께 개발자에게 알려 주세요.
slack-the-channel = 그
slack-token-refused = 슬랙이 { $token ->
    [app] 앱 토큰
   *[bot] 봇 토큰
}을 거절했어요.
slack-token-missing = 슬랙에 토큰이 전달되지 않았어요.
slack-token-revoked = { $token ->
    [app] 앱 토큰
   *[bot] 봇 토큰
}이 취소됐어요.
slack-token-expired = { $token ->
    [app] 앱 토큰
   *[bot] 봇 토큰
}이 만료됐어요.
slack-account-inactive = 봇 계정이 워크스페이스에서 삭제됐거나 워크스페이스가 없어졌어요.
slack-token-of-wrong-kind = 슬랙에 쓸 수 없는 종류의 토큰이에요.
slack-token-elsewhere = 이 워크스페이스에서는 쓸 수 없는 토큰이에요.
slack-app-token-unset = slack.app_token이 없어요.
    .hint = 소켓 모드에 필요해요. 넣어 주거나 transport: http라고 적어 주세요.
slack-scope = { $scope } 스코프
slack-a-scope = 필요한 스코프
slack-scope-missing = { $token ->
    [app] 앱 토큰
   *[bot] 봇 토큰
}에 { $lacking }가 없어서 { $method } 호출에 실패했어요.
    .hint = 앱에 스코프를 추가하고 워크스페이스에 다시 설치한 뒤 ‘agora doctor’로 확인해 주세요.
slack-permission-missing = { $token ->
    [app] 앱 토큰
   *[bot] 봇 토큰
}에 권한이 없어서 { $method } 호출에 실패했어요.
    .hint = 무엇이 없는지는 ‘agora doctor’가 알려 줘요.
slack-workspace-moved = 워크스페이스를 조직으로 옮기는 중이에요.
slack-channel-unseen = 봇이 { $channel } 채널을 볼 수 없어요.
    .hint = 비공개 채널이라면 그 채널에 ‘/invite @agora’라고 써 주세요. 아니라면 설정 파일의 채널 ID가 틀렸어요.
slack-not-a-member = 봇이 { $channel } 채널에 들어가 있지 않아요.
slack-channel-archived = { $channel } 채널이 보관돼 있어요.
    .hint = 채널 보관을 취소하거나 설정 파일에서 빼 주세요.
slack-may-not-write = 워크스페이스 설정 때문에 봇이 { $channel } 채널에 쓸 수 없어요.
    .hint = 워크스페이스 관리자에게 허용해 달라고 해 주세요.
slack-read-only = { $channel } 채널은 읽기 전용이에요.
    .hint = 봇이 올릴 수 있게 허용하거나 다른 채널을 써 주세요.
slack-threads-only = { $channel } 채널에서는 새 메시지를 올릴 수 없어요.
    .hint = 봇이 올릴 수 있게 허용하거나 다른 채널을 써 주세요.
slack-thread-locked = { $channel } 채널의 스레드가 잠겨 있어요.
    .hint = 잠금을 풀어 주세요.
slack-access-denied = 슬랙이 봇의 { $channel } 채널 접근을 거부했어요.
slack-writing-stopped = 워크스페이스 관리자가 지금은 아무도 쓰지 못하게 해 두었어요.
    .hint = 워크스페이스 관리자에게 물어봐 주세요.
slack-too-many-messages = 워크스페이스에서 메시지를 너무 많이 보냈어요.
slack-message-deleted = { $channel } 채널의 메시지가 지워졌어요.
slack-thread-deleted = { $channel } 채널의 스레드가 지워졌어요.
slack-thread-of-deleted = 스레드가 달려 있던 메시지가 지워졌어요.
slack-no-replies = { $channel } 채널의 이 메시지에는 댓글을 달 수 없어요.
slack-message-of-another = 봇은 { $channel } 채널의 이 메시지를 수정할 수 없어요.
    .hint = 다른 토큰으로 올린 메시지일 수 있어요.
slack-no-more-edits = 워크스페이스 설정 때문에 { $channel } 채널의 이 메시지를 더는 수정할 수 없어요.
    .hint = 카드는 지금 모습으로 남아요. 워크스페이스 설정에서 앱이 메시지를 수정할 수 있게 해 주세요.
slack-message-inactive = { $channel } 채널의 메시지를 더는 수정할 수 없어요.
slack-no-such-message = { $channel } 채널에 그런 메시지가 없어요.
slack-too-long = 메시지가 길어서 슬랙이 받지 않아요.
    .hint = 기사의 요약과 질문, 답을 줄여 주세요.
slack-message-without-text = 메시지에 내용이 없어요.
slack-message-not-understood = 슬랙이 메시지 형식이 잘못됐다며 받지 않았어요.
slack-method-not-understood = 슬랙이 { $method } 요청의 형식이 잘못됐다며 받지 않았어요.
slack-reacted-already = 봇이 이미 반응을 달았어요.
slack-emoji-unknown = 워크스페이스에 이 이름의 이모지가 없어요.
    .hint = 슬랙에 이모지를 추가하거나 답에 다른 이모지를 써 주세요.
slack-has-no-emoji = 슬랙에는 { $emoji } 이모지가 없어요.
    .hint = 답에 다른 이모지를 쓰거나 슬랙에서만 쓸 이모지를 적어 주세요.
slack-too-many-kinds-of-reactions = { $channel } 채널의 메시지에 반응 종류가 너무 많아요.
    .hint = 몇 가지를 지워 주세요.
slack-too-many-reactions = 봇이 { $channel } 채널의 메시지에 반응을 너무 많이 달았어요.
    .hint = 몇 가지를 지워 주세요.
slack-no-reactions = { $channel } 채널의 이 메시지에는 반응을 달 수 없어요.
slack-account-unknown = 슬랙에 그런 계정이 없어요.
slack-account-hidden = 슬랙이 이 계정을 봇에게 보여 주지 않아요.
slack-method-unknown = 슬랙 서버에 { $method } 기능이 없어요.
slack-slow-down = 슬랙의 요청 제한에 걸렸어요.
slack-request-cut-short = 요청이 슬랙에 끝까지 전달되지 않았어요.
slack-internal-error = 슬랙 서버에 오류가 났어요.
slack-unavailable = 지금은 슬랙을 쓸 수 없어요.
slack-refused = 슬랙이 { $method } 요청을 거절했어요: { $error }
    .hint = 무슨 뜻인지는 docs.slack.dev에 있어요.
slack-unreachable = 슬랙에 연결하지 못했어요.
    .hint = 네트워크를 확인해 주세요. 저절로 다시 시도해요.
slack-upload-refused = 봇이 올린 파일을 슬랙이 받지 않았어요({ $method }).
slack-connection-broke = { $method } 호출 중에 슬랙과 연결이 끊겼어요.
slack-unexpected = { $method } 호출 중에 예상하지 못한 오류가 났어요: { $error }
    .hint = 로그를 확인해 주세요.
slack-answered-status = 슬랙이 { $method } 호출에 내용 없이 { $status } 상태로만 응답했어요.
slack-bot-unnamed = 봇이 누구인지 슬랙이 알려 주지 않았어요.
    .hint = 설정 파일의 slack.api_url을 확인해 주세요.
slack-picture-unnamed = 올린 도표의 ID를 슬랙이 알려 주지 않았어요.
slack-message-unnamed = 올린 메시지가 어디에 있는지 슬랙이 알려 주지 않았어요.
    .hint = 다시 보내기 전에 이미 올라갔는지 찾아봐요.
slack-answer-not-understood = 슬랙의 응답을 알아볼 수 없어요.
    .hint = 설정 파일의 slack.api_url을 확인해 주세요.
slack-more-nowhere = 내용이 더 남았다면서 어디에 있는지는 슬랙이 알려 주지 않아요.
slack-too-much-to-read = 내용이 너무 많아 끝까지 읽지 못했어요.
slack-history-not-understood = 슬랙이 보낸 지난 대화를 알아볼 수 없어요.
slack-emoji-list-not-understood = 슬랙이 보낸 이모지 목록을 알아볼 수 없어요.
slack-reactions-not-understood = 슬랙이 보낸 반응 목록을 알아볼 수 없어요.
slack-no-answer = 슬랙이 제때 응답하지 않았어요.

## 슬랙과의 연결
slack-never-connected = 아직 슬랙에 연결하지 않았어요.
slack-not-connected = 슬랙에 연결돼 있지 않아요.
slack-socket-not-yet = 아직 소켓 모드로 연결되지 않았어요.
slack-socket-broke = 소켓 모드 연결이 끊겼어요.
slack-socket-without-address = 슬랙이 소켓 모드 주소를 알려 주지 않았어요.
slack-socket-closed-at-once = 슬랙이 소켓 모드 연결을 바로 끊었어요({ $reason }).
slack-socket-no-reason = 이유를 알려 주지 않음
slack-socket-unreachable = 슬랙의 소켓 모드에 연결하지 못했어요({ $error }).

## 슬랙의 스코프마다 없으면 못 하는 일
slack-without-saying = 이 스코프가 없으면 메시지를 올리지 못해요.
slack-without-own-voices = 이 스코프가 없으면 마스코트가 봇 이름으로 말해요.
slack-without-commands = 이 스코프가 없으면 /debate도 바로 가기도 쓸 수 없어요.
slack-without-reactions = 이 스코프가 없으면 표를 받지도, 다시 세지도 못해요.
slack-without-seeds = 이 스코프가 없으면 토론 글에 답 이모지를 달지 못해요.
slack-without-history = 이 스코프가 없으면 보낸 뒤 응답을 받지 못했을 때 찾아볼 수 없고, 댓글도 세지 못해요.
slack-without-private-history = 이 스코프가 없으면 비공개 채널에서 보낸 뒤 응답을 받지 못했을 때 찾아볼 수 없고, 댓글도 세지 못해요.
slack-without-channels = 이 스코프가 없으면 봇이 초대되거나 내보내진 것을 모르고, 채널에 들어가 있는지도 확인하지 못해요.
slack-without-private-channels = 이 스코프가 없으면 비공개 채널에 봇이 초대되거나 내보내진 것을 모르고, 들어가 있는지도 확인하지 못해요.
slack-without-metadata = 이 스코프가 없으면 보낸 뒤 응답을 받지 못했을 때 이미 보낸 것을 찾지 못할 수 있어요.
slack-without-accounts = 이 스코프가 없으면 어느 계정이 봇인지 알 수 없어서 표를 다시 세지 못해요.
slack-without-emoji = 이 스코프가 없으면 워크스페이스의 커스텀 이모지가 무엇을 뜻하는지 알 수 없어서, 그런 이모지를 쓴 토론의 표는 다시 세지 못해요.
slack-without-files = 이 스코프가 없으면 결과에 도표가 빠져요.

## 로컬 채팅
local-unreachable = 로컬 채팅에 연결하지 못했어요.
local-not-started = 로컬 채팅이 아직 시작되지 않았어요.
local-thread-deleted = 스레드가 지워졌어요.
local-message-deleted = ‘{ $channel }’ 채널의 메시지 { $message }{ JOSA($message, "이/가") } 지워졌어요.
local-no-message = 메시지 ‘{ $message }’{ JOSA($message, "이/가") } 없어요.
local-no-thread = 스레드 ‘{ $thread }’{ JOSA($thread, "이/가") } 없어요.
local-no-thread-in = ‘{ $channel }’ 채널에 스레드 ‘{ $thread }’{ JOSA($thread, "이/가") } 없어요.
local-no-channel = 로컬 채팅에 ‘{ $channel }’ 채널이 없어요.
    .hint = 설정 파일의 ‘channels:’에 ‘platform: local’로 적어 주세요.
local-reactions-full = 메시지 { $message }에 반응이 이미 { $limit }가지 달려 있어요.
    .hint = 몇 가지를 지워 주세요.
local-store-closed = 채팅 파일 { $file }{ JOSA($file, "을/를") } 이미 닫았어요.
    .hint = 봇을 다시 켜 주세요.
local-store-unclear = 채팅 파일 { $file }에 쓴 내용이 저장됐는지 알 수 없어요: { $error }
local-store-unusable = 지금은 채팅 파일 { $file }{ JOSA($file, "을/를") } 쓸 수 없어요: { $error }
    .hint = 디스크에 빈 공간이 있는지, 폴더에 쓸 수 있는지, 다른 프로그램이 파일을 쓰고 있지 않은지 확인해 주세요.
local-store-newer = 채팅 파일 { $file }{ JOSA($file, "은/는") } 더 새로운 버전의 Agora가 쓴 것이에요.
    .hint = 그 버전을 쓰거나, 파일을 다른 곳으로 옮기고 새 채팅을 시작해 주세요.
