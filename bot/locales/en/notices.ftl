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

## Why something could not be said
delivery-too-late = It could not be said in time.
    .hint = See the log for what stood in the way.
delivery-still-tried = it is still being tried
delivery-unexpected = An unexpected error: { $error }.
delivery-no-platform = This bot has no connection to { $platform }.
    .hint = 'agora check' says why.
delivery-no-channel = This bot has no connection to the channel { $channel }.
    .hint = 'agora check' says why.
delivery-no-message = A delivery of the part { $part } has no message.
delivery-no-debate = The debate { $debate } is not in the database any more.
delivery-post-unknown = The post that this belongs to is not known any more.
delivery-post-gone = The post that it belongs to is not there.
delivery-debate-ended = The debate ended first.
recount-seeds-missing = The bot’s own reactions are missing in { $channel }, so what is read there says nothing.
    .hint = Check that the bot may add reactions and read the message history there.

## Opening and closing by hand
opening-open-already = The debate '{ $debate }' over '{ $slug }' is open in { $channels } already.
    .hint = Close it first with 'agora close { $debate }', or name other channels.
opening-draft = '{ $slug }' is a draft.
    .hint = Remove 'draft: true' from its file to post it.
opening-no-summary = '{ $slug }' has no summary.
    .hint = Give it three lines under 'summary:' first.
opening-no-channel = No channel to post in.
    .hint = Name one under 'channels:' in the configuration.
admin-no-article = There is no article '{ $slug }'.
    .hint = 'agora check' lists what the library holds.
admin-no-channel = There is no channel '{ $channel }' in the configuration.
    .hint = There are: { $known }.
admin-none = none
admin-opened-already = This debate was opened already.
admin-none-open = No debate is open.
    .hint = 'agora post SLUG' opens one.
admin-no-debate = There is no debate '{ $debate }'.
    .hint = Name it by its id or its article’s slug.
admin-ended-already = The debate '{ $debate }' is { $state ->
    [void] void
   *[closed] closed
} already.
    .hint = 'agora results' shows how it ended.
request-unanswered = The running bot has not answered.
    .hint = The request was withdrawn; look at the bot’s log and /readyz, then try again.
request-unexpected = The running bot met an unexpected error.
    .hint = Its log says more.
request-gone = The request is gone.
request-unknown = The running bot does not know the request '{ $kind }'.
    .hint = Run the same version on both sides.
request-restored = The database was restored from a copy meanwhile.
    .hint = Ask again if it was not done.
forgetting-votes-on = This person goes on voting while they are being forgotten.
    .hint = Try again in a moment.
