/** A form in a private answer: a rating and a line to the editors. */
import * as api from "../api.js";
import { h, setText } from "../dom.js";

/** @import {Form} from "../types.js" */
/** @import {Page} from "./message.js" */

let made = 0;

/** @param {Page} page @param {Form} form */
export function formPart(page, form) {
  const name = `rating-${(made += 1)}`;
  const rates = form.rates.map((rate, place) =>
    h("label.rate", {}, h("input", { type: "radio", name, value: place + 1 }), h("span.rate-stars", { "aria-hidden": "true" }, "★".repeat(place + 1)), h("span", {}, rate)),
  );
  const line = /** @type {HTMLTextAreaElement} */ (h("textarea", { rows: 2, maxlength: form.longest, name: "line" }, form.filled));
  const send = /** @type {HTMLButtonElement} */ (h("button.button.main.small", { type: "submit" }, form.send));
  const wrong = h("p.form-wrong", { role: "alert" });
  const el = h(
    "form.form",
    { onsubmit: submit },
    h("p.listing-heading", {}, form.title),
    h("fieldset.rates", {}, h("legend", {}, form.rating), ...rates),
    h("label.form-line", {}, h("span", {}, form.line), line),
    h("p.item-text", {}, form.note),
    h("div", {}, send),
    wrong,
  );

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const chosen = /** @type {HTMLInputElement|null} */ (el.querySelector(`input[name="${name}"]:checked`));
    if (send.disabled) return;
    send.disabled = true;
    setText(wrong, "");
    try {
      const { reply } = await api.feedback(page.store.me?.id ?? "", page.store.channel, Number(chosen?.value ?? 0), line.value);
      const said = reply.parts.map((part) => part.text ?? "").join("\n");
      if (!reply.error) {
        const thanks = h("p.text", { tabindex: "-1", role: "status" }, said);
        el.replaceWith(thanks);
        thanks.focus();
        return;
      }
      setText(wrong, said);
      if (!chosen) rates[0].querySelector("input")?.focus();
    } catch (error) {
      setText(wrong, /** @type {Error} */ (error).message);
    }
    send.disabled = false;
  }

  return el;
}
