## 파일
file-not-written = { $file }{ JOSA($file, "을/를") } 쓰지 못했어요({ $reason }).
    .hint = 다른 곳을 골라 주세요.
own-file-of-articles = { $file }{ JOSA($file, "은/는") } 기사이거나 기사 폴더 안에 있어요.
    .hint = 다른 곳에 있는 파일을 적어 주세요.
own-file-of-command = { $file }에는 지금 이 명령의 출력을 쓰고 있어요.
    .hint = 다른 파일을 적어 주세요.
own-file-of-bot = { $file }{ JOSA($file, "은/는") } 봇이 쓰는 파일이에요.
    .hint = 다른 파일을 적어 주세요.
own-file-of-database = { $file }{ JOSA($file, "은/는") } 데이터베이스이거나 데이터베이스에 딸린 파일이에요.
    .hint = 다른 파일을 적어 주세요.
confirm-nobody-here = 여기서는 물어볼 수가 없으니, 그대로 하려면 --yes를 붙여 주세요.

## agora backup
backup-holds = 토론 { $debates }개, { $ballots }표
backup-done = { $file }에 백업했어요({ $held }). 복사본을 검사했고 이상이 없어요.
backup-done-with-chat = { $file }에 로컬 채팅까지 백업했어요({ $held }). 복사본을 검사했고 이상이 없어요.
backup-copying = 데이터베이스 복사 중
backup-checking-copy = 복사본 검사 중
backup-checking = 데이터베이스 검사 중
backup-dumping = 데이터베이스 덤프 중
backup-copying-chat = 로컬 채팅 복사 중
backup-packing = 파일 하나로 묶는 중
backup-replaces-nothing = { $file }{ JOSA($file, "이/가") } 이미 있어요.
    .hint = 다른 이름을 적어 주세요. 백업은 있는 파일을 덮어쓰지 않아요.
backup-without-folder = { $file }{ JOSA($file, "을/를") } 둘 폴더가 없어요.
    .hint = 폴더를 만들거나 다른 파일을 적어 주세요.
backup-folder-closed = { $file }{ JOSA($file, "이/가") } 있을 폴더에 쓸 수 없어요({ $reason }).
    .hint = 다른 곳을 고르거나 쓸 수 있게 권한을 주세요.
backup-without-database = 데이터베이스 { $file }{ JOSA($file, "이/가") } 아직 없어요.
    .hint = ‘agora run’을 실행하면 만들어져요.
backup-without-tables = 이 데이터베이스에는 Agora의 테이블이 없어요.
    .hint = 설정 파일의 database에 맞는 데이터베이스를 적어 주세요.
backup-chat-damaged = 로컬 채팅의 저장소 { $file }{ JOSA($file, "이/가") } 망가졌어요: { $found }.
    .hint = 그 파일을 다른 곳으로 옮기고 다시 백업해 주세요.

## 백업 파일
backup-none = { $file }{ JOSA($file, "은/는") } Agora의 백업이 아니에요.
    .hint = ‘agora backup’으로 만든 파일을 적어 주세요.
backup-not-whole = { $file }{ JOSA($file, "은/는") } Agora의 백업이 아니거나 온전하지 않아요.
    .hint = ‘agora backup’으로 만든 파일을 적어 주세요.
backup-missing = { $file } 파일이 없어요.
    .hint = ‘agora backup’으로 만든 파일을 적어 주세요.
backup-newer = { $file }{ JOSA($file, "은/는") } 더 새로운 버전의 Agora로 만든 백업이에요.
    .hint = 그 버전으로 되돌려 주세요.
backup-unreadable = { $file }{ JOSA($file, "을/를") } 읽을 수 없어요({ $reason }).
backup-part-lost = { $file }{ JOSA($file, "이/가") } 망가져서 안에 든 { $part }{ JOSA($part, "을/를") } 꺼낼 수 없어요.
    .hint = 다른 백업을 써 주세요.
backup-part-changed = { $file }{ JOSA($file, "이/가") } 망가졌어요. 안에 든 { $part }{ JOSA($part, "이/가") } 처음 담은 것과 달라요.
    .hint = 다른 백업을 써 주세요.
