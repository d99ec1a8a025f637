## 토론 카드
card-pick = 편집자 추천
card-invitation = 이모지를 눌러 투표해 주세요. 🔖를 누르면 저장돼요.
card-invitation-buttons = 버튼을 눌러 투표해 주세요. 고른 답은 나에게만 보여요.
card-invitation-buttons-multiple = 마음에 드는 답의 버튼을 모두 눌러 주세요. 고른 답은 나에게만 보여요.
card-invitation-multiple = 마음에 드는 답을 모두 골라 이모지를 눌러 주세요. 🔖를 누르면 저장돼요.
card-counts = 멤버들의 댓글 { $comments } · 저장 { $saves }
card-counts-all = 모든 채널을 합쳐 댓글 { $comments } · 저장 { $saves }
card-reactions = 이모지 옆 숫자는 표가 아니라 이 토론 글에 달린 반응 수예요. 봇이 먼저 단 것도 들어 있어요.
card-reactions-own = 이모지 옆 숫자는 표가 아니라 이 토론 글에 달린 반응 수예요.
card-closes = { $at } 마감
card-closing = 투표가 마감됐어요. 표를 다시 세고 있어요
card-closed = { $at }에 마감됐어요
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
   *[other] 기록 { $ledger }표 → 다시 센 { $recount }표(반응 { $differences }개를 바로잡았어요)
}
certificate-partial = { $differences ->
    [0] 기록 { $recount }표 = 읽을 수 있는 반응만 다시 센 { $recount }표
   *[other] 기록 { $ledger }표 → 읽을 수 있는 반응만 다시 센 { $recount }표(반응 { $differences }개를 바로잡았어요)
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
note-restored = 도중에 데이터를 복사본으로 되돌리고 다시 셌어요. 그 전에 채팅에 결과가 올라왔다면 거기에 적힌 지문은 지금의 기록 지문과 달라요.

## 💡를 받은 말과 댓글
line-hint = 마음을 움직인 말이 있으면 그 말에 💡를 눌러 주세요. 댓글에 눌러도 돼요.
moved-line = 가장 많은 💡를 받은 말: { $line }({ $people }명).
moved-tie = 가장 많은 💡를 똑같이 받은 말: { $lines }({ $people }명씩).
moved-tie-many = 말 { $lines }개가 가장 많은 💡를 똑같이 받았어요({ $people }명씩).
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
    [1] 한 명은 집계된 표가 없어요.
   *[other] { $people }명은 집계된 표가 없어요.
}
stances = 댓글 { $replies } · { $sides }
stance-side = { $option } 쪽 { $replies }
stance-unknown = 미정 { $replies }
chat-spark = 마음을 움직인 말이면 💡를 눌러 주세요
chat-moved = 사람들이 고른 말
page-sparks = 💡 { $people }
page-sparks-hint = 채팅방의 스레드에서 마음을 움직인 말에 💡를 눌러 보세요.
page-feedback = 기사가 어땠는지 들려주세요. 채팅방에서 ‘{ $command }’{ JOSA($command, "이라고/라고") } 쓰면 편집자에게 전해져요.
page-feedback-several = 기사가 어땠는지 들려주세요. 채팅방에서 이렇게 쓰면 편집자에게 전해져요: { $commands }
page-feedback-command = { $command }({ $platforms })
