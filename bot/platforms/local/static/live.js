/** The stream of what happens, and getting it back when it breaks. */

const PAUSES = [500, 1000, 2000, 4000, 8000];
const NOTICEABLE = 900;

/** Follows the event stream of one person until stopped. */
export class Live {
  /**
   * @param {object} to
   * @param {(type: string, data: any) => void} to.onEvent `message`, `deleted`, `person`, `people`, `ballot` or `reset`
   * @param {() => void} to.onOpen connected, for the first time or again
   * @param {() => void} to.onLost the connection has been gone long enough to say so
   * @param {() => Promise<string>} to.who the person to follow after a refusal; fails while nobody can say
   */
  constructor(to) {
    this.to = to;
    this.source = /** @type {EventSource|null} */ (null);
    this.tries = 0;
    this.retry = 0;
    this.telling = 0;
    addEventListener("online", () => this.source && this.start(this.person));
    addEventListener("pagehide", () => this.stop());
    addEventListener("pageshow", (event) => event.persisted && this.person && this.start(this.person));
  }

  /** @param {string} person @param {number} [telling] a timer that goes on */
  start(person, telling = 0) {
    if (telling) this.telling = 0;
    this.stop();
    this.telling = telling;
    this.person = person;
    const source = new EventSource(`/chat/events?person=${encodeURIComponent(person)}`);
    this.source = source;
    source.addEventListener("open", () => {
      clearTimeout(this.telling);
      this.telling = 0;
      this.tries = 0;
      this.to.onOpen();
    });
    source.addEventListener("error", () => this.#broken(source));
    for (const type of ["message", "deleted", "person", "people", "ballot", "reset"]) {
      source.addEventListener(type, (event) => this.to.onEvent(type, JSON.parse(/** @type {MessageEvent} */ (event).data)));
    }
  }

  stop() {
    clearTimeout(this.retry);
    clearTimeout(this.telling);
    this.telling = 0;
    this.source?.close();
    this.source = null;
  }

  /** A browser tries again by itself (resuming where it was) unless the answer was an error. @param {EventSource} source */
  #broken(source) {
    if (source !== this.source) return;
    this.telling ||= setTimeout(() => this.to.onLost(), NOTICEABLE);
    if (source.readyState !== EventSource.CLOSED) return;
    const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)];
    this.tries += 1;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.#again(), pause);
  }

  /** The person may be gone with the server that refused. */
  async #again() {
    const refused = this.source;
    try {
      const person = await this.to.who();
      if (this.source === refused) this.start(person, this.telling);
    } catch {
      if (refused && this.source === refused) this.#broken(refused);
    }
  }
}
