/** A few emoji to pick from, next to what was pressed. */
import { byId, h, moveFocus } from "./dom.js";

const ROW = 4;

/** @param {() => string[]} choices */
export function makePicker(choices) {
  const el = byId("picker");
  let anchor = /** @type {HTMLElement|null} */ (null);

  /** @param {boolean} [back] give the focus back */
  function close(back = true) {
    if (el.hidden) return;
    el.hidden = true;
    anchor?.parentElement?.classList.remove("held");
    if (back) anchor?.focus();
    anchor = null;
  }

  /** @param {HTMLElement} at @param {(emoji: string) => void} chosen */
  function open(at, chosen) {
    close(false);
    anchor = at;
    at.parentElement?.classList.add("held");
    const pick = (/** @type {string} */ emoji) => {
      close();
      chosen(emoji);
    };
    el.replaceChildren(...choices().map((emoji) => h("button", { type: "button", "aria-label": emoji, onclick: () => pick(emoji) }, emoji)));
    el.hidden = false;
    const beside = at.getBoundingClientRect();
    const { width, height } = el.getBoundingClientRect();
    const above = beside.top - height - 8;
    el.style.left = `${Math.max(8, Math.min(beside.left, innerWidth - width - 8))}px`;
    el.style.top = `${above < 8 ? beside.bottom + 8 : above}px`;
    /** @type {HTMLElement} */ (el.firstElementChild)?.focus();
  }

  el.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else moveFocus(event, /** @type {HTMLElement[]} */ ([...el.children]), ROW);
  });
  document.addEventListener("pointerdown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (!el.contains(target) && !anchor?.contains(target)) close(false);
  });
  addEventListener("resize", () => close(false));
  document.addEventListener("scroll", () => close(false), { capture: true, passive: true });
  return { open };
}
