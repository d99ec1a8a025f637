/** Who you are: the menu in the top bar. */
import * as api from "./api.js";
import { arrange, byId, h, icon, moveFocus } from "./dom.js";
import { avatar } from "./render/avatar.js";
import { t } from "./words.js";

/** @import {Person} from "./types.js" */
/** @import {Store} from "./store.js" */

/** The person this tab speaks as, else the one chosen last in this browser. */
export const remembered = () => sessionStorage.getItem("agora.person") ?? localStorage.getItem("agora.person");

/** @param {string} id */
export function remember(id) {
  sessionStorage.setItem("agora.person", id);
  localStorage.setItem("agora.person", id);
}

/** @param {Store} store @param {(id: string) => void} become @param {(sentence: string) => void} complain */
export function makePeople(store, become, complain) {
  const button = byId("who");
  const menu = byId("who-menu");
  const list = byId("people");
  const form = /** @type {HTMLFormElement} */ (byId("add-person"));
  const name = /** @type {HTMLInputElement} */ (byId("new-name"));

  /** @type {Map<string, {el: HTMLElement, button: HTMLElement}>} */
  const rows = new Map();

  const items = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll("button")]);

  /** @param {boolean} open @param {boolean} [back] give the focus back to the button */
  function show(open, back = true) {
    if (menu.hidden === !open) return;
    if (open) drawList();
    menu.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) (items().find((item) => item.getAttribute("aria-pressed") === "true") ?? items()[0] ?? name).focus();
    else if (back) button.focus();
  }

  /** @param {Person} person */
  function choose(person) {
    show(false);
    if (person.id !== store.me?.id) become(person.id);
  }

  /** Who is in the list already stays where they are, with the focus that they may have. */
  function drawList() {
    const people = [...store.people.values()];
    arrange(list, people.map((person) => (rows.get(person.id) ?? addRow(person)).el));
    for (const person of people) rows.get(person.id)?.button.setAttribute("aria-pressed", String(person.id === store.me?.id));
  }

  /** @param {Person} person */
  function addRow(person) {
    const parts = [avatar(person), h("span.person-name", {}, person.name), person.admin && h("span.tag", {}, t("chat-admin")), icon("check")];
    const choice = h("button.person", { type: "button", "data-person": person.id, onclick: () => choose(person) }, ...parts);
    const row = { el: h("li", {}, choice), button: choice };
    rows.set(person.id, row);
    return row;
  }

  function drawMe() {
    const { me } = store;
    if (!me) return;
    button.setAttribute("aria-label", t("chat-speaking-as", { name: me.name }));
    button.title = t("chat-speaking-as", { name: me.name });
    button.replaceChildren(avatar(me), h("span.who-name", {}, me.name), icon("caret"));
  }

  button.addEventListener("click", () => show(menu.hidden));
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      show(false);
    } else if (event.target !== name) moveFocus(event, items());
  });
  document.addEventListener("pointerdown", (event) => {
    if (!(/** @type {Element} */ (event.target).closest(".who"))) show(false, false);
  });
  menu.addEventListener("focusout", (event) => {
    const to = /** @type {Element|null} */ (event.relatedTarget);
    if (to && !to.closest(".who")) show(false, false);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const person = await api.addPerson(name.value.trim());
      name.value = "";
      store.putPerson(person);
      choose(person);
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
    }
  });
  store.on("me", drawMe);
  store.on("people", () => menu.hidden || drawList());
}
