### 봇이 하는 모든 말. 조사는 { JOSA($word, "이/가") }로 붙여요.

## 목록과 따옴표
list-and = { $rest }{ JOSA($rest, "과/와") } { $last }
quoted = ‘{ $text }’
more = 이 밖에 { $n }개가 더 있어요.

## 시각과 수
moment = { $day } { $time }
midnight = 자정
noon = 정오
duration-day = { $n }일
duration-hour = { $n }시간
duration-minute = { $n }분
percent-under = { $n }% 미만
percent-over = { $n }% 초과

## 토론 카드
card-pick = 편집자 추천
card-invitation = 이모지를 눌러 투표해 주세요. 🔖를 누르면 저장돼요.
card-invitation-buttons = 버튼을 눌러 투표해 주세요. 무엇을 골랐는지는 나만 볼 수 있어요.
card-invitation-buttons-multiple = 마음에 드는 답의 버튼을 모두 눌러 주세요. 무엇을 골랐는지는 나만 볼 수 있어요.
card-invitation-multiple = 마음에 드는 답을 모두 골라 이모지를 눌러 주세요. 🔖를 누르면 저장돼요.
card-counts = 멤버들의 댓글 { $comments } · 저장 { $saves }
card-counts-all = 모든 채널을 합쳐 댓글 { $comments } · 저장 { $saves }
card-reactions = 이모지 옆 숫자는 표가 아니라 이 토론 글에 달린 반응 수예요. 봇이 먼저 단 것도 들어 있어요.
card-reactions-own = 이모지 옆 숫자는 표가 아니라 이 토론 글에 달린 반응 수예요.
card-closes = { $at } 마감
card-closing = 투표가 마감됐어요. 표를 다시 세고 있어요
card-closed = { $at } 마감됐어요
card-void = 어느 채널에도 올리지 못해 무효 처리된 토론이에요
bar-text = { $votes }표 · { $share }
turnout-open = { $voters ->
    [0] 아직 투표한 사람이 없어요
    [1] 한 명이 투표했어요
   *[other] { $voters }명이 투표했어요
}
turnout-hidden = { $voters ->
    [0] 아직 투표한 사람이 없어요. 결과는 마감 뒤에 공개돼요
    [1] 한 명이 투표했어요. 결과는 마감 뒤에 공개돼요
   *[other] { $voters }명이 투표했어요. 결과는 마감 뒤에 공개돼요
}
turnout-closed = { $voters ->
    [0] 집계된 표가 없어요
    [1] 한 명이 투표했어요
   *[other] 총 { $voters }명이 투표했어요
}
turnout-multiple = { $turnout } · 여러 답을 고를 수 있어요
turnout-multiple-over = { $turnout } · 여러 답을 고를 수 있었어요
turnout-here = { $voters ->
    [0] { $place }에서는 아직 투표한 사람이 없어요
   *[other] { $place }에서 { $voters }명이 투표했어요
}
total = 전체 { $voters }명: { $shares }
total-hidden = 전체 { $voters }명이 투표했어요. 결과는 마감 뒤에 공개돼요
thread-title = 티격태격 · { $question }

