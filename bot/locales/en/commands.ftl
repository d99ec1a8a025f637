## Commands: help
help-heading = After { $command }, write one of these
help-admin-heading = After { $command }, admins can also write
help-share = { $platform ->
    [discord] Switch on the option “share” to show the answer to everybody in the channel.
   *[other] End with “share” to show the answer to everybody in the channel.
}
help-today = this channel’s latest debate
help-summary = an article in three lines; today’s if you name none
help-latest = the newest articles
help-search = articles with these words
help-results = how the vote is going; this channel’s latest debate if you name none
help-saved = what you saved with 🔖
help-mine = your own vote, and how to find it in the public record; only you see it
help-feedback = a rating and a line to the editors
help-export = all that is kept about you, as a file; only you see it
help-forget = delete what is kept about you; you are asked once more
help-help = this list
help-post = open a debate in this channel
help-close = close a debate now
help-schedule = debates to come
usage-summary = [article]
usage-latest = [category]
usage-search = words
usage-results = [debate]
usage-mine = [debate]
usage-forget = [code]
usage-post = article
usage-close = [debate]

## Commands: answers
latest-heading = Newest articles
latest-category-heading = Newest in { $category }
search-heading = Articles with “{ $text }”
search-heading-mended = No article has “{ $text }” in it; these have “{ $mended }”
search-place = { $place ->
    [tag] Tag
    [summary] Summary
    [question] Question
    [squabble] Squabble
   *[other] Text
}
search-hit = { $place }: { $text }
saved-heading = What you saved
feedback-list-when = when
feedback-list-rating = rating
feedback-list-where = where
feedback-list-line = line
feedback-list-none = Nobody has written to the editors yet.
schedule-heading = Debates to come
candidates-heading = Which one do you mean? Please write a little more of its name.
item-article = { $category } · { $date } · { $slug }
item-debate = { $state } · { $date } · { $slug }
item-upcoming = { $at } · { $channels }
state-open = voting
state-closing = counting again
state-closed = closed
state-void = never opened
summary-question = The question: { $question }
summary-read = Read the article
upcoming-none = No article left to post
saved-none = You haven’t saved anything yet. React with 🔖 to a debate to keep it here.
mine-heading = Your vote in “{ $title }”
mine-none = You haven’t voted in “{ $title }”.
mine-never = I know of no vote of yours in any debate.
mine-everywhere-heading = Debates you voted in
item-mine = { $vote } · { $state } · { $date } · { $id }
mine-withdrawn = no vote: you took it back
mine-undecided = not counted: nobody knows which of your choices came last
mine-unchanged = You have not changed your mind.
mine-changed = You have changed your vote since the first one.
mine-changed-from = Your first vote was { $before }.
mine-code = Your code: { $code }
mine-code-how = Search the public record for this code: what stands behind it must be your first vote and your last, by number (the first answer is 0). It is yours in this debate only.
mine-code-later = When the debate has closed, its page links the public record: search there for this code. It is yours in this debate only.
mine-code-unlisted = It stands for you in this debate’s public record. There are no pages here, so ask an admin to show it to you.
mine-record = Open the public record
mine-left-heading = Votes in “{ $title }”
mine-cut-off = Whose vote is whose can’t be told any more
mine-cut-off-how = Who voted how is kept for a while only here. Did you note your code? Search the public record for it: what stands behind it is your first vote and your last, by number.
mine-cut-off-secret = Who voted how is kept for a while only here. The result stands.
mine-deleted = The votes were deleted
mine-deleted-how = Votes are kept for a while only here. The result stands, but nobody can say any more who voted how.
mine-secret = This ballot is secret
mine-secret-how = Votes are cast by button here: the public record has counts only, and nobody’s ballot is in it.
# export and forget. $n is how many debates, $feedback how many words to the editors.
export-here = This file has everything that is kept about you. Only you see it.
export-download = Download what is known about you
export-in-pieces = Piece { $n } of { $of }. Put together in this order, they are one JSON file.
export-too-long = This is as much as can be sent here. Please ask an admin for the rest.
forget-heading = Before you are forgotten
forget-goes = This goes
forget-gone = This is gone
forget-goes-what = { $feedback ->
    [0] Everything tied to your account: whose votes, 💡 and 🔖 these are, whose replies, and that you were greeted.
    [one] Everything tied to your account: whose votes, 💡 and 🔖 these are, whose replies, that you were greeted, and what you wrote to the editors.
   *[other] Everything tied to your account: whose votes, 💡 and 🔖 these are, whose replies, that you were greeted, and the { $feedback } times that you wrote to the editors.
}
forget-goes-here = What you wrote in this chat goes, and so does your name.
forget-goes-words = What you wrote in this chat goes, too.
forget-gone-here = What you wrote in this chat is gone, and so is your name.
forget-gone-words = What you wrote in this chat is gone, too.
forget-open = In open debates your vote will be taken back
forget-open-what = { $n ->
    [one] In one debate it will count no more.
   *[other] In { $n } debates it will count no more.
}
forget-taken-back = In open debates your vote was taken back
forget-taken-back-what = { $n ->
    [one] In one debate it counts no more.
   *[other] In { $n } debates it counts no more.
}
forget-stays = This stays
forget-kept = This was kept
forget-stays-what = { $n ->
    [one] The result of one closed debate. Your vote stays as a number without a name, and nobody, the operator included, can tell whose it was. Without it the result that was told and its fingerprint would no longer be right.
   *[other] The results of { $n } closed debates. Your votes stay as numbers without a name, and nobody, the operator included, can tell whose they were. Without them the results that were told and their fingerprints would no longer be right.
}
forget-kept-what = { $n ->
    [one] The result of one closed debate. Your vote is a number without a name now, and nobody, the operator included, can tell whose it was. Without it the result that was told and its fingerprint would no longer be right.
   *[other] The results of { $n } closed debates. Your votes are numbers without a name now, and nobody, the operator included, can tell whose they were. Without them the results that were told and their fingerprints would no longer be right.
}
forget-name-stays = The name stays: it came with this chat.
forget-elsewhere = What can’t be deleted from here
forget-elsewhere-what = What you wrote and pressed on { $platform } itself is there still. Please delete it there.
forget-elsewhere-backups = Backups made earlier stay as they are.
forget-first = First take your reactions off these posts: as long as they are there, the next recount counts them again.
forget-still = Your reactions are still on these posts. Unless you take them off, the next recount counts them as votes again, and notes your account with them.
forget-confirm = { $platform ->
    [discord] This can’t be undone. Are you sure? Within { $minutes } minutes, give “{ $command }” again with { $code } in its option “code”.
   *[other] This can’t be undone. Are you sure? Within { $minutes } minutes, write: { $command } { $code }
}
forget-done = You are forgotten
forget-afterwards = What is left in the files is overwritten, as a rule within ten minutes. If you vote again, you are somebody new.
forget-nothing = Nothing is kept about you, so there is nothing to forget.
forget-already = You are forgotten already. Nothing is left to be deleted.
forget-wrong-code = That is not the code, or it is too late. Nothing was deleted; please look once more.
forget-being-counted = { $n ->
    [one] The votes of a debate that you voted in are being counted right now. Please try again in a few minutes; nothing was deleted.
   *[other] The votes of { $n } debates that you voted in are being counted right now. Please try again in a few minutes; nothing was deleted.
}
feedback-title = A word to the editors
feedback-rating = How have you liked the debates lately?
feedback-rate-1 = Not much
feedback-rate-2 = So-so
feedback-rate-3 = All right
feedback-rate-4 = Good
feedback-rate-5 = Very good
feedback-line = Anything you would like to say (optional)
feedback-note = The editors do not see your name.
feedback-send = Send
feedback-thanks = Thank you! The editors will read it.
latest-none = There are no articles yet. Please come back soon.
search-none = No article has “{ $text }” in it. Try other words.
next-debate = Next debate: { $at }
schedule-waiting = Waiting for their time of publication: { $articles }
schedule-none = Nothing is scheduled. Schedules are written under “schedules” in the configuration.
results-void = The debate “{ $title }” could not be posted anywhere, so it has no result.
post-done = The debate “{ $title }” is open. It will appear in this channel in a moment.
close-done = Voting on “{ $title }” is over. The result follows after the recount.

