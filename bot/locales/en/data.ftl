## Files
file-not-written = { $file } could not be written: { $reason }.
    .hint = Choose another place.
own-file-of-articles = { $file } is one of the articles, or in their folder.
    .hint = Name a file elsewhere.
own-file-of-command = { $file } is what this command itself writes to.
    .hint = Name another file.
own-file-of-bot = { $file } is what the bot itself works with.
    .hint = Name another file.
own-file-of-database = { $file } is a database, or belongs to one.
    .hint = Name another file.
confirm-nobody-here = Nobody can be asked here: say --yes if it is meant.

## agora backup
backup-holds = { $debates ->
    [one] { $debates } debate
   *[other] { $debates } debates
}, { $ballots ->
    [one] { $ballots } ballot
   *[other] { $ballots } ballots
}
backup-done = { $file }: { $held }; checked.
backup-done-with-chat = { $file }: { $held }, and the chat; checked.
backup-copying = Copying the database
backup-checking-copy = Checking the copy
backup-checking = Checking the database
backup-dumping = Dumping the database
backup-copying-chat = Copying the chat
backup-packing = Packing
backup-replaces-nothing = { $file } is there already.
    .hint = Name another file: a backup replaces none.
backup-without-folder = The folder of { $file } does not exist.
    .hint = Make it, or name another file.
backup-folder-closed = Nothing can be written beside { $file }: { $reason }.
    .hint = Choose another place, or allow it.
backup-without-database = There is no database { $file } yet.
    .hint = 'agora run' makes it.
backup-without-tables = The database has no tables of Agora’s.
    .hint = Name the right one under 'database:'.
backup-chat-damaged = The chat’s store { $file } is damaged: { $found }.
    .hint = Move it away, and back up again.

## A backup’s file
backup-none = { $file } is not a backup of Agora’s.
    .hint = Name a file that 'agora backup' has written.
backup-not-whole = { $file } is not a backup of Agora’s, or is not whole.
    .hint = Name a file that 'agora backup' has written.
backup-missing = { $file } does not exist.
    .hint = Name a file that 'agora backup' has written.
backup-newer = { $file } was written by a newer version of Agora.
    .hint = Restore it by that version.
backup-unreadable = { $file } can’t be read: { $reason }.
backup-part-lost = { $file } is damaged: its { $part } can’t be taken out.
    .hint = Take another backup.
backup-part-changed = { $file } is damaged: its { $part } is not what was packed.
    .hint = Take another backup.
backup-part-not-written = { $file } could not be written: { $reason }.

## agora restore
restore-sure = Put { $file } in the place of { $database }?
restore-sure-of-copy = Put the copy of { $at } ({ $held }) in the place of { $database }?
restore-unpacking = Unpacking
restore-checking = Checking
restore-loading = Loading the database
restore-forgetting-again = Forgetting again
restore-unpacking-chat = Unpacking the chat
restore-done = Restored as of { $at }: { $held }.
restore-kept = What was there is kept: { $file }
restore-chat-restored = The chat’s messages were restored, too.
restore-chat-stays = The chat’s messages that are there go on from the copy, so they stay.
restore-forgotten-in-no-database = Whoever was forgotten after { $at } is in it again, since no database is at hand that knows who that is: run 'agora forget' for them before the bot is started, or where it asks for that, as soon as a result is said.
restore-forgotten-in-another = Whoever was forgotten after { $at } is in it again, since the database that was there does not go on from it, or can’t be read: run 'agora forget' for them before the bot is started, or where it asks for that, as soon as a result is said.
restore-nobody-forgotten = Nobody was forgotten after { $at }.
restore-forgotten-again = { $people ->
    [one] Forgotten again: one person who had been forgotten after { $at }.
   *[other] Forgotten again: { $people } people who had been forgotten after { $at }.
}
restore-next-start = The next 'agora run'
restore-next-reads = - reads the votes on { $slug } ({ $debate }) from the platforms again: those since the copy count
restore-next-notes = - notes in their certificates why a result told since the copy shows other digits than the public record has
restore-next-looks-for = { $more ->
    [0] - looks for what the copy was about to say, and says it only if it is not there: { $keys }
   *[other] - looks for what the copy was about to say, and says it only if it is not there: { $keys } and { $more } more
}
restore-next-names-posts = - names posts of its own from after { $at } that it knows nothing of, for you to delete
restore-next-finds-again = - finds the reaction of { $name } under { $slug } ({ $debate }) again, if it stands there still, and notes the account: run 'agora forget { $name }' once more when that debate’s result is said
restore-next-does-not-post = - does not post what '{ $schedule }' had due at { $at }: nobody knows here whether it was posted; 'agora post SLUG' posts it
restore-other-kind = { $file } is a backup of { $kind }, and 'database:' names another kind.
    .hint = Restore it with the configuration that it was made with.
