## 실행하기, 켜져 있는 봇에 부탁하기
running-already = 다른 ‘agora run’이 { $file }{ JOSA($file, "을/를") } 쓰고 있어요.
    .hint = 먼저 그것을 멈추거나 다른 데이터베이스를 써 주세요. ‘agora post’와 ‘agora close’는 함께 써도 돼요.
running-beside-another = 다른 agora 명령이 { $file }{ JOSA($file, "을/를") } 쓰고 있어요.
    .hint = 끝날 때까지 기다리거나 멈춰 주세요.
running-none-opened = 아직 연 토론이 없어요.
    .hint = ‘agora post SLUG’로 토론을 열 수 있어요.
running-debate-gone = ‘{ $debate }’ 토론이 데이터베이스에서 없어졌어요.
running-result-not-said-yet = ‘{ $debate }’ 토론을 마감하고 있지만 아직 결과를 알리지 못했어요.
    .hint = 봇이 켜져 있는 동안 계속 다시 시도해요. 지금까지의 투표는 ‘agora results’로 볼 수 있어요.

## agora demo
demo-configuration = ‘agora demo’가 시작할 때마다 새로 쓰는 파일이에요
demo-folder-of-others = { $folder } 폴더에 데모가 아닌 다른 것이 들어 있어요.
    .hint = 그 폴더를 옮기거나 다른 곳에서 시작해 주세요.
demo-runs-already = { $folder } 폴더에서 이미 데모가 돌고 있어요.
    .hint = Ctrl-C로 먼저 끝내거나 다른 곳에서 시작해 주세요.
demo-without-article = 토론할 기사가 없어요.
    .hint = content/articles에 기사를 하나 넣어 주세요.

## 웹 서버의 주소
listen-without-brackets = web.listen: ‘{ $text }’의 IPv6 주소에 대괄호가 없어요.
    .hint = 127.0.0.1:8080, [::1]:8080, 0.0.0.0:8080처럼 ‘주소:포트’로 적어 주세요.
listen-no-address = web.listen: ‘{ $text }’{ JOSA($text, "은/는") } 쓸 수 있는 주소가 아니에요.
    .hint = 127.0.0.1:8080, [::1]:8080, 0.0.0.0:8080처럼 ‘주소:포트’로 적어 주세요.
listen-port-busy = { $host }의 { $port }번 포트는 다른 프로그램이 쓰고 있어요.
    .hint = 그 프로그램을 멈추거나 다른 포트를 골라 주세요(설정 파일의 web.listen, 데모는 --port).
listen-port-forbidden = 지금 사용자는 { $host }의 { $port }번 포트를 열 수 없어요.
    .hint = 1024번부터의 포트를 골라 주세요(web.listen).
listen-elsewhere = { $host }{ JOSA($host, "은/는") } 이 컴퓨터의 주소가 아니에요.
    .hint = 127.0.0.1이나 0.0.0.0으로 적어 주세요(web.listen).
listen-port-closed = { $host }의 { $port }번 포트를 열 수 없어요({ $reason }).
    .hint = 설정 파일의 web.listen을 확인해 주세요.
