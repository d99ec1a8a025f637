/** The line above the box that says when the channel's next debate opens: only while none is open there. */
import { byId, setText } from "./dom.js";

/** @import {Store} from "./store.js" */

const LONGEST = 60 * 60_000;
const GRACE = 30_000;

/** @param {Store} store @param {() => Promise<unknown>} ask takes in the state anew */
export function makeComing(store, ask) {
  const line = byId("next");
  let timer = 0;
  const again = () => void ask().catch(() => undefined);

  function draw() {
    clearTimeout(timer);
    const next = store.channels.find((channel) => channel.id === store.channel)?.next;
    const isOpen = store.messages.ordered.some((message) => message.kind === "card" && message.content.state === "open");
    const left = next ? Date.parse(next.at) - Date.now() : 0;
    line.hidden = !next || isOpen || left <= 0;
    setText(line, line.hidden ? "" : (next?.text ?? ""));
    if (left > 0) timer = setTimeout(left > LONGEST ? draw : passed, Math.min(left, LONGEST));
  }

  /** Whatever was to open has opened by then, or was missed. */
  function passed() {
    draw();
    timer = setTimeout(again, GRACE);
  }

  store.on("channels", draw);
  store.on("messages", draw);
  store.on("changed", ({ message }) => {
    if (message?.kind === "result") again();
    else if (message?.kind === "card") draw();
  });
}
