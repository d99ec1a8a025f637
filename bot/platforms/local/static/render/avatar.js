import { h } from "../dom.js";

/** @param {{emoji: string, kind?: string, colour?: number}} who */
export function avatar(who) {
  const kind = who.kind && who.kind !== "person" ? `.${who.kind}` : "";
  const colour = who.colour === undefined || who.colour === null ? "" : `.colour-${who.colour}`;
  return h(`span.avatar${kind}${colour}`, { "aria-hidden": "true" }, who.emoji);
}