## 결과
headline-nobody = 아무도 투표하지 않은 채 마감됐어요.
headline-uncounted = 집계된 표 없이 마감됐어요.
headline-single = 한 명이 ‘{ $option }’{ JOSA($option, "을/를") } 골랐어요.
headline-unanimous = 투표한 { $voters }명 모두 ‘{ $option }’{ JOSA($option, "을/를") } 골랐어요.
headline-winner = ‘{ $option }’{ JOSA($option, "이/가") } { $share }로 가장 많은 표를 얻었어요.
headline-tie = { $options }{ JOSA($options, "이/가") } { $votes }표씩 얻어 동률이에요.
headline-tie-many = 답 { $options }개가 { $votes }표씩 얻어 동률이에요.
shift-changed = { $people ->
    [1] 한 명이 마음을 바꿨어요: { $moves }
   *[other] { $people }명이 마음을 바꿨어요: { $moves }
}
shift-move = { $before }→{ $after } { $people }명
shift-more = 그 밖에 { $people }명
shift-nobody = 마음을 바꾼 사람은 없었어요.
shift-nobody-yet = 아직 마음을 바꾼 사람이 없어요.
shift-withdrawn = { $people ->
    [1] 한 명은 투표를 취소했어요.
   *[other] { $people }명은 투표를 취소했어요.
}
communities = { $leads } 가장 많은 표를 얻었어요.
community-lead = { $place }에서는 { $option }{ JOSA($option, "이/가") } { $share }로
community-tie = { $place }에서는 { $options }{ JOSA($options, "이/가") } { $votes }표씩 동률로
community-lead-many = { $place }에서는 답 { $options }개가 { $votes }표씩 동률로
community-silent = { $place }에서는 투표한 사람이 없었어요.
communities-accounts = 계정마다 한 표예요. 두 곳에서 모두 투표한 사람은 두 표로 셌어요.
certificate-exact = { $differences ->
    [0] 기록 { $recount }표 = 다시 센 { $recount }표 ✓
   *[other] 기록 { $ledger }표 → 다시 센 { $recount }표 (반응 { $differences }개를 바로잡았어요)
}
certificate-partial = { $differences ->
    [0] 기록 { $recount }표 = 읽을 수 있는 반응만 다시 센 { $recount }표
   *[other] 기록 { $ledger }표 → 읽을 수 있는 반응만 다시 센 { $recount }표 (반응 { $differences }개를 바로잡았어요)
}
certificate-buttons = 버튼 투표라서 다시 셀 반응이 없어요. 투표 기록의 { $recount }표가 그대로 결과예요.
certificate-no = 반응을 다시 세지 못해 투표 기록의 { $recount }표를 그대로 따랐어요.
certificate-head = 기록 지문 앞 여덟 자리: { $head }
certificate-with-head = { $found } · { $head }
certificate-undecided = { $ballots ->
    [1] 한 명은 마지막에 무엇을 골랐는지 알 수 없어 세지 않았어요.
   *[other] { $ballots }명은 마지막에 무엇을 골랐는지 알 수 없어 세지 않았어요.
}
certificate-undatable = { $ballots }표는 마감 전에 던진 것인지 확인하지 못했어요.
note-buttons = 비밀 투표라서 누가 무엇을 골랐는지는 투표 기록에만 있고, 비교할 것을 따로 남기지 않아요.
note-was-down = 마감할 때 봇이 꺼져 있어서, 다시 켜진 뒤 처음 읽은 반응으로 정했어요.
note-not-heard = 토론 글 { $posts }개는 마감 무렵에 봇이 반응을 받지 못한 시간이 있어서, 그 뒤에 처음 읽은 반응으로 정했어요.
note-unread = 토론 글 { $posts }개는 읽지 못해 투표 기록을 따랐어요.
note-unsettled = 토론 글 { $posts }개는 세 번 읽는 동안 같은 결과가 두 번 나오지 않아, 마지막에 읽은 것을 따랐어요.
note-short = 일부 반응은 누른 사람이 다 보이지 않아, 보이는 만큼만 비교했어요.
note-replies-cut = 토론 글 { $posts }개에서는 댓글을 끝까지 읽지 못해, 여기에 세지 못한 댓글이 있을 수 있어요.
note-sparks-cut = 말 { $lines }개에서는 누가 💡를 눌렀는지 다 읽지 못해, 그때까지 들어온 만큼만 셌어요.
note-saves-cut = 토론 글 { $posts }개에서는 누가 🔖를 눌렀는지 다 읽지 못해, 그때까지 들어온 만큼만 셌어요.
note-cleared = 운영자가 지운 반응 { $marks }개는 취소한 것으로 봤어요.
note-withdrawn = { $ballots }표는 언제 취소했는지 알 수 없어요. 마감 뒤에 취소한 것일 수도 있어요.
note-gone = 토론 글 { $posts }개가 지워졌지만 거기서 받은 표는 그대로 셌어요.
note-restored = 도중에 데이터를 복사본으로 되돌리고 다시 세었어요. 그전에 채팅에 결과가 올라왔다면 거기에 적힌 지문은 지금의 기록 지문과 달라요.

## 💡를 받은 말과 댓글
line-hint = 마음을 움직인 말이 있으면 그 말에 💡를 눌러 주세요. 댓글에 눌러도 돼요.
moved-line = 가장 많은 💡를 받은 말: { $line } ({ $people }명).
moved-tie = 가장 많은 💡를 똑같이 받은 말: { $lines } ({ $people }명씩).
moved-tie-many = 말 { $lines }개가 가장 많은 💡를 똑같이 받았어요 ({ $people }명씩).
moved-quote = { $speaker }의 ‘{ $text }’
moved-reply = 스레드에 달린 댓글
moved-reply-gone = 스레드에 달렸다가 지워진 댓글
moved-from = { $people ->
    [1] 그중 한 명이 ‘{ $before }’에서 ‘{ $after }’{ JOSA($after, "으로/로") } 옮겼어요.
   *[other] 그중 { $people }명이 ‘{ $before }’에서 ‘{ $after }’{ JOSA($after, "으로/로") } 옮겼어요.
}
moved-others = { $people ->
    [1] 다른 쪽으로 옮긴 사람도 한 명 있어요.
   *[other] 다른 쪽으로 옮긴 사람도 { $people }명 있어요.
}
moved-kept = { $people ->
    [1] 한 명은 처음 고른 답 그대로예요.
   *[other] { $people }명은 처음 고른 답 그대로예요.
}
moved-uncounted = { $people ->
    [1] 한 명은 센 표가 없어요.
   *[other] { $people }명은 센 표가 없어요.
}
stances = 댓글 { $replies } · { $sides }
stance-side = { $option } 쪽 { $replies }
stance-unknown = 아직 { $replies }
chat-spark = 마음을 움직인 말이면 💡를 눌러 주세요
chat-moved = 사람들이 고른 말
page-sparks = 💡 { $people }
page-sparks-hint = 채팅방의 스레드에서 마음을 움직인 말에 💡를 눌러 보세요.
page-feedback = 기사가 어땠는지 들려주세요. 채팅방에서 ‘/토론 의견’이라고 쓰면 편집자에게 전해져요.

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
alert-unknown = 데이터를 { $since }의 복사본으로 되돌렸는데, { $channel } 채널에 그 뒤에 올린 토론 글이 있어요: { $places }{ $more ->
    [0] { "" }
   *[other] { " " }외 { $more }개
  }. 이 토론 글에 달린 반응은 세지 않아요. 이어서 토론하려면 agora post로 다시 열고, 남은 토론 글은 지워 주세요.
