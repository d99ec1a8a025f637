/** The list of channels, called here by what they are called on this platform; on a phone it slides in. */
import { arrange, byId, h, setText } from "./dom.js";
import { t } from "./words.js";

/** @import {Store} from "./store.js" */

/** @param {Store} store */
export function makeChannels(store) {
  const columns = byId("columns");
  const opener = byId("open-channels");
  const scrim = byId("scrim");
  const list = byId("channel-list");

  /** @param {boolean} open */
  function slide(open) {
    if (columns.classList.contains("with-channels") === open) return;
    columns.classList.toggle("with-channels", open);
    opener.setAttribute("aria-expanded", String(open));
    scrim.hidden = !open;
    if (open) focusCurrent();
    else opener.focus();
  }

  function focusCurrent() {
    /** @type {HTMLElement|null} */ (list.querySelector("[aria-current]") ?? list.querySelector("a"))?.focus();
  }

  function draw() {
    arrange(
      list,
      store.channels.map((channel) => {
        const current = channel.id === store.channel;
        const link = h("a.channel", { href: `#/${encodeURIComponent(channel.id)}`, "data-channel": channel.id, "aria-current": current && "page" }, h("span.hash", { "aria-hidden": "true" }, "#"), h("span.channel-name", {}, channel.id));
        if (channel.unread) link.append(h("span.badge", { "aria-label": t("chat-unread", { n: channel.unread }) }, String(channel.unread)));
        return h("li", {}, link);
      }),
    );
    const open = columns.classList.contains("with-channels");
    if (open && [document.body, opener].includes(/** @type {HTMLElement} */ (document.activeElement))) focusCurrent();
    const here = store.channels.find((channel) => channel.id === store.channel);
    const unread = store.channels.reduce((sum, channel) => sum + channel.unread, 0);
    setText(byId("channel-name"), here?.id ?? "");
    document.title = `${unread ? `(${unread}) ` : ""}${here ? `${here.id} · ` : ""}${t("chat-title")}`;
  }

  opener.addEventListener("click", () => slide(!columns.classList.contains("with-channels")));
  scrim.addEventListener("click", () => slide(false));
  list.addEventListener("click", (event) => /** @type {Element} */ (event.target).closest("a") && slide(false));
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !columns.classList.contains("with-channels")) return;
      event.stopPropagation();
      slide(false);
    },
    { capture: true },
  );
  store.on("channels", draw);
}
