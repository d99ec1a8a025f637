/** Going to a message, wherever it is. */
import * as api from "./api.js";
import { enterChannel } from "./route.js";
import { t } from "./words.js";

/** @import {Feed} from "./feed.js" */
/** @import {Store} from "./store.js" */

/**
 * @param {Store} store @param {Feed} feed
 * @param {{show: () => Promise<void>, loadOlder: () => Promise<void>, complain: (sentence: string) => void}} page
 */
export function makeJump(store, feed, page) {
  /** The channel that holds a message: in it, the message is the last one before its successor. @param {string} id */
  async function channelOf(id) {
    const next = `m${Number(id.slice(1)) + 1}`;
    for (const { id: channel } of store.channels) {
      const { messages } = await api.messages(channel, store.me?.id ?? "", next);
      if (messages.at(-1)?.id === id) return channel;
    }
    return null;
  }

  /** @param {string} id */
  async function goTo(id) {
    if (feed.goTo(id)) return;
    try {
      const channel = await channelOf(id);
      if (!channel) return page.complain(t("chat-error-message-gone"));
      if (channel !== store.channel) {
        enterChannel(channel);
        await page.show();
      }
      while (!store.messages.byId.has(id) && store.messages.more) {
        const loaded = store.messages.ordered.length;
        await page.loadOlder();
        if (store.messages.ordered.length === loaded) return;
      }
      feed.draw();
      feed.goTo(id);
    } catch (error) {
      page.complain(/** @type {Error} */ (error).message);
    }
  }

  return goTo;
}
