## 알림
erratum-title = 기사가 수정됐어요
erratum-text = 토론이 열린 뒤에 기사 ‘{ $title }’의 내용이 수정됐어요. 투표는 처음 올린 요약과 질문 그대로 이어져요.
alert-title = 운영자가 확인해 주세요
alert-failed = { $channel } 채널에 올리지 못했어요. 이유: { $reason }
alert-seeds = { $channel } 채널의 토론 글에 답 이모지를 달지 못했어요. 그 토론 글의 반응이 지워지거나 봇이 반응을 달 수 있게 되면 저절로 달려요. 이유: { $reason }
alert-held = { $channel } 채널에 올라갔는지 알 수 없어 다시 보내지 않고 찾는 중이에요. 이유: { $reason }
alert-missed = 일정 { $schedule }의 { $at } 차례를 놓쳤어요. 너무 늦어서 올리지 않았어요.
alert-empty = 일정 { $schedule }의 { $at } 차례에 올릴 기사가 남아 있지 않아요. 새 기사를 넣어 주세요.
alert-away = { $platform }에 연결되지 않아요. 밀린 투표와 토론 글은 연결되면 처리해요. 이유: { $reason }
alert-back = { $platform }에 다시 연결됐어요. { $duration } 동안 끊겨 있었어요. 그동안의 투표는 다시 세고 있어요.
alert-unknown = 데이터를 { $since } 시점의 복사본으로 되돌렸는데, { $channel } 채널에 그 뒤에 올린 토론 글이 있어요: { $places }{ $more ->
    [0] { "" }
   *[other] { " " }외 { $more }개
  }. 이 토론 글에 달린 반응은 세지 않아요. 이어서 토론하려면 agora post로 다시 열고, 남은 토론 글은 지워 주세요.
alert-feedback = 편집자에게 새 의견이 왔어요. agora feedback list로 읽을 수 있어요.
welcome-title = 안녕하세요, { $name }{ JOSA($name, "이에요/예요") } { $emoji }
welcome-text =
    기사 하나를 세 줄로 간추려, 이야기 나눌 질문과 함께 가져올게요.
    마음에 드는 답의 이모지나 버튼을 누르면 한 표예요. 마감 전에는 언제든 바꿀 수 있어요.
    무엇을 할 수 있는지는 { $command } 도움말에서 볼 수 있어요.
welcome-shown-text = 스레드에 쓴 댓글은 { $pages }에도 이름 없이 실려요. { $readers }
welcome-shown-names = 스레드에 쓴 댓글은 { $pages }에도 이름과 함께 실려요. { $readers }
welcome-shown-none = 스레드에 쓴 댓글은 이 채널에만 남아요. { $pages }에는 댓글이 몇 개인지만 보여요. { $readers }
welcome-shown-text-if-public = 공개 채널이라면 스레드에 쓴 댓글이 { $pages }에도 이름 없이 실려요. 비공개 채널이라면 몇 개인지만 보여요. { $readers }
welcome-shown-names-if-public = 공개 채널이라면 스레드에 쓴 댓글이 { $pages }에도 이름과 함께 실려요. 비공개 채널이라면 몇 개인지만 보여요. { $readers }
welcome-pages = 토론 페이지
welcome-pages-at = 토론 페이지({ $base })
welcome-readers-listed = 페이지는 누구나 볼 수 있어요.
welcome-readers-unlisted = 페이지는 주소를 아는 사람이면 누구나 볼 수 있어요.
welcome-person-title = 반가워요, 저는 { $name }{ JOSA($name, "이에요/예요") } { $emoji } 처음 뵙네요!
welcome-person-text =
    토론 글에서 답의 이모지나 버튼을 누르면 투표, 🔖를 누르면 저장이에요.
    더 궁금하면 언제든 { $command } 도움말이라고 적어 주세요.

## 올리지 못한 이유
delivery-too-late = 제때 올리지 못했어요.
    .hint = 무엇이 막았는지는 로그를 확인해 주세요.
