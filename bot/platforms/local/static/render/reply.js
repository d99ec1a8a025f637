/** The answer to a command: paragraphs, listings, cards and results. */
import { h, icon, safeLink, whenChanged, withLinks } from "../dom.js";
import { t } from "../words.js";
import { formPart } from "./form.js";
import { cardSummary } from "./glance.js";
import { resultView } from "./result.js";

/** @import {Download, Listing, Reply, WholeArticle} from "../types.js" */
/** @import {Page} from "./message.js" */

/** @param {Listing} listing */
function listingPart(listing) {
  const entries = listing.items.map((item) => {
    const link = safeLink(item.link);
    const title = link ? h("a.item-title", { href: link }, item.title) : h("span.item-title", {}, item.title);
    return h("li", {}, title, item.text && h("p.item-text", {}, item.text));
  });
  return h("div", {}, listing.heading && h("p.listing-heading", {}, listing.heading), entries.length > 0 && h("ul.listing", {}, ...entries));
}

/** Opens the article in the chat where its card is at hand, else on its page. @param {Page} page @param {WholeArticle} whole */
function articlePart(page, whole) {
  const card = whole.debate && page.findCard(whole.debate);
  const link = safeLink(whole.link);
  if (card) return h("button.button", { type: "button", onclick: () => page.openArticle(card) }, icon("book"), whole.label);
  return link && h("a.button", { href: link }, icon("book"), whole.label);
}

/** A file that was made for this person; it is in the page alone. @param {Download} file */
function downloadPart(file) {
  const link = URL.createObjectURL(new Blob([file.content], { type: "application/json" }));
  return h("a.button", { href: link, download: file.name }, file.label);
}

/** @param {Page} page @param {any} part */
function partView(page, part) {
  if (part.type === "listing") return listingPart(part);
  if (part.type === "article") return articlePart(page, part);
  if (part.type === "download") return downloadPart(part);
  if (part.type === "form") return formPart(page, part);
  if (part.type === "card") return cardSummary(page, part);
  if (part.type === "result") {
    const view = resultView(page);
    view.update(/** @type {any} */ ({ content: part }));
    return view.el;
  }
  return h("p.text", {}, ...withLinks(part.text ?? ""));
}

/** @param {Page} page */
export function replyView(page) {
  const el = h("div.reply");
  const draw = whenChanged((/** @type {any[]} */ parts) => el.replaceChildren(...parts.map((part) => partView(page, part)).filter((shown) => shown instanceof Node)));
  return { el, update: (/** @type {{content: Reply}} */ message) => draw(message.content.parts) };
}

/**
 * An answer that only this person sees, gone with the page.
 * @param {Page} page @param {Reply} reply @param {string} asked @param {() => void} dismiss
 */
export function privateReply(page, reply, asked, dismiss) {
  const view = replyView(page);
  view.update({ content: reply });
  const away = h("button.icon-button", { type: "button", "aria-label": t("chat-dismiss"), title: t("chat-dismiss"), onclick: dismiss }, icon("close"));
  const head = h("div.private-head", {}, icon("lock"), h("span", {}, t("chat-private")), h("span.asked", {}, asked), away);
  const el = h("li.private", { tabindex: "-1", "aria-label": t("chat-private") }, head, view.el);
  el.classList.toggle("error", reply.error);
  return el;
}
