/** Asking the server. Every failure is an ApiError whose message can be shown as it is. */
import { locale, t } from "./words.js";

/** @import {Channel, Completion, Message, Person, Reply, Thread} from "./types.js" */

export class ApiError extends Error {
  /** @param {string} message @param {number} status 0 when the server was not reached */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

const meta = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="agora-token"]'));
let token = meta.content;

/** A server that was set up anew gives out new tokens: take the one of a fresh page. */
async function renewToken() {
  const page = await (await fetch(`/chat?lang=${locale}`)).text();
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector('meta[name="agora-token"]');
  const content = fresh?.getAttribute("content");
  const changed = Boolean(content) && content !== token;
  if (content) token = content;
  return changed;
}

/** @param {string} path @param {RequestInit} [init] */
async function ask(path, init = {}) {
  let response;
  let answer;
  try {
    response = await fetch(`/chat/api/${path}`, init);
    answer = await response.json();
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(t("chat-failed"), response?.status ?? 0);
  }
  if (!response.ok) throw new ApiError(answer?.error ?? t("chat-failed"), response.status);
  return answer;
}

/** @param {string} method @param {string} path @param {object} body */
async function write(method, path, body) {
  const send = () =>
    ask(path, {
      method,
      headers: { "Content-Type": "application/json", "X-Agora-Token": token },
      body: JSON.stringify(body),
    });
  try {
    return await send();
  } catch (error) {
    if (error instanceof ApiError && error.status === 403 && (await renewToken().catch(() => false))) return send();
    throw error;
  }
}

const name = encodeURIComponent;

/** @type {(person: string|null) => Promise<{me: Person, people: Person[], channels: Channel[], emoji: string[], now: string}>} */
export const state = (person) => ask(person ? `state?person=${name(person)}` : "state");

/** @type {(channel: string, person: string, before?: string) => Promise<{messages: Message[], more: boolean, ballots: Record<string, number[]>}>} */
export const messages = (channel, person, before) =>
  ask(`channels/${name(channel)}/messages?person=${name(person)}${before ? `&before=${name(before)}` : ""}`);

/** @type {(thread: string, person: string) => Promise<{thread: Thread, messages: Message[], ballots: Record<string, number[]>}>} */
export const thread = (id, person) => ask(`threads/${name(id)}?person=${name(person)}`);

/** @type {(person: string, channel: string, text: string, signal: AbortSignal) => Promise<{completions: Completion[]}>} */
export const complete = (person, channel, text, signal) =>
  ask(`complete?person=${name(person)}&channel=${name(channel)}&text=${name(text)}`, { signal });

/** @type {(message: string) => Promise<{title: string, category: string, badge: string|null, published: string, author: string|null, source: string|null, html: string, summary: string[]}>} */
export const article = (message) => ask(`article/${name(message)}`);

/** @type {(called: string) => Promise<Person>} */
export const addPerson = (called) => write("POST", "people", { name: called });

/** @type {(person: string, channel: string, text: string) => Promise<{message?: Message, reply?: Reply}>} */
export const say = (person, channel, text) => write("POST", "messages", { person, channel, text });

/** @type {(person: string, thread: string, text: string) => Promise<{message: Message}>} */
export const answer = (person, thread, text) => write("POST", "replies", { person, thread, text });

/** @type {(person: string, message: string, emoji: string, on: boolean) => Promise<{message: Message}>} */
export const react = (person, message, emoji, on) => write("POST", "reactions", { person, message, emoji, on });

/** @type {(person: string, channel: string, rating: number, line: string) => Promise<{reply: Reply}>} */
export const feedback = (person, channel, rating, line) => write("POST", "feedback", { person, channel, rating, line });

/** @type {(person: string, message: string, option: number) => Promise<{text: string, held: number[]|null, error: boolean}>} */
export const press = (person, message, option) => write("POST", "presses", { person, message, option });

/** @type {(person: string, message: string) => Promise<unknown>} */
export const remove = (person, message) => write("DELETE", `messages/${name(message)}`, { person });