alert-feedback = 편집자에게 새 의견이 왔어요. agora feedback list로 읽을 수 있어요.
welcome-title = 안녕하세요, { $name }{ JOSA($name, "이에요/예요") } { $emoji }
welcome-text =
    기사 하나를 세 줄로 간추려, 함께 이야기할 질문과 가져올게요.
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
    더 궁금하면 언제든 { $command } 도움말을 적어 주세요.

## 명령: 도움말
help-heading = { $command } 뒤에 이렇게 써 보세요
help-admin-heading = 운영자는 { $command } 뒤에 이것도 쓸 수 있어요
help-share = { $platform ->
    [discord] ‘공유’ 옵션을 켜면 답변을 채널의 모두가 볼 수 있어요.
   *[other] 끝에 ‘공유’를 붙이면 답변을 채널의 모두가 볼 수 있어요.
}
help-today = 이 채널에서 최근에 열린 토론
help-summary = 기사의 세 줄 요약. 기사를 안 적으면 이 채널의 최근 토론 기사예요.
help-latest = 새로 나온 기사
help-search = 검색어가 들어간 기사 찾기
help-results = 투표 결과. 토론을 안 적으면 이 채널의 최근 토론이에요.
help-saved = 내가 🔖로 저장한 기사
help-mine = 내가 던진 표와 공개 기록에서 찾는 방법. 나에게만 보여요.
help-feedback = 편집자에게 별점과 한마디 남기기
help-export = 나에 대해 저장된 것을 파일로 받기. 나에게만 보여요.
help-forget = 나에 대해 저장된 것을 지우기. 한 번 더 확인해요.
help-help = 지금 보는 이 목록
help-post = 이 채널에 토론 열기
help-close = 토론을 지금 마감하기
help-schedule = 앞으로 열릴 토론
usage-summary = [기사]
usage-latest = [분야]
usage-search = 검색어
usage-results = [토론]
usage-mine = [토론]
usage-forget = [코드]
usage-post = 기사
usage-close = [토론]

