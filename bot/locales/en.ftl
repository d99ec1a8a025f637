### Every word the bot says.

## Lists and quotes
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

## The card
card-pick = Editors’ pick
card-invitation = React with an emoji to vote. 🔖 saves it for later.
card-invitation-buttons = Press a button to vote. Only you can see what you chose.
card-invitation-buttons-multiple = Press the button of every answer you like. Only you can see what you chose.
card-invitation-multiple = React with the emoji of every answer you like. 🔖 saves it for later.
card-counts = { $comments ->
    [one] 1 comment by members
   *[other] { $comments } comments by members
} · { $saves } saved
card-counts-all = In all channels: { $comments ->
    [one] 1 comment
   *[other] { $comments } comments
} · { $saves } saved
card-reactions = The numbers beside the emoji are the reactions to this post, not votes; the bot’s own are among them.
card-reactions-own = The numbers beside the emoji are the reactions to this post, not votes.
card-closes = Voting ends { $at }
card-closing = Voting has ended. The votes are being counted again
card-closed = Voting ended { $at }
card-void = This debate could not be posted anywhere, so it never opened
bar-text = { $votes ->
    [one] 1 vote
   *[other] { $votes } votes
} · { $share }
turnout-open = { $voters ->
    [0] Nobody has voted yet
    [one] One person has voted
   *[other] { $voters } people have voted
}
turnout-hidden = { $voters ->
    [0] Nobody has voted yet. Results appear after closing
    [one] One person has voted. Results appear after closing
   *[other] { $voters } people have voted. Results appear after closing
}
turnout-closed = { $voters ->
    [0] No votes were counted
    [one] One person voted
   *[other] { $voters } people voted
}
turnout-multiple = { $turnout } · several answers allowed
turnout-multiple-over = { $turnout } · several answers were allowed
turnout-here = { $voters ->
    [0] Nobody has voted on { $place } yet
    [one] One person has voted on { $place }
   *[other] { $voters } people have voted on { $place }
}
total = { $voters ->
    [one] One voter in all: { $shares }
   *[other] { $voters } voters in all: { $shares }
}
total-hidden = { $voters ->
    [one] One person has voted in all. Results appear after closing
   *[other] { $voters } people have voted in all. Results appear after closing
}
thread-title = The squabble · { $question }

## The result
headline-nobody = It ended without a single vote.
headline-uncounted = It ended with no vote left to count.
headline-single = The only vote went to “{ $option }”.
headline-unanimous = { $voters ->
    [2] Both voters chose “{ $option }”.
   *[other] All { $voters } voters chose “{ $option }”.
}
headline-winner = “{ $option }” got the most votes: { $share }.
headline-tie = { $options } came out level with { $votes ->
    [one] 1 vote
   *[other] { $votes } votes
} each.
headline-tie-many = { $options } options came out level with { $votes ->
    [one] 1 vote
   *[other] { $votes } votes
} each.
shift-changed = { $people ->
    [one] One person changed their mind: { $moves }
   *[other] { $people } people changed their minds: { $moves }
}
shift-move = { $before }→{ $after } { $people }
shift-more = { $people ->
    [one] 1 other
   *[other] { $people } others
}
shift-nobody = Nobody changed their mind.
shift-nobody-yet = Nobody has changed their mind yet.
shift-withdrawn = { $people ->
    [one] One person took their vote back.
   *[other] { $people } people took their votes back.
}
communities = In the lead: { $leads }.
community-lead = { $option } on { $place } with { $share }
community-tie = { $options } on { $place } with { $votes ->
    [one] 1 vote
   *[other] { $votes } votes
} each
community-lead-many = { $options } options on { $place } with { $votes ->
    [one] 1 vote
   *[other] { $votes } votes
} each
community-silent = Nobody voted on { $place }.
communities-accounts = Each account has one vote, so anyone who voted in two places was counted twice.
certificate-exact = { $differences ->
    [0] Our records: { $recount ->
            [one] 1 vote
           *[other] { $recount } votes
        } = counted again: { $recount ->
            [one] 1 vote
           *[other] { $recount } votes
        } ✓
   *[other] Our records: { $ledger ->
            [one] 1 vote
           *[other] { $ledger } votes
        } → counted again: { $recount ->
            [one] 1 vote
           *[other] { $recount } votes
        } ({ $differences ->
            [one] 1 reaction corrected
           *[other] { $differences } reactions corrected
        })
}
certificate-partial = { $differences ->
    [0] Our records: { $recount ->
            [one] 1 vote
           *[other] { $recount } votes
        } = counted again, as far as it could be read: { $recount ->
            [one] 1 vote
           *[other] { $recount } votes
        }
   *[other] Our records: { $ledger ->
            [one] 1 vote
           *[other] { $ledger } votes
        } → counted again, as far as it could be read: { $recount ->
            [one] 1 vote
           *[other] { $recount } votes
        } ({ $differences ->
            [one] 1 reaction corrected
           *[other] { $differences } reactions corrected
        })
}
certificate-buttons = Votes were cast by button, so there were no reactions to count again. The result is what our records hold: { $recount ->
            [one] 1 vote
           *[other] { $recount } votes
        }.
