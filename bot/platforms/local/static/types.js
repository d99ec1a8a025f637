/**
 * What the server says, as JSDoc types.
 *
 * @typedef {{id: string, name: string, emoji: string, colour: number, admin: boolean}} Person
 * @typedef {{id: string, name: string, locale: string, unread: number, next: {at: string, text: string}|null}} Channel
 * @typedef {{name: string, emoji: string, kind: "bot"|"person"|"mascot", id?: string, colour?: number}} Author
 * @typedef {{emoji: string, count: number, mine: boolean, seed: boolean, names: string[]}} Reaction
 * @typedef {{id: string, title: string, replies: number}} Opens
 * @typedef {"text"|"card"|"line"|"result"|"notice"|"reply"} Kind
 *
 * @typedef {object} Message
 * @property {string} id
 * @property {string} channel
 * @property {string|null} thread
 * @property {Author} author
 * @property {string} at
 * @property {boolean} edited
 * @property {Kind} kind
 * @property {any} content
 * @property {Reaction[]} reactions
 * @property {Opens|null} opens
 *
 * @typedef {{label: string, emoji: string, ballots: number|null, share: number|null, text: string, leading: boolean, percent: string}} Bar
 *
 * @typedef {object} Card
 * @property {string} debate
 * @property {"open"|"closing"|"closed"|"void"} state
 * @property {string} category
 * @property {string|null} badge
 * @property {string} title
 * @property {string} published
 * @property {string[]} summary
 * @property {string} question
 * @property {string} invitation
 * @property {Bar[]} bars
 * @property {string} turnout
 * @property {string} counts
 * @property {string} opened_at
 * @property {string} closes_at
 * @property {string} closing
 * @property {string|null} link
 * @property {string|null} result_link
 * @property {boolean} article
 * @property {string} [choice] "single" or "multiple"
 * @property {string} [total] how it stands over all platforms, where there are several
 * @property {string} [note] what the figures beside the emoji are
 * @property {boolean} [buttons] the bars are buttons of a secret ballot, and no reaction is a vote
 *
 * @typedef {object} Result
 * @property {string} debate
 * @property {string} title
 * @property {string} question
 * @property {string} headline
 * @property {Bar[]} bars
 * @property {string} turnout
 * @property {string[]} shift
 * @property {string} certificate
 * @property {string[]} notes
 * @property {string} [moved] the line with most 💡
 * @property {string|null} [moved_link] where it is, if it is a reply
 * @property {string} [replies] replies by stance
 * @property {string[]} [communities] how the platforms differed, where there were several
 * @property {string|null} link
 *
 * @typedef {{heading: string, items: {title: string, text: string, link: string|null}[]}} Listing
 * @typedef {{title: string, rating: string, rates: string[], line: string, longest: number, note: string, send: string, filled: string}} Form
 * @typedef {{label: string, link: string|null, debate: string|null}} WholeArticle
 * @typedef {{name: string, label: string, content: string}} Download
 * @typedef {{parts: any[], private: boolean, error: boolean}} Reply
 * @typedef {{id: string, title: string, parent: Message}} Thread
 * @typedef {{text: string, label: string, hint: string}} Completion
 */
export {};
