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
