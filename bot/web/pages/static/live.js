/** Keeps an open page in step with its debate: news come by a stream, figures by asking for them again. */
const body = document.body;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let seen = body.dataset.standing ?? "";
let wanted = seen;
let source = /** @type {EventSource | null} */ (null);
let busy = false;

const closed = (/** @type {string} */ standing) => /^(closed|void)\./.test(standing);

/** Whether nothing changes any more: comments may be taken back after closing. @param {string} standing */
const ended = (standing) => standing.startsWith("void.") || (closed(standing) && !document.querySelector("[data-region=comments]"));

function listen() {
  if (source || ended(seen)) return;
  source = new EventSource(body.dataset.live ?? "");
  source.addEventListener("standing", (event) => {
    wanted = event.data;
    if (ended(wanted)) hangUp();
    // Not every page asks at the same moment.
    if (wanted !== seen) setTimeout(refresh, closed(wanted) ? 0 : Math.random() * 600);
  });
}

function hangUp() {
  source?.close();
  source = null;
}

async function refresh() {
  if (busy || wanted === seen) return;
  busy = true;
  const asked = wanted;
  try {
    const address = new URL(location.href);
    address.hash = "";
    address.searchParams.set("part", "live");
    const answer = await fetch(address, { cache: "no-cache" });
    if (!answer.ok) return;
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    const before = seen;
    seen = asked;
    if (closed(seen) && !closed(before)) announce(body.dataset.ended ?? "");
  } catch {
    // The stream says so again.
  } finally {
    busy = false;
    if (wanted !== asked) setTimeout(refresh, 600);
  }
}

/** Put the new regions in the place of the old ones; keep focus, what is unfolded, and how bars stood. @param {Document} fresh */
function show(fresh) {
  const live = document.getElementById("live");
  if (!live) return;
  const focused = live.contains(document.activeElement) ? document.activeElement?.id : "";
  const unfolded = [...live.querySelectorAll("details[open][id]")].map((el) => el.id);
  const widths = new Map([...live.querySelectorAll("[data-bar]")].map((bar) => [bar.getAttribute("data-bar"), bar.getAttribute("width")]));
  live.replaceChildren(...fresh.body.childNodes);
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  for (const bar of live.querySelectorAll("[data-bar]")) {
    const [from, to] = [widths.get(bar.getAttribute("data-bar")), bar.getAttribute("width")];
    if (from && to && from !== to && !calm.matches) {
      bar.animate([{ width: from }, { width: to }], { duration: 600, easing: "cubic-bezier(.2, .8, .2, 1)" });
    }
  }
  for (const copy of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copy]"))) {
    copy.textContent = live.querySelector(`[data-region="${copy.dataset.copy}"]`)?.textContent ?? "";
  }
  tick();
}

/** @param {string} text */
function announce(text) {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = text;
}

/** How long voting goes on, in the browser's words for the page's language. */
function tick() {
  for (const el of document.querySelectorAll("time.left")) {
    const left = Math.max(0, Date.parse(el.getAttribute("datetime") ?? "") - Date.now()) / 1000;
    const [number, unit] = left >= 86400 ? [left / 86400, "day"] : left >= 3600 ? [left / 3600, "hour"] : left >= 60 ? [left / 60, "minute"] : [left, "second"];
    const format = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: String(unit), unitDisplay: "long", maximumFractionDigits: 0 });
    const said = /** @type {HTMLElement} */ (el).dataset.said ?? "{time}";
    el.textContent = left > 0 ? said.replace("{time}", format.format(Math.floor(Number(number)))) : "";
  }
}

document.addEventListener("visibilitychange", () => (document.hidden ? hangUp() : listen()));
addEventListener("pageshow", listen);
addEventListener("pagehide", hangUp);
tick();
setInterval(tick, 1000);
if (!document.hidden) listen();
