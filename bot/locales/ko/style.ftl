## 기사 점검 (agora check --style)
style-line-long = { $length }자예요. 요약은 한 줄에 { $most }자까지가 읽기 좋아요
style-question-long = { $length }자예요. 질문은 { $most }자까지가 읽기 좋아요
style-hangul = 한글이 { $count }자예요. 한 줄에 { $most }자까지만 써 주세요
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