backup-part-not-written = { $file }{ JOSA($file, "을/를") } 쓰지 못했어요({ $reason }).

## agora restore
restore-sure = { $database }{ JOSA($database, "을/를") } { $file }{ JOSA($file, "으로/로") } 되돌릴까요? 지금 있는 것은 다른 이름으로 남겨 둬요.
restore-sure-of-copy = { $database }{ JOSA($database, "을/를") } { $at }에 만든 복사본({ $held })으로 되돌릴까요? 지금 있는 것은 다른 이름으로 남겨 둬요.
restore-unpacking = 백업 푸는 중
restore-checking = 검사 중
restore-loading = 데이터베이스에 채우는 중
restore-forgetting-again = 잊은 사람을 다시 잊는 중
restore-unpacking-chat = 로컬 채팅 푸는 중
restore-done = { $at }의 데이터로 되돌렸어요({ $held }).
restore-kept = 전에 있던 것은 여기에 남겨 두었어요: { $file }
restore-chat-restored = 로컬 채팅의 메시지도 함께 되돌렸어요.
restore-chat-stays = 로컬 채팅에 있는 메시지는 복사본에서 이어진 것이라 그대로 두었어요.
restore-forgotten-in-no-database = { $at } 뒤에 잊은 사람이 있다면 되돌린 데이터에 다시 들어 있어요. 누구인지 아는 데이터베이스가 여기에 없어서 다시 잊지 못했어요. 봇을 켜기 전에 한 사람씩 ‘agora forget’을 실행해 주세요. 그때 결과가 나온 뒤에 하라고 하면, 결과가 나오는 대로 다시 실행해 주세요.
restore-forgotten-in-another = { $at } 뒤에 잊은 사람이 있다면 되돌린 데이터에 다시 들어 있어요. 전에 있던 데이터베이스가 이 복사본에서 이어진 것이 아니거나 읽을 수 없어서 다시 잊지 못했어요. 봇을 켜기 전에 한 사람씩 ‘agora forget’을 실행해 주세요. 그때 결과가 나온 뒤에 하라고 하면, 결과가 나오는 대로 다시 실행해 주세요.
restore-nobody-forgotten = { $at } 뒤에 잊은 사람은 없어요.
restore-forgotten-again = { $people ->
    [1] { $at } 뒤에 잊은 한 명을 다시 잊었어요.
   *[other] { $at } 뒤에 잊은 { $people }명을 다시 잊었어요.
}
restore-next-start = 이제 ‘agora run’으로 봇을 켜면 이렇게 해요.
restore-next-reads = - { $slug }({ $debate }) 토론의 표를 플랫폼에서 다시 읽어요. 복사한 뒤에 던진 표도 세요.
restore-next-notes = - 복사한 뒤에 이미 알린 결과가 있으면, 거기 나온 여덟 자리가 왜 공개 기록과 다른지 재검표 확인서에 적어요.
restore-next-looks-for = { $more ->
    [0] - 복사할 때 아직 말하지 않은 것은 플랫폼에서 먼저 찾아보고, 없을 때만 말해요: { $keys }
   *[other] - 복사할 때 아직 말하지 않은 것은 플랫폼에서 먼저 찾아보고, 없을 때만 말해요: { $keys } 외 { $more }개
}
restore-next-names-posts = - { $at } 뒤에 봇이 올린 메시지 가운데 되돌린 데이터에 없는 것을 알려 줘요. 확인하고 지워 주세요.
restore-next-finds-again = - { $slug }({ $debate })에 { $name }의 반응이 아직 있으면 다시 찾아내서 계정을 적어요. 그 토론의 결과가 나오면 ‘agora forget { $name }’{ JOSA($name, "을/를") } 한 번 더 실행해 주세요.
restore-next-does-not-post = - 일정 ‘{ $schedule }’의 { $at } 차례는 올리지 않아요. 이미 올렸는지 여기서는 알 수 없어요. 올리려면 ‘agora post SLUG’를 실행해 주세요.
restore-other-kind = { $file }{ JOSA($file, "은/는") } { $kind } 백업인데, 설정 파일의 database는 다른 종류예요.
    .hint = 백업을 만들 때 쓴 설정 파일로 되돌려 주세요.
