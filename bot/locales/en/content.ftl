## What is wrong in articles, mascots and spellings (agora check); a key of the file stands before it
content-not-mapping = must be a mapping with the keys of { $of }
    .hint = write { $keys } below it
content-key-unknown = is not a key of { $of }
content-of-article = an article
content-of-option = an option
content-of-squabble-line = a squabble’s line
content-of-mascot = a mascot
content-of-texts = a text in each language
content-remove = remove it
content-remove-slug = remove it: the file’s name gives the slug
content-not-list = must be a list
    .hint = write one entry a line, after '- '
content-add-emoji = add one, as in emoji: 👍
content-add-name = add it, as in name: { "{" }ko: 부키, en: Booki{ "}" }
content-not-text = must be text
    .hint = put the text after the key, on one line
content-is-list = must be text
    .hint = put the text after the key, on one line, in quotes if it begins with [
content-is-mapping = must be text, and has ': ' in it or begins with { "{" }
    .hint = put the whole text in quotes
content-empty = is empty
    .hint = write something
content-too-long = has { $length } characters, { $most } are possible
    .hint = make it shorter
content-control = has an invisible control character in it
    .hint = type the text again
content-use-one-of = use one of: { $known }

## Articles
content-link-nowhere = the file is a link that leads nowhere
    .hint = replace it by the file itself
content-link-outside = the file is a link out of this folder
    .hint = replace it by the file itself
content-no-slug = the file’s name gives no slug: '{ $slug }'
    .hint = use letters, digits, '-' and '_', at most { $most }
content-no-front = the file does not begin with front matter
    .hint = begin it with a line ---
content-open-front = the front matter has no end
    .hint = close it with a line ---
content-no-body = the article has no text below its front matter
    .hint = write it
content-published-flag = must be a time, not yes or no
    .hint = write date, time and zone, as in 2025-04-28T04:57:00+09:00; draft: true keeps an article back
content-published-no-time = '{ $text }' is not a time
    .hint = write date, time and zone, as in 2025-04-28T04:57:00+09:00
content-published-no-zone = has no time zone
    .hint = write date, time and zone, as in 2025-04-28T04:57:00+09:00
content-published-year = the year { $year } is one in which not every time zone has a date
    .hint = write a year from { $first } to { $last }
content-no-summary = is missing, so the article can’t be posted
    .hint = add three lines
content-summary-lines = has { $lines ->
        [one] { $lines } line
       *[other] { $lines } lines
    }
    .hint = write exactly three
content-squabble-lines = has { $lines } lines, { $most } are possible
    .hint = leave some out
content-no-option = there is no option '{ $option }'
content-source = '{ $text }' is not an address of the web
    .hint = write it in full, as in https://…
content-tags = has { $tags } tags, { $most } are possible
    .hint = leave some out
content-options = has { $options ->
        [one] { $options } option
       *[other] { $options } options
    }
    .hint = write { $fewest } to { $most }
content-label-twice = '{ $label }' is there twice
    .hint = choose another label
content-label-alike = '{ $label }' looks like '{ $other }'
    .hint = choose another label
content-emoji = '{ $text }' is not one emoji
    .hint = write one such as 👍, or { "{" }discord: …, slack: …, local: …{ "}" } for a custom one
content-emoji-form = must be an emoji, or a mapping from platforms to theirs
    .hint = write one such as 👍
content-emoji-platform = is not a platform
content-emoji-custom = '{ $text }' is no emoji on { $platform }
    .hint = write it as in { $example }
content-emoji-saves = { $emoji } saves the article, so it can’t stand for an option
    .hint = choose another
content-emoji-twice = { $emoji } stands for two options
    .hint = choose another
content-emoji-nowhere = has no form on { $platform }, so the article can’t be posted there
content-emoji-not-slack = is none of Slack’s, which has no name for { $emoji }, so nobody can vote with it there
content-emoji-each = choose another, or give each platform its own: { "{" }{ $platform }: …{ "}" }
content-emoji-add = add { $platform }: to the emoji

## Articles and the others
content-slug-twice = the slug '{ $slug }' is also that of { $file }
    .hint = rename one of the two; a leading date does not count
content-no-speaker = there is no mascot '{ $name }'
content-add-mascot = add it to mascots.yaml
content-no-previous = there is no article '{ $slug }'
content-write-slug = write the slug of an article that is there
content-previous-loop = the articles before this one lead back to it
    .hint = let the first of the series name none
content-waits = lies ahead, so no schedule takes the article and no page shows it before { $at } ({ $zone })
    .hint = 'agora post { $slug }' opens it by hand
content-no-articles = there is no article to post
    .hint = write one: agora article new TITLE
content-no-category = no article is in the category '{ $category }'
    .hint = there are: { $categories }
content-no-tag = no article has the tag '{ $tag }'
    .hint = add it to one

## The folders
content-no-folder = the content folder { $folder } does not exist
    .hint = create it, or correct content:
content-unread = the folder of articles can’t be read ({ $reason })
    .hint = check the path
content-beside = is passed over: articles are read from the folder articles
    .hint = move it into { $folder }
content-not-md = is passed over: articles are files whose names end in .md
    .hint = rename it to { $name }
content-nested = is passed over with { $articles ->
        [one] { $articles } article
       *[other] { $articles } articles
    } in it: folders in this one are not read
    .hint = move its files into { $folder }

## An article that was asked for
content-article-broken = '{ $slug }' can’t be used as long as { $file } has errors.
    .hint = 'agora check' lists them.
content-article-unknown = There is no article '{ $slug }' in { $folder }.
    .hint = There are: { $slugs }.
content-library-empty = The library is empty.

## mascots.yaml and spellings.yaml
content-no-mascots = the file names no mascot
    .hint = write each one’s key, and below it name: and emoji:
content-mascot-key = '{ $name }' is not a mascot’s key
    .hint = use small Latin letters, digits, '-' and '_'
content-mascot-emoji = '{ $text }' is not one emoji
    .hint = write one such as 🦉
content-mascot-picture = '{ $text }' is no picture
    .hint = write a file’s name or an address
content-mascot-alike = '{ $name }' looks like the name of { $other }
    .hint = choose another name
content-spelling-twice = '{ $name }' is '{ $other }' again
    .hint = remove it
content-spelling-alone = there is one name alone
    .hint = write each thing’s names in one list: [OpenAI, 오픈AI]

## Why a file can’t be read or written, as the system says it
reason-unknown = unknown reason
reason-denied = permission denied
reason-not-permitted = operation not permitted
reason-missing = no such file or directory
reason-no-folder = not a directory
reason-folder = is a directory
reason-there = file exists
reason-no-space = no space left on device
reason-quota = disk quota exceeded
reason-read-only = read-only file system
reason-device = input/output error
reason-name = file name too long
reason-loop = too many levels of symbolic links
reason-files = too many open files
reason-busy = device or resource busy
reason-large = file too large

## The chart
chart-not-drawn = the picture could not be drawn
    .hint = the same numbers are on the results page