delivery-still-tried = 아직 시도하고 있어요.
delivery-unexpected = 예상하지 못한 오류가 났어요: { $error }
delivery-no-platform = 이 봇은 { $platform }에 연결돼 있지 않아요.
    .hint = 이유는 ‘agora check’가 알려 줘요.
delivery-no-channel = 이 봇은 { $channel } 채널에 연결돼 있지 않아요.
    .hint = 이유는 ‘agora check’가 알려 줘요.
delivery-no-message = { $part }에는 올릴 메시지가 없어요.
delivery-no-debate = 토론 { $debate }{ JOSA($debate, "이/가") } 이제 데이터베이스에 없어요.
delivery-post-unknown = 어느 토론 글에 딸린 것인지 더는 알 수 없어요.
delivery-post-gone = 딸린 토론 글이 없어요.
delivery-debate-ended = 올리기 전에 토론이 끝났어요.
recount-seeds-missing = { $channel } 채널에 봇이 단 반응이 보이지 않아서, 그곳에서 읽은 것을 믿을 수 없어요.
    .hint = 봇이 그곳에 반응을 달고 지난 메시지를 읽을 수 있는지 확인해 주세요.

## 운영자가 열고 마감하기
opening-open-already = 기사 ‘{ $slug }’의 토론 ‘{ $debate }’{ JOSA($debate, "이/가") } { $channels } 채널에 이미 열려 있어요.
    .hint = 먼저 ‘agora close { $debate }’로 마감하거나 다른 채널을 적어 주세요.
opening-draft = 기사 ‘{ $slug }’{ JOSA($slug, "은/는") } 초안이에요.
    .hint = 올리려면 파일에서 ‘draft: true’를 지워 주세요.
opening-no-summary = 기사 ‘{ $slug }’에 요약이 없어요.
    .hint = 먼저 ‘summary:’에 세 줄을 적어 주세요.
opening-no-channel = 올릴 채널이 없어요.
    .hint = 설정 파일의 ‘channels:’에 하나 적어 주세요.
admin-no-article = 기사 ‘{ $slug }’{ JOSA($slug, "이/가") } 없어요.
    .hint = 어떤 기사가 있는지는 ‘agora check’로 볼 수 있어요.
admin-no-channel = 설정 파일에 ‘{ $channel }’ 채널이 없어요.
    .hint = 있는 채널: { $known }
admin-none = 없음
admin-opened-already = 이미 연 토론이에요.
admin-none-open = 열려 있는 토론이 없어요.
    .hint = ‘agora post SLUG’로 열 수 있어요.
admin-no-debate = 토론 ‘{ $debate }’{ JOSA($debate, "이/가") } 없어요.
    .hint = 토론 ID나 기사의 슬러그를 적어 주세요.
admin-ended-already = 토론 ‘{ $debate }’{ JOSA($debate, "은/는") } { $state ->
    [void] 이미 무효 처리됐어요
   *[closed] 이미 마감됐어요
  }.
    .hint = 어떻게 끝났는지는 ‘agora results’로 볼 수 있어요.
request-unanswered = 켜져 있는 봇이 응답하지 않았어요.
    .hint = 요청은 취소했어요. 봇의 로그와 /readyz를 확인한 뒤 다시 시도해 주세요.
request-unexpected = 켜져 있는 봇에서 예상하지 못한 오류가 났어요.
    .hint = 자세한 내용은 봇의 로그에 있어요.
request-gone = 요청이 없어졌어요.
request-unknown = 켜져 있는 봇이 모르는 요청이에요: { $kind }
    .hint = 양쪽에서 같은 버전을 써 주세요.
request-restored = 그사이에 데이터베이스를 복사본으로 되돌렸어요.
    .hint = 아직 안 됐다면 다시 요청해 주세요.
forgetting-votes-on = 지우는 동안에도 이 사람이 계속 투표하고 있어요.
    .hint = 잠시 뒤에 다시 시도해 주세요.
