/** Option bars: on an open card they are the ballot, elsewhere they only show. */
import { arrange, h, icon, setText } from "../dom.js";
import { t } from "../words.js";

/** @import {Bar} from "../types.js" */

/**
 * @param {((emoji: string, option: number) => void)|null} vote null where nothing can be voted for
 * @returns {{el: HTMLElement, update: (bars: Bar[], mine: (bar: Bar, option: number) => boolean) => void}}
 */
export function barsView(vote) {
  const el = h("div.bars", { role: "group", "aria-label": t("chat-options") });
  /** @type {Map<number, ReturnType<typeof barView>>} */
  const views = new Map();
  return {
    el,
    update(bars, mine) {
      const shown = bars.map((bar, option) => {
        let view = views.get(option);
        if (!view) views.set(option, (view = barView(option, vote)));
        view.update(bar, mine(bar, option));
        return view.el;
      });
      arrange(el, shown);
    },
  };
}

/** @param {number} option @param {((emoji: string, option: number) => void)|null} vote */
function barView(option, vote) {
  let emoji = "";
  const fill = h("span.bar-fill");
  const face = h("span.bar-emoji", { "aria-hidden": "true" });
  const name = h("span");
  const label = h("span.bar-label", {}, name, h("span.bar-mine", {}, icon("check"), t("chat-my-vote")));
  const share = h("span.bar-share");
  const count = h("span.bar-count");
  const parts = [fill, face, label, share, count];
  const classes = `bar.option-${option}`;
  const el = vote
    ? h(`button.${classes}`, { type: "button", onclick: () => vote(emoji, option) }, ...parts)
    : h(`div.${classes}`, { role: "img" }, ...parts);
  return {
    el,
    /** @param {Bar} bar @param {boolean} mine */
    update(bar, mine) {
      emoji = bar.emoji;
      const hidden = bar.share === null || bar.ballots === null;
      const shareText = hidden ? "" : bar.percent;
      const countText = hidden ? t("chat-hidden") : t("chat-ballots", { n: /** @type {number} */ (bar.ballots) });
      setText(face, bar.emoji);
      setText(name, bar.label);
      setText(share, shareText);
      setText(count, countText);
      fill.style.transform = `scaleX(${bar.share ?? 0})`;
      el.classList.toggle("mine", mine);
      el.classList.toggle("leading", bar.leading);
      const said = [`${bar.emoji} ${bar.label}`, shareText, countText, bar.leading && t("chat-leading"), mine && t("chat-my-vote")];
      el.setAttribute("aria-label", said.filter(Boolean).join(", "));
      if (vote) el.setAttribute("aria-pressed", String(mine));
    },
  };
}
