/** A list of messages on the page: drawn once a frame, at the bottom while its reader is. */
import { arrange, h, icon, moveFocus } from "./dom.js";
import { messageView } from "./render/message.js";
import { dayName, dayOf, t } from "./words.js";

/** @import {Message} from "./types.js" */
/** @import {Page} from "./render/message.js" */

const NEAR = 90;
const TOGETHER = 5 * 60_000;

/** Whether `message` goes on where `before` stopped. @param {Message|undefined} before @param {Message} message */
function follows(before, message) {
  if (!before || before.kind !== "text" || message.kind !== "text") return false;
  const same = before.author.name === message.author.name && before.author.id === message.author.id;
  return same && Date.parse(message.at) - Date.parse(before.at) < TOGETHER;
}

export class Feed {
  /**
   * @param {Page} page
   * @param {{scroller: HTMLElement, list: HTMLElement, empty: HTMLElement, pill: HTMLElement}} parts
   * @param {{start: "top"|"bottom", under?: {thread: boolean}}} how where a reader starts
   */
  constructor(page, parts, how) {
    this.page = page;
    this.parts = parts;
    this.how = how;
    /** @type {() => Message[]} */
    this.source = () => [];
    /** @type {Map<string, ReturnType<typeof messageView>>} */
    this.views = new Map();
    /** @type {Set<string>} */
    this.dirty = new Set();
    /** @type {Map<string, HTMLElement>} */
    this.days = new Map();
    /** @type {{after: string, el: HTMLElement}[]} */
    this.asides = [];
    this.stuck = true;
    this.missed = 0;
    this.frame = 0;
    this.shown = false;
    this.key = /** @type {string|null} */ (null);
    /** @type {Element|null} */
    this.current = null;
    parts.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    parts.pill.addEventListener("click", () => this.toBottom());
    parts.list.addEventListener("focusin", (event) => this.#entered(/** @type {Element} */ (event.target)));
    parts.list.addEventListener("keydown", (event) => this.#key(event));
    const sizes = new ResizeObserver(() => this.stuck && this.shown && this.#jump());
    sizes.observe(parts.list);
    sizes.observe(parts.scroller);
  }

  /**
   * Show messages: others from their start; the same ones, loaded anew, without moving the reader.
   * @param {string|null} key what they are the messages of
   * @param {() => Message[]} source oldest first
   */
  show(key, source) {
    this.source = source;
    if (key === this.key) return this.redraw();
    this.key = key;
    this.views.clear();
    this.days.clear();
    this.asides = [];
    this.current = null;
    this.shown = false;
    this.#missedNow(0);
    this.draw();
    this.shown = true;
    const last = /** @type {HTMLElement|null} */ (this.parts.list.lastElementChild);
    this.stuck = this.how.start === "bottom";
    if (!this.stuck) this.parts.scroller.scrollTop = 0;
    else if (last && last.offsetHeight > this.parts.scroller.clientHeight) {
      this.stuck = false;
      last.scrollIntoView({ block: "start" });
    } else this.#jump();
    return undefined;
  }

  /** @param {string|null} id a message that was added, changed or removed @param {boolean} [added] */
  change(id, added = false) {
    if (id) this.dirty.add(id);
    if (added && !this.stuck) this.#missedNow(this.missed + 1);
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  /** Put something that only this reader sees after the last message. @param {HTMLElement} el */
  addAside(el) {
    this.asides.push({ after: this.source().at(-1)?.id ?? "", el });
    this.draw();
    this.toBottom();
  }

  /** @param {HTMLElement} el */
  removeAside(el) {
    this.asides = this.asides.filter((aside) => aside.el !== el);
    this.draw();
  }

  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const anchor = this.stuck ? null : this.#firstVisible();
    const top = anchor?.getBoundingClientRect().top ?? 0;
    const messages = this.source();
    const nodes = this.asides.filter((aside) => !aside.after).map((aside) => aside.el);
    let day = "";
    messages.forEach((message, place) => {
      const date = dayOf(message.at);
      if (date !== day) nodes.push(this.#day(date, message.at));
      const { el } = this.#view(message);
      el.classList.toggle("follows", date === day && follows(messages[place - 1], message));
      day = date;
      nodes.push(el, ...this.asides.filter((aside) => aside.after === message.id).map((aside) => aside.el));
    });
    const present = new Set(messages.map((message) => message.id));
    for (const id of this.dirty) if (!present.has(id)) this.views.delete(id);
    this.dirty.clear();
    this.parts.empty.hidden = nodes.length > 0;
    arrange(this.parts.list, nodes);
    if (!this.current?.isConnected) this.#makeCurrent(this.#items().at(-1) ?? null);
    if (this.stuck) this.#jump();
    else if (anchor?.isConnected) this.parts.scroller.scrollTop += anchor.getBoundingClientRect().top - top;
  }

  /** Draw every message again. */
  redraw() {
    for (const id of this.views.keys()) this.dirty.add(id);
    this.change(null);
  }

  toBottom() {
    this.stuck = true;
    this.#missedNow(0);
    this.#jump();
  }

  /** Bring a message into view and give it the focus. @param {string} id */
  goTo(id) {
    const el = this.views.get(id)?.el;
    if (!el) return false;
    this.stuck = false;
    el.scrollIntoView({ block: el.offsetHeight > this.parts.scroller.clientHeight ? "start" : "center" });
    el.focus({ preventScroll: true });
    return true;
  }

  /** @param {Message} message */
  #view(message) {
    let view = this.views.get(message.id);
    if (!view) {
      view = messageView(this.page, message);
      if (this.shown) view.el.classList.add("fresh");
      this.views.set(message.id, view);
      this.dirty.add(message.id);
    }
    if (this.dirty.has(message.id)) {
      view.update(message, this.how.under);
      this.#reachable(view.el, view.el === this.current);
    }
    return view;
  }

  /** @param {string} date @param {string} at */
  #day(date, at) {
    let el = this.days.get(date);
    if (!el) this.days.set(date, (el = h("li.day", {}, dayName(at))));
    return el;
  }

  #items() {
    return /** @type {HTMLElement[]} */ ([...this.parts.list.querySelectorAll(":scope > .message")]);
  }

  #firstVisible() {
    const edge = this.parts.scroller.getBoundingClientRect().top;
    return [...this.parts.list.children].find((el) => el.getBoundingClientRect().bottom > edge) ?? null;
  }