## 명령: 답
latest-heading = 새로 나온 기사
latest-category-heading = { $category } 분야의 새 기사
search-heading = ‘{ $text }’{ JOSA($text, "으로/로") } 찾은 기사
search-heading-mended = ‘{ $text }’{ JOSA($text, "이/가") } 들어간 기사가 없어 ‘{ $mended }’{ JOSA($mended, "으로/로") } 찾았어요
search-place = { $place ->
    [tag] 태그
    [summary] 요약
    [question] 질문
    [squabble] 티격태격
   *[other] 본문
}
search-hit = { $place }: { $text }
saved-heading = 저장한 기사
feedback-list-when = 언제
feedback-list-rating = 별점
feedback-list-where = 어디에서
feedback-list-line = 한마디
feedback-list-none = 아직 편집자에게 온 의견이 없어요.
schedule-heading = 앞으로 열릴 토론
candidates-heading = 어느 쪽인가요? 이름을 조금 더 적어 주세요.
item-article = { $category } · { $date } · { $slug }
item-debate = { $state } · { $date } · { $slug }
item-upcoming = { $at } · { $channels }
state-open = 투표 중
state-closing = 다시 세는 중
state-closed = 마감
state-void = 무효 처리
summary-question = 질문: { $question }
summary-read = 기사 읽기
upcoming-none = 올릴 기사가 남아 있지 않아요
saved-none = 아직 저장한 기사가 없어요. 토론 글에 🔖를 누르면 여기에 모여요.
mine-heading = ‘{ $title }’에 던진 내 표
mine-none = ‘{ $title }’에는 아직 투표하지 않았어요.
mine-never = 내 이름으로 남아 있는 표가 없어요.
mine-everywhere-heading = 내가 투표한 토론
item-mine = { $vote } · { $state } · { $date } · { $id }
mine-withdrawn = 취소해서 표가 없어요
mine-undecided = 마지막에 무엇을 골랐는지 알 수 없어 세지 않아요
mine-unchanged = 처음 고른 답 그대로예요.
mine-changed = 처음 고른 답에서 바꿨어요.
mine-changed-from = 처음에 고른 답: { $before }
mine-code = 내 코드: { $code }
mine-code-how = 공개 기록에서 이 코드를 찾아보세요. 그 뒤에 처음 고른 답과 마지막에 고른 답의 번호가 있어요(첫 번째 답이 0번이에요). 이 코드는 이 토론에서만 써요.
mine-code-later = 마감하면 결과 페이지에 공개 기록이 올라와요. 거기에서 이 코드를 찾아보세요. 이 코드는 이 토론에서만 써요.
mine-code-unlisted = 이 토론의 공개 기록에서 나를 가리키는 코드예요. 여기에는 페이지가 없으니 운영자에게 보여 달라고 해 주세요.
mine-record = 공개 기록 열기
mine-left-heading = ‘{ $title }’에 던진 표
mine-cut-off = 누구의 표인지 이제 알 수 없어요
mine-cut-off-how = 누가 무엇을 골랐는지는 정해진 기간만 보관해요. 코드를 적어 두었다면 공개 기록에서 찾아보세요. 그 뒤에 처음 고른 답과 마지막에 고른 답의 번호가 있어요.
mine-cut-off-secret = 누가 무엇을 골랐는지는 정해진 기간만 보관해요. 결과는 그대로 남아 있어요.
mine-deleted = 표를 지웠어요
mine-deleted-how = 표는 정해진 기간만 보관해요. 결과는 그대로 남아 있지만, 누가 무엇을 골랐는지는 이제 아무도 알 수 없어요.
mine-secret = 비밀 투표예요
mine-secret-how = 버튼으로 투표해서 공개 기록에는 표의 수만 있고, 누구의 표인지는 없어요.
# 내정보와 잊어줘. $n은 토론 수, $feedback은 편집자에게 남긴 의견 수예요.
export-here = 나에 대해 저장된 것을 모두 담은 파일이에요. 나에게만 보여요.
export-download = 내 정보 내려받기
export-in-pieces = 나누어 보낸 { $of }개 가운데 { $n }번째예요. 차례로 이어 붙이면 JSON 파일이 돼요.
export-too-long = 여기에서 보낼 수 있는 만큼만 보냈어요. 나머지는 운영자에게 부탁해 주세요.
forget-heading = 잊기 전에 확인해 주세요
forget-goes = 지워져요
forget-gone = 지웠어요
forget-goes-what = { $feedback ->
    [0] 계정과 이어진 모든 것이에요. 누가 던진 표이고 누가 누른 💡와 🔖인지, 누가 쓴 댓글인지, 인사한 적이 있는지까지예요.
   *[other] 계정과 이어진 모든 것이에요. 누가 던진 표이고 누가 누른 💡와 🔖인지, 누가 쓴 댓글인지, 인사한 적이 있는지, 편집자에게 남긴 의견 { $feedback }개까지예요.
}
forget-goes-here = 이 채팅에 쓴 메시지와 이름도 함께 지워져요.
forget-goes-words = 이 채팅에 쓴 메시지도 함께 지워져요.
forget-gone-here = 이 채팅에 쓴 메시지와 이름도 함께 지웠어요.
forget-gone-words = 이 채팅에 쓴 메시지도 함께 지웠어요.
forget-open = 열린 토론에서는 투표를 취소해요
forget-open-what = 토론 { $n }개에서 내 표가 빠져요.
forget-taken-back = 열린 토론에서 투표를 취소했어요
forget-taken-back-what = 토론 { $n }개에서 내 표가 빠졌어요.
forget-stays = 남아요
forget-kept = 남겼어요
forget-stays-what = 마감한 토론 { $n }개의 결과예요. 내 표는 이름 없는 코드로만 남고, 누구의 표인지는 운영자도 알 수 없게 돼요. 지우면 이미 알린 결과와 기록 지문이 맞지 않게 되기 때문이에요.
forget-kept-what = 마감한 토론 { $n }개의 결과예요. 내 표는 이름 없는 코드로만 남았고, 누구의 표인지는 이제 운영자도 알 수 없어요. 지우면 이미 알린 결과와 기록 지문이 맞지 않게 되기 때문이에요.
forget-name-stays = 이름은 이 채팅에 처음부터 있던 것이라 그대로예요.
forget-elsewhere = 여기에서는 지울 수 없어요
forget-elsewhere-what = { $platform }에 직접 쓴 메시지와 누른 반응은 { $platform }에 그대로 있어요. 거기에서 지워 주세요.
forget-elsewhere-backups = 전에 만들어 둔 백업 파일은 그대로예요.
forget-first = 먼저 이 토론 글에서 내 반응을 지워 주세요. 남아 있으면 다시 셀 때 표로 돌아와요.
forget-still = 이 토론 글에는 반응이 아직 남아 있어요. 지우지 않으면 다시 셀 때 표로 돌아오고, 계정도 다시 적혀요.
forget-confirm = { $platform ->
    [discord] 되돌릴 수 없어요. 정말 지울까요? { $minutes }분 안에 ‘{ $command }’의 ‘코드’ 칸에 { $code }{ JOSA($code, "을/를") } 적어 주세요.
   *[other] 되돌릴 수 없어요. 정말 지울까요? { $minutes }분 안에 이렇게 써 주세요: { $command } { $code }
}
forget-done = 잊었어요
forget-afterwards = 파일에 남은 흔적은 보통 10분 안에 덮어써요. 다시 투표하면 처음 온 사람으로 적혀요.
forget-nothing = 저장된 것이 없어서 잊을 것도 없어요.
forget-already = 이미 잊었어요. 더 지울 것이 남아 있지 않아요.
forget-wrong-code = 코드가 맞지 않거나 시간이 지났어요. 아직 아무것도 지우지 않았으니 한 번 더 확인해 주세요.
forget-being-counted = 투표한 토론 { $n }개에서 지금 표를 세고 있어요. 몇 분 뒤에 다시 시도해 주세요. 아직 아무것도 지우지 않았어요.
feedback-title = 편집자에게 한마디
feedback-rating = 요즘 토론은 어떠셨어요?
feedback-rate-1 = 아쉬워요
feedback-rate-2 = 그저 그래요
feedback-rate-3 = 괜찮아요
feedback-rate-4 = 좋아요
feedback-rate-5 = 아주 좋아요
feedback-line = 하고 싶은 말 (비워 두어도 돼요)
feedback-note = 편집자에게 이름은 보이지 않아요.
feedback-send = 보내기
feedback-thanks = 고마워요! 편집자에게 잘 전할게요.
latest-none = 아직 올라온 기사가 없어요. 조금만 기다려 주세요.
search-none = ‘{ $text }’{ JOSA($text, "이/가") } 들어간 기사를 찾지 못했어요. 다른 검색어로 찾아보세요.
schedule-waiting = 발행 시각을 기다리는 기사: { $articles }
schedule-none = 정해진 일정이 없어요. 설정 파일의 schedules에 적으면 돼요.
results-void = ‘{ $title }’ 토론은 어느 채널에도 올리지 못해 무효 처리됐어요.
post-done = ‘{ $title }’ 토론을 열었어요. 곧 이 채널에 올라와요.
close-done = ‘{ $title }’ 투표를 마감했어요. 표를 다시 센 뒤 결과가 올라와요.