## Commands: when it can’t be done
press-voted = You voted for “{ $option }”. Press it again to take your vote back.
press-changed = You changed your vote to “{ $option }”. Press it again to take it back.
press-stands = Your vote for “{ $option }” stands. Press it again to take it back.
press-withdrawn = You took back your vote for “{ $option }”. You can vote again until voting ends.
press-over = Voting is over, so no more votes can be taken. Have a look at the result to see what everybody chose.
press-failed = Your vote may not have been written down. Please look at it in a moment, and press again if you need to.
error-unknown-command = I don’t know “{ $word }”. Please choose from these.
error-unknown-command-nearest = I don’t know “{ $word }”. Did you mean “{ $nearest }”?
error-no-command = There is no command “{ $word }”. You can use:
error-no-command-nearest = There is no command “{ $word }”. Did you mean “{ $nearest }”?
error-no-debate-here = There has been no debate in this channel yet. Have a look at “latest” meanwhile.
error-no-open-debate-here = No debate is open in this channel. Please name the one to close.
error-no-article = I can’t find an article called “{ $name }”. “latest” and “search” show their names.
error-no-article-nearest = There is no article called “{ $name }”. Did you mean { $nearest }?
error-no-debate = I can’t find a debate called “{ $name }”. Please give an article’s name or a debate’s id.
error-no-category = There are no articles in “{ $name }”. The categories are: { $categories }
error-search-empty = Please add the words to look for, as in: search open
error-post-empty = Please say which article to debate, as in: post { $example }
error-post-no-channel = This channel isn’t in the configuration, so no debate can open here. Add it under “channels” first.
error-post-open = “{ $title }” is being debated in this channel already. To open it anew, close that debate first: { $close }
error-post-draft = “{ $title }” is still a draft. Remove “draft: true” from its file to post it.
error-post-unfinished = “{ $title }” has no three-line summary yet. Fill in “summary” to post it.
error-close-over = Voting on “{ $title }” is over already. “results” shows how it went.
error-close-elsewhere = “{ $title }” is open in other places too, so only the bot’s admins can close it.
error-feedback-rating = A rating goes from 1 to { $best }. Please choose one.
error-feedback-long = That’s a little long. Up to { $limit } characters fit.
error-feedback-often = You have told us a lot today, thank you. Please write again tomorrow.
error-admins-only = Only admins can use this command. “help” shows what you can do.
error-busy = It’s a little busy right now. Please try again in a moment.
error-storage = The data could not be read. Please try again in a moment, and tell the admins if it goes on.
error-unexpected = Something went wrong. Please try again in a moment, and tell the admins if it goes on.
