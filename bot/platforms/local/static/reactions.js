/** Reacting, shown at once and taken back if the server says no. */
import * as api from "./api.js";
import { plain } from "./store.js";

/** @import {Message} from "./types.js" */
/** @import {Store} from "./store.js" */

/** @param {Store} store @param {(sentence: string) => void} complain */
export function makeReactions(store, complain) {
  /** @param {string} id @param {string} emoji @param {boolean} on */
  async function set(id, emoji, on) {
    const key = `${id} ${emoji}`;
    if (store.pending.has(key)) return true;
    store.pending.set(key, on);
    refresh(id);
    const told = store.told.get(id);
    const debate = store.find(id)?.content.debate;
    const counted = store.counted.get(debate);
    try {
      const { message } = await api.react(/** @type {any} */ (store.me).id, id, emoji, on);
      store.pending.delete(key);
      if (message.kind === "card" && store.counted.get(debate) === counted) store.foresee(message, emoji, on);
      accept(message, emoji, store.told.get(id) === told);
      return true;
    } catch (error) {
      store.pending.delete(key);
      refresh(id);
      complain(/** @type {Error} */ (error).message);
      return false;
    }
  }

  /** Events that came meanwhile may know more than the answer does: then only our own reaction is taken from it. @param {Message} answer @param {string} emoji @param {boolean} whole */
  function accept(answer, emoji, whole) {
    const known = store.find(answer.id);
    if (whole || !known) return store.put(answer);
    const ours = answer.reactions.find((reaction) => reaction.emoji === emoji);
    const others = known.reactions.filter((reaction) => reaction.emoji !== emoji);
    const at = known.reactions.findIndex((reaction) => reaction.emoji === emoji);
    if (ours) others.splice(at < 0 ? others.length : at, 0, ours);
    return store.put({ ...known, reactions: others });
  }

  /** @param {string} id */
  function refresh(id) {
    const message = store.find(id);
    if (message) store.put(message);
  }

  /**
   * Turn a reaction on or off. On an open single-choice card, choosing an option moves the vote: the new one is
   * added first, so that the ballot is never empty in between.
   * @param {Message} message @param {string} emoji
   */
  async function toggle(message, emoji) {
    const current = store.find(message.id) ?? message;
    const held = store.reactions(current).filter((reaction) => reaction.mine).map((reaction) => reaction.emoji);
    const same = held.filter((other) => plain(other) === plain(emoji));
    if (same.length) {
      for (const other of same) await set(current.id, other, false);
      return;
    }
    if (!(await set(current.id, emoji, true)) || current.kind !== "card") return;
    const { bars, state, choice, buttons } = current.content;
    const options = bars.map((/** @type {any} */ bar) => plain(bar.emoji));
    if (state !== "open" || buttons || choice === "multiple" || !options.includes(plain(emoji))) return;
    for (const other of held) if (options.includes(plain(other))) await set(current.id, other, false);
  }

  /**
   * Vote for an option of a card, or take the vote back. One that is held here while another counts, given later
   * under another post, is pressed anew: pressing it is choosing it.
   * @param {Message} message @param {number} option
   */
  async function vote(message, option) {
    const current = store.find(message.id) ?? message;
    const mine = store.reactions(current).filter((reaction) => reaction.mine && store.optionOf(current, reaction.emoji) === option);
    if (!store.chosen(current).has(option)) {
      for (const { emoji } of mine) if (!(await set(current.id, emoji, false))) return;
    }
    await toggle(current, current.content.bars[option].emoji);
  }

  return { toggle, vote };
}
