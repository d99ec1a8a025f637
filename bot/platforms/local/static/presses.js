/** Secret ballots: pressing an option's button, answered to us alone. */
import * as api from "./api.js";

/** @import {Message} from "./types.js" */
/** @import {Store} from "./store.js" */

/** @param {Store} store @param {{tell: (sentence: string) => void, complain: (sentence: string) => void}} say */
export function makePresses(store, { tell, complain }) {
  /** Debates with a press on its way: a second one would undo it before its answer is seen. @type {Set<string>} */
  const under = new Set();

  /** @param {Message} message @param {number} option */
  async function press(message, option) {
    const { debate } = message.content;
    const person = store.me?.id ?? "";
    if (under.has(debate)) return;
    under.add(debate);
    try {
      const answer = await api.press(person, message.id, option);
      if (answer.held && store.me?.id === person) store.setBallot(debate, answer.held);
      (answer.error ? complain : tell)(answer.text);
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
    }
    under.delete(debate);
  }

  return { press };
}