## 명령: 안 될 때
press-voted = ‘{ $option }’에 투표했어요. 다시 누르면 취소돼요.
press-changed = ‘{ $option }’{ JOSA($option, "으로/로") } 바꿨어요. 다시 누르면 취소돼요.
press-stands = ‘{ $option }’에 던진 표가 그대로 있어요. 다시 누르면 취소돼요.
press-withdrawn = ‘{ $option }’에 던진 표를 취소했어요. 마감 전에는 언제든 다시 투표할 수 있어요.
press-over = 투표가 마감돼서 더 받을 수 없어요. 결과에서 모두가 고른 답을 확인해 보세요.
press-failed = 투표가 저장되지 않았을 수 있어요. 잠시 뒤에 내 표를 확인하고 다시 눌러 주세요.
error-unknown-command = ‘{ $word }’{ JOSA($word, "은/는") } 모르는 말이에요. 아래에서 골라 주세요.
error-unknown-command-nearest = ‘{ $word }’{ JOSA($word, "은/는") } 모르는 말이에요. 혹시 ‘{ $nearest }’{ JOSA($nearest, "을/를") } 찾으셨나요?
error-no-command = ‘{ $word }’{ JOSA($word, "이라는/라는") } 명령은 없어요. 이런 것을 할 수 있어요.
error-no-command-nearest = ‘{ $word }’{ JOSA($word, "이라는/라는") } 명령은 없어요. 혹시 ‘{ $nearest }’{ JOSA($nearest, "을/를") } 찾으셨나요?
error-no-debate-here = 이 채널에서는 아직 토론이 열리지 않았어요. ‘최신’으로 기사를 먼저 둘러보세요.
error-no-open-debate-here = 이 채널에는 지금 투표 중인 토론이 없어요. 마감할 토론의 이름을 적어 주세요.
error-no-article = ‘{ $name }’{ JOSA($name, "이라는/라는") } 기사를 찾지 못했어요. ‘최신’이나 ‘검색’으로 이름을 확인해 보세요.
error-no-article-nearest = ‘{ $name }’{ JOSA($name, "이라는/라는") } 기사는 없어요. 혹시 { $nearest }{ JOSA($nearest, "을/를") } 찾으셨나요?
error-no-debate = ‘{ $name }’{ JOSA($name, "이라는/라는") } 토론을 찾지 못했어요. 기사 이름이나 토론 ID를 적어 주세요.
error-no-category = ‘{ $name }’ 분야의 기사는 없어요. 있는 분야: { $categories }
error-search-empty = 검색어를 함께 적어 주세요. 예: 검색 공개
error-post-empty = 어느 기사로 토론을 열지 적어 주세요. 예: 올리기 { $example }
error-post-no-channel = 이 채널은 설정에 없어서 토론을 열 수 없어요. 설정 파일의 channels에 이 채널을 넣어 주세요.
error-post-open = ‘{ $title }’ 토론이 이 채널에 이미 열려 있어요. 새로 열려면 먼저 마감해 주세요: { $close }
error-post-draft = ‘{ $title }’{ JOSA($title, "은/는") } 아직 초안이에요. 파일에서 draft: true를 지우면 올릴 수 있어요.
error-post-unfinished = ‘{ $title }’에는 세 줄 요약이 없어요. summary에 세 줄을 채우면 올릴 수 있어요.
error-close-over = ‘{ $title }’ 투표는 이미 마감됐어요. ‘결과’로 볼 수 있어요.
error-close-elsewhere = ‘{ $title }’ 토론은 다른 곳에서도 열려 있어요. 봇 운영자만 마감할 수 있어요.
error-feedback-rating = 별점은 1점부터 { $best }점까지예요. 하나를 골라 주세요.
error-feedback-long = 조금 길어요. { $limit }자 안으로 줄여 주세요.
error-feedback-often = 오늘은 의견을 충분히 들려주셨어요. 내일 또 남겨 주세요.
error-admins-only = 운영자만 쓸 수 있는 명령이에요. 할 수 있는 것은 ‘도움말’에서 볼 수 있어요.
error-busy = 지금은 조금 바빠요. 잠시 뒤에 다시 시도해 주세요.
error-storage = 데이터를 읽지 못했어요. 잠시 뒤에 다시 시도하고, 계속되면 운영자에게 알려 주세요.
error-unexpected = 뭔가 잘못됐어요. 잠시 뒤에 다시 시도하고, 계속되면 운영자에게 알려 주세요.