certificate-no = The reactions could not be counted again, so our records decided: { $recount ->
            [one] 1 vote
           *[other] { $recount } votes
        }.
certificate-head = The record’s fingerprint begins with { $head }.
certificate-with-head = { $found } { $head }
certificate-undecided = { $ballots ->
    [one] One voter’s last choice is not known, so it was not counted.
   *[other] The last choice of { $ballots } voters is not known, so they were not counted.
}
certificate-undatable = { $ballots ->
    [one] 1 vote may have come after closing.
   *[other] { $ballots } votes may have come after closing.
}
note-buttons = The ballot was secret: only our records hold what was chosen, and nothing else is kept to compare it with.
note-was-down = The bot was not running at closing time, so the first reactions it could read afterwards decided.
note-not-heard = { $posts ->
    [one] For 1 post there was a gap around closing time in which the bot heard of no reaction, so the first reactions it could read afterwards decided there.
   *[other] For { $posts } posts there was a gap around closing time in which the bot heard of no reaction, so the first reactions it could read afterwards decided there.
}
note-unread = { $posts ->
    [one] 1 post could not be read, so our records decided there.
   *[other] { $posts } posts could not be read, so our records decided there.
}
note-unsettled = { $posts ->
    [one] 1 post was read three times without two readings that agree, so the last one decided there.
   *[other] { $posts } posts were read three times without two readings that agree, so the last one decided there.
}
note-short = Some reactions did not show everybody who had pressed them, so only those shown were compared.
note-replies-cut = { $posts ->
    [one] Under 1 post the comments could not be read to their end, so some of them may be missing here.
   *[other] Under { $posts } posts the comments could not be read to their end, so some of them may be missing here.
}
note-sparks-cut = { $lines ->
    [one] On 1 line not everybody who had pressed 💡 could be read, so what the bot had heard of counts there.
   *[other] On { $lines } lines not everybody who had pressed 💡 could be read, so what the bot had heard of counts there.
}
note-saves-cut = { $posts ->
    [one] On 1 post not everybody who had pressed 🔖 could be read, so what the bot had heard of counts there.
   *[other] On { $posts } posts not everybody who had pressed 🔖 could be read, so what the bot had heard of counts there.
}
note-cleared = { $marks ->
    [one] A moderator removed 1 reaction, which counts as taken back.
   *[other] Moderators removed { $marks } reactions, which count as taken back.
}
note-withdrawn = { $ballots ->
    [one] 1 vote was taken back at a time that nobody knows, perhaps after closing.
   *[other] { $ballots } votes were taken back at times that nobody knows, perhaps after closing.
}
note-gone = { $posts ->
    [one] 1 post was deleted, but the votes given there were counted.
   *[other] { $posts } posts were deleted, but the votes given there were counted.
}
note-restored = Meanwhile the data was put back from a copy, and the votes were counted anew. A result that was told in the chat before that shows another fingerprint than the one here.

## Lines marked with 💡, and comments
line-hint = Press 💡 on any line or comment that moved you.
moved-line = Most 💡 went to { $line } ({ $people ->
    [one] 1 person
   *[other] { $people } people
}).
moved-tie = Most 💡 went to { $lines } ({ $people ->
    [one] 1 person
   *[other] { $people } people
} each).
moved-tie-many = { $lines } lines share the most 💡 ({ $people ->
    [one] 1 person
   *[other] { $people } people
} each).
moved-quote = { $speaker }’s “{ $text }”
moved-reply = a reply in the thread
moved-reply-gone = a reply in the thread that is gone now
moved-from = { $people ->
    [one] One of them moved from “{ $before }” to “{ $after }”.
   *[other] { $people } of them moved from “{ $before }” to “{ $after }”.
}
moved-others = { $people ->
    [one] One more changed their mind another way.
   *[other] { $people } more changed their minds another way.
}
moved-kept = { $people ->
    [one] One kept their answer.
   *[other] { $people } kept their answer.
}
moved-uncounted = { $people ->
    [one] One has no counted vote.
   *[other] { $people } have no counted vote.
}
stances = { $replies ->
    [one] One comment · { $sides }
   *[other] { $replies } comments · { $sides }
}
stance-side = { $option }: { $replies }
stance-unknown = not yet: { $replies }
chat-spark = Press 💡 if this moved you
chat-moved = Lines that people marked
page-sparks = 💡 { $people }
page-sparks-hint = In the thread, press 💡 on any line or comment that moved you.
page-feedback = How was this article? Write “/debate feedback” in the channel, and the editors will read it.

