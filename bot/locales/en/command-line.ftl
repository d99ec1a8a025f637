## The command line: what commands say
terminal-stopped = Stopped.
terminal-unexpected = an unexpected error ({ $kind }: { $error })
    .hint = run again with --debug
terminal-config-unusable = { $problems ->
    [one] { $path } can’t be used ({ $problems } problem).
   *[other] { $path } can’t be used ({ $problems } problems).
}
    .hint = Correct it and run 'agora check'.
terminal-check-reading = Reading configuration and articles …
terminal-check-wrong = { $warnings ->
    [one] { $errors } to correct, { $warnings } warning.
   *[other] { $errors } to correct, { $warnings } warnings.
}
terminal-check-in-order = { $warnings ->
    [0] { $config } and its content are in order.
    [one] { $config } and its content are in order, with { $warnings } warning.
   *[other] { $config } and its content are in order, with { $warnings } warnings.
}
terminal-schedule-name = schedule
terminal-schedule-local = local time
terminal-schedule-utc = UTC
terminal-column-channels = channels
terminal-column-article = article
terminal-schedule-none-left = (no article left)
terminal-schedule-nothing = { $days ->
    [one] Nothing falls due in the next day.
   *[other] Nothing falls due in the next { $days } days.
}
terminal-schedule-cut = agora: These are the first { $most }; ask for fewer --days to see the last ones.
terminal-schedule-waits = { $slug } waits until { $at } { $zone }; 'agora post' opens it before.
terminal-preview-emoji = agora: the emoji of '{ $option }' { $why }.
terminal-doctor-asking = Asking every platform …
terminal-doctor-asking-discord = Asking Discord …
terminal-doctor-place = place
terminal-doctor-what = what
terminal-doctor-how = how it is
terminal-doctor-fine = ok
terminal-doctor-note = note
terminal-doctor-bad = BAD
terminal-doctor-wrong = { $notes ->
    [one] { $bad } to mend, { $notes } note.
   *[other] { $bad } to mend, { $notes } notes.
}
terminal-doctor-in-order = { $notes ->
    [0] Everything is in order.
    [one] Everything is in order, with { $notes } note.
   *[other] Everything is in order, with { $notes } notes.
}
terminal-post-posting = Posting { $slug } …
terminal-post-sure = '{ $slug }' is being debated in { $channels } already ({ $debate }). Open a second debate there?
terminal-post-again = Close it first with 'agora close { $debate }', name other channels, or say --again to open a second one.
terminal-post-opened = “{ $title }” is open until { $at }.
terminal-post-said-at = { $channel }: { $link }
terminal-post-said = { $channel }: posted
terminal-post-beside = agora: opened, but { $slug } was being debated there already: 'agora close { $other }' ends that other debate.
terminal-post-unsaid = agora: { $channel } ({ $state }): { $reason }
terminal-close-closing = Closing: recounting and saying the result …
terminal-close-unsaid = agora: { $channel }: the result could not be said: { $reason }
terminal-close-several = { $debates ->
    [one] { $debates } debate is open.
   *[other] { $debates } debates are open.
}
    .hint = Name one by its id.
terminal-close-which = Which one is to be closed? Its number:
terminal-close-no-number = Please write a number from 1 to { $most }.
terminal-debate-line = { $debate } · { $slug } · { $state } · { $channels } · closing time { $at }
terminal-debates-id = id
terminal-debates-state = state
terminal-debates-votes = votes
terminal-debates-opened = opened
terminal-debates-closes = closes
terminal-summarise-asking = Asking { $model } …
terminal-summarise-own = { $why }; the lines are the article’s own sentences instead.
terminal-summarise-written = Written into { $file }. Read the lines and edit them before the article is posted.
terminal-summarise-draft = It is a draft now: remove its line 'draft: true' when it is ready.
terminal-import-importing = Importing …
terminal-import-left-out = Left out: { $why }
terminal-import-known = There already: { $known }.
terminal-import-drafts = A draft is not posted until its line 'draft: true' is removed.
terminal-import-nothing = Nothing to import: the feed { $feed } has no entries.
terminal-demo-closed = Closed, since the language or the closing time is another now: { $debates }
terminal-demo-kept-aside = The data of before can’t be gone on from; it is kept in { $folder }, and the demo starts anew. ({ $why })
terminal-demo-chat-unusable = The chat’s file does not fit this version, or is damaged.
terminal-demo-begun = Agora is at { $address }
terminal-demo-resumed = Agora is at { $address }  (the open debate goes on)
terminal-demo-config = Configuration: { $config }  ·  end with Ctrl-C
terminal-demo-beside = Beside it:     { $agora } results -c { $config }   or   { $agora } close -c { $config }
terminal-demo-port-busy = Port { $port } can’t be used (address already in use).
    .hint = Choose another: agora demo --port { $other }
terminal-demo-port-denied = Port { $port } can’t be used (permission denied).
    .hint = Choose another: agora demo --port { $other }
terminal-demo-port-unusable = Port { $port } can’t be used ({ $why }).
    .hint = Choose another: agora demo --port { $other }
completion-installed = Installed: { $file }. It works in the next shell you start.
completion-not-installed = The completion could not be installed: { $why }.
    .hint = 'agora --show-completion' prints it, to be put where the shell reads it.
completion-no-shell = For which shell?
    .hint = Name one of { $shells }, as in 'agora --show-completion bash'.

## The command line: what is wrong with how it is written
misuse-told = Error: { $what }
misuse-try = Try '{ $command }' for help.
misuse-no-command = Missing command.
misuse-unknown-command = No such command { $name }.
misuse-unknown-command-near = No such command { $name }. Did you mean { $near }?
misuse-unknown-option = No such option: { $name }
misuse-unknown-option-near = No such option: { $name } (Possible options: { $near })
misuse-needs-value = Option { $name } requires an argument.
misuse-takes-no-value = Option { $name } does not take a value.
misuse-too-many = Got unexpected extra argument(s) ({ $extra })
misuse-missing-argument = Missing argument { $name }.
misuse-missing-option = Missing option { $name }.
misuse-missing-choice = Missing option { $name }. Choose from: { $choices }
misuse-value = Invalid value for { $name }: { $why }
misuse-no-number = must be a whole number
misuse-too-small = must be greater than or equal to { $least }
misuse-too-large = must be less than or equal to { $most }
misuse-far-too-large = is far too large a number
misuse-no-choice = { $value } is not one of { $choices }.
