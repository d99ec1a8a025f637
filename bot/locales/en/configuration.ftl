## What is wrong in the configuration; the name of a key stands before it
meant-word = did you mean '{ $word }'?
known-words = known are: { $words }
config-no-keys = the file holds no keys
    .hint = write keys such as timezone: Asia/Seoul
config-name-file = name it with -c, or write one
config-begin-with-example = begin with the example: cp { $folder }config.example.yaml { $path }
config-lost-text = the text from # on is lost, as a comment
    .hint = put the whole value in quotes, or a blank after the # of a remark
config-unknown-key = is not a known key
    .hint = remove it
config-missing = is missing
    .hint = add it
config-no-mapping = must be a mapping
    .hint = write its keys indented below it
config-no-list = must be a list
    .hint = write [one, two], or one a line after '- '
config-no-text = must be text
config-no-flag = must be true or false
config-no-whole-number = must be a whole number
config-number-too-large = is far too large a number
config-too-small = must be at least { $least }
config-too-large = must be at most { $most }
config-no-word = must be a word
config-unknown-word = '{ $value }' is not possible
config-write-one-of = write { $rest } or { $last }
config-unfit = is not possible ({ $reason })
config-unseen = '{ $value }' has a character in it that nobody sees
    .hint = type it again

## Names, paths and addresses
config-no-name = '{ $value }' is not a name
    .hint = use letters, digits, '-' and '_', without spaces
config-path-empty = is empty
    .hint = write a path
config-no-path = '{ $value }' is no path
    .hint = write one such as { $example }
config-listen-url = '{ $value }' is a URL, not an address
config-no-listen = '{ $value }' is not an address to listen on
config-listen-write = write host:port, as in 127.0.0.1:8080, or 0.0.0.0:8080 for every interface
config-no-port = '{ $value }' is not a port
    .hint = use a number up to 65535
config-no-web-address = '{ $value }' is not an address of the web
    .hint = write it in full, beginning with { $begin }
config-address-with-password = the address has a user or password in it
    .hint = leave them out
config-public-url-goes-on = '{ $value }' goes on after the host
    .hint = write scheme and host alone, as in https://agora.example.org
config-database-no-file = the address names no database file
    .hint = write sqlite:///./agora.db
config-database-file-options = the address of a SQLite file takes no options
    .hint = write sqlite:///./agora.db
config-database-no-name = the address names no database
    .hint = write postgresql://user@host/name
config-database-kind = '{ $kind }' is not a kind of database here
config-no-database = the address is not a kind of database here
config-database-write = write sqlite:///./agora.db or postgresql://user@host/name
config-database-option = the address has an option after '?' that is not known
    .hint = known are { $known }; in a password write ? as %3F
config-database-option-number = the address has an option after '?' that must be a number and is none
    .hint = correct it

## Channels, admins and platforms
config-channel-name = '{ $name }' is not a channel’s name
    .hint = use a word without spaces
config-channel-looks-like = '{ $name }' looks like the channel '{ $other }'
    .hint = choose another name
config-channel-same-place = is the same place as channels.{ $other }
    .hint = give a place one name, and use that
config-no-channel = there is no channel '{ $name }'
    .hint = add it under channels:
config-no-discord-id = '{ $value }' is not a Discord id
    .hint = switch on Developer Mode in Discord, right-click it and copy the id (15 to 20 digits)
config-no-slack-channel = '{ $value }' is not a Slack channel’s id
    .hint = it is at the foot of the channel’s details
config-no-slack-member = '{ $value }' is not a Slack member’s id
    .hint = copy it from the three dots of the profile
config-no-local-id = '{ $value }' is not an id
    .hint = use one word: letters, digits, '-' and '_'
config-platform-missing = { $platform } is not configured
    .hint = add a section { $platform }: to this file
config-chat-without-web = the local chat needs a web server
    .hint = add web: { "{listen: …, chat: true}" }
config-chat-off = the local chat is switched off
    .hint = set web.chat: true
config-chat-for-others = the local chat has no log-in, and others than this machine can reach '{ $listen }': whoever does can be anybody there, admins too
    .hint = listen on 127.0.0.1, or say so in words: chat: { "{open_to: everyone}" }
config-chat-not-public = the local chat is for this machine alone, so under public_url it is refused
    .hint = leave it so, or say chat: { "{open_to: everyone}" }: it has no log-in, so anybody can be anybody there
