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
