/** How a debate ended: headline, bars, what changed, and the certificate. */
import { h, icon, linesOf, safeLink, setOwnText, setText } from "../dom.js";
import { messageIn } from "../route.js";
import { t } from "../words.js";
import { barsView } from "./bars.js";

/** @import {Message, Result} from "../types.js" */
/** @import {Page} from "./message.js" */

/** No line ends between an arrow and what it leads from or to. @param {string} line */
const unbroken = (line) => line.replaceAll("→", "\u2060→\u2060");

/** @param {Page} page */
export function resultView(page) {
  let debate = "";
  const headline = h("h2.headline");
  const question = h("p.result-question");
  const bars = barsView(null);
  const turnout = h("p.turnout");
  const shiftLines = h("ul");
  const shift = h("section.shift", {}, h("h3.part-heading", {}, icon("turn"), t("chat-shift")), shiftLines);
  const movedText = h("p.text");
  const movedLink = h("a.text", {});
  const repliesText = h("p.text");
  const moved = h("section.shift.moved", {}, h("h3.part-heading", {}, h("span", { "aria-hidden": "true" }, "💡"), t("chat-moved")), movedText, movedLink, repliesText);
  const certificate = h("p.certificate-text");
  const notes = h("ul.notes");
  const seal = h("section.certificate", {}, icon("seal", "seal"), h("div", {}, h("h3.certificate-heading", {}, t("chat-certificate")), certificate, notes));
  const toCard = h("button.button", { type: "button", onclick: () => page.goToDebate(debate) }, t("chat-to-debate"));
  const more = h("a.button", {}, t("chat-more"));
  const foot = h("div.card-foot", {}, toCard, more);
  const top = h("div.result-top", {}, h("p.result-kicker", {}, t("chat-result")), headline, question);
  const el = h("div.card.result", {}, top, bars.el, turnout, shift, moved, seal, foot);
  const drawShift = linesOf(shiftLines);
  const drawNotes = linesOf(notes);
  return {
    el,
    /** @param {Message} message */
    update(message) {
      const result = /** @type {Result} */ (message.content);
      debate = result.debate;
      setText(headline, result.headline);
      setOwnText(question, result.question);
      setText(turnout, [result.turnout, ...(result.communities ?? [])].filter(Boolean).join(" · "));
      bars.update(result.bars, () => false);
      drawShift(result.shift.map(unbroken));
      shift.hidden = result.shift.length === 0;
      const reply = safeLink(result.moved_link);
      setText(reply ? movedLink : movedText, result.moved ?? "");
      if (reply) movedLink.setAttribute("href", reply);
      movedText.hidden = Boolean(reply) || !result.moved;
      movedLink.hidden = !reply || !result.moved;
      setText(repliesText, result.replies ?? "");
      repliesText.hidden = !result.replies;
      moved.hidden = !result.moved && !result.replies;
      setText(certificate, result.certificate);
      seal.hidden = !result.certificate;
      drawNotes(result.notes);
      const link = safeLink(result.link);
      more.hidden = !link || messageIn(link) !== null;
      if (link) more.setAttribute("href", link);
      toCard.hidden = !page.findCard(debate);
      foot.hidden = toCard.hidden && more.hidden;
    },
  };
}