restore-without-folder = The folder of { $file } does not exist.
    .hint = Make it, or correct 'database:'.
restore-beside-another = Another agora command works on { $file }.
    .hint = Stop it first: a restore replaces the database under whoever works with it.
restore-not-empty = The database on the server has tables already.
    .hint = Make an empty one (createdb restored), name it under 'database:', and restore again.
restore-of-another-program = { $file } is a database, and not one of Agora’s.
    .hint = Name a copy of Agora’s database.
restore-chat-damaged = The chat’s store in { $file } is damaged: { $found }.
    .hint = Take another backup.
restore-not-replaced = { $file } could not be replaced: { $reason }.
    .hint = Mend that, and restore again.

## agora retention
retention-keeps-all = Every ballot is kept as it was cast (retention.ballots: keep).
retention-nothing-due = Nothing is due.
retention-due = { $slug } ({ $debate }), ended { $ended }: { $ballots ->
    [one] { $ballots } ballot
   *[other] { $ballots } ballots
}
retention-would-delete = { $ballots ->
    [one] { $ballots } ballot
   *[other] { $ballots } ballots
} in { $debates ->
    [one] { $debates } debate
   *[other] { $debates } debates
} would be deleted: 'agora retention --apply' does it, and the running bot once a day.
retention-would-cut-off = { $ballots ->
    [one] { $ballots } ballot
   *[other] { $ballots } ballots
} in { $debates ->
    [one] { $debates } debate
   *[other] { $debates } debates
} would be cut off from their accounts: 'agora retention --apply' does it, and the running bot once a day.
retention-sure-to-delete = Delete { $ballots ->
    [one] { $ballots } ballot
   *[other] { $ballots } ballots
} in { $debates ->
    [one] { $debates } debate
   *[other] { $debates } debates
}? This can’t be undone.
retention-sure-to-cut-off = Cut { $ballots ->
    [one] { $ballots } ballot
   *[other] { $ballots } ballots
} in { $debates ->
    [one] { $debates } debate
   *[other] { $debates } debates
} off from their accounts? This can’t be undone.
retention-working = Working …
retention-deleted = { $ballots ->
    [one] { $ballots } ballot
   *[other] { $ballots } ballots
} in { $debates ->
    [one] { $debates } debate
   *[other] { $debates } debates
}: deleted.
retention-cut-off = { $ballots ->
    [one] { $ballots } ballot
   *[other] { $ballots } ballots
} in { $debates ->
    [one] { $debates } debate
   *[other] { $debates } debates
}: cut off from their accounts.
retention-overwritten-later = The running bot overwrites what is left in the files within ten minutes.

## agora forget
forgetting-debate = { $slug } ({ $debate })
forgetting-no-account = '{ $text }' names no account.
    .hint = Write discord:ID, slack:TEAM:ID or local:NAME.
forgetting-no-discord-id = '{ $id }' is no id of a Discord account: that is a number of 17 digits or more.
    .hint = With Discord’s developer mode on, right-click the person and choose Copy User ID.
forgetting-no-slack-id = '{ $id }' is no Slack account: it takes the workspace’s id (T…) and the member’s (U… or W…).
    .hint = Write slack:T0123456:U0123456; Copy member ID stands in the member’s profile.
forgetting-no-local-name = 'local:' names nobody.
    .hint = Write local:NAME, as the chat’s menu shows the name.
forgetting-nothing-kept = Nothing is kept about { $name }, so there is nothing to forget.
    .hint = If somebody else is meant: write discord:ID, slack:TEAM:ID or local:NAME.
forgetting-not-counted-yet = Voting on { $debates } is over, and the votes are not counted yet.
    .hint = Start the bot, which counts them first, and ask again when the result is said.
forgetting-being-counted = The votes of { $debates } are being counted right now.
    .hint = Try again in a few minutes.