## Notices
erratum-title = The article was edited
erratum-text = “{ $title }” was edited after this debate had opened. The vote goes on about the article and the question as they were first posted.
alert-title = For the admins
alert-failed = Posting to the channel { $channel } failed. Reason: { $reason }
alert-seeds = The options’ emoji could not be put under the post in the channel { $channel }. They come by themselves as soon as reactions are removed there, or the bot may add them. Reason: { $reason }
alert-held = Nobody knows whether the post to the channel { $channel } arrived. It is being looked for and not sent again. Reason: { $reason }
alert-missed = The schedule { $schedule } missed its time at { $at }. It was too late to post.
alert-empty = The schedule { $schedule } had no article left to post at { $at }. Please add new ones.
alert-away = There is no connection to { $platform }. Votes and posts are caught up with as soon as there is. Reason: { $reason }
alert-back = { $platform } is connected again after { $duration }. The votes from meanwhile are being recounted.
alert-unknown = The data was put back from a copy of { $since }, and in the channel { $channel } there are posts from after it: { $places }{ $more ->
    [0] { "" }
   *[other] { " " }and { $more } more
  }. Reactions under them are not counted. To go on with a debate, open it again with agora post, and delete what is left.
alert-feedback = Members wrote to the editors. Read it with: agora feedback list
welcome-title = Hello, I’m { $name } { $emoji }
welcome-text =
    I’ll bring you articles in three lines, each with a question to talk over.
    Press the emoji or the button of the answer you like: that is your vote, and you can change it until closing.
    { $command } help shows everything else.
welcome-shown-text = What you write in threads is also shown, without names, on { $pages }. { $readers }
welcome-shown-names = What you write in threads is also shown, with your name, on { $pages }. { $readers }
welcome-shown-none = What you write in threads stays in this channel. Only how many comments there are is shown on { $pages }. { $readers }
welcome-shown-text-if-public = If this channel is public, what you write in threads is also shown, without names, on { $pages }. If it is private, only how many comments there are. { $readers }
welcome-shown-names-if-public = If this channel is public, what you write in threads is also shown, with your name, on { $pages }. If it is private, only how many comments there are. { $readers }
welcome-pages = the debate pages
welcome-pages-at = the debate pages ({ $base })
welcome-readers-listed = Anyone can read the pages.
welcome-readers-unlisted = Anyone with the address can read the pages.
welcome-person-title = Nice to meet you, I’m { $name } { $emoji }
welcome-person-text =
    On a debate, an answer’s emoji or button is your vote, and 🔖 saves it for later.
    Write { $command } help whenever you wonder what else there is.

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

## The server and the chat page
chat-bot-name = Agora
chat-error-bad-request = That request made no sense. Reload the page and try again.
chat-error-person-unknown = We don’t know who you are. Choose a name from the menu above.
chat-error-channel-unknown = There is no such channel. Choose one from the list.
chat-error-message-gone = That message was deleted or never existed. Try reloading the page.
chat-error-no-article = There is no article behind this message.
chat-error-text-empty = An empty message can’t be sent. Write a word or two.
chat-error-text-too-long = That’s too long. Up to { $limit } characters fit.
chat-error-name = A name has a letter or a digit, and up to { $limit } characters.
chat-error-name-taken = Somebody is called “{ $name }” already. Choose another name.
chat-error-name-of-another = “{ $name }” looks like the name of a mascot, the editor or the bot. Choose another name.
chat-error-people-full = The square is full. Choose one of the people who are already here.
chat-error-emoji = A reaction is exactly one emoji.
chat-error-reactions-full = A message takes up to { $limit } different reactions. Press one that is there already.
chat-error-not-yours = You can only delete what you wrote yourself.
chat-error-not-running = The bot isn’t ready yet. Try again in a moment.
web-error-bad-request = That request made no sense. Reload the page and try again.
web-error-forbidden = We couldn’t tell that this request came from our page. Reload it and try again.
web-error-not-found = There is nothing here. Check the address.
web-error-gone = This public record was deleted with the votes that it held, which are kept for a while only here. The result stands.
web-error-gone-title = No longer here
web-error-method = That can’t be done at this address.
web-error-too-large = That’s too much at once. Up to { $limit } KiB fit.
web-error-too-slow = That request took too long to arrive. Try again.
web-error-other-host = This server doesn’t answer to the name in that address. If you run it, set web.public_url to the address that people use.
web-error-near = The local chat is open on this machine alone. To open it to others, whoever runs it writes web.chat: { "{" }open_to: everyone{ "}" }.
web-error-busy = That can’t be done right now. Try again in a moment.
web-error-internal = Something went wrong. Try again in a moment, and tell whoever runs this if it goes on.
web-error-title = Something went wrong
web-error-back = Back to the square

