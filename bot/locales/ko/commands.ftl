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
help-mine = 내가 던진 표와, 그 표를 공개 기록에서 찾는 방법. 나에게만 보여요.
help-feedback = 편집자에게 별점과 한마디 남기기
help-export = 저장된 내 정보를 파일로 받기. 나에게만 보여요.
help-forget = 저장된 내 정보를 지우기. 한 번 더 확인해요.
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
candidates-heading = 어느 것인가요? 이름을 조금 더 적어 주세요.
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
mine-code-how = 공개 기록에서 이 코드를 찾아보세요. 코드 뒤에 처음 고른 답과 마지막에 고른 답의 번호가 있어요(첫 번째 답이 0번이에요). 이 코드는 이 토론에서만 써요.
mine-code-later = 마감하면 결과 페이지에 공개 기록이 올라와요. 거기에서 이 코드를 찾아보세요. 이 코드는 이 토론에서만 써요.
mine-code-unlisted = 이 토론의 공개 기록에서 나를 가리키는 코드예요. 여기에는 페이지가 없으니 공개 기록은 운영자에게 보여 달라고 해 주세요.
mine-record = 공개 기록 열기
mine-left-heading = ‘{ $title }’에 던진 표
mine-cut-off = 누구의 표인지 이제 알 수 없어요
mine-cut-off-how = 누가 무엇을 골랐는지는 정해진 기간만 보관해요. 코드를 적어 두었다면 공개 기록에서 찾아보세요. 코드 뒤에 처음 고른 답과 마지막에 고른 답의 번호가 있어요.
mine-cut-off-secret = 누가 무엇을 골랐는지는 정해진 기간만 보관해요. 결과는 그대로 남아 있어요.
mine-deleted = 표를 지웠어요
mine-deleted-how = 표는 정해진 기간만 보관해요. 결과는 그대로 남아 있지만, 누가 무엇을 골랐는지는 이제 아무도 알 수 없어요.
mine-secret = 비밀 투표예요
mine-secret-how = 버튼으로 투표해서 공개 기록에는 표의 수만 있고, 누구의 표인지는 없어요.
# 내정보와 잊어줘. $n은 토론 수, $feedback은 편집자에게 남긴 의견 수예요.
export-here = 저장된 내 정보를 모두 담은 파일이에요. 나에게만 보여요.
export-download = 내 정보 내려받기
export-in-pieces = 나누어 보낸 { $of }개 가운데 { $n }번째예요. 차례로 이어 붙이면 JSON 파일이 돼요.
export-too-long = 여기에서 보낼 수 있는 만큼만 보냈어요. 나머지는 운영자에게 부탁해 주세요.
forget-heading = 잊기 전에 확인해 주세요
forget-goes = 지워져요
forget-gone = 지웠어요
forget-goes-what = { $feedback ->
    [0] 계정과 이어진 모든 것이에요. 누가 던진 표인지, 누가 누른 💡와 🔖인지, 누가 쓴 댓글인지, 봇이 인사한 적이 있는지까지예요.
   *[other] 계정과 이어진 모든 것이에요. 누가 던진 표인지, 누가 누른 💡와 🔖인지, 누가 쓴 댓글인지, 봇이 인사한 적이 있는지, 편집자에게 남긴 의견 { $feedback }개까지예요.
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
forget-stays-what = 마감한 토론 { $n }개의 결과예요. 내 표는 이름 없는 코드로만 남고, 누구의 표인지는 운영자도 알 수 없게 돼요. 지우면 이미 알린 결과나 기록 지문과 맞지 않게 되기 때문이에요.
forget-kept-what = 마감한 토론 { $n }개의 결과예요. 내 표는 이름 없는 코드로만 남았고, 누구의 표인지는 이제 운영자도 알 수 없어요. 지우면 이미 알린 결과나 기록 지문과 맞지 않게 되기 때문이에요.
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
feedback-line = 하고 싶은 말(비워 두어도 돼요)
feedback-note = 편집자에게 이름은 보이지 않아요.
feedback-send = 보내기
feedback-thanks = 고마워요! 편집자에게 잘 전할게요.
latest-none = 아직 올라온 기사가 없어요. 조금만 기다려 주세요.
search-none = ‘{ $text }’{ JOSA($text, "이/가") } 들어간 기사를 찾지 못했어요. 다른 검색어로 찾아보세요.
next-debate = 다음 토론은 { $at }에 열려요.
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
press-over = 투표가 마감돼서 더 받을 수 없어요. 결과에서 사람들이 고른 답을 확인해 보세요.
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
