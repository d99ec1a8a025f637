/** What the page knows: people, channels, messages. Views listen; nothing here touches the page. */

/** @import {Bar, Channel, Message, Person, Reaction, Thread} from "./types.js" */

const SKIN_AND_VARIATION = /[\u{1F3FB}-\u{1F3FF}\uFE0E\uFE0F]/gu;

/** An emoji without skin tone and variation, as votes are counted. @param {string} emoji */
export const plain = (emoji) => emoji.replace(SKIN_AND_VARIATION, "");

/** Message ids grow with time. @param {string} id */
const place = (id) => Number(id.replace(/\D/g, ""));

/** Messages in order, oldest first. */
export class MessageList {
  constructor() {
    /** @type {Map<string, Message>} */
    this.byId = new Map();
    /** @type {Message[]} */
    this.ordered = [];
    this.more = false;
  }

  /** @param {Message} message @returns {boolean} whether it is new */
  put(message) {
    const known = this.byId.get(message.id);
    this.byId.set(message.id, message);
    if (known) {
      this.ordered[this.ordered.indexOf(known)] = message;
      return false;
    }
    let at = this.ordered.length;
    while (at > 0 && place(this.ordered[at - 1].id) > place(message.id)) at -= 1;
    this.ordered.splice(at, 0, message);
    return true;
  }

  /** @param {string} id */
  remove(id) {
    const known = this.byId.get(id);
    if (!known) return false;
    this.byId.delete(id);
    this.ordered.splice(this.ordered.indexOf(known), 1);
    return true;
  }

  /** Whether a changed message belongs to what is loaded. @param {Message} message */
  reaches(message) {
    return !this.more || this.ordered.length === 0 || place(message.id) >= place(this.ordered[0].id);
  }
}

/** Emits `messages`, `changed`, `people`, `channels`, `thread` and `me`. */
export class Store extends EventTarget {
  constructor() {
    super();
    /** @type {Person|null} */
    this.me = null;
    /** @type {Map<string, Person>} */
    this.people = new Map();
    /** @type {Channel[]} */
    this.channels = [];
    /** @type {string[]} */
    this.emoji = [];
    this.channel = "";
    this.skew = 0;
    this.messages = new MessageList();
    /** @type {Thread|null} */
    this.thread = null;
    this.replies = new MessageList();
    this.newest = 0;
    /** When the page was opened, by the server's time: what is older was never unread. */
    this.since = 0;
    /** Reactions on their way to the server: "message emoji" → on. @type {Map<string, boolean>} */
    this.pending = new Map();
    /** What our ballots count for, on whichever posts: debate → numbers of options. @type {Map<string, number[]>} */
    this.ballots = new Map();
    /** How often each of them was told to us. @type {Map<string, number>} */
    this.counted = new Map();
    /** How often each message was told to us. @type {Map<string, number>} */
    this.told = new Map();
  }

  /** The server's time, in ms. */
  now() {
    return Date.now() + this.skew;
  }

  /** @param {string} type @param {object} [detail] */
  emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {string} type @param {(detail: any) => void} handler */
  on(type, handler) {
    this.addEventListener(type, (event) => handler(/** @type {CustomEvent} */ (event).detail));
  }

  /** @param {{me: Person, people: Person[], channels: Channel[], emoji: string[], now: string}} state */
  setState(state) {
    if (this.me?.id !== state.me.id) this.ballots.clear();
    this.me = state.me;
    this.people = new Map(state.people.map((person) => [person.id, person]));
    const unread = new Map(this.channels.map((channel) => [channel.id, channel.unread]));
    this.channels = state.channels.map((channel) => ({ ...channel, unread: unread.get(channel.id) ?? channel.unread }));
    this.emoji = state.emoji;
    this.skew = Date.parse(state.now) - Date.now();
    this.since ||= Date.parse(state.now);
    for (const type of ["me", "people", "channels"]) this.emit(type);
  }

  /** Show another page of messages: all anew, or older ones before those loaded. @param {{messages: Message[], more: boolean, ballots: Record<string, number[]>}} page @param {boolean} [older] */
  setMessages(page, older = false) {
    if (!older) this.messages = new MessageList();
    this.messages.more = page.more;
    this.#know(page.ballots);
    for (const message of page.messages) this.messages.put(message);
    this.newest = Math.max(this.newest, ...page.messages.map((message) => place(message.id)));
    this.emit("messages", { older });
  }