## 서버와 광장 페이지
chat-bot-name = 아고라
chat-error-bad-request = 요청을 알아듣지 못했어요. 페이지를 새로고침한 뒤 다시 시도해 주세요.
chat-error-person-unknown = 누구신지 모르겠어요. 위쪽 메뉴에서 이름을 다시 골라 주세요.
chat-error-channel-unknown = 그런 채널이 없어요. 목록에서 다시 골라 주세요.
chat-error-message-gone = 지워졌거나 없는 메시지예요. 페이지를 새로고침해 주세요.
chat-error-no-article = 이 메시지에는 읽을 기사가 없어요.
chat-error-text-empty = 빈 메시지는 보낼 수 없어요. 내용을 적어 주세요.
chat-error-text-too-long = 메시지가 너무 길어요. { $limit }자까지 쓸 수 있어요.
chat-error-name = 이름에는 글자나 숫자가 하나는 있어야 하고, { $limit }글자까지 쓸 수 있어요.
chat-error-name-taken = ‘{ $name }’ 님이 이미 있어요. 다른 이름을 골라 주세요.
chat-error-name-of-another = ‘{ $name }’{ JOSA($name, "은/는") } 마스코트나 편집자, 봇의 이름처럼 보여서 쓸 수 없어요. 다른 이름을 골라 주세요.
chat-error-people-full = 사람이 가득 찼어요. 이미 있는 이름 가운데에서 골라 주세요.
chat-error-emoji = 반응에는 이모지 하나만 쓸 수 있어요.
chat-error-reactions-full = 한 메시지에는 반응을 { $limit }가지까지 달 수 있어요. 이미 있는 것을 눌러 주세요.
chat-error-not-yours = 내가 쓴 메시지만 지울 수 있어요.
chat-error-not-running = 봇이 아직 준비되지 않았어요. 잠시 뒤에 다시 시도해 주세요.
web-error-bad-request = 요청을 알아듣지 못했어요. 페이지를 새로고침한 뒤 다시 시도해 주세요.
web-error-forbidden = 이 페이지에서 보낸 요청인지 확인하지 못했어요. 페이지를 새로고침한 뒤 다시 시도해 주세요.
web-error-not-found = 찾으시는 것이 여기에 없어요. 주소를 확인해 주세요.
web-error-gone = 공개 기록은 정해진 기간이 지나 표와 함께 지웠어요. 결과는 그대로 남아 있어요.
web-error-gone-title = 이제 여기에 없어요
web-error-method = 이 주소에서는 할 수 없는 일이에요.
web-error-too-large = 보낸 내용이 너무 커요. { $limit } KiB까지 받을 수 있어요.
web-error-too-slow = 요청이 너무 느리게 와서 끝까지 받지 못했어요. 다시 시도해 주세요.
web-error-other-host = 이 이름으로 들어온 요청에는 답하지 않아요. 운영하는 분이라면 설정의 web.public_url에 사람들이 쓰는 주소를 적어 주세요.
web-error-near = 로컬 채팅은 이 컴퓨터에서만 열 수 있어요. 다른 사람에게도 열려면 운영하는 분이 설정의 web.chat을 { "{" }open_to: everyone{ "}" }으로 적어 주세요.
web-error-busy = 지금은 처리할 수 없어요. 잠시 뒤에 다시 시도해 주세요.
web-error-internal = 뭔가 잘못됐어요. 잠시 뒤에 다시 시도해 주세요. 계속되면 운영자에게 알려 주세요.
web-error-title = 이런, 문제가 생겼어요
web-error-back = 광장으로 돌아가기

chat-title = Agora · 열린 광장
chat-brand = 열린 광장
chat-description = 하루에 기사 하나, 질문 하나. 함께 투표하고 이야기해요.
chat-skip = 입력창으로 건너뛰기
chat-no-script = 이 페이지는 자바스크립트가 있어야 움직여요. 브라우저 설정에서 켜 주세요.
chat-other-language = EN
chat-other-language-hint = English로 보기
chat-theme = 밝게·어둡게 바꾸기
chat-channels = 채널
chat-channels-open = 채널 목록 열기
chat-unread = 읽지 않은 메시지 { $n }개
chat-who = 누구로 이야기할까요?
chat-speaking-as = { $name }님으로 이야기하는 중
chat-now-speaking = 이제 { $name }님으로 이야기해요.
chat-new-name = 새 이름
chat-add = 들어오기
chat-admin = 운영자
chat-bot = 봇
chat-hint-box = 입력창으로
chat-hint-move = 메시지 사이로 이동
chat-hint-close = 닫기
chat-messages = 메시지
chat-older = 이전 메시지 더 보기
chat-empty = 아직 조용한 광장이에요. 첫 이야기를 꺼내 보세요.
chat-new-messages = 새 메시지 { $n }개
chat-today = 오늘
chat-edited = 수정됨
chat-box = 메시지 쓰기
chat-box-hint = 메시지를 남겨 보세요 · /토론 도움말
chat-completions = 명령 제안
chat-send = 보내기
chat-thread = 댓글
chat-thread-close = 댓글 창 닫기
chat-thread-box = 댓글을 남겨 보세요
chat-thread-empty = 첫 댓글을 기다리고 있어요.
chat-replies = 댓글 목록
chat-comments = 댓글 { $n }
chat-comment-first = 댓글 쓰기
chat-react = 반응 남기기
chat-reaction = { $emoji } 반응 { $n }개
chat-reaction-names = { $emoji } { $names }
chat-reaction-more = { $emoji } { $names } 외 { $n }명
chat-reaction-seed = { $emoji } 첫 반응을 남겨 보세요
chat-picker = 반응 고르기
chat-delete = 지우기
chat-delete-sure = 정말 지울까요?
chat-dismiss = 닫기
chat-private = 나에게만 보여요
chat-read = 기사 읽기
chat-page = 페이지로 보기
chat-source = 원문 보기
chat-close = 닫기
chat-by = { $name } 씀
chat-options = 답
chat-my-vote = 내 선택
chat-leading = 가장 많은 표
chat-ballots = { $n }표
chat-hidden = 마감 뒤 공개
chat-left = { $time } 남았어요
chat-counting = 표를 다시 세고 있어요
chat-closed = 마감됐어요
chat-asked-before-closing = 마감 전에 물어본 집계예요
chat-asked-while-counting = 다시 세는 중에 물어본 집계예요
chat-void = 무효 처리된 토론이에요
chat-result = 투표 결과
chat-to-result = 결과 보기
chat-to-debate = 토론 글로 가기
chat-more = 자세히 보기
chat-shift = 달라진 마음
chat-certificate = 재검표 확인서
chat-days = { $n }일
chat-hours = { $n }시간
chat-minutes = { $n }분
chat-seconds = { $n }초
chat-lost = 연결이 끊겼어요. 다시 잇는 중…
chat-back = 다시 이어졌어요.
chat-failed = 서버에 연결하지 못했어요. 잠시 뒤에 다시 시도해 주세요.
chat-complete-debate = 토론 명령

