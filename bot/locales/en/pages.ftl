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
