/** Building and moving about in the page. */

/** @template {HTMLElement} [T=HTMLElement] @param {string} id @returns {T} */
export const byId = (id) => /** @type {T} */ (document.getElementById(id));

const LOOSE = /(?<=[’”'"」』》〉)\]）］%％‰℃°…\uFE0F])(?=[가-힣])/g;

/** Text in which no line ends between a closing mark and a particle: `keep-all` holds letters together only. @param {string} text */
export const joined = (text) => text.replace(LOOSE, "\u2060");

/**
 * An element: `h("button.chip", {type: "button", onclick}, "text", child)`. Text never becomes markup.
 * @param {string} what tag and classes
 * @param {Record<string, any>} [attributes] handlers begin with `on`; null and false are left out
 * @param {...(Node|string|number|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node || tag === "textarea" ? child : joined(String(child)));
    }
  }
  return element;
}

/** @param {string} name a symbol of icons.svg @param {string} [classes] */
export function icon(name, classes = "icon") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", classes);
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Set text only where it differs, so that screen readers and selections are left in peace. @param {Element} element @param {string} text */
export function setText(element, text) {
  const shown = joined(text);
  if (element.textContent !== shown) element.textContent = shown;
}

/** Set text that stays in its own language, an article's, and say which where the page speaks another. @param {HTMLElement} element @param {string} text */
export function setOwnText(element, text) {
  setText(element, text);
  const own = /[가-힣]/.test(text) ? "ko" : "en";
  if (own === document.documentElement.lang) element.removeAttribute("lang");
  else element.lang = own;
}

/** Make `parent` hold exactly `children`, moving as little as possible. @param {Element} parent @param {Node[]} children */
export function arrange(parent, children) {
  const kept = new Set(children);
  for (const node of [...parent.childNodes]) if (!kept.has(/** @type {ChildNode} */ (node))) node.remove();
  children.forEach((child, place) => {
    if (parent.childNodes[place] !== child) parent.insertBefore(child, parent.childNodes[place] ?? null);
  });
}

/** Calls `draw` only when what it would draw differs from the last time. @template T @param {(value: T) => void} draw */
export function whenChanged(draw) {
  let last = /** @type {string|undefined} */ (undefined);
  return (/** @type {T} */ value) => {
    const now = JSON.stringify(value);
    if (now === last) return;
    last = now;
    draw(value);
  };
}

/** Lines as list items. @param {Element} list */
export const linesOf = (list) =>
  whenChanged((/** @type {string[]} */ lines) => list.replaceChildren(...lines.map((line) => h("li", {}, h("span", {}, line)))));

/** A link only where the address is an ordinary one. @param {string|null|undefined} link */
export function safeLink(link) {
  return link && /^(https?:\/\/|\/(?!\/)|#)/i.test(link) ? link : null;
}

/** Plain text with its web addresses as links. @param {string} text @returns {(string|HTMLElement)[]} */
export function withLinks(text) {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]'’”])/g).map((piece, place) =>
    place % 2 ? h("a", { href: piece, target: "_blank", rel: "noopener noreferrer" }, piece) : joined(piece),
  );
}

/** Arrow keys move the focus among `items`; gives whether the key was used. @param {KeyboardEvent} event @param {HTMLElement[]} items @param {number} [row] items in a row */
export function moveFocus(event, items, row = 1) {
  const step = { ArrowDown: row, ArrowUp: -row, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  let next = null;
  if (step !== undefined) next = items[Math.min(items.length - 1, Math.max(0, at + step))];
  else if (event.key === "Home") next = items[0];
  else if (event.key === "End") next = items.at(-1);
  if (!next) return false;
  event.preventDefault();
  next.focus();
  return true;
}