restore-without-folder = { $file }{ JOSA($file, "을/를") } 둘 폴더가 없어요.
    .hint = 폴더를 만들거나 설정 파일의 database를 고쳐 주세요.
restore-beside-another = 봇이나 다른 agora 명령이 { $file }{ JOSA($file, "을/를") } 쓰고 있어요.
    .hint = 먼저 멈춰 주세요. 되돌리면 쓰고 있던 데이터베이스가 바뀌어 버려요.
restore-not-empty = 서버의 데이터베이스가 비어 있지 않아요.
    .hint = 빈 데이터베이스를 만들고(createdb restored) 설정 파일의 database에 적은 뒤 다시 되돌려 주세요.
restore-of-another-program = { $file }{ JOSA($file, "은/는") } 데이터베이스지만 Agora의 것이 아니에요.
    .hint = Agora 데이터베이스의 복사본을 적어 주세요.
restore-chat-damaged = { $file }에 든 로컬 채팅의 저장소가 망가졌어요: { $found }.
    .hint = 다른 백업을 써 주세요.
restore-not-replaced = { $file }{ JOSA($file, "을/를") } 바꾸지 못했어요({ $reason }).
    .hint = 원인을 해결한 뒤 다시 되돌려 주세요.

## agora retention
retention-keeps-all = 모든 표를 던진 그대로 보관해요(retention.ballots: keep).
retention-nothing-due = 지금 정리할 표가 없어요.
retention-due = { $slug }({ $debate }), { $ended }에 끝남: { $ballots }표
retention-would-delete = 토론 { $debates }개의 { $ballots }표를 지울 때가 됐어요. ‘agora retention --apply’를 실행하면 바로 지우고, 켜져 있는 봇은 하루에 한 번 지워요.
retention-would-cut-off = 토론 { $debates }개의 { $ballots }표에서 계정과의 연결을 끊을 때가 됐어요. ‘agora retention --apply’를 실행하면 바로 끊고, 켜져 있는 봇은 하루에 한 번 끊어요.
retention-sure-to-delete = 토론 { $debates }개의 { $ballots }표를 지울까요? 한번 지우면 되돌릴 수 없어요.
retention-sure-to-cut-off = 토론 { $debates }개의 { $ballots }표에서 계정과의 연결을 끊을까요? 한번 끊으면 되돌릴 수 없어요.
retention-working = 표 정리 중 …
retention-deleted = 토론 { $debates }개의 { $ballots }표를 지웠어요.
retention-cut-off = 토론 { $debates }개의 { $ballots }표에서 계정과의 연결을 끊었어요.
retention-overwritten-later = 파일에 남은 흔적은 켜져 있는 봇이 10분 안에 덮어써요.

## agora forget
forgetting-debate = { $slug }({ $debate })
forgetting-no-account = ‘{ $text }’{ JOSA($text, "은/는") } 계정이 아니에요.
    .hint = discord:ID, slack:TEAM:ID, local:NAME 가운데 하나로 적어 주세요.
forgetting-no-discord-id = ‘{ $id }’{ JOSA($id, "은/는") } 디스코드 계정의 ID가 아니에요. ID는 열일곱 자리 이상인 숫자예요.
    .hint = 디스코드에서 개발자 모드를 켜고, 그 사람을 마우스 오른쪽 버튼으로 눌러 ‘사용자 ID 복사하기’를 골라 주세요.
forgetting-no-slack-id = ‘{ $id }’{ JOSA($id, "은/는") } 슬랙 계정이 아니에요. 워크스페이스 ID(T…)와 멤버 ID(U…나 W…)가 있어야 해요.
    .hint = slack:T0123456:U0123456처럼 적어 주세요. 멤버 ID는 그 사람의 프로필에 있는 ‘멤버 ID 복사’로 알 수 있어요.
forgetting-no-local-name = ‘local:’ 뒤에 이름이 없어요.
    .hint = 채팅 메뉴에 보이는 이름으로 local:NAME처럼 적어 주세요.
