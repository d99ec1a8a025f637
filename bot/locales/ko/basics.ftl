### 조사는 { JOSA($word, "이/가") }로 붙여요. `.hint`는 무엇을 하면 되는지예요.

## 목록과 따옴표
verbatim = { $text }
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