  /** @param {Record<string, number[]>} ballots */
  #know(ballots) {
    for (const [debate, held] of Object.entries(ballots)) this.ballots.set(debate, held);
  }

  /** What our ballot counts for has changed: its cards are drawn anew. @param {string} debate @param {number[]} held */
  setBallot(debate, held) {
    this.counted.set(debate, (this.counted.get(debate) ?? 0) + 1);
    this.ballots.set(debate, held);
    const cards = this.messages.ordered.filter((message) => message.kind === "card" && message.content.debate === debate);
    for (const message of cards) this.emit("changed", { where: "messages", message, added: false });
    if (this.thread?.parent.content.debate === debate) this.emit("parent");
  }

  /** @param {{thread: Thread, messages: Message[], ballots: Record<string, number[]>}|null} opened */
  setThread(opened) {
    this.#know(opened?.ballots ?? {});
    this.thread = opened?.thread ?? null;
    this.replies = new MessageList();
    for (const message of opened?.messages ?? []) this.replies.put(message);
    this.emit("thread");
  }

  /** A message was created or changed. @param {Message} message */
  put(message) {
    this.told.set(message.id, (this.told.get(message.id) ?? 0) + 1);
    const isNewest = place(message.id) > this.newest && Date.parse(message.at) >= this.since;
    this.newest = Math.max(this.newest, place(message.id));
    if (this.thread && message.id === this.thread.parent.id) {
      this.thread.parent = message;
      this.emit("parent");
    }
    if (message.thread) {
      if (message.thread === this.thread?.id) this.#putInto(this.replies, message, "replies");
      return;
    }
    if (message.channel !== this.channel) {
      const channel = this.channels.find((other) => other.id === message.channel);
      if (channel && isNewest && message.author.id !== this.me?.id) {
        channel.unread += 1;
        this.emit("channels");
      }
    } else if (this.messages.reaches(message)) this.#putInto(this.messages, message, "messages");
  }

  /** @param {MessageList} list @param {Message} message @param {string} where */
  #putInto(list, message, where) {
    const added = list.put(message);
    this.emit("changed", { where, message, added });
  }

  /** @param {{id: string, channel: string, thread: string|null}} gone */
  drop(gone) {
    if (this.messages.remove(gone.id)) this.emit("changed", { where: "messages", removed: gone.id });
    if (this.replies.remove(gone.id)) this.emit("changed", { where: "replies", removed: gone.id });
    if (this.thread?.parent.id === gone.id) this.emit("parent-gone");
  }

  /** @param {Person} person */
  putPerson(person) {
    this.people.set(person.id, person);
    this.emit("people");
  }

  /** @param {string} id @returns {Message|undefined} */
  find(id) {
    if (this.thread?.parent.id === id) return this.messages.byId.get(id) ?? this.thread.parent;
    return this.messages.byId.get(id) ?? this.replies.byId.get(id);
  }

  /** Which option of a card an emoji is; -1 for none. @param {Message} message @param {string} emoji */
  optionOf(message, emoji) {
    return message.content.bars.findIndex((/** @type {Bar} */ bar) => plain(bar.emoji) === plain(emoji));
  }

  /** The options of a card that are ours: what our ballot counts for, presses on their way counted in. @param {Message} message @returns {Set<number>} */
  chosen(message) {
    const known = this.ballots.get(message.content.debate);
    if (message.content.buttons) return new Set(known);
    if (!known) return new Set(this.reactions(message).filter((reaction) => reaction.mine).map((reaction) => this.optionOf(message, reaction.emoji)));
    let held = known;
    for (const [key, on] of this.pending) {
      const [id, emoji] = key.split(" ");
      if (id === message.id) held = this.#moved(message, held, emoji, on);
    }
    return new Set(held);
  }

  /** A press has been taken that our ballot does not tell yet. @param {Message} message @param {string} emoji @param {boolean} on */
  foresee(message, emoji, on) {
    const { debate } = message.content;
    const known = this.ballots.get(debate);
    if (known) this.ballots.set(debate, this.#moved(message, known, emoji, on));
  }

  /** What a ballot counts for after a press. @param {Message} message @param {number[]} held @param {string} emoji @param {boolean} on */
  #moved(message, held, emoji, on) {
    const option = this.optionOf(message, emoji);
    if (option < 0 || message.content.state !== "open") return held;
    const others = held.filter((other) => other !== option);
    if (!on) return others;
    return message.content.choice === "multiple" ? [...others, option] : [option];
  }

  /** A message's reactions with those on their way already counted in. @param {Message} message @returns {Reaction[]} */
  reactions(message) {
    const shown = message.reactions.map((reaction) => ({ ...reaction }));
    for (const [key, on] of this.pending) {
      const [id, emoji] = key.split(" ");
      if (id !== message.id) continue;
      let reaction = shown.find((other) => other.emoji === emoji);
      if (!reaction) shown.push((reaction = { emoji, count: 0, mine: false, seed: false, names: [] }));
      if (reaction.mine === on) continue;
      reaction.mine = on;
      reaction.count += on ? 1 : -1;
      const name = this.me?.name ?? "";
      reaction.names = on ? [name, ...reaction.names] : reaction.names.filter((other) => other !== name);
    }
    return shown.filter((reaction) => reaction.count > 0 || reaction.seed);
  }
}
