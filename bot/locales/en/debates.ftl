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
page-feedback = How was this article? Write “{ $command }” in the channel, and the editors will read it.
page-feedback-several = How was this article? Write to the editors from the channel: { $commands }
page-feedback-command = { $command } ({ $platforms })
