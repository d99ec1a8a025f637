## 명령줄: 명령이 하는 말
terminal-stopped = 멈췄어요.
terminal-unexpected = 예상하지 못한 오류가 났어요({ $kind }: { $error }).
    .hint = --debug를 붙여 다시 실행해 보세요.
terminal-config-unusable = { $path } 파일을 쓸 수 없어요. 고칠 곳이 { $problems }군데 있어요.
    .hint = 고친 뒤에 ‘agora check’로 확인해 주세요.
terminal-check-reading = 설정과 기사를 읽는 중 …
terminal-check-wrong = { $warnings ->
    [0] 고칠 곳이 { $errors }군데 있어요.
   *[other] 고칠 곳이 { $errors }군데, 살펴볼 곳이 { $warnings }군데 있어요.
}
terminal-check-in-order = { $warnings ->
    [0] { $config } 파일과 기사에 잘못된 곳이 없어요.
   *[other] { $config } 파일과 기사에 잘못된 곳은 없고, 살펴볼 곳이 { $warnings }군데 있어요.
}
terminal-schedule-name = 일정
terminal-schedule-local = 현지 시각
terminal-schedule-utc = UTC
terminal-column-channels = 채널
terminal-column-article = 기사
terminal-schedule-none-left = (남은 기사 없음)
terminal-schedule-nothing = 앞으로 { $days }일 동안 열릴 토론이 없어요.
terminal-schedule-cut = agora: 처음 { $most }개예요. 뒤에 오는 것까지 보려면 --days를 줄여 주세요.
terminal-schedule-waits = { $slug } 기사는 { $at }({ $zone })까지 기다려요. 그 전에 열려면 ‘agora post’를 써 주세요.
terminal-preview-emoji = agora: ‘{ $option }’의 이모지: { $why }.
terminal-doctor-asking = 플랫폼마다 물어보는 중 …
terminal-doctor-asking-discord = 디스코드에 물어보는 중 …
terminal-doctor-place = 대상
terminal-doctor-what = 항목
terminal-doctor-how = 결과
terminal-doctor-fine = 정상
terminal-doctor-note = 참고
terminal-doctor-bad = 문제
terminal-doctor-wrong = { $notes ->
    [0] 고칠 곳이 { $bad }군데 있어요.
   *[other] 고칠 곳이 { $bad }군데, 살펴볼 곳이 { $notes }군데 있어요.
}
terminal-doctor-in-order = { $notes ->
    [0] 모두 정상이에요.
   *[other] 고칠 곳은 없고, 살펴볼 곳이 { $notes }군데 있어요.
}
terminal-post-posting = { $slug } 토론을 여는 중 …
terminal-post-sure = { $channels } 채널에 ‘{ $slug }’ 토론이 이미 열려 있어요({ $debate }). 하나 더 열까요?
terminal-post-again = 'agora close { $debate }'로 먼저 마감하거나 다른 채널을 적어 주세요. 하나 더 열려면 --again을 붙여 주세요.
terminal-post-opened = ‘{ $title }’ 토론을 열었어요. { $at }에 마감해요.
terminal-post-said-at = { $channel }: { $link }
terminal-post-said = { $channel }: 올렸어요.
terminal-post-beside = agora: 토론을 열었어요. 같은 채널에 { $slug } 기사로 먼저 열린 토론이 있어요. 그 토론은 이렇게 마감할 수 있어요: agora close { $other }
terminal-post-unsaid = { $state ->
    [said] agora: { $channel }(토론 글은 올림): { $reason }
    [planned] agora: { $channel }(아직 못 올림): { $reason }
    [deleted] agora: { $channel }(삭제됨): { $reason }
   *[failed] agora: { $channel }(올리지 못함): { $reason }
}
terminal-close-closing = 표를 다시 세고 결과를 올리는 중 …
terminal-close-unsaid = agora: { $channel }: 결과를 올리지 못했어요. 이유: { $reason }
terminal-close-several = 열려 있는 토론이 { $debates }개예요.
    .hint = 마감할 토론의 ID를 적어 주세요.