forgetting-nothing-kept = { $name }에 대해 저장된 것이 없어서 잊을 것도 없어요.
    .hint = 다른 사람이라면 discord:ID, slack:TEAM:ID, local:NAME 가운데 하나로 적어 주세요.
forgetting-not-counted-yet = { $debates } 토론의 투표가 끝났는데 아직 표를 세지 않았어요.
    .hint = 봇을 켜서 먼저 표를 세고, 결과가 나온 뒤에 다시 시도해 주세요.
forgetting-being-counted = { $debates } 토론의 표를 지금 세고 있어요.
    .hint = 몇 분 뒤에 다시 시도해 주세요.
forgetting-sure = { $name }{ JOSA($name, "을/를") } 잊을까요? 되돌릴 수 없어요.
forgetting-sure-of = { $name }{ JOSA($name, "을/를") } 잊을까요? 되돌릴 수 없어요. { $what }
forgetting-sure-one-and-more = { $one } { $more }
forgetting-sure-messages = 로컬 채팅에 쓴 메시지를 지워요.
forgetting-sure-messages-and-name = 로컬 채팅에 쓴 메시지와 이름을 지워요.
forgetting-sure-taken-back = 열린 토론 { $debates }개에서 투표를 취소해요.
forgetting-sure-kept = 마감한 토론 { $debates }개의 결과는 그대로 두지만, 그 사람의 표가 무엇인지는 이제 아무도 알 수 없게 돼요.
forgetting-done = 잊었어요. 계정을 지웠고, 어느 표와 💡, 🔖, 댓글이 그 사람의 것인지와 인사한 적이 있는지도 지웠어요.
forgetting-done-feedback = - 지웠어요: 편집자에게 남긴 의견 { $feedback }개
forgetting-done-messages = - 지웠어요: 로컬 채팅에 쓴 메시지
forgetting-done-messages-and-name = - 지웠어요: 로컬 채팅에 쓴 메시지와 이름
forgetting-done-taken-back = - 취소했어요: 열린 토론 { $debates }개에 던진 표
forgetting-done-kept = - 남겼어요: 마감한 토론 { $debates }개에 던진 표. 토론마다 다른 가명으로만 남아서 누구인지 알 수 없어요. 이 표가 없으면 결과와 기록 지문, 공개 기록이 맞지 않게 돼요.
forgetting-done-name-kept = - 남겼어요: 이름. 로컬 채팅에 처음부터 있던 이름이에요.
forgetting-done-reaction = - 아직 있어요: { $slug }({ $debate })에 단 반응. 다시 셀 때 표로 돌아오고 계정도 다시 적히니, 본인이 지우게 해 주세요.
forgetting-done-elsewhere = - 여기서는 지울 수 없어요: 전에 만든 백업과 복제본, 플랫폼에 남아 있는 것

## agora verify
verify-working = 확인 중 …
verify-right = { $slug }({ $debate }): 맞아요. { $votes }표, 이력 { $events }줄, 기록 지문 { $head }
verify-right-without-head = { $slug }({ $debate }): 맞아요. { $votes }표, 이력 { $events }줄, 기록 지문 없음(이력에 해시를 붙이기 전의 토론)
verify-rest-right = { $slug }({ $debate }): 보관 기간이 지나 표를 지웠어요. 집계와 달라진 마음, 재검표 확인서, 기록 지문은 서로 맞아요. { $votes }표, 기록 지문 { $head }
verify-rest-right-without-head = { $slug }({ $debate }): 보관 기간이 지나 표를 지웠어요. 집계와 달라진 마음, 재검표 확인서는 서로 맞아요. { $votes }표, 기록 지문 없음
verify-debates-right = { $debates ->
    [0] 아직 연 토론이 없어요.
   *[other] 토론 { $debates }개가 모두 맞아요.
}
verify-differs = { $slug }({ $debate }) 토론에서 { $difference }.
    .hint = 데이터베이스의 다른 복사본, 그리고 아무도 고치지 않은 채팅의 결과 메시지와 비교해 보세요.
