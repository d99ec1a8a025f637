### `.hint` is what to do about it.

## Lists and quotes
verbatim = { $text }
list-and = { $rest } and { $last }
quoted = “{ $text }”
more = { $n ->
    [one] And one more.
   *[other] And { $n } more.
}

## Times and numbers
moment = { $day }, { $time }
midnight = midnight
noon = noon
duration-day = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
duration-hour = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
duration-minute = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
percent-under = <{ $n }%
percent-over = >{ $n }%