terminal-close-which = 어느 토론을 마감할까요? 번호:
terminal-close-no-number = 1부터 { $most }까지 번호로 적어 주세요.
terminal-debate-line = { $debate } · { $slug } · { $state } · { $channels } · 마감 { $at }
terminal-debates-id = ID
terminal-debates-state = 상태
terminal-debates-votes = 투표
terminal-debates-opened = 시작
terminal-debates-closes = 마감
terminal-summarise-asking = { $model }에 물어보는 중 …
terminal-summarise-own = 기사에 있는 문장으로 대신했어요. 이유: { $why }
terminal-summarise-written = { $file }에 적었어요. 기사를 올리기 전에 세 줄을 읽고 다듬어 주세요.
terminal-summarise-draft = 이제 초안이에요. 다 됐으면 ‘draft: true’ 줄을 지워 주세요.
terminal-import-importing = 가져오는 중 …
terminal-import-left-out = 가져오지 못한 것: { $why }
terminal-import-known = 이미 있어서 건너뛴 것이 { $known }개 있어요.
terminal-import-drafts = 초안은 ‘draft: true’ 줄을 지워야 올라가요.
terminal-import-nothing = 가져올 것이 없어요. { $feed } 피드가 비어 있어요.
terminal-demo-closed = 언어나 마감 시간이 달라져서 마감한 토론: { $debates }
terminal-demo-kept-aside = 전에 쓰던 데이터는 이어 쓸 수 없어서 { $folder }에 따로 두고 새로 시작해요. ({ $why })
terminal-demo-chat-unusable = 채팅 파일이 이 버전과 맞지 않거나 망가졌어요.
terminal-demo-begun = 열린 광장이 열렸어요: { $address }
terminal-demo-resumed = 열린 광장이 열렸어요: { $address }  (열려 있던 토론을 이어 가요)
terminal-demo-config = 설정 파일: { $config }  ·  끝내려면 Ctrl-C
terminal-demo-beside = 다른 터미널에서: { $agora } results -c { $config }   또는   { $agora } close -c { $config }
terminal-demo-port-busy = 다른 프로그램이 { $port }번 포트를 쓰고 있어요.
    .hint = 다른 포트를 골라 주세요: agora demo --port { $other }
terminal-demo-port-denied = { $port }번 포트를 쓸 권한이 없어요.
    .hint = 다른 포트를 골라 주세요: agora demo --port { $other }
terminal-demo-port-unusable = { $port }번 포트를 쓸 수 없어요({ $why }).
    .hint = 다른 포트를 골라 주세요: agora demo --port { $other }
completion-installed = { $file }에 설치했어요. 셸을 새로 열면 자동 완성이 돼요.
completion-not-installed = 자동 완성을 설치하지 못했어요. 이유: { $why }
    .hint = ‘agora --show-completion’으로 스크립트를 보고 셸이 읽는 곳에 두세요.
completion-no-shell = 어느 셸에서 쓸지 알 수 없어요.
    .hint = ‘agora --show-completion bash’처럼 { $shells } 가운데 하나를 적어 주세요.

## 명령줄: 잘못 적었을 때
misuse-told = 오류: { $what }
misuse-try = 도움말은 ‘{ $command }’로 볼 수 있어요.
misuse-no-command = 명령을 적어 주세요.
misuse-unknown-command = 없는 명령이에요: { $name }
misuse-unknown-command-near = 없는 명령이에요: { $name }. 비슷한 명령: { $near }
misuse-unknown-option = 없는 옵션이에요: { $name }
misuse-unknown-option-near = 없는 옵션이에요: { $name }. 비슷한 옵션: { $near }
misuse-needs-value = { $name } 뒤에 값을 적어 주세요.
misuse-takes-no-value = { $name } 뒤에는 값을 적지 않아요.
misuse-too-many = 이 명령이 받지 않는 값이 더 있어요: { $extra }
misuse-missing-argument = { $name }{ JOSA($name, "을/를") } 적어 주세요.
misuse-missing-option = { $name } 옵션이 꼭 있어야 해요.
misuse-missing-choice = { $name } 옵션이 꼭 있어야 해요. 이 중에서 골라 주세요: { $choices }
misuse-value = { $name }에 쓸 수 없는 값이에요. { $why }
misuse-no-number = 정수를 적어 주세요.
misuse-too-small = { $least } 이상이어야 해요.
misuse-too-large = { $most } 이하여야 해요.
misuse-far-too-large = 수가 너무 커요.
misuse-no-choice = { $value } 대신 이 중에서 골라 주세요: { $choices }
