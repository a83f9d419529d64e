// What a page does better with a script; everything works without it.
// 1. A form with data-autosave keeps what is typed on this device until it was received.
// 2. A toll's number boxes get a minus and a plus.
(() => {
  "use strict";
  const KEPT = "aftermath:draft:";
  const SENT = "aftermath:sent";
  const A_WEEK = 7 * 24 * 3600 * 1000;
  const person = document.body.dataset.person || "";

  // A browser may refuse storage; a form must not fail for it.
  const attempt = (act) => { try { return act(); } catch { return null; } };
  const keyOf = (form) => `${KEPT}${person}:${form.dataset.autosave}`;
  const read = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));
  const forget = (key) => attempt(() => localStorage.removeItem(key));

  const isKept = (input) =>
    input.name && !["file", "password", "submit", "button"].includes(input.type) &&
    input.name !== "csrfmiddlewaretoken" && input.name !== "seen";

  const valuesOf = (form) => [...form.elements].filter(isKept)
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .map((input) => [input.name, input.value]);

  function save(form) {
    const draft = { at: Date.now(), values: valuesOf(form) };
    const done = attempt(() => { localStorage.setItem(keyOf(form), JSON.stringify(draft)); return true; });
    const state = form.querySelector("[data-draft-state]");
    if (state) state.textContent = done ? state.dataset.saved : "";
  }

  function fill(form, values) {
    for (const input of [...form.elements].filter(isKept)) {
      const given = values.filter(([name]) => name === input.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(input.type)) input.checked = given.includes(input.value);
      else if (given.length) input.value = given.length > 1 ? given[[...form.elements].filter((e) => e.name === input.name).indexOf(input)] : given[0];
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  function offer(form, draft) {
    const template = form.querySelector("template[data-draft]");
    if (!template) return;
    const bar = template.content.firstElementChild.cloneNode(true);
    bar.addEventListener("click", (event) => {
      if (event.target.matches("[data-restore]")) fill(form, draft.values);
      else if (event.target.matches("[data-discard]")) forget(keyOf(form));
      else return;
      bar.remove();
    });
    form.prepend(bar);
  }

  function autosave(form) {
    const draft = read(keyOf(form));
    if (draft && Date.now() - draft.at > A_WEEK) forget(keyOf(form));
    else if (draft && !form.querySelector(".error-summary")) offer(form, draft);
    let timer;
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => save(form), 400); });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      save(form);
      attempt(() => sessionStorage.setItem(SENT, keyOf(form)));
    });
  }

  // The page after a send: another form, or none, means that it was received.
  function received() {
    const key = attempt(() => sessionStorage.getItem(SENT));
    if (!key) return;
    attempt(() => sessionStorage.removeItem(SENT));
    const again = [...document.querySelectorAll("form[data-autosave]")].some((form) => keyOf(form) === key);
    if (!again && !document.querySelector(".error-page")) forget(key);
  }

  function forgetAll() {
    attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(KEPT)).forEach(forget));
  }

  function stepper(input) {
    const box = document.createElement("span");
    box.className = "stepper";
    input.replaceWith(box);
    const button = (sign, by) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = sign;
      made.tabIndex = -1; // the box itself takes numbers from the keyboard
      made.setAttribute("aria-hidden", "true");
      made.addEventListener("click", () => {
        const western = input.value.replace(/[\u0660-\u0669]/g, (digit) => digit.charCodeAt(0) - 0x660);
        input.value = Math.max(0, (parseInt(western, 10) || 0) + by);
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      return made;
    };
    box.append(button("−", -1), input, button("+", 1));
  }

  function wake(root) {
    root.querySelectorAll("form[data-autosave]").forEach(autosave);
    root.querySelectorAll(".toll-numbers input").forEach((input) => { if (!input.closest(".stepper")) stepper(input); });
  }

  received();
  wake(document);
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) wake(event.target); });
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-forget]")) forgetAll(); });
  const summary = document.getElementById("error-summary");
  if (summary) summary.focus();
})();
