/** Where the parts of the page meet. */
import * as api from "./api.js";
import { makeArticle } from "./article.js";
import { makeChannels } from "./channels.js";
import { makeComing } from "./coming.js";
import { makeComposer } from "./composer.js";
import { byId } from "./dom.js";
import { Feed } from "./feed.js";
import { makeJump } from "./jump.js";
import { Live } from "./live.js";
import { announce, complain, connection, spoken, toast } from "./notices.js";
import { makePeople, remember, remembered } from "./people.js";
import { makePicker } from "./picker.js";
import { makePresses } from "./presses.js";
import { makeReactions } from "./reactions.js";
import { privateReply } from "./render/reply.js";
import { enterThread, leaveThread, messageIn, route, settle } from "./route.js";
import { Store } from "./store.js";
import { ThreadPane } from "./thread.js";
import { t } from "./words.js";

/** @import {Message} from "./types.js" */
/** @import {Page} from "./render/message.js" */

const RETRY = 1500;

const store = new Store();
const reactions = makeReactions(store, complain);
const presses = makePresses(store, { tell: toast, complain });
const picker = makePicker(() => store.emoji);
const article = makeArticle(complain);
const messageAbout = (/** @type {string} */ kind, /** @type {string} */ debate) =>
  store.messages.ordered.findLast((message) => message.kind === kind && message.content.debate === debate)?.id ?? null;

/** @type {Page} */
const page = {
  store,
  react: (message, emoji) => void reactions.toggle(message, emoji),
  vote: (message, option) => void reactions.vote(message, option),
  press: (message, option) => void presses.press(message, option),
  remove: (message) => api.remove(me(), message.id).then(() => store.drop(message), (error) => complain(error.message)),
  openThread(id) {
    enterThread(store.channel, id);
    follow();
  },
  openArticle: (message) => void article.open(message),
  pickEmoji: picker.open,
  findResult: (debate) => messageAbout("result", debate),
  findCard: (debate) => messageAbout("card", debate),
  goTo: (message) => void goTo(message),
  goToDebate(debate) {
    const card = messageAbout("card", debate);
    if (card) feed.goTo(card);
  },
  optionOf: (side) => thread.optionOf(side),
  speaksRight: (speaker) => thread.speaksRight(speaker),
};

const feed = new Feed(page, { scroller: byId("scroller"), list: byId("messages"), empty: byId("empty"), pill: byId("pill") }, { start: "bottom" });
const thread = new ThreadPane(page, () => leaveThread(store.channel, follow));
const composer = makeComposer(store, { form: byId("composer"), box: byId("box"), list: byId("completions") }, (text) => send(text, feed, null));
makeComposer(store, { form: byId("thread-composer"), box: byId("thread-box"), list: byId("thread-completions") }, (text) => send(text, thread.feed, store.thread?.id ?? null));
makeChannels(store);
makeComing(store, whoIsThere);
makePeople(store, become, complain);

const me = () => store.me?.id ?? "";

/** What is written before the first messages are there waits for them. */
const arrived = Promise.withResolvers();

/** @param {string} text @param {Feed} where @param {string|null} inThread @returns {Promise<boolean>} */
async function send(text, where, inThread) {
  try {
    await arrived.promise;
    const said = inThread ? await api.answer(me(), inThread, text) : await api.say(me(), store.channel, text);
    if (said.message) {
      store.put(said.message);
      where.toBottom();
    }
    const { reply } = /** @type {{reply?: any}} */ (said);
    if (reply?.private) {
      const el = privateReply(page, reply, text, () => {
        where.removeAside(el);
        /** @type {HTMLElement} */ (inThread ? byId("thread-box") : byId("box")).focus();
      });
      where.addAside(el);
      const shown = /** @type {HTMLElement|null} */ (el.querySelector(".reply"))?.innerText ?? "";
      announce(`${t("chat-private")}: ${shown.replace(/\s*\n\s*/g, ", ")}`);
    }
    return true;
  } catch (error) {
    complain(/** @type {Error} */ (error).message);
    return false;
  }
}

/** Events are kept while a page of messages is under way, so that it can't undo them. */
let held = /** @type {[string, any][]|null} */ (null);

/** @param {string} type @param {any} data */
function happened(type, data) {
  if (type === "reset") void reload();
  else if (held) held.push([type, data]);
  else if (type === "message") store.put(data);
  else if (type === "deleted") store.drop(data);
  else if (type === "person") store.putPerson(data);
  else if (type === "people") whoIsThere().catch((error) => complain(error.message));
  else if (type === "ballot") store.setBallot(data.debate, data.held);
}

