/** One message: who said it, what it says, and what hangs under it. */
import { arrange, h, icon, setText, whenChanged, withLinks } from "../dom.js";
import { fullTime, t, timeOfDay } from "../words.js";
import { avatar } from "./avatar.js";
import { cardView } from "./card.js";
import { underView } from "./chips.js";
import { replyView } from "./reply.js";
import { resultView } from "./result.js";

/** @import {Message} from "../types.js" */
/** @import {Store} from "../store.js" */

/**
 * What a message can ask of the page.
 * @typedef {object} Page
 * @property {Store} store
 * @property {(message: Message, emoji: string) => void} react
 * @property {(message: Message, option: number) => void} vote for an option of a card by its reaction
 * @property {(message: Message, option: number) => void} press the button of an option on a card
 * @property {(message: Message) => void} remove
 * @property {(thread: string) => void} openThread
 * @property {(message: string) => void} openArticle
 * @property {(anchor: HTMLElement, chosen: (emoji: string) => void) => void} pickEmoji
 * @property {(debate: string) => string|null} findResult the message that tells how a debate ended
 * @property {(debate: string) => string|null} findCard the message where a debate is voted on
 * @property {(message: string) => void} goTo
 * @property {(debate: string) => void} goToDebate
 * @property {(side: string) => number} optionOf the number of an option by its label, in the open thread
 * @property {(speaker: string) => boolean} speaksRight which mascot stands on the right
 */

function textView() {
  const el = h("p.text");
  const draw = whenChanged((/** @type {string} */ text) => el.replaceChildren(...withLinks(text)));
  return { el, update: (/** @type {Message} */ message) => draw(message.content.text) };
}

function noticeView() {
  const title = h("p.notice-title");
  const text = h("p.text");
  return {
    el: h("div.notice", {}, title, text),
    update(/** @type {Message} */ message) {
      setText(title, message.content.title);
      title.hidden = !message.content.title;
      setText(text, message.content.text);
    },
  };
}

function lineView() {
  const text = h("p.text");
  return { el: h("div.bubble", {}, text), update: (/** @type {Message} */ message) => setText(text, message.content.text) };
}

/** @type {Record<string, (page: Page) => {el: HTMLElement, update: (message: any) => void}>} */
const CONTENT = { text: textView, notice: noticeView, line: lineView, card: cardView, result: resultView, reply: replyView };

/** @param {Page} page @param {Message} message */
function toolsOf(page, message) {
  let current = message;
  const add = h("button.icon-button", { type: "button", "aria-label": t("chat-react"), title: t("chat-react"), "aria-haspopup": "dialog" }, icon("smile"));
  add.addEventListener("click", () => page.pickEmoji(add, (emoji) => page.react(current, emoji)));
  const remove = h("button.icon-button", { type: "button", "aria-label": t("chat-delete"), title: t("chat-delete") }, icon("trash"));
  const calm = () => {
    remove.classList.remove("sure");
    remove.setAttribute("aria-label", t("chat-delete"));
    arrange(remove, [icon("trash")]);
  };
  remove.addEventListener("click", () => {
    if (remove.classList.contains("sure")) return page.remove(current);
    remove.classList.add("sure");
    remove.setAttribute("aria-label", t("chat-delete-sure"));
    return arrange(remove, [document.createTextNode(t("chat-delete-sure"))]);
  });
  remove.addEventListener("blur", calm);
  return {
    el: h("div.tools", {}, add, remove),
    update(/** @type {Message} */ changed) {
      current = changed;
      const { me } = page.store;
      remove.hidden = !me?.admin && (!changed.author.id || changed.author.id !== me?.id);
    },
  };
}

/** @param {Page} page @param {Message} message */
export function messageView(page, message) {
  const content = (CONTENT[message.kind] ?? textView)(page);
  const under = underView(page);
  const tools = toolsOf(page, message);
  const author = h("span.author");
  const mark = h("span.tag");
  const time = h("time.time", { datetime: message.at, title: fullTime(message.at) }, timeOfDay(message.at));
  const edited = h("span.edited", {}, t("chat-edited"));
  const head = h("div.message-head", {}, author, mark, time, edited);
  const body = h("div.body", {}, head, content.el, under.el);
  const el = h("li.message", { tabindex: "-1", "data-message": message.id, "data-kind": message.kind }, avatar(message.author), body, tools.el);
  if (message.kind === "line") el.classList.add("line");
  if (message.kind === "card" || message.kind === "result" || message.kind === "reply") el.classList.add("wide");
  return {
    el,
    /** @param {Message} changed @param {{thread: boolean}} [how] */
    update(changed, how) {
      const { kind, author: who } = changed;
      setText(author, who.name);
      el.setAttribute("aria-label", `${who.name}, ${timeOfDay(changed.at)}`);
      mark.hidden = !(who.kind === "bot" || kind === "line");
      setText(mark, kind === "line" ? changed.content.side : t("chat-bot"));
      edited.hidden = !(changed.edited && (kind === "text" || kind === "notice"));
      if (kind === "line") {
        const option = page.optionOf(changed.content.side);
        if (option >= 0) el.classList.add(`option-${option}`);
        el.classList.toggle("right", page.speaksRight(who.name));
      }
      content.update(changed);
      under.update(changed, how);
      tools.update(changed);
    },
  };
}