verify-file-right = { $file }: 맞아요. { $votes }표, 이력 { $events }줄, 기록 지문 { $head }
verify-compare-with-chat = 채팅의 결과 메시지에도 { $digits }{ JOSA($digits, "이/가") } 있는지 확인해 보세요.
verify-file-differs = { $file }: { $difference }.
    .hint = 결과 페이지에서 공개 기록을 다시 내려받아 비교해 보세요.
verify-no-json = { $file }{ JOSA($file, "은/는") } JSON이 아니에요.
    .hint = 결과 페이지에서 공개 기록을 다시 내려받아 주세요.
verify-unreadable = { $file }{ JOSA($file, "을/를") } 읽을 수 없어요({ $reason }).
    .hint = 공개 기록 파일을 적어 주세요.
verify-too-large = { $file }{ JOSA($file, "은/는") } 공개 기록이라기에는 너무 커요.
    .hint = 결과 페이지에서 내려받은 파일을 적어 주세요.
verify-record-gone = ‘{ $debate }’ 토론의 공개 기록은 이제 없어요. 보관 기간이 지나 표를 지웠어요.
    .hint = 결과는 ‘agora results’로 볼 수 있어요.
verify-none-closed = 아직 마감한 토론이 없어요.
    .hint = 공개 기록은 마감할 때 만들어져요. ‘agora close’로 토론을 마감할 수 있어요.
verify-not-closed = ‘{ $debate }’ 토론은 아직 마감하지 않았어요.
    .hint = 공개 기록은 마감할 때 만들어져요. ‘agora close’로 토론을 마감할 수 있어요.

## 투표 기록에서 다른 점 (뒤에 마침표가 붙어요)
differs-event-without-code = 이력의 { $event }번째 줄(번호 { $place })이 누구의 코드인지 이제 알 수 없어요
differs-event-does-not-follow = 이력의 { $event }번째 줄(번호 { $place })이 앞줄과 이어지지 않아요. 이 줄이 바뀌었거나, 빠지거나 옮겨진 줄이 있어요
differs-events-of-closing = 마감할 때 이력이 { $closing }줄이었는데 지금은 { $history }줄이에요
differs-closing-does-not-follow = 마감이 그 앞의 이력과 이어지지 않거나, 재검표 확인서의 덧붙인 말이 바뀌었어요
differs-closing-not-in-history = 재검표 확인서를 만든 마감이 이력에 없어요
differs-closing-gone = 재검표 확인서를 만든 마감이 없어졌어요
differs-head-not-of-last-event = 기록 지문이 이력의 마지막 줄과 달라요. 뒤의 줄이 없어졌거나 기록 지문이 바뀌었어요
differs-head-missing = 이력에는 해시가 있는데 기록 지문이 없어요
differs-head-not-of-closing = 마감 뒤에 아무 일도 없었는데 기록 지문이 마감할 때와 달라요
differs-ballot = 표 하나가 이력과 달라요(투표한 사람 번호 { $voter })
differs-tally = 집계가 표와 달라요
differs-tally-sum = 집계를 더한 수가 투표한 사람 수와 달라요
differs-shift = 달라진 마음이 표와 달라요
differs-certificate-votes = 재검표 확인서의 표 수가 집계와 달라요
differs-certificate-notes = 재검표 확인서의 덧붙인 말이 마감할 때와 달라요
differs-not-deleted = 보관 기간이 지나 표를 지웠다고 되어 있는데 일부가 남아 있어요
differs-facts = 질문과 답, 규칙, 재검표 확인서, 코드 가운데 마감할 때와 다른 것이 있어요
differs-facts-without-ballots = 질문과 답, 규칙, 집계, 달라진 마음, 재검표 확인서 가운데 마감할 때와 다른 것이 있어요
differs-record = 공개 기록의 앞뒤가 맞지 않아요: { $difference }

