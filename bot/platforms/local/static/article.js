/** The article behind a card, in a dialog. */
import * as api from "./api.js";
import { byId, h, safeLink, setText } from "./dom.js";
import { kicker } from "./render/card.js";
import { t } from "./words.js";

/** @param {(sentence: string) => void} complain */
export function makeArticle(complain) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("article"));
  const body = byId("article-body");
  byId("close-article").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  /** @param {string} message */
  async function open(message) {
    let article;
    try {
      article = await api.article(message);
    } catch (error) {
      return complain(/** @type {Error} */ (error).message);
    }
    setText(byId("article-title"), article.title);
    byId("article-kicker").replaceChildren(...kicker(article));
    setText(byId("article-byline"), article.author ? t("chat-by", { name: article.author }) : "");
    byId("article-byline").hidden = !article.author;
    byId("article-summary").replaceChildren(...article.summary.map((line) => h("li", {}, h("span", {}, line))));
    body.innerHTML = article.html;
    for (const link of body.querySelectorAll("a[href]")) {
      link.setAttribute("target", "_blank");
      link.setAttribute("rel", "noopener noreferrer");
    }
    const source = safeLink(article.source);
    byId("article-source").hidden = !source;
    byId("article-source").replaceChildren(...(source ? [h("a", { href: source, target: "_blank", rel: "noopener noreferrer" }, t("chat-source"))] : []));
    dialog.showModal();
    byId("article-scroll").scrollTop = 0;
    byId("article-scroll").focus();
    return undefined;
  }

  return { open };
}