config-chat-unknown = says nothing that is known
config-chat-for-whom = is no answer to whom the chat is for
config-chat-write = write true (for this machine alone), false, or { "{open_to: everyone}" }
config-transport-needs = is missing, but transport: { $transport } needs it
    .hint = add it
config-slack-without-web = http needs a web server
    .hint = add web: { "{listen: …}" }, or use transport: socket
config-slack-without-public-url = http without web.public_url: what Slack sends to a name that the server doesn’t know is refused
    .hint = set web.public_url to the address that Slack is given
config-shards-kind = must be auto or a mapping
config-shards-without-count = names no count
config-shards-write = write auto, or { "{count: 16, run: [0, 1, 2, 3]}" }
config-no-shard = there is no shard { $shard }
    .hint = { $count ->
        [one] of { $count } shard the last one is { $last }
       *[other] of { $count } shards the last one is { $last }
    }
config-shard-twice = the shard { $shard } is there twice
    .hint = name it once

## Schedules and rules
config-reactions-visible = the bot hides the tally until closing, but the reactions stay visible on the platforms
    .hint = only ballot: buttons is secret
config-schedule-twice = '{ $name }' is also the name of { $place }
    .hint = give each schedule a name of its own
config-schedule-looks-like = '{ $name }' looks like '{ $other }', the name of { $place }
    .hint = give each schedule a name of its own
config-schedule-without-zone = is missing, and the file names no time zone either
    .hint = add timezone: Asia/Seoul
config-schedule-without-channel = names no channel
    .hint = name at least one
config-channel-twice = '{ $name }' is there twice
    .hint = name it once
config-no-model = is missing, so the endpoint is not asked
    .hint = name the model that it is to use
config-retention-not-used = has no meaning with ballots: keep
    .hint = remove it, or choose another policy
config-retention-missing = is missing with ballots: { $policy }
    .hint = add after: 30d

## Times
duration-none = '{ $text }' is not a duration
    .hint = write 90s, 10m, 24h, 7d or joined, as in 1h30m
duration-out-of-range = '{ $text }' must be longer than nothing and at most ten years
zone-none = '{ $value }' is not a time zone
zone-write = write one such as Asia/Seoul
zone-no-offset-of-seoul = write a place, as in Asia/Seoul: an offset knows no summer time
zone-no-offset = write a place, as in Asia/Seoul or Europe/Berlin: an offset knows no summer time
zone-without-summer-time = { $zone } has no summer time
    .hint = write { $place } if you mean the time there
zone-reversed-behind = { $hours ->
    [one] { $zone } is { $hours } hour behind UTC: its sign is reversed
   *[other] { $zone } is { $hours } hours behind UTC: its sign is reversed
}
    .hint = write a place, as in Asia/Seoul
zone-reversed-ahead = { $hours ->
    [one] { $zone } is { $hours } hour ahead of UTC: its sign is reversed
   *[other] { $zone } is { $hours } hours ahead of UTC: its sign is reversed
}
    .hint = write a place, as in Asia/Seoul
cron-too-long = the expression has { $length } characters
    .hint = { $most } are possible
cron-nickname = '{ $text }' is a nickname
    .hint = write its five fields, as in 0 9 * * * for every day at nine
cron-fields = { $count ->
    [one] '{ $text }' has { $count } field, not five
   *[other] '{ $text }' has { $count } fields, not five
}
    .hint = minute hour day-of-month month day-of-week, as in 0 9 * * mon-fri
cron-wrong = '{ $text }' has a wrong { $field }
    .hint = { $field ->
        [minute] write 0 to 59, with * , - and / as needed
        [hour] write 0 to 23, with * , - and / as needed
        [day-of-month] write 1 to 31 (of a month that has it), L or LW, with * , - and / as needed
        [month] write 1 to 12 or jan to dec, with * , - and / as needed
        [day-of-week] write 0 to 7 or sun to sat, a range ascending from sun=0 to 7=sun (fri-7, not fri-sun), with * , - and / as needed
       *[other] write * or numbers, with * , - and / as needed
    }
cron-never-due = '{ $text }' never falls due
    .hint = no date has that day of the month, month and weekday

## Secrets and the environment
config-key-too-short = is shorter than { $least } characters, so it could be guessed
    .hint = make one with  { $command }  and keep it in the environment
config-secret-in-file = the secret is written out in the file
    .hint = put it in an environment variable and write ${ "{" }{ $variable }{ "}" }
