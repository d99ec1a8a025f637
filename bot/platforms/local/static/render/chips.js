/** What hangs under a message: its reactions, a way to add one, and its thread. */
import { arrange, h, icon, setText } from "../dom.js";
import { t } from "../words.js";

/** @import {Message, Reaction} from "../types.js" */
/** @import {Page} from "./message.js" */

/** The line that moved me: a reaction of its own in threads. */
const SPARK = "💡";

/** @param {Reaction} reaction */
function said({ emoji, count, seed, names }) {
  if (count === 0) return t(seed ? "chat-reaction-seed" : "chat-reaction", { emoji, n: 0 });
  if (names.length === 0) return t("chat-reaction", { emoji, n: count });
  const listed = names.join(", ");
  if (count <= names.length) return t("chat-reaction-names", { emoji, names: listed });
  return t("chat-reaction-more", { emoji, names: listed, n: count - names.length });
}

/** @param {(emoji: string) => void} press @param {string} emoji */
function chipView(press, emoji) {
  const count = h("span.tabular");
  const el = h("button.chip", { type: "button", "data-emoji": emoji, onclick: () => press(emoji) }, h("span.chip-emoji", { "aria-hidden": "true" }, emoji), count);
  el.addEventListener("animationend", () => el.classList.remove("bump"));
  let before = -1;
  return {
    el,
    /** @param {Reaction} reaction */
    update(reaction) {
      setText(count, reaction.count ? String(reaction.count) : "");
      el.setAttribute("aria-pressed", String(reaction.mine));
      const words = said(reaction);
      el.setAttribute("aria-label", words);
      el.title = words;
      if (before >= 0 && reaction.count > before) el.classList.add("bump");
      before = reaction.count;
    },
  };
}

/** Whether a message is a line or somebody else's reply under a debate that still goes on. @param {Page} page @param {Message} message */
function maySpark({ store }, { kind, thread, author }) {
  const parent = store.thread?.id === thread ? store.thread?.parent : undefined;
  if (!thread || parent?.kind !== "card" || parent.content.state !== "open") return false;
  return kind === "line" || (kind === "text" && author.id !== store.me?.id);
}

/** @param {Page} page */
export function underView(page) {
  let current = /** @type {Message} */ (/** @type {unknown} */ (null));
  /** @type {Map<string, ReturnType<typeof chipView>>} */
  const chips = new Map();
  const add = h("button.chip.add", { type: "button", "aria-label": t("chat-react"), title: t("chat-react"), "aria-haspopup": "dialog" }, icon("smile"));
  add.addEventListener("click", () => page.pickEmoji(add, (emoji) => page.react(current, emoji)));
  const spark = h("button.chip.spark", { type: "button", "data-emoji": SPARK, "aria-label": t("chat-spark"), title: t("chat-spark") }, h("span.chip-emoji", { "aria-hidden": "true" }, SPARK));
  spark.addEventListener("click", () => page.react(current, SPARK));
  const comments = h("span");
  const thread = h("button.thread-chip", { type: "button", onclick: () => current.opens && page.openThread(current.opens.id) }, h("span", { "aria-hidden": "true" }, "💬"), comments);
  const note = h("p.under-note");
  const hint = h("p.under-note");
  const el = h("div.under");
  return {
    el,
    /** @param {Message} message @param {{thread?: boolean}} [how] */
    update(message, how = {}) {
      current = message;
      const shown = page.store.reactions(message).map((reaction) => {
        let chip = chips.get(reaction.emoji);
        if (!chip) chips.set(reaction.emoji, (chip = chipView((emoji) => page.react(current, emoji), reaction.emoji)));
        chip.update(reaction);
        return chip.el;
      });
      const chipped = shown.length > 0;
      if (chipped) shown.push(add);
      const unpressed = !shown.some((chip) => chip.dataset.emoji?.startsWith(SPARK));
      const takesFocus = !unpressed && document.activeElement === spark;
      if (unpressed && maySpark(page, message)) shown.push(spark);
      if (message.opens && how.thread !== false) {
        setText(comments, message.opens.replies ? t("chat-comments", { n: message.opens.replies }) : t("chat-comment-first"));
        thread.dataset.thread = message.opens.id;
        shown.push(thread);
      }
      if (message.kind === "card" && message.content.note && chipped) {
        setText(note, message.content.note);
        shown.push(note);
      }
      if (message.kind === "line" && message.content.hint && maySpark(page, message)) {
        setText(hint, message.content.hint);
        shown.push(hint);
      }
      arrange(el, shown);
      if (takesFocus) chips.get(SPARK)?.el.focus();
    },
  };
}