## 공개 페이지
page-title = 열린 광장
page-description = 하루에 기사 하나, 질문 하나. 함께 투표하고 이야기 나눠요.
page-skip = 본문으로 건너뛰기
page-home = 첫 화면
page-tools = 도구
page-chat = 채팅
page-feed = 토론 소식
page-foot = 모든 표를 세고, 센 방법까지 보여 드려요.
page-leading = 가장 많은 표
page-summary = 세 줄 요약
page-body = 본문
page-squabble = { $names }의 티격태격
page-vote = 여러분의 생각은요?
page-vote-in-chat = 채팅에서 투표하기
page-see-in-chat = 채팅에서 보기
page-to-result = 투표 자세히 보기
page-not-yet = 아직 토론이 열리지 않은 기사예요.
page-comments = 댓글
page-no-comments = 첫 댓글을 기다리고 있어요.
page-comments-latest = 여기에는 최근 댓글만 있어요. 나머지는 채팅방에서 볼 수 있어요.
page-comments-unread = 지금은 댓글을 다 읽어 오지 못했어요. 나머지는 채팅방에서 볼 수 있어요.
page-comments-at-closing = 마감 때는 { $comments }개였어요.
page-comments-some = 여기에는 공개된 채널의 최근 댓글만 있어요. 나머지는 채팅방에서 볼 수 있어요.
page-comments-elsewhere = 댓글은 토론이 열린 채팅방에서 볼 수 있어요.
page-neighbours = 이전·다음 기사
page-previous = 이전 기사
page-following = 다음 기사
page-related = 함께 읽을 기사
page-latest = 최신 기사
page-open = 지금 열린 토론
page-articles = 기사
page-search = 기사 검색
page-search-hint = 제목, 태그, 내용, 초성
page-search-do = 검색
page-search-found = ‘{ $text }’{ JOSA($text, "으로/로") } 찾은 기사 { $n }개
page-ended = 지난 토론
page-newer = 이전
page-older = 다음
page-place = { $at } / { $of }쪽
page-read = 기사 읽기
page-opened = { $at }에 열렸어요
page-first-ballot = 처음 고른 답
page-last-ballot = 마지막에 고른 답
page-numbers = 숫자로 보기
page-shift-caption = 줄은 처음 고른 답, 칸은 마지막에 고른 답이에요.
page-undecided = 알 수 없음
page-withdrawn = 취소
page-withdrawn-or-undecided = 취소·알 수 없음
page-turnout = 시간에 따른 참여
page-turnout-text = { $people ->
    [1] { $at }까지 한 명이 투표했어요. 나중에 취소한 표도 셌어요.
   *[other] { $at }까지 { $people }명이 투표했어요. 나중에 취소한 표도 셌어요.
}
page-platforms = 어디에서 투표했나요
page-platform = 플랫폼
page-platform-local = Agora 채팅
page-voters = 참여
page-recounted-exact = 모두
page-recounted-partial = 일부
page-recounted-no = 세지 못함
page-certificate-recounted = 다시 센 토론 글
page-certificate-ledger = 기록된 표
page-certificate-recount = 다시 센 표
page-certificate-people = { $people }표
page-certificate-differences = 바로잡은 반응
page-certificate-undecided = 마지막 답을 몰라 뺀 표
page-certificate-undatable = 마감 전인지 모르는 표
page-certificate-unsettled = 읽을 때마다 달랐던 토론 글
page-certificate-head = 기록 지문 앞 여덟 자리
page-certificate-how = 어떻게 세었나요?
page-certificate-explained = 마감하면 봇이 모든 토론 글의 반응을 처음부터 다시 읽고, 두 번 읽은 결과가 같을 때까지 되풀이해요. ‘기록된 표’는 그때까지 적어 둔 표이고, ‘다시 센 표’는 반응과 맞추어 바로잡은 뒤의 표예요. 마지막에 무엇을 골랐는지 알 수 없는 표는 빼고, 마감 전에 던졌는지 알 수 없는 표는 넣되 몇 표인지 여기에 적어요.
page-left-pseudonyms = 누가 무엇을 골랐는지는 정해진 기간만 보관해요. 누구의 표인지는 이제 아무도 알 수 없고, 공개 기록은 그대로예요.
page-left-counts = 표는 정해진 기간만 보관해서 지웠어요. 결과와 마음을 바꾼 사람 수, 기록 지문은 그대로 남아 있어요.
page-json = 데이터(JSON)
page-record = 공개 기록(JSON)
page-png = 그림(PNG)
page-svg = 그림(SVG)
page-just-ended = 투표가 마감되어 결과가 나왔어요.
page-missing-title = 여기에는 아무것도 없어요
page-missing-text = { $mascot }{ JOSA($mascot, "이/가") } 밤새 찾아봤지만 없었대요. 주소를 다시 확인해 주세요.