  #jump() {
    this.parts.scroller.scrollTop = this.parts.scroller.scrollHeight;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.parts.scroller;
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.stuck && this.missed) this.#missedNow(0);
  }

  /** @param {number} missed */
  #missedNow(missed) {
    this.missed = missed;
    this.parts.pill.hidden = missed === 0;
    if (missed) this.parts.pill.replaceChildren(icon("down"), t("chat-new-messages", { n: missed }));
  }

  /** Only the current message and what is in it can be reached with Tab. @param {Element|null} el */
  #makeCurrent(el) {
    if (this.current && this.current !== el) this.#reachable(this.current, false);
    this.current = el;
    if (el) this.#reachable(el, true);
  }

  /** @param {Element} el @param {boolean} can */
  #reachable(el, can) {
    for (const control of [el, ...el.querySelectorAll("button, a")]) /** @type {HTMLElement} */ (control).tabIndex = can ? 0 : -1;
  }

  /** @param {Element} target */
  #entered(target) {
    const item = target.closest(".message");
    if (item && item !== this.current) this.#makeCurrent(item);
  }

  /** Up and down between messages (and a ballot's options), left and right within one. @param {KeyboardEvent} event */
  #key(event) {
    const item = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest(".message"));
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    const bars = /** @type {Element} */ (event.target).closest(".bars");
    const upDown = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (upDown && bars) moveFocus(event, [...bars.querySelectorAll("button")]);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const controls = [...item.querySelectorAll("button, a[href]")].filter((el) => /** @type {HTMLElement} */ (el).offsetParent !== null);
      moveFocus(event, /** @type {HTMLElement[]} */ ([item, ...controls]));
    } else if (upDown || event.key === "Home" || event.key === "End") {
      if (document.activeElement !== item) item.focus();
      moveFocus(event, this.#items());
    }
  }
}