/** @template T @param {() => Promise<T>} load */
async function holding(load) {
  held ??= [];
  try {
    return await load();
  } finally {
    const late = held ?? [];
    held = null;
    for (const [type, data] of late) happened(type, data);
  }
}

/** Who this tab speaks as, by the server's word: a person may be gone after a fresh start. */
async function who() {
  store.setState(await api.state(me() || remembered()));
  remember(me());
  return me();
}

const live = new Live({ onEvent: happened, onOpen: () => void reload(), onLost: () => connection(true), who });

/** Take in who is there. Whom this tab spoke as may have been forgotten: then it speaks as it would to begin with. */
async function whoIsThere() {
  const before = me();
  if ((await who()) === before || !before) return;
  live.start(me());
  toast(t("chat-now-speaking", { name: store.me?.name ?? "" }));
}

/** Take in everything anew: at the start, after a break, as somebody else. */
async function reload() {
  try {
    await whoIsThere();
    await holding(() => show(true));
    arrived.resolve(true);
    if (messageIn(location.hash)) follow();
    if (!byId("banner").hidden) announce(t("chat-back"));
    connection(false);
  } catch (error) {
    connection(true);
    setTimeout(reload, RETRY);
  }
}

/** Show what the address names. @param {boolean} [anew] load again what is shown already */
async function show(anew = false) {
  const wanted = route();
  const known = store.channels.some((channel) => channel.id === wanted?.channel);
  const channel = known && wanted ? wanted.channel : store.channel || store.channels[0]?.id;
  if (!channel) return;
  if (wanted && !known) settle(channel);
  if (channel !== store.channel || anew) {
    store.channel = channel;
    const here = store.channels.find((other) => other.id === channel);
    if (here) here.unread = 0;
    store.emit("channels");
    store.setMessages(await api.messages(channel, me()));
  }
  const wantedThread = known && wanted ? wanted.thread : null;
  if (wantedThread && (anew || wantedThread !== store.thread?.id)) {
    store.setThread(await api.thread(wantedThread, me()));
  } else if (!wantedThread && store.thread) store.setThread(null);
}

const follow = () => {
  const message = messageIn(location.hash);
  if (message) void goTo(message);
  else holding(() => show()).catch((error) => complain(error.message));
};

async function loadOlder() {
  const first = store.messages.ordered[0];
  if (!store.messages.more || !first || byId("older").hasAttribute("aria-busy")) return;
  byId("older").setAttribute("aria-busy", "true");
  try {
    store.setMessages(await api.messages(store.channel, me(), first.id), true);
  } catch (error) {
    complain(/** @type {Error} */ (error).message);
  }
  byId("older").removeAttribute("aria-busy");
}

const goTo = makeJump(store, feed, { show: () => holding(() => show()), loadOlder, complain });

/** @param {string} id */
async function become(id) {
  try {
    store.setState(await api.state(id));
    remember(id);
    live.start(id);
    announce(t("chat-now-speaking", { name: store.me?.name ?? "" }));
  } catch (error) {
    complain(/** @type {Error} */ (error).message);
  }
}

async function start() {
  try {
    live.start(await who());
  } catch {
    connection(true);
    setTimeout(start, RETRY);
  }
}

store.on("messages", ({ older }) => {
  byId("older").hidden = !store.messages.more;
  if (older) feed.redraw();
  else feed.show(store.channel, () => store.messages.ordered);
});
store.on("changed", ({ where, message, added, removed }) => {
  const list = where === "replies" ? thread.feed : feed;
  list.change(message?.id ?? removed, added && message.author.id !== me());
  if (added && (message.kind === "result" || message.kind === "card")) feed.redraw();
  if (added && message.author.id !== me()) announce(spoken(message));
});
store.on("thread", () => thread.draw());
store.on("parent", () => thread.drawParent());
store.on("parent-gone", () => leaveThread(store.channel, follow));

addEventListener("popstate", follow); // also told of a changed #fragment
byId("older").addEventListener("click", loadOlder);
new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && loadOlder(), { root: byId("scroller") }).observe(byId("older"));
byId("language").addEventListener("click", () => {
  const link = /** @type {HTMLAnchorElement} */ (byId("language"));
  link.href = `${link.search}${location.hash}`;
});
document.addEventListener("click", (event) => {
  const message = messageIn(/** @type {Element} */ (event.target).closest("a")?.getAttribute("href"));
  if (!message || event.defaultPrevented) return;
  event.preventDefault();
  void goTo(message);
});
document.addEventListener("keydown", (event) => {
  const typing = /** @type {Element} */ (event.target).closest("input, textarea, dialog");
  if (event.key === "Escape" && store.thread && !document.querySelector("dialog[open]")) leaveThread(store.channel, follow);
  else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    composer.focus();
  }
});
void start();
