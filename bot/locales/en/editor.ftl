## A new article's file (agora article new): comments and keys, as YAML
article-new-front =
    ---
    # The title (at most { $longest } characters)
    title: { $title }
    # The category: searches and schedules choose articles by it
    category: uncategorised
    # When it is published: date, time and time zone
    published: { $published }
    # A draft is never posted; remove this line when the article is ready
    draft: true
    # The editors’ choice: remove the # to show the badge
    # pick: true
    # Where it comes from and who wrote it (optional)
    # source: https://example.org/article
    # author: Jane Doe
    # Tags (optional)
    # tags: [AI, openness]
    # The article to read before this one: its file’s name without date and extension (optional)
    # previous: other-slug
    # The summary: exactly three lines, or the article can’t be posted; a fact in each, up to 80 characters
    # summary:
    #   - first line
    #   - second line
    #   - third line
    # The question that is put to the vote, up to 60 characters
    question: { $question }
    # 2 to 10 options; left out, they are 찬성 👍 and 반대 👎. Emoji must differ, and 🔖 is taken
    # options:
    #   - label: For
    #     emoji: 👍
    #   - label: Against
    #     emoji: 👎
    # The mascots’ squabble (optional); side is the label of an option. The loser has the last line, which begins with …
    # squabble:
    #   - speaker: booki
    #     side: For
    #     says: I am for it, and here is why.
    #   - speaker: moki
    #     side: Against
    #     says: Hold on, I see it differently!
    ---
article-new-body =
    ## What happened?

    The text begins here.
article-question = What do you think?
article-title-empty = the title has no letter or digit
    .hint = give the article a title that has some
article-title-long = the title has { $length } characters
    .hint = { $most } are possible
article-slug-taken = { $file } already has the slug '{ $slug }'
    .hint = choose another title, or edit that file
article-rename-first = rename or remove that file first
article-unwritten = { $file } can’t be written ({ $reason })
    .hint = check the folder
article-problem = { $place }: { $what }

## A draft from elsewhere (agora article import): comments in it
import-draft-head = # A draft from elsewhere: check its facts and rights, edit it, then remove the draft line
import-draft-lost = # Letters that could not be read were left out: compare with the original. How many: { $letters }
import-draft-category = uncategorised
import-draft-undated = # No date was found: this is when it was imported, so check it
import-draft-unread-date = # The date could not be read: this is when it was imported. It was written as: { $written }
import-draft-midnight = # Only a date was given: check the time of day
import-draft-inside = # The source led to this machine or its network, and is left out
import-draft-left-out = # What else the front matter said
import-draft-proposed = # A summary proposed automatically: read it, edit it, then remove the '# ' in front
import-draft-wanted = # Write the summary: exactly three lines, or the article can’t be posted
import-draft-lines =
    first line
    second line
    third line
import-draft-ask = # Put the question to be voted on here
import-draft-slug = imported article

## Importing
import-known = { $place } was imported before, into { $file }
    .hint = edit that file, or remove it to import again
import-entry-known = the entry '{ $title }' was imported before
import-entry-inside = the entry '{ $title }' leads to an address on this machine or in its network
import-entry-empty = the entry '{ $title }' has no text
import-entries-later = { $entries ->
        [one] { $entries } entry
       *[other] { $entries } entries
    }, since this took { $minutes } minutes
import-too-long = the article is longer than 1 MiB
    .hint = import a shorter part of it from a file
import-timeout = { $address } did not answer within { $seconds } seconds
    .hint = try again later
import-inside = { $address } leads to an address on this machine or in its network
    .hint = if that is meant, import that address itself
import-unreachable = { $address } can’t be reached
    .hint = check the address and the connection
import-broken = { $address } could not be read ({ $reason })
    .hint = try again later
import-no-address = '{ $address }' is not an address of the web
    .hint = write it in full, as in https://…
import-status = { $address } answered with status { $status }
    .hint = check the address
import-page-large = { $address } is larger than 5 MiB
    .hint = save its text as a file and import that
import-leads-on = { $address } leads on more than { $times } times
    .hint = give the address that it ends at
import-file-missing = { $file } does not exist
    .hint = give the path of a file, or an address beginning with https://
import-no-file = { $file } is no file
    .hint = give the path of a file, or an address beginning with https://
import-file-unread = { $file } can’t be read ({ $reason })
    .hint = check its permissions
import-file-large = { $file } is larger than 5 MiB
    .hint = import a shorter one
import-packages = importing pages and feeds needs packages that are not installed ({ $reason })
    .hint = install them, in a checkout: .venv/bin/pip install -e '.[summaries]'
import-kind = { $address } is { $kind }, not a page or a feed
    .hint = give the address of the article
import-no-article = no article was found at { $address }
    .hint = save its text as a .md or .txt file and import that
import-no-feed = { $address } is not a feed that can be read
    .hint = check the address
import-encoding = the text of { $place } is in an encoding that can’t be read
    .hint = save it as UTF-8 and import that file
import-slow = { $address } can’t be read within { $seconds } seconds
    .hint = save its text as a .md or .txt file and import that
import-unread = { $address } can’t be read ({ $reason })
    .hint = save its text as a .md or .txt file and import that
import-process-ended = the process ended
import-front-open = the front matter of { $place } has no end
    .hint = close it with a line { $line }
import-front-unread = the front matter of { $place } is not valid { $format } ({ $reason })
    .hint = correct it, or remove it and import the text alone
import-front-deep = nested too deep
import-front-no-object = no object

## Three lines (agora article summarise)
summary-made = # This summary was made automatically: read it, edit it, then remove the draft line
summary-too-few = the text has too few sentences for a summary ({ $found } that could stand in one)
    .hint = write its three lines yourself
summary-there = { $file } already has a summary
    .hint = remove it there if you want another one
summary-unwritten = { $file } can’t be written ({ $reason })
    .hint = check its permissions
summary-key-empty = its key summary says that it is empty
    .hint = remove that line first
summary-by-hand = the summary can’t be put into this front matter as it is written
    .hint =
        add it by hand, with draft: true:
        summary:
        { $lines }
summary-changed = { $file } was changed in the meantime
    .hint = run the command again

## The service that summarises
summary-no-model = summaries.model is not set
summary-key-letters = summaries.key has a character that a key can’t have
summary-service-timeout = the service did not answer within { $seconds } seconds
summary-service-unreachable = the service can’t be reached
summary-service-broke = the connection to the service broke ({ $reason })
summary-service-status = the service answered with status { $status }
summary-service-long = the service’s answer is too long
summary-service-form = the service’s answer has another form than expected
summary-service-empty = the service’s answer has no text
summary-service-lines = the service wrote { $lines ->
        [one] { $lines } line
       *[other] { $lines } lines
    } instead of three
summary-service-same = the service’s lines say nothing, or the same twice
summary-service-line-long = the service wrote a line of more than { $most } characters
summary-service-controls = the service wrote invisible control characters
