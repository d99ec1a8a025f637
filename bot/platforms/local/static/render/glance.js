/** A card inside a command's answer: to read, as it was when asked, with a way to the debate where it is voted on. */
import { h } from "../dom.js";
import { t } from "../words.js";
import { barsView } from "./bars.js";
import { kicker } from "./card.js";
import { countdown } from "./countdown.js";

/** @import {Card} from "../types.js" */
/** @import {Page} from "./message.js" */

/** @param {Page} page @param {Card} card */
export function cardSummary(page, card) {
  const bars = barsView(null);
  bars.update(card.bars, () => false);
  const post = page.findCard(card.debate);
  const isOver = () => page.findResult(card.debate) !== null || (post !== null && page.store.find(post)?.content.state !== "open");
  const clock = countdown(() => page.store.now(), card.state === "open" ? "chat-asked-before-closing" : "chat-asked-while-counting", isOver);
  const isOpen = card.state === "open" || card.state === "closing";
  if (isOpen) clock.update(card.opened_at, card.closes_at);
  const go = post && h("button.button", { type: "button", onclick: () => page.goTo(post) }, t("chat-to-debate"));
  return h(
    "div.card",
    {},
    h("div.card-top", {}, h("div.kicker", {}, ...kicker(card)), h("h2.card-title", {}, card.title), h("ol.summary", {}, ...card.summary.map((line) => h("li", {}, h("span", {}, line))))),
    h("div.ballot", {}, h("h3.question", {}, card.question), bars.el, h("div.turnout", {}, h("span", {}, card.turnout), isOpen && clock.el)),
    go && h("div.card-foot", {}, go),
  );
}