forgetting-sure = Forget { $name }? This can’t be undone.
forgetting-sure-of = Forget { $name }? This can’t be undone: { $what }.
forgetting-sure-one-and-more = { $one }; { $more }
forgetting-sure-messages = what they wrote in the chat is deleted
forgetting-sure-messages-and-name = what they wrote in the chat is deleted, and their name there
forgetting-sure-taken-back = { $debates ->
    [one] their vote is taken back in { $debates } open debate
   *[other] their vote is taken back in { $debates } open debates
}
forgetting-sure-kept = { $debates ->
    [one] { $debates } closed debate keeps its result, and nobody can tell their vote any more
   *[other] { $debates } closed debates keep their results, and nobody can tell their vote any more
}
forgetting-done = Forgotten: the account, whose votes, 💡, 🔖 and replies these were, and that the person was greeted.
forgetting-done-feedback = { $feedback ->
    [one] - deleted: { $feedback } word to the editors
   *[other] - deleted: { $feedback } words to the editors
}
forgetting-done-messages = - deleted: the person’s messages in the chat
forgetting-done-messages-and-name = - deleted: the person’s messages and name in the chat
forgetting-done-taken-back = { $debates ->
    [one] - taken back: the vote in { $debates } open debate
   *[other] - taken back: the vote in { $debates } open debates
}
forgetting-done-kept = { $debates ->
    [one] - kept: the vote in { $debates } closed debate, under a pseudonym of each debate that leads to nobody; without it results, heads and records would not be right any more
   *[other] - kept: the vote in { $debates } closed debates, under a pseudonym of each debate that leads to nobody; without it results, heads and records would not be right any more
}
forgetting-done-name-kept = - kept: the name, which came with the chat
forgetting-done-reaction = - still there: the person’s reaction under { $slug } ({ $debate }). A recount counts it again and notes the account; have it taken off
forgetting-done-elsewhere = - not reached: backups and replicas made before, and what stands on the platforms themselves

## agora verify
verify-working = Verifying …
verify-right = { $slug } ({ $debate }): right, { $votes ->
    [one] { $votes } vote
   *[other] { $votes } votes
}, { $events ->
    [one] { $events } event
   *[other] { $events } events
}, head { $head }
verify-right-without-head = { $slug } ({ $debate }): right, { $votes ->
    [one] { $votes } vote
   *[other] { $votes } votes
}, { $events ->
    [one] { $events } event
   *[other] { $events } events
}, no head: from before the history was a chain
verify-rest-right = { $slug } ({ $debate }): its ballots were deleted under retention; tally, shift, certificate and head agree, { $votes ->
    [one] { $votes } vote
   *[other] { $votes } votes
}, head { $head }
verify-rest-right-without-head = { $slug } ({ $debate }): its ballots were deleted under retention; tally, shift and certificate agree, { $votes ->
    [one] { $votes } vote
   *[other] { $votes } votes
}, no head
verify-debates-right = { $debates ->
    [0] No debate was opened yet.
    [one] { $debates } debate: all right.
   *[other] { $debates } debates: all right.
}
verify-differs = { $slug } ({ $debate }): { $difference }.
    .hint = Compare with a copy of the database, and with the result messages, which nobody has changed.
verify-file-right = { $file }: right, { $votes ->
    [one] { $votes } vote
   *[other] { $votes } votes
}, { $events ->
    [one] { $events } event
   *[other] { $events } events
}, head { $head }
verify-compare-with-chat = Compare: the result message in the chat shows { $digits }.
verify-file-differs = { $file }: { $difference }.
    .hint = Download the public record again from its results page, and compare.
verify-no-json = { $file } is no JSON.
    .hint = Download the public record again from its results page.
verify-unreadable = { $file } can’t be read: { $reason }.
    .hint = Name a public record’s file.
verify-too-large = { $file } is too large for a public record.
    .hint = Name the file that the results page links.
verify-record-gone = The public record of the debate '{ $debate }' is gone: its ballots were deleted under retention.
    .hint = 'agora results' shows what they came to.
verify-none-closed = No debate has closed yet.
    .hint = A public record is made at closing: 'agora close' closes a debate.
verify-not-closed = The debate '{ $debate }' has not closed yet.
    .hint = A public record is made at closing: 'agora close' closes a debate.

