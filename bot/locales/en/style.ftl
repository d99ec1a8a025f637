## The check of articles (agora check --style)
style-line-long = has { $length } characters; a line of the summary reads well up to { $most }
style-question-long = has { $length } characters; a question reads well up to { $most }
style-hangul = has { $count } syllables of Hangul; write at most { $most } in a line
style-line-asks = asks; a summary tells facts, and the question has its own key
style-polite = ends in ‘{ $end }’; write it in 해요체
style-leans = ‘{ $word }’ leans on a sentence before it; let the line stand on its own
style-question-form = ask as in ‘주제, …할까?’
style-question-one = write one question that ends with a question mark
style-question-leading = ‘{ $word }’ leans to one side; ask without it
style-label = ‘{ $label }’ is no noun; end it with one, as in ‘찬성’ or ‘점검 후 공개’
style-voice = nobody in the squabble speaks for ‘{ $label }’
style-no-squabble = there is no squabble; let somebody speak for each option
style-squabble-lines = has { $lines } lines; a squabble is good at { $fewest } to { $most }
style-concession = the last line is the loser’s; begin it with ‘…’
style-concession-early = a line that begins with ‘…’ concedes; only the last one does
style-heading = make the heading a question
style-word = write ‘{ $instead }’ instead of ‘{ $word }’
style-body-length = the text has { $length } characters; { $fewest } to { $most } are right

## Three lines (agora article summarise)
summary-line = Line { $number }: { $said }.
summary-leans = points to something in a sentence before it; let the line stand on its own