chat-title = Agora · The open square
chat-brand = The open square
chat-description = One article a day, one question. Vote and talk it over together.
chat-skip = Skip to the message box
chat-no-script = This page needs JavaScript. Please switch it on in your browser’s settings.
chat-other-language = 한
chat-other-language-hint = 한국어로 보기
chat-theme = Switch between light and dark
chat-channels = Channels
chat-channels-open = Open the list of channels
chat-unread = { $n } unread
chat-who = Who would you like to be?
chat-speaking-as = You are speaking as { $name }
chat-now-speaking = You are { $name } now.
chat-new-name = A new name
chat-add = Join
chat-admin = Admin
chat-bot = Bot
chat-hint-box = To the message box
chat-hint-move = Between messages
chat-hint-close = Close
chat-messages = Messages
chat-older = Show earlier messages
chat-empty = The square is still quiet. Say the first word.
chat-new-messages = { $n ->
    [one] { $n } new message
   *[other] { $n } new messages
}
chat-today = Today
chat-edited = Edited
chat-box = Write a message
chat-box-hint = Say something · /debate help
chat-completions = Suggested commands
chat-send = Send
chat-thread = Comments
chat-thread-close = Close the comments
chat-thread-box = Add a comment
chat-thread-empty = Waiting for the first comment.
chat-replies = Comments
chat-comments = { $n ->
    [one] { $n } comment
   *[other] { $n } comments
}
chat-comment-first = Comment
chat-react = Add a reaction
chat-reaction = { $emoji } { $n ->
    [one] { $n } reaction
   *[other] { $n } reactions
}
chat-reaction-names = { $emoji } { $names }
chat-reaction-more = { $emoji } { $names } and { $n } more
chat-reaction-seed = { $emoji } Be the first
chat-picker = Pick a reaction
chat-delete = Delete
chat-delete-sure = Really delete?
chat-dismiss = Dismiss
chat-private = Only you can see this
chat-read = Read the article
chat-page = Open the page
chat-source = Original article
chat-close = Close
chat-by = By { $name }
chat-options = Options
chat-my-vote = Your choice
chat-leading = Most votes
chat-ballots = { $n ->
    [one] { $n } vote
   *[other] { $n } votes
}
chat-hidden = Shown after closing
chat-left = { $time } left
chat-counting = Counting again
chat-closed = Closed
chat-asked-before-closing = Counted before closing
chat-asked-while-counting = Counted before the recount was over
chat-void = This debate never opened
chat-result = How the vote went
chat-to-result = See the result
chat-to-debate = Go to the debate
chat-more = More
chat-shift = Minds that changed
chat-certificate = Certificate of the count
chat-days = { $n } d
chat-hours = { $n } h
chat-minutes = { $n } min
chat-seconds = { $n } s
chat-lost = The connection is lost. Reconnecting…
chat-back = Connected again.
chat-failed = The server could not be reached. Please try again in a moment.
chat-complete-debate = debate commands

