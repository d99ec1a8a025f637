/** Short words to the reader: toasts, the banner, and what a screen reader hears. */
import { byId, h, joined, setText } from "./dom.js";

const SHOWN = 6000;

/** @param {string} sentence @param {boolean} [urgent] */
export function toast(sentence, urgent = false) {
  for (const same of [...byId("toasts").children]) if (same.textContent === joined(sentence)) same.remove();
  const el = h("div.toast", { role: urgent ? "alert" : "status" }, sentence);
  byId("toasts").append(el);
  setTimeout(() => el.remove(), SHOWN);
}

/** @param {string} sentence */
export const complain = (sentence) => toast(sentence, true);

/** @param {boolean} lost */
export function connection(lost) {
  byId("banner").hidden = !lost;
}

/** @param {string} sentence */
export const announce = (sentence) => setText(byId("announcer"), sentence);

/** A message in one sentence. @param {import("./types.js").Message} message */
export function spoken({ author, kind, content }) {
  const said = { text: content.text, line: content.text, notice: `${content.title} ${content.text}`, card: `${content.title} ${content.question}`, result: content.headline };
  return `${author.name}: ${/** @type {Record<string, string>} */ (said)[kind] ?? ""}`;
}
