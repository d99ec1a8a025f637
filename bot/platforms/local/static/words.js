/** The page's words, numbers and times, in its reader's language. */

const brought = /** @type {HTMLTemplateElement} */ (document.querySelector("template.words"));
/** @type {Map<string, string>} */
const words = new Map([...brought.content.querySelectorAll("data")].map((word) => [word.value, word.textContent ?? ""]));

export const locale = document.body.dataset.locale || "ko";

/** The bot's own time zone: what it says names times in it. */
const timeZone = document.body.dataset.timezone || undefined;

const numbers = new Intl.NumberFormat(locale);
const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: "numeric", minute: "2-digit" });
const full = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: "long", timeStyle: "long" });
const days = new Intl.DateTimeFormat(locale, { timeZone, month: "long", day: "numeric", weekday: "long" });

const dates = new Intl.DateTimeFormat("en-CA", { timeZone });

/**
 * The text for `key`, its `{placeholders}` filled in; that for `key-one` where `n` is one and there is such a text.
 * @param {string} key
 * @param {Record<string, string|number>} [args]
 */
export function t(key, args = {}) {
  const text = (args.n === 1 && words.get(`${key}-one`)) || (words.get(key) ?? key);
  return text.replace(/\{ ?(\w+) ?\}/g, (whole, name) => {
    const value = args[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? numbers.format(value) : value;
  });
}

/** @param {string} iso */
export const timeOfDay = (iso) => clock.format(new Date(iso));

/** @param {string} iso */
export const fullTime = (iso) => full.format(new Date(iso));

/** The day of an instant as a key. @param {string|Date} at */
export const dayOf = (at) => dates.format(new Date(at));

/** Names the day of `iso`: "Today", else its date. @param {string} iso */
export function dayName(iso) {
  return dayOf(iso) === dayOf(new Date()) ? t("chat-today") : days.format(new Date(iso));
}

/** The two largest units of a span, seconds only in its last hour. @param {number} ms */
export function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const units = [
    { n: Math.floor(seconds / 86400), say: (/** @type {number} */ n) => t("chat-days", { n }) },
    { n: Math.floor(seconds / 3600) % 24, say: (/** @type {number} */ n) => t("chat-hours", { n }) },
    { n: Math.floor(seconds / 60) % 60, say: (/** @type {number} */ n) => t("chat-minutes", { n }) },
    { n: seconds % 60, say: (/** @type {number} */ n) => t("chat-seconds", { n }) },
  ];
  const first = units.findIndex((unit) => unit.n > 0);
  if (first < 0) return t("chat-seconds", { n: 0 });
  return units
    .slice(first, first + 2)
    .filter((unit, place) => place === 0 || unit.n > 0 || first === 2)
    .map((unit) => unit.say(unit.n))
    .join(" ");
}
