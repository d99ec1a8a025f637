/** A debate's card: three lines, a question, and the ballot. */
import { h, icon, linesOf, safeLink, setOwnText, setText, whenChanged } from "../dom.js";
import { t } from "../words.js";
import { barsView } from "./bars.js";
import { countdown } from "./countdown.js";

/** @import {Card, Message} from "../types.js" */
/** @import {Page} from "./message.js" */

/** The head shared by the card and the article: category, badge, date. @param {Pick<Card, "category"|"badge"|"published">} card */
export function kicker(card) {
  return [
    h("span.category", {}, card.category),
    card.badge && h("span.pick", {}, card.badge),
    h("span.published", {}, card.published),
  ].filter((part) => part instanceof Node);
}

/**
 * @param {Page} page
 * @param {{compact?: boolean}} [how] compact: under the thread's title, without head and summary
 */
export function cardView(page, { compact = false } = {}) {
  let current = /** @type {Message} */ (/** @type {unknown} */ (null));
  const clock = countdown(() => page.store.now());
  const head = h("div.kicker");
  const title = h("h2.card-title");
  const summary = h("ol.summary");
  const question = h("h3.question");
  const invitation = h("p.invitation");
  const open = barsView((_, option) => (current.content.buttons ? page.press(current, option) : page.vote(current, option)));
  const settled = barsView(null);
  const turnout = h("span");
  const state = h("span.closed-mark", {}, icon("check"), h("span"));
  const figures = h("div.turnout", {}, turnout, clock.el);
  const ballot = h("div.ballot", {}, clock.line, question, invitation, open.el, settled.el, figures);
  const read = h("button.button.main", { type: "button", onclick: () => page.openArticle(current.id) }, icon("book"), t("chat-read"));
  const result = h("a.button", { onclick: (/** @type {Event} */ event) => toResult(event) }, t("chat-to-result"));
  const elsewhere = h("a.button", {}, t("chat-page"));
  const counts = h("span.counts");
  const foot = h("div.card-foot", {}, read, result, elsewhere, counts);
  const el = h("div.card", {}, ...(compact ? [] : [h("div.card-top", {}, head, title, summary)]), ballot, ...(compact ? [] : [foot]));
  if (compact) el.classList.add("compact");

  const drawSummary = linesOf(summary);
  const drawKicker = whenChanged((/** @type {Pick<Card, "category"|"badge"|"published">} */ parts) => head.replaceChildren(...kicker(parts), state));
  const drawHead = (/** @type {Card} */ { category, badge, published }) => drawKicker({ category, badge, published });

  /** @param {Event} event */
  function toResult(event) {
    const found = page.findResult(current.content.debate);
    if (!found) return;
    event.preventDefault();
    page.goTo(found);
  }

  return {
    el,
    /** @param {Message} message */
    update(message) {
      current = message;
      const card = /** @type {Card} */ (message.content);
      const isOpen = card.state === "open";
      const chosen = page.store.chosen(message);
      el.classList.toggle("closed", card.state === "closed" || card.state === "void");
      setOwnText(title, card.title);
      setOwnText(question, card.question);
      setText(invitation, card.invitation);
      setText(turnout, [card.turnout, card.total].filter(Boolean).join(" · "));
      setText(counts, card.counts);
      setText(/** @type {Element} */ (state.lastChild), card.state === "void" ? t("chat-void") : t("chat-closed"));
      invitation.hidden = !isOpen || !card.invitation;
      clock.el.hidden = clock.line.hidden = card.state === "closed" || card.state === "void";
      drawHead(card);
      state.hidden = !clock.el.hidden;
      drawSummary(card.summary);
      summary.lang = title.lang || document.documentElement.lang;
      open.el.hidden = !isOpen;
      settled.el.hidden = isOpen;
      (isOpen ? open : settled).update(card.bars, (_, option) => chosen.has(option));
      clock.update(card.opened_at, card.closes_at);
      read.hidden = !card.article;
      const onPage = safeLink(card.link);
      elsewhere.hidden = !onPage;
      if (onPage) elsewhere.setAttribute("href", onPage);
      const link = safeLink(card.result_link);
      result.hidden = isOpen || !(link || page.findResult(card.debate));
      result.setAttribute("href", link ?? "#");
    },
  };
}
