/** Clocks that run down: one timer for all of them. */
import { h, icon, setText } from "../dom.js";
import { fullTime, span, t } from "../words.js";

const SOON = 60_000;
/** @type {Set<{el: HTMLElement, tick: () => void}>} */
const running = new Set();

setInterval(() => {
  for (const clock of running) {
    if (clock.el.isConnected) clock.tick();
    else running.delete(clock);
  }
}, 1000);

/**
 * @param {() => number} now the server's time in ms
 * @param {string} [over] the word for when it has run down
 * @param {() => boolean} [ended] whether it ended before its time
 */
export function countdown(now, over = "chat-counting", ended = () => false) {
  const text = h("span");
  const el = h("span.left", {}, icon("clock"), text);
  const fill = h("div.elapsed-fill");
  const line = h("div.elapsed", { "aria-hidden": "true" }, fill);
  let opened = 0;
  let closes = 0;
  const clock = {
    el,
    line,
    tick() {
      const left = ended() ? 0 : closes - now();
      const share = closes > opened ? Math.min(1, Math.max(0, left / (closes - opened))) : 0;
      setText(text, left > 0 ? t("chat-left", { time: span(left) }) : t(over));
      el.classList.toggle("soon", left < SOON);
      fill.style.transform = `scaleX(${share})`;
    },
    /** @param {string} from @param {string} until */
    update(from, until) {
      opened = Date.parse(from);
      closes = Date.parse(until);
      el.title = fullTime(until);
      running.add(clock);
      clock.tick();
    },
  };
  return clock;
}