## 공개 기록에서 다른 점 (뒤에 마침표가 붙어요. $name은 파일 안의 이름이에요)
record-none = 토론의 공개 기록이 아니에요
record-key-missing = ‘{ $name }’{ JOSA($name, "이/가") } 없어요
record-no-text = ‘{ $name }’{ JOSA($name, "이/가") } 문자열이 아니에요
record-no-labels = ‘options’가 답의 목록이 아니에요
record-no-choice = ‘choice’가 single도 multiple도 아니에요
record-no-kind-of-ballot = ‘ballot’이 reactions도 buttons도 아니에요
record-no-tally = ‘tally’가 답마다 하나씩 있는 수가 아니에요
record-no-shift = ‘shift’의 모양이 답의 수와 맞지 않아요
record-no-count = ‘{ $name }’{ JOSA($name, "이/가") } 수가 아니에요
record-ballots-against-rules = ‘ballots’가 투표 규칙과 맞지 않아요
record-no-hash = ‘{ $name }’{ JOSA($name, "이/가") } SHA-256이 아니에요
record-no-certificate = ‘certificate’가 재검표 확인서가 아니에요
record-certificate-no-count = 재검표 확인서의 ‘{ $name }’{ JOSA($name, "이/가") } 수가 아니에요
record-certificate-not-recounted = 재검표 확인서에 무엇을 다시 세었는지 나와 있지 않아요
record-certificate-without-head = 재검표 확인서에 기록 지문이 없어요
record-other-head = 재검표 확인서의 기록 지문이 파일의 것과 달라요
record-changed = 기록 지문이 이 파일의 내용과 맞지 않아요. 무언가가 바뀌었어요
record-tally-sum = 집계를 더한 수가 재검표 확인서의 표 수와 달라요
record-tally-of-option = 집계에서는 ‘{ $option }’{ JOSA($option, "이/가") } { $tally }표인데, 표를 세면 { $ballots }표예요
record-shift-sum = 달라진 마음을 더한 수가 집계와 달라요
record-other-shift = 달라진 마음이 표와 달라요
record-votes = 재검표 확인서에는 { $certificate }표인데, 표를 세면 { $ballots }표예요
record-no-ballot = { $place }번째 표의 모양이 맞지 않아요
record-ballot-without-code = { $place }번째 표에 코드가 없어요
record-ballot-out-of-order = { $place }번째 표({ $code })가 코드 순서에 맞지 않거나 두 번 나와요
record-ballot-for-no-option = { $place }번째 표({ $code })가 고른 답은 없는 답이에요
record-ballot-began-with-no-option = { $place }번째 표({ $code })가 처음 고른 답은 없는 답이에요
record-ballot-of-other-choice = { $place }번째 표({ $code })가 고를 수 있는 답의 수와 맞지 않아요
record-ballot-names-twice = { $place }번째 표({ $code })에 같은 답이 두 번 나오거나 순서가 틀렸어요

## agora export
export-working = 내보내는 중
export-done = { $file }에 토론 { $debates }개와 { $ballots }표를 내보냈어요.
export-done-replacing = { $file }에 토론 { $debates }개와 { $ballots }표를 내보냈어요. 전에 있던 파일은 이 파일로 바뀌었어요.
export-no-day = ‘{ $text }’{ JOSA($text, "은/는") } 날짜가 아니에요.
    .hint = --since 2026-01-31처럼 적어 주세요.
export-to-folder = { $file }{ JOSA($file, "은/는") } 폴더예요.
    .hint = 그 안의 파일 이름까지 적어 주세요.
export-to-device = { $file }{ JOSA($file, "은/는") } 파일이 아니라 장치예요.
    .hint = 파일을 적어 주세요.
export-without-key = 설정 파일에 pseudonym_key가 없어서 이 파일에만 쓰는 무작위 가명을 붙였어요. 다시 내보내면 같은 사람도 가명이 달라져요.
export-key-not-set = 환경 변수 { $variable }에 pseudonym_key 값이 없어서 이 파일에만 쓰는 무작위 가명을 붙였어요. 다시 내보내면 같은 사람도 가명이 달라져요.
export-make-a-key = 가명을 늘 같게 하려면 { $command } 명령으로 키를 만들어 환경 변수 AGORA_PSEUDONYM_KEY에 두고, 설정 파일에 ‘pseudonym_key: ${ "{" }AGORA_PSEUDONYM_KEY{ "}" }’라고 적어 주세요.
