## What is asked of Discord: noun phrases in Korean, and here what follows “to”
-discord-where = channel settings, Permissions, the bot’s role
discord-task-log-in = log in
discord-task-look-around = look around
discord-task-look-at-channel = look at a channel
discord-task-ask-for-gateway = ask for its gateway
discord-task-post = post in { $channel }
discord-task-post-in-thread = post in { $channel } (its thread)
discord-task-edit = edit its message in { $channel }
discord-task-react = react with { $emoji } in { $channel }
discord-task-open-thread = open a thread in { $channel }
discord-task-unarchive = take the thread out of the archive
discord-task-read-history = read the history of { $channel }
discord-task-read-reactions = read the reactions in { $channel }
discord-channel-named = '{ $name }'

## Discord’s permissions, and what each is for
discord-permission-view-channel = View Channel
discord-permission-send-messages = Send Messages
discord-permission-embed-links = Embed Links
discord-permission-attach-files = Attach Files
discord-permission-read-history = Read Message History
discord-permission-add-reactions = Add Reactions
discord-permission-create-threads = Create Public Threads
discord-permission-send-in-threads = Send Messages in Threads
discord-permission-external-emoji = Use External Emojis
discord-permission-manage-threads = Manage Threads
discord-needed-to-see = to see the channel
discord-needed-to-post = for the posts and results
discord-needed-for-cards = for the cards, which are embeds
discord-needed-for-chart = for the result’s chart
discord-needed-to-read = to count the reactions again, and to look for what it may have sent
discord-needed-to-react = for the first reaction of each option
discord-needed-for-thread = for the thread under a post
discord-needed-for-squabble = for the mascots’ squabble

## What Discord refused, and why
discord-looked-for = It is looked for first.
discord-unclear = Discord gave no clear answer when the bot was to { $doing }.
discord-limited = Discord limits how often the bot may { $doing }.
discord-hour-old-edits-limited = Discord limits how often messages more than an hour old may be edited.
discord-old-edits-limited = Discord limits how often old messages may be edited.
discord-token-refused = Discord refuses the bot’s token.
    .hint = Copy the token anew (discord.com/developers/applications, the application, Bot, Reset Token) and put it where discord.token in the configuration takes it from.
discord-unreachable = Discord could not be reached to { $doing } ({ $reason }).
discord-no-answer = no answer in time
discord-gateway-answered = the gateway answered { $status }
discord-it-answered = it answered { $status }
discord-server-trouble = Discord answered { $status } when the bot was to { $doing }.
discord-message-gone = Discord knows no such message any more, so the bot could not { $doing }.
discord-channel-unknown = Discord knows no such channel, so the bot could not { $doing }.
    .hint = Check the channel’s id in the configuration, and that the channel was not deleted.
discord-channel-unseen = The bot can’t see the channel, so it could not { $doing }.
    .hint = Invite the bot ('agora doctor --invite' prints the link) and allow it View Channel: { -discord-where }.
discord-channel-deleted = The channel is deleted, and the message with it, so the bot could not { $doing }.
discord-permission-lacking = The bot lacks { $lacking }, so it could not { $doing }.
    .hint = Allow it: { -discord-where }.
discord-forbidden = Discord did not let the bot { $doing }: a permission is missing.
    .hint = It takes a permission ({ -discord-where }); 'agora doctor' says which one is missing.
discord-forbidden-needs = Discord did not let the bot { $doing }: a permission is missing.
    .hint = It takes { $needed } ({ -discord-where }); 'agora doctor' says which one is missing.
discord-reactions-full = The message has 20 different reactions already, and Discord allows no more.
    .hint = Remove some of the others, so that the bot can add the options’ emoji.
discord-emoji-unknown = Discord does not know an emoji that the bot needs to { $doing }.
    .hint = A custom emoji must be of a server that the bot is in, and it takes Use External Emojis elsewhere.
discord-blocked = Whoever owns the message has blocked the bot.
discord-thread-shut = The thread is archived or locked, so the bot could not { $doing }.
    .hint = Unlock it, or allow the bot Manage Threads.
discord-threads-full = The server has as many active threads as Discord allows.
    .hint = Archive some of them.
discord-channel-of-wrong-kind = This kind of channel does not allow the bot to { $doing }.
    .hint = Take a text channel for debates.
discord-message-empty = Discord took the message for an empty one.
    .hint = Allow the bot Embed Links ({ -discord-where }).
discord-not-accepted = Discord did not accept what the bot wrote to { $doing }: { $text }.
discord-answered-code = Discord answered { $status } (code { $code }) when the bot was to { $doing }.
discord-thread-deleted = The thread has been deleted.
discord-answer-without-message = Discord answered without a message.
discord-answer-without-message-read = Discord answered without the message.
discord-answer-without-messages = Discord answered without a list of messages.
discord-answer-without-users = Discord answered without a list of users.
discord-history-ends-nowhere = Discord’s pages of the history do not go on.
discord-history-unreadable = The history of { $channel } can’t be read any more.
discord-history-lacking = The bot lacks { $lacking } in { $channel }, so nobody knows what is there.
    .hint = Allow it: { -discord-where }.