## What differs in our records (clauses: a full stop comes behind them)
differs-event-without-code = event { $event } (place { $place } of the history) is of a voter whose code is not known any more
differs-event-does-not-follow = event { $event } (place { $place } of the history) does not follow from the one before: it was changed, or some were dropped or moved
differs-events-of-closing = the closing had { $closing ->
    [one] { $closing } event
   *[other] { $closing } events
} before it, the history has { $history }
differs-closing-does-not-follow = the closing does not follow from the events before it, or its notes were changed
differs-closing-not-in-history = its history does not have the closing that the certificate is from
differs-closing-gone = the closing that the certificate is from is gone
differs-head-not-of-last-event = the head is not the hash of the last event: events after it are gone, or the head was changed
differs-head-missing = its head is missing, though its events carry hashes
differs-head-not-of-closing = the head is not that of the closing, and nothing came after it
differs-ballot = a ballot is not what the history comes to (voter number { $voter })
differs-tally = the tally is not what the ballots come to
differs-tally-sum = the tally does not add up to its voters
differs-shift = the shift is not what the ballots come to
differs-certificate-votes = the certificate does not have the votes of the tally
differs-certificate-notes = the certificate’s notes are not those of the closing
differs-not-deleted = it says that its ballots were deleted under retention, but some of them are there
differs-facts = what was asked, the rules, the certificate or a code is not what it was at closing
differs-facts-without-ballots = what was asked, the rules, the tally, the shift or the certificate is not as at closing
differs-record = its public record contradicts itself: { $difference }

## What differs in a public record (clauses likewise; $name is a key of the file)
record-none = it is no public record of a debate
record-key-missing = '{ $name }' is missing
record-no-text = '{ $name }' is no text
record-no-labels = 'options' is no list of labels
record-no-choice = 'choice' is neither single nor multiple
record-no-kind-of-ballot = 'ballot' is neither reactions nor buttons
record-no-tally = 'tally' is not a count for each option
record-no-shift = 'shift' is not a table of the options
record-no-count = '{ $name }' is no count
record-ballots-against-rules = 'ballots' is not as the rules have it
record-no-hash = '{ $name }' is no SHA-256
record-no-certificate = 'certificate' is none
record-certificate-no-count = the certificate’s '{ $name }' is no count
record-certificate-not-recounted = the certificate does not say what was recounted
record-certificate-without-head = the certificate names no head
record-other-head = the certificate names another head than the file
record-changed = the head is not that of this file: something in it was changed
record-tally-sum = the tally does not add up to the votes of the certificate
record-tally-of-option = the tally has { $tally ->
    [one] { $tally } vote
   *[other] { $tally } votes
} for '{ $option }', the ballots { $ballots }
record-shift-sum = the shift’s columns do not add up to the tally
record-other-shift = the shift is another one
record-votes = the certificate has { $certificate ->
    [one] { $certificate } vote
   *[other] { $certificate } votes
}, the ballots { $ballots }
record-no-ballot = ballot { $place } is no ballot
record-ballot-without-code = ballot { $place } has no code
record-ballot-out-of-order = ballot { $place } ({ $code }) is not in the order of codes, or there twice
record-ballot-for-no-option = ballot { $place } ({ $code }) is for an option that is not there
record-ballot-began-with-no-option = ballot { $place } ({ $code }) began with no option
record-ballot-of-other-choice = ballot { $place } ({ $code }) is not by the debate’s choice
record-ballot-names-twice = ballot { $place } ({ $code }) names options twice or out of order

## agora export
export-working = Exporting
export-done = { $file }: { $debates ->
    [one] { $debates } debate
   *[other] { $debates } debates
}, { $ballots ->
    [one] { $ballots } ballot
   *[other] { $ballots } ballots
}.
export-done-replacing = { $file }: { $debates ->
    [one] { $debates } debate
   *[other] { $debates } debates
}, { $ballots ->
    [one] { $ballots } ballot
   *[other] { $ballots } ballots
}. The file that was there was replaced.
export-no-day = '{ $text }' is not a day.
    .hint = Write it as in --since 2026-01-31.
export-to-folder = { $file } is a folder.
    .hint = Name a file in it.
export-to-device = { $file } is a device, not a file.
    .hint = Name a file.
export-without-key = There is no pseudonym_key, so the pseudonyms are random, of this file alone: another export names the same voters otherwise.
export-key-not-set = There is no pseudonym_key (the environment variable { $variable } is not set), so the pseudonyms are random, of this file alone: another export names the same voters otherwise.
export-make-a-key = To have them the same in each, make a key with  { $command }  , keep it in the environment variable AGORA_PSEUDONYM_KEY, and write 'pseudonym_key: ${ "{" }AGORA_PSEUDONYM_KEY{ "}" }' into the configuration.