variable-unset = the environment variable { $variable } is not set
    .hint = set { $variable } or { $variable }_FILE
variable-unset-for-run = the environment variable { $variable } is not set
    .hint = set { $variable } or { $variable }_FILE before the bot runs
variable-unset-for-command = the environment variable { $variable } is not set, which only '{ $command }' needs
    .hint = set { $variable } or { $variable }_FILE before you use '{ $command }'
variable-no-name = '${ "{" }' does not begin a variable’s name
    .hint = write ${ "{NAME}" }, or $${ "{" } for a plain ${ "{" }
variable-twice = both { $variable } and { $variable }_FILE are set
    .hint = keep one of them
variable-file-unreadable = the file that { $variable }_FILE names can’t be read ({ $reason })
    .hint = check the path
variable-file-no-text = the file that { $variable }_FILE names is not text
    .hint = check the path
variable-value = the value of { $names } is not possible here
variable-correct = correct the variable
log-variable-unknown = { $name } is none of its words
    .hint = set it to one of { $words }, or leave it out

## Tokens
token-not-discords = does not look like a bot’s token, which has three parts with dots between them
    .hint = take the token of the page Bot, not the application’s id, public key or client secret
token-strange = does not look like what belongs here
token-of-other-key = is the value for { $name }
token-of-person = is a person’s token
token-for-renewal = is a token to renew others with
token-of-old-kind = is a token of an old kind
token-of-browser = is the token of somebody’s browser
token-take-bot-token = take the one that begins with xoxb- (the app’s page, OAuth & Permissions)
token-take-app-token = take the one that begins with xapp- (the app’s page, Basic Information, App-Level Tokens)
token-take-signing-secret = take the signing secret (the app’s page, Basic Information, App Credentials)
token-with-quotes = has quotes around it
    .hint = leave them out: they are no part of it
token-with-scheme = begins with a word that the bot adds by itself
    .hint = leave out the word and the blank before the token
token-with-blank = has a blank or a line break in it or around it
    .hint = leave that out: it is no part of it

## Files
file-missing = the file does not exist
    .hint = check the path
file-no-file = the file is a folder or a device, not a file
    .hint = check the path
file-unreadable = the file can’t be read ({ $reason })
    .hint = check its permissions
file-too-large = the file is larger than 1 MiB
    .hint = make it shorter
file-not-utf8 = the file is not UTF-8
    .hint = save it as UTF-8 in your editor
file-control-character = there is a control character ({ $code }) in the text
    .hint = remove it
file-empty = the file is empty
    .hint = write it, or remove it

## YAML
yaml-tab = the line is indented with a tab
    .hint = indent with spaces
yaml-begins-with = text can’t begin with '{ $sign }' here
    .hint = put the text in quotes
yaml-begins-with-alias = text can’t begin with * or & here
    .hint = put the text in quotes
yaml-after-quote = there is text after the closing quote
    .hint = put the whole text in quotes, of the other kind
yaml-comment-in-text = text after # is a comment, and ends the text before it
    .hint = put the whole text in quotes
yaml-lost-text = the text from # on is lost, as a comment: '{ $comment }'
    .hint = put the whole text in quotes
yaml-colon-in-text = there is a ': ' inside text, or the indentation is off
    .hint = put the text in quotes, or align the keys
yaml-open-quote = a quote is opened here and never closed
    .hint = close it
yaml-open-bracket = a list in [ ] or a mapping in { "{ }" } is not well formed
    .hint = close it, and put its texts in quotes
yaml-invalid = this is not valid YAML ({ $reason })
    .hint = check the indentation and the quotes here and just above
yaml-unreadable = it can’t be parsed
yaml-second-document = a second document begins here
    .hint = keep one, without '---' after it
yaml-anchor = '{ $anchor }' is a YAML anchor or alias, which is not used here
    .hint = write the value out; put text that begins with & or * in quotes
yaml-tag = '{ $tag }' is a YAML tag, which is not used here
    .hint = remove it; put text that begins with ! in quotes
yaml-too-deep = the lists and keys are nested too deeply
    .hint = nest them less
yaml-key-no-word = a key must be a word, not a list, mapping or alias
    .hint = put the key in quotes
yaml-key-twice = the key is there twice, first on line { $line }
    .hint = keep one of them

## Why a file can’t be read or written; in brackets
reason-no-text = it is not text in UTF-8
