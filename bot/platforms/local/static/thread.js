/** The pane of a thread: the debate it hangs under, the squabble, the comments. */
import { byId, h, setText, withLinks } from "./dom.js";
import { Feed } from "./feed.js";
import { cardView } from "./render/card.js";
import { t } from "./words.js";

/** @import {Page} from "./render/message.js" */

export class ThreadPane {
  /** @param {Page} page @param {() => void} leave */
  constructor(page, leave) {
    this.page = page;
    this.pane = byId("thread");
    this.feed = new Feed(page, { scroller: byId("thread-scroller"), list: byId("replies"), empty: byId("thread-empty"), pill: byId("thread-pill") }, { start: "top", under: { thread: false } });
    this.from = /** @type {string|null} */ (null);
    this.parent = /** @type {ReturnType<typeof cardView>|null} */ (null);
    this.state = "";
    byId("close-thread").addEventListener("click", leave);
  }

  draw() {
    const { thread, replies } = this.page.store;
    const opening = thread !== null && this.from !== thread.id;
    byId("columns").classList.toggle("with-thread", thread !== null);
    this.pane.hidden = thread === null;
    if (!thread) return this.#closed();
    setText(byId("thread-title"), thread.title || t("chat-thread"));
    if (opening) {
      byId("thread-parent").replaceChildren();
      this.parent = null;
      this.state = "";
    }
    this.from = thread.id;
    this.drawParent();
    this.feed.show(thread.id, () => replies.ordered);
    if (opening) byId("thread-title").focus({ preventScroll: true });
    return undefined;
  }

  /** The focus goes back to where the thread was opened from. */
  #closed() {
    const back = this.from && document.querySelector(`[data-thread="${CSS.escape(this.from)}"]`);
    this.from = null;
    this.parent = null;
    this.feed.show(null, () => []);
    if (back && !document.activeElement?.closest("#main")) /** @type {HTMLElement} */ (back).focus({ preventScroll: true });
  }

  drawParent() {
    const message = this.page.store.thread?.parent;
    if (!message) return;
    if (message.kind !== "card") {
      byId("thread-parent").replaceChildren(h("p.text", {}, ...withLinks(message.content.text ?? message.content.headline ?? message.content.title ?? "")));
      return;
    }
    if (!this.parent) {
      this.parent = cardView(this.page, { compact: true });
      byId("thread-parent").append(this.parent.el);
    }
    this.parent.update(message);
    if (this.state && this.state !== message.content.state) this.feed.redraw(); // Nothing can be marked with 💡 any more.
    this.state = message.content.state;
  }

  /** @param {string} side @returns {number} -1 when no option is called so */
  optionOf(side) {
    const parent = this.page.store.thread?.parent;
    if (parent?.kind !== "card") return -1;
    return parent.content.bars.findIndex((/** @type {{label: string}} */ bar) => bar.label === side);
  }

  /** The voices take turns on the two sides, in the order in which they were first heard. @param {string} speaker */
  speaksRight(speaker) {
    const voices = new Set(this.page.store.replies.ordered.filter((reply) => reply.kind === "line").map((reply) => reply.author.name));
    return [...voices].indexOf(speaker) % 2 === 1;
  }
}
