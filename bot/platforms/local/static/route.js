/** The address names what is shown: `#/channel`, `#/channel/thread`, or the message that a link leads to: `#m12`. */

/** @returns {{channel: string, thread: string|null}|null} null when the address names nothing of ours */
export function route() {
  const found = /^#\/([^/]+)(?:\/([^/]+))?$/.exec(location.hash);
  return found && { channel: decodeURIComponent(found[1]), thread: found[2] ? decodeURIComponent(found[2]) : null };
}

/** The message that a link of ours leads to. @param {string|null|undefined} link @returns {string|null} */
export const messageIn = (link) => /^(?:\/chat)?#(m\d+)$/.exec(link ?? "")?.[1] ?? null;

/** @param {string} channel @param {string|null} [thread] */
const address = (channel, thread = null) => `#/${encodeURIComponent(channel)}${thread ? `/${encodeURIComponent(thread)}` : ""}`;

/** @param {string} channel @param {string} thread */
export function enterThread(channel, thread) {
  const inThread = Boolean(route()?.thread);
  history[inThread ? "replaceState" : "pushState"]({ entered: true }, "", address(channel, thread));
}

/** Back to the channel, by the way that the thread was entered. @param {string} channel @param {() => void} arrived */
export function leaveThread(channel, arrived) {
  if (history.state?.entered) return history.back();
  history.replaceState(null, "", address(channel));
  return arrived();
}

/** @param {string} channel */
export const enterChannel = (channel) => history.pushState(null, "", address(channel));

/** @param {string} channel */
export const settle = (channel) => history.replaceState(history.state, "", address(channel));
