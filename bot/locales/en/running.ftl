## Running, and what is asked of a running bot
running-already = Another 'agora run' works on { $file }.
    .hint = Stop it first or use another database; 'agora post' and 'agora close' work beside it.
running-beside-another = Another agora command works on { $file }.
    .hint = Wait until it has ended, or stop it.
running-none-opened = No debate was opened yet.
    .hint = 'agora post SLUG' opens one.
running-debate-gone = The debate '{ $debate }' is not in the database any more.
running-result-not-said-yet = The debate '{ $debate }' is closing, but its result could not be said yet.
    .hint = It is tried again while the bot runs; 'agora results' shows how the vote stands.

## agora demo
demo-configuration = written by 'agora demo', which writes it anew at each start
demo-folder-of-others = { $folder } holds something other than a demo.
    .hint = Move it away, or start elsewhere.
demo-runs-already = A demo runs in { $folder } already.
    .hint = End it with Ctrl-C first, or start elsewhere.
demo-without-article = There is no article to debate.
    .hint = Put one into content/articles.

## Where the web server listens
listen-without-brackets = web.listen: '{ $text }' has an IPv6 address without brackets
    .hint = write host:port, as in 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080
listen-no-address = web.listen: '{ $text }' is no address to listen on
    .hint = write host:port, as in 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080
listen-port-busy = port { $port } on { $host } is busy: another program listens there
    .hint = stop it, or choose another port (web.listen in the configuration, --port for the demo)
listen-port-forbidden = port { $port } on { $host } may not be opened by this user
    .hint = choose a port above 1023 (web.listen)
listen-elsewhere = { $host } is no address of this machine
    .hint = listen on 127.0.0.1 or 0.0.0.0 (web.listen)
listen-port-closed = port { $port } on { $host } can’t be opened: { $reason }
    .hint = check web.listen in the configuration