## Public pages
page-title = The open square
page-description = One article a day, one question. Vote and talk it over together.
page-skip = Skip to the content
page-home = Front page
page-tools = Tools
page-chat = Chat
page-feed = News of debates
page-foot = We count every vote, and show how we counted.
page-leading = most votes
page-summary = In three lines
page-body = The article
page-squabble = { $names } squabble
page-vote = What do you think?
page-vote-in-chat = Vote in the chat
page-see-in-chat = See it in the chat
page-to-result = The vote in detail
page-not-yet = Voting on this article hasn’t opened yet.
page-comments = Comments
page-no-comments = Waiting for the first comment.
page-comments-latest = Only the latest comments are here. The rest are in the channels.
page-comments-unread = Not all comments could be read just now. The rest are in the channels.
page-comments-at-closing = { $comments ->
    [0] There were none at closing.
    [one] There was 1 at closing.
   *[other] There were { $comments } at closing.
}
page-comments-some = Only recent comments from public channels are shown here. The rest are in the chat.
page-comments-elsewhere = The comments are in the channels where this is debated.
page-neighbours = Articles before and after
page-previous = Previous article
page-following = Next article
page-related = Related articles
page-latest = Latest articles
page-open = Open debates
page-articles = Articles
page-search = Search articles
page-search-hint = Title, tag or text
page-search-do = Search
page-search-found = { $n ->
    [one] 1 article with “{ $text }”
   *[other] { $n } articles with “{ $text }”
}
page-ended = Past debates
page-newer = Newer
page-older = Older
page-place = Page { $at } of { $of }
page-read = Read the article
page-opened = Opened { $at }
page-first-ballot = First choice
page-last-ballot = Last choice
page-numbers = In numbers
page-shift-caption = Rows are people’s first choices, columns their last ones.
page-undecided = Not known
page-withdrawn = Withdrawn
page-withdrawn-or-undecided = Withdrawn or not known
page-turnout = Turnout over time
page-turnout-text = { $people ->
    [one] One person had voted by { $at }, counted even if the vote was taken back later.
   *[other] { $people } people had voted by { $at }, counting those who took their vote back later.
}
page-platforms = Where people voted
page-platform = Platform
page-platform-local = Agora chat
page-voters = Voters
page-recounted-exact = all
page-recounted-partial = some
page-recounted-no = none
page-certificate-recounted = Posts counted again
page-certificate-ledger = Votes in our records
page-certificate-recount = Votes after the recount
page-certificate-people = { $people ->
    [one] 1 vote
   *[other] { $people } votes
}
page-certificate-differences = Reactions corrected
page-certificate-undecided = Votes left out, last choice not known
page-certificate-undatable = Votes that may be late
page-certificate-unsettled = Posts without two readings that agree
page-certificate-head = The record’s fingerprint begins with
page-certificate-how = How was this counted?
page-certificate-explained = When voting ends, the bot reads the reactions of all posts anew, again and again until two readings agree. “Votes in our records” were written down until then; “votes after the recount” are those left once our records were corrected by what was read. A vote whose last choice nobody knows is left out. A vote that may have come after closing is counted, and named here.
page-left-pseudonyms = Who voted how is kept for a while only here. Nobody can tell any more whose votes these are; the public record is as it was.
page-left-counts = Votes are kept for a while only here, and these were deleted. The result, the changes of mind and the record’s fingerprint stay.
page-json = Data (JSON)
page-record = Public record (JSON)
page-png = Picture (PNG)
page-svg = Picture (SVG)
page-just-ended = Voting has ended, and the result is here.
page-missing-title = There is nothing here
page-missing-text = { $mascot } looked all night and found nothing. Please check the address.

## Slack
slack-read = Read
slack-results = Results
slack-more = More
slack-to-post = Go to the debate
slack-held = Your vote now: { $options }
slack-held-nothing = You haven’t voted.
slack-no-debate = This message is no debate. Try it on a debate’s post or in its thread.
slack-form-late = The form could not be opened in time. Please press the button below.
slack-form-open = Write to the editors
slack-cancel = Cancel
slack-close = Close
slack-source = Original article
slack-page-back = ◀ Back
slack-page-on = Page { $page } of { $pages } ▶
slack-home-today = Today’s debate
slack-home-none = No debate has opened yet. The first one will show up here.
slack-home-open = Other open debates
slack-home-help = Type /debate help in a channel to see everything that you can do.

## Discord
discord-closes = ⏳ Voting ends { $at } · { $left }
discord-closed = ✅ Voting ended { $at }
discord-to-result = See the result
discord-to-debate = See the debate
discord-debate-description = Today’s debate, articles and results
discord-admin-description = Open and close debates
discord-option-article = article
discord-option-article-hint = A few letters of its title
discord-option-category = category
discord-option-category-hint = Only articles of this category
discord-option-words = words
discord-option-words-hint = What to look for
discord-option-debate = debate
discord-option-debate-hint = The title of its article
discord-option-code = code
discord-option-code-hint = Leave it empty first: you are told the code
discord-option-share = share
discord-option-share-hint = Show it to everybody in the channel?
discord-results-of-message = Debate’s results
discord-page = { $page } / { $of }
discord-page-not-yours = Only the person who asked can turn these pages. Ask for yourself with /debate.
discord-no-debate-there = This message belongs to no debate. Choose a debate’s post, or a message in its thread.

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