discord-history-hidden = Discord shows no history of { $channel }, though there are messages.
    .hint = Check that the bot may Read Message History: { -discord-where }.
discord-unlike-discord = What answers at discord.api_url does not speak like Discord.
    .hint = Check the address.

## The connection to Discord
discord-never-connected = Discord has not been connected yet
discord-not-connected = Discord is not connected
discord-shard-not-connected = Discord is not connected yet
discord-shard-trouble = shard { $shard }: { $trouble }
discord-connection-lost = the connection to Discord is lost ({ $reason })
discord-session-ended = Discord has ended the session
discord-connection-closed = Discord has closed the connection
discord-closed-with-code = closed with code { $code }
discord-intents-refused = Discord does not allow the bot one of its intents.
    .hint = It needs none of the privileged ones; see whether the application is restricted in the portal.
discord-shard-unknown = Discord knows no such shard.
    .hint = Check discord.shards: this run takes { $run } of { $count }.
discord-too-many-servers = The bot is in too many servers for { $count ->
    [one] { $count } shard
   *[other] { $count } shards
}.
    .hint = Set discord.shards to auto, or to a greater count.
discord-speaks-otherwise = Discord’s gateway does not take what this version speaks (code { $code }).
    .hint = Update the bot.
discord-no-new-session = Discord allows the bot no new session for now.

## What Slack refused, and why
slack-tried-again = It is tried again.
slack-token-hint = Install the app to the workspace again and put its bot token (xoxb-…) into SLACK_BOT_TOKEN.
slack-app-token-hint = Make an app-level token (xapp-…) with the scope connections:write and put it into SLACK_APP_TOKEN.
slack-invite = Write '/invite @agora' in that channel, or correct its id in the configuration.
slack-report = This is a fault of the bot’s: report it with the article’s name.
slack-the-channel = the channel
slack-token-refused = Slack does not accept { $token ->
    [app] the app’s own token
   *[bot] the bot’s token
}.
slack-token-missing = Slack was given no token.
slack-token-revoked = { $token ->
    [app] The app’s own token
   *[bot] The bot’s token
} has been revoked.
slack-token-expired = { $token ->
    [app] The app’s own token
   *[bot] The bot’s token
} has expired.
slack-account-inactive = The bot’s account has been removed from the workspace, or the workspace is gone.
slack-token-of-wrong-kind = This is the wrong kind of token for Slack.
slack-token-elsewhere = The token does not reach this workspace.
slack-app-token-unset = slack.app_token is missing
    .hint = Socket Mode needs it; add it, or use transport: http
slack-scope = the scope { $scope }
slack-a-scope = a scope
slack-scope-missing = { $token ->
    [app] The app’s own token
   *[bot] The bot’s token
} lacks { $lacking } for { $method }.
    .hint = Add it to the app, install the app to the workspace again, and look at 'agora doctor'.
slack-permission-missing = { $token ->
    [app] The app’s own token
   *[bot] The bot’s token
} lacks a permission for { $method }.
    .hint = 'agora doctor' lists what is missing.
slack-workspace-moved = The workspace is being moved to an organisation.
slack-channel-unseen = The bot can’t see the channel { $channel }.
    .hint = A private one needs '/invite @agora'; else its id in the configuration is wrong.
slack-not-a-member = The bot is not a member of the channel { $channel }.
slack-channel-archived = The channel { $channel } is archived.
    .hint = Unarchive it, or take it out of the configuration.
slack-may-not-write = The workspace does not let the bot write in { $channel }.
    .hint = Ask a workspace admin to allow it.
slack-read-only = The channel { $channel } is read-only.
    .hint = Allow the bot to post there, or use another channel.
slack-threads-only = In { $channel } nobody may post outside threads.
    .hint = Allow the bot to post there, or use another channel.
slack-thread-locked = The thread in { $channel } is locked.
    .hint = Unlock it.
slack-access-denied = Slack denies the bot access to { $channel }.
slack-writing-stopped = The workspace’s admins have stopped writing for now.
    .hint = Ask a workspace admin.
slack-too-many-messages = The workspace has sent too many messages.
slack-message-deleted = The message in { $channel } has been deleted.
slack-thread-deleted = The thread in { $channel } has been deleted.
slack-thread-of-deleted = The message that the thread was under has been deleted.
slack-no-replies = Nobody can reply to this message in { $channel }.
slack-message-of-another = The bot may not change this message in { $channel }.
    .hint = It may have been posted with another token.
slack-no-more-edits = The workspace allows no more edits of this message in { $channel }.
    .hint = Its card stays as it is; let apps edit their messages in the workspace’s settings.
slack-message-inactive = The message in { $channel } can’t be changed any more.
slack-no-such-message = There is no such message in { $channel }.
slack-too-long = The message is too long for Slack.
    .hint = Shorten the article’s texts.