## 슬랙
slack-read = 기사 읽기
slack-results = 결과 보기
slack-more = 자세히 보기
slack-to-post = 토론 글로 가기
slack-held = 지금 내 표: { $options }
slack-held-nothing = 지금은 고른 답이 없어요.
slack-no-debate = 이 메시지는 토론 글이 아니에요. 토론 글이나 그 댓글에서 다시 눌러 주세요.
slack-form-late = 의견 창을 제때 열지 못했어요. 아래 버튼을 눌러 주세요.
slack-form-open = 의견 쓰기
slack-cancel = 취소
slack-close = 닫기
slack-source = 원문 보기
slack-page-back = ◀ 이전
slack-page-on = 다음 { $page }/{ $pages }쪽 ▶
slack-home-today = 오늘의 토론
slack-home-none = 아직 열린 토론이 없어요. 첫 토론이 올라오면 여기에서 볼 수 있어요.
slack-home-open = 투표할 수 있는 다른 토론
slack-home-help = 채널에서 /debate 도움말을 적으면 할 수 있는 일을 모두 볼 수 있어요.

## Discord
discord-closes = ⏳ { $at } 마감 · { $left }
discord-closed = ✅ { $at } 마감됐어요
discord-to-result = 결과 보기
discord-to-debate = 토론 보기
discord-debate-description = 오늘의 토론과 기사, 투표 결과를 확인해요
discord-admin-description = 토론을 열고 마감해요
discord-option-article = 기사
discord-option-article-hint = 제목 몇 글자나 초성을 적어 보세요
discord-option-category = 분야
discord-option-category-hint = 이 분야의 기사만 봐요
discord-option-words = 검색어
discord-option-words-hint = 찾을 검색어를 적어 주세요
discord-option-debate = 토론
discord-option-debate-hint = 토론의 기사 제목을 적어 보세요
discord-option-code = 코드
discord-option-code-hint = 먼저 비워 두고 쓰면 코드를 알려 드려요
discord-option-share = 공유
discord-option-share-hint = 채널의 모두에게 보여 줄까요?
discord-results-of-message = 토론 결과
discord-page = { $page } / { $of }
discord-page-not-yours = 이 목록은 물어본 분만 넘길 수 있어요. /토론으로 직접 물어보세요.
discord-no-debate-there = 이 메시지는 토론 글이 아니에요. 토론 글이나 그 아래 스레드에서 골라 주세요.

## 기사 점검 (agora check --style)
style-line-long = { $length }자예요. 요약은 한 줄에 { $most }자까지가 읽기 좋아요
style-question-long = { $length }자예요. 질문은 { $most }자까지가 읽기 좋아요
style-hangul = 한글만 { $count }자예요. 한 줄에 { $most }자까지만 써 주세요
style-line-asks = 요약은 묻지 않고 사실을 알려요. 질문은 question에 적어 주세요
style-polite = ‘{ $end }’{ JOSA($end, "으로/로") } 끝나요. 해요체로 바꿔 주세요
style-leans = ‘{ $word }’{ JOSA($word, "은/는") } 앞 문장이 있어야 통해요. 이 줄만 읽어도 알 수 있게 써 주세요
style-question-form = ‘주제, …할까?’처럼 물어 주세요
style-question-one = 물음표로 끝나는 질문 하나만 적어 주세요
style-question-leading = ‘{ $word }’ 때문에 한쪽으로 기운 질문이 돼요. 빼고 물어 주세요
style-label = ‘{ $label }’{ JOSA($label, "은/는") } 명사가 아니에요. ‘찬성’이나 ‘점검 후 공개’처럼 명사로 끝내 주세요
style-voice = 티격태격에서 ‘{ $label }’ 편을 드는 말이 없어요
style-no-squabble = 티격태격이 없어요. 답마다 편드는 말을 적어 주세요
style-squabble-lines = { $lines }줄이에요. 티격태격은 { $fewest }~{ $most }줄이 좋아요
style-concession = 마지막 줄은 진 쪽이 말해요. ‘…’로 시작해 주세요
style-concession-early = ‘…’로 시작하면 진 거예요. 마지막 줄에만 써 주세요
style-heading = 소제목은 질문으로 써 주세요
style-word = ‘{ $word }’ 대신 ‘{ $instead }’처럼 써 주세요
style-body-length = 본문이 { $length }자예요. { $fewest }~{ $most }자가 알맞아요

## 세 줄 요약 (agora article summarise)
summary-line = { $number }번째 줄: { $said }.
summary-leans = 앞 문장에 나온 것을 가리키는 말이 있어요. 이 줄만 읽어도 알 수 있게 써 주세요
