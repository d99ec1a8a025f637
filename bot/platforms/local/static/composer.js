/** The box to write in, with commands completed as they are typed. */
import * as api from "./api.js";
import { h } from "./dom.js";

/** @import {Completion} from "./types.js" */
/** @import {Store} from "./store.js" */

const PAUSE = 90;

/** The suggestions above a box. */
class Completions {
  /** @param {Store} store @param {HTMLTextAreaElement} box @param {HTMLElement} list */
  constructor(store, box, list) {
    this.store = store;
    this.box = box;
    this.list = list;
    this.active = -1;
    /** @type {Completion[]} */
    this.items = [];
    this.timer = 0;
    this.asking = new AbortController();
  }

  get open() {
    return !this.list.hidden;
  }

  close() {
    clearTimeout(this.timer);
    this.asking.abort();
    this.#draw([]);
  }

  /** Ask anew after a pause in typing. */
  typed() {
    clearTimeout(this.timer);
    if (!this.box.value.startsWith("/") || !this.store.channel) return this.close();
    this.#point(-1);
    this.timer = setTimeout(() => this.#ask(this.box.value), PAUSE);
    return undefined;
  }

  /** @param {string} text */
  async #ask(text) {
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const { completions } = await api.complete(this.store.me?.id ?? "", this.store.channel, text, signal);
      if (!signal.aborted && this.box.value === text) this.#draw(completions.filter((item) => item.text !== text));
    } catch {
      if (!signal.aborted) this.#draw([]);
    }
  }

  /** @param {Completion[]} items */
  #draw(items) {
    this.items = items;
    this.list.replaceChildren(
      ...items.map((item, place) => {
        const el = h("li.completion", { role: "option", id: `${this.list.id}-${place}`, "aria-selected": "false" }, h("span.completion-label", {}, item.label), h("span.completion-hint", {}, item.hint));
        el.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          this.#accept(place);
        });
        return el;
      }),
    );
    this.list.hidden = items.length === 0;
    this.#point(-1);
  }

  /** @param {number} place */
  #point(place) {
    this.active = place;
    [...this.list.children].forEach((el, at) => el.setAttribute("aria-selected", String(at === place)));
    const el = this.list.children[place];
    if (el) {
      this.box.setAttribute("aria-activedescendant", el.id);
      el.scrollIntoView({ block: "nearest" });
    } else this.box.removeAttribute("aria-activedescendant");
  }

  /** @param {number} place */
  #accept(place) {
    const { text } = this.items[place];
    this.box.value = text.endsWith(" ") ? text : `${text} `;
    this.box.dispatchEvent(new Event("input"));
    this.close();
    this.typed();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the suggestions */
  key(event) {
    if (!this.open) return false;
    const count = this.items.length;
    if (event.key === "ArrowDown") this.#point((this.active + 1) % count);
    else if (event.key === "ArrowUp") this.#point((Math.max(this.active, 0) - 1 + count) % count);
    else if (event.key === "Tab" && !event.shiftKey) this.#accept(Math.max(this.active, 0));
    else if (event.key === "Enter" && this.active >= 0) this.#accept(this.active);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}

/**
 * @param {Store} store
 * @param {{form: HTMLFormElement, box: HTMLTextAreaElement, list: HTMLElement}} parts
 * @param {(text: string) => Promise<boolean>} send false when it could not be sent: the text comes back
 */
export function makeComposer(store, { form, box, list }, send) {
  const completions = new Completions(store, box, list);
  const button = /** @type {HTMLButtonElement} */ (form.querySelector(".send"));
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
    button.disabled = box.value.trim() === "";
  };

  async function submit() {
    const text = box.value.trim();
    if (!text) return;
    completions.close();
    box.value = "";
    fit();
    if (!(await send(text)) && !box.value) box.value = text;
    fit();
  }

  box.addEventListener("input", () => {
    fit();
    completions.typed();
  });
  box.addEventListener("blur", () => completions.close());
  box.addEventListener("keydown", (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (composing || completions.key(event) || event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    submit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  return { focus: () => box.focus(), clear: () => ((box.value = ""), fit()) };
}