slack-message-without-text = The message has no text.
slack-message-not-understood = Slack does not understand the message.
slack-method-not-understood = Slack does not understand { $method }.
slack-reacted-already = The bot has reacted already.
slack-emoji-unknown = The workspace has no emoji of this name.
    .hint = Add it to Slack, or give the option another emoji.
slack-has-no-emoji = Slack has no emoji { $emoji }.
    .hint = Give the option another emoji, or one of its own for Slack.
slack-too-many-kinds-of-reactions = The message in { $channel } has too many kinds of reactions.
    .hint = Remove some of them.
slack-too-many-reactions = The bot has added too many reactions to the message in { $channel }.
    .hint = Remove some of them.
slack-no-reactions = Nobody can react to this message in { $channel }.
slack-account-unknown = Slack knows no such account.
slack-account-hidden = Slack does not show this account to the bot.
slack-method-unknown = The server does not know { $method }.
slack-slow-down = Slack asks the bot to slow down.
slack-request-cut-short = Slack did not get the whole request.
slack-internal-error = Slack had an internal error.
slack-unavailable = Slack is not available for the moment.
slack-refused = Slack refused { $method }: { $error }.
    .hint = docs.slack.dev says what this means.
slack-unreachable = Slack can’t be reached.
    .hint = Check the network; it is tried again.
slack-upload-refused = Slack did not take the upload in { $method }.
slack-connection-broke = The connection to Slack broke during { $method }.
slack-unexpected = { $method } met an unexpected error: { $error }.
    .hint = See the log.
slack-answered-status = Slack answered { $method } with status { $status } and nothing of use.
slack-bot-unnamed = Slack did not say who the bot is.
    .hint = Check slack.api_url.
slack-picture-unnamed = Slack did not say what it calls the picture.
slack-message-unnamed = Slack did not say where the message is.
    .hint = It is looked for.
slack-answer-not-understood = Slack’s answer is not understood.
    .hint = Check slack.api_url.
slack-more-nowhere = Slack says that there is more, but not where.
slack-too-much-to-read = There is too much to be read to its end.
slack-history-not-understood = Slack’s history is not understood.
slack-emoji-list-not-understood = Slack’s list of emoji is not understood.
slack-reactions-not-understood = Slack’s answer about reactions is not understood.
slack-no-answer = Slack did not answer in time.

## The connection to Slack
slack-never-connected = Slack has not been connected yet
slack-not-connected = Slack is not connected
slack-socket-not-yet = no Socket Mode connection stands yet
slack-socket-broke = the Socket Mode connection broke
slack-socket-without-address = Slack gave no address for Socket Mode.
slack-socket-closed-at-once = Slack closed the Socket Mode connection at once: { $reason }.
slack-socket-no-reason = no reason given
slack-socket-unreachable = Slack’s Socket Mode can’t be reached: { $error }.

## What is missing without each of Slack’s scopes
slack-without-saying = Without it nothing can be said.
slack-without-own-voices = Without it the mascots speak under the bot’s own name.
slack-without-commands = Without it there is no /debate and no shortcut.
slack-without-reactions = Without it no vote is heard and none can be counted again.
slack-without-seeds = Without it the first reactions can’t be put under a debate.
slack-without-history = Without it nothing can be looked for after a lost answer, and replies aren’t counted.
slack-without-private-history = Without it nothing can be looked for in private channels after a lost answer, and replies there aren’t counted.
slack-without-channels = Without it the bot doesn’t notice that it was invited or removed, and membership can’t be checked.
slack-without-private-channels = Without it the bot doesn’t notice that it was invited to a private channel or removed, and membership there can’t be checked.
slack-without-metadata = Without it the bot may not find what it has said after a lost answer.
slack-without-accounts = Without it nobody knows which accounts are bots, so no vote can be counted again.
slack-without-emoji = Without it nobody knows what the workspace’s own emoji stand for, so where one is used no vote can be counted again.
slack-without-files = Without it results come without their chart.

## The local chat
local-unreachable = the local chat can’t be reached
local-not-started = the local chat has not been started
local-thread-deleted = the thread has been deleted
local-message-deleted = message { $message } in '{ $channel }' has been deleted
local-no-message = there is no message '{ $message }'
local-no-thread = there is no thread '{ $thread }'
local-no-thread-in = there is no thread '{ $thread }' in '{ $channel }'
local-no-channel = the local chat has no channel '{ $channel }'
    .hint = add it to `channels:` in the configuration with `platform: local`
local-reactions-full = { $message } has { $limit } reactions already
    .hint = remove some of them
local-store-closed = the chat’s store { $file } has been closed
    .hint = start the bot again
local-store-unclear = the chat’s store { $file } did not confirm a write: { $error }
local-store-unusable = the chat’s store { $file } can’t be used at present: { $error }
    .hint = check that the disk has room, the folder is writable and no other program holds the file
local-store-newer = the chat’s store { $file } was written by a newer version of Agora
    .hint = run that version, or move the file away to begin a new chat
