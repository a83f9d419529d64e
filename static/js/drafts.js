// What is typed into a form with data-autosave is kept on this device at once, and on the server soon
// after, until the form was received. It comes back when the form is opened again, here or elsewhere.
(() => {
  "use strict";
  const { sending } = self;
  const person = document.body.dataset.person;
  if (!person || !sending || !self.indexedDB) return;
  const AT_REST = 400;     // milliseconds without a key before it is kept here
  const ON_SERVER = 4_000; // and on the server, which costs the line something
  const NEVER = new Set(["file", "password", "submit", "button", "image", "reset"]);

  const isKept = (input) => input.name && !NEVER.has(input.type) && input.name !== "csrfmiddlewaretoken";
  const inputsOf = (form) => [...form.elements].filter(isKept);
  const idOf = (form) => `${person}:${form.dataset.autosave}`;
  const stateOf = (form) => form.querySelector("[data-draft-state]");
  const clock = (at) => new Intl.DateTimeFormat(`${document.documentElement.lang}-u-nu-latn`, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

  // The key that this filling-in of the form is sent with, each time it is sent.
  function keyOf(form) {
    const own = form.elements.namedItem("submission_key");
    if (own?.value) return own.value;
    return form.dataset.key ||= newKey();
  }

  function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  const valuesOf = (form) => inputsOf(form)
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .flatMap((input) => input.multiple ? [...input.selectedOptions].map((one) => [input.name, one.value]) : [[input.name, input.value]]);

  const draftOf = (form) => ({
    id: idOf(form), key: keyOf(form), person, at: Date.now(), values: valuesOf(form),
    address: location.pathname, title: form.dataset.title || document.querySelector("h1")?.textContent.trim() || document.title,
  });

  // ------------------------------------------------------------ keeping

  async function keepHere(form) {
    if (form.dataset.sent) return;
    const state = stateOf(form);
    try {
      if (await sending.mark("person") !== person) return; // signed out meanwhile, here or in another tab
      await sending.put("drafts", draftOf(form));
      if (state) state.textContent = state.dataset.saved;
    } catch {
      if (state) state.textContent = ""; // a browser may refuse storage; a form must not fail for it
    }
  }

  async function keepOnServer(form) {
    if (form.dataset.sent || !navigator.onLine) return;
    const { key, address, title, values } = draftOf(form);
    try {
      const answer = await fetch(`/device/drafts/${key}/`, {
        method: "POST", keepalive: true, body: JSON.stringify({ address, title, fields: values }),
        headers: { "Content-Type": "application/json", "X-CSRFToken": tokenOf(form), "Submission-Person": person },
      });
      const state = stateOf(form);
      if (answer.ok && !answer.redirected && state && !form.dataset.sent) state.textContent = state.dataset.kept.replace("{time}", clock(new Date()));
    } catch {
      // Kept on the device all the same; the next word typed tries again.
    }
  }

  const tokenOf = (form) => form.elements.namedItem("csrfmiddlewaretoken")?.value || "";

  // ------------------------------------------------------------ bringing back

  function fill(form, values) {
    for (const input of inputsOf(form)) {
      const given = values.filter(([name]) => name === input.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(input.type)) input.checked = given.includes(input.value);
      else if (input.multiple) [...input.options].forEach((one) => { one.selected = given.includes(one.value); });
      else if (given.length) input.value = given.length > 1 ? given[inputsOf(form).filter((e) => e.name === input.name).indexOf(input)] : given[0];
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    for (const fold of form.querySelectorAll("details")) fold.open = true; // what came back is seen
  }

  function restore(form, draft) {
    form.dataset.key = draft.key;
    fill(form, draft.values);
  }

  async function fromServer(key) {
    const answer = await fetch(`/device/drafts/${key}/`);
    if (!answer.ok || answer.redirected) return null;
    const { fields, ...draft } = await answer.json();
    return { ...draft, values: fields };
  }

  async function discard(form, draft) {
    await sending.remove("drafts", idOf(form));
    const body = new URLSearchParams({ csrfmiddlewaretoken: tokenOf(form) });
    await fetch(`/device/drafts/${draft.key}/forget/`, { method: "POST", keepalive: true, body, redirect: "manual" }).catch(() => null);
  }

  function offer(form, draft) {
    const template = form.querySelector("template[data-draft]");
    if (!template) return;
    const bar = template.content.firstElementChild.cloneNode(true);
    const words = bar.querySelector("p");
    words.textContent = (draft.values ? words.dataset.here : words.dataset.there).replace("{time}", clock(new Date(draft.at)));
    bar.addEventListener("click", async (event) => {
      if (event.target.matches("[data-restore]")) {
        const whole = draft.values ? draft : await fromServer(draft.key).catch(() => null);
        if (whole) restore(form, whole);
      } else if (event.target.matches("[data-discard]")) await discard(form, draft);
      else return;
      bar.remove();
    });
    form.prepend(bar);
  }

  // The draft of this device, or the server's where that is another and newer; a page that was kept may
  // tell of one that is gone. What was sent from here is offered no more, even while it waits for the
  // line: brought back, it would be reported twice.
  async function offered(form) {
    const { draftKey, draftAt } = document.documentElement.dataset.keptAt ? {} : form.dataset;
    const here = await unsent(await sending.get("drafts", idOf(form)).catch(() => null));
    const there = await unsent(draftKey && { key: draftKey, at: Date.parse(draftAt) });
    if (here && (!there || there.key === here.key || there.at < here.at)) return here;
    return there;
  }

  async function unsent(draft) {
    const sent = draft && await sending.get("sends", draft.key).catch(() => null);
    return draft && !sent ? draft : null;
  }

  async function autosave(form) {
    if (form.dataset.watched) return;
    form.dataset.watched = "yes";
    watch(form);
    if (form.querySelector(".error-summary")) return;
    renew(form);
    const draft = await offered(form);
    if (!draft) return;
    if (new URLSearchParams(location.search).get("draft") !== draft.key) return offer(form, draft);
    const whole = draft.values ? draft : await fromServer(draft.key).catch(() => null);
    if (whole) restore(form, whole);
  }

  // A page that was kept carries the key it was made with: another report must not pass for the first.
  function renew(form) {
    const own = form.elements.namedItem("submission_key");
    if (own) own.value = newKey();
    if (document.documentElement.dataset.keptAt) for (const input of form.querySelectorAll("[data-now]")) input.value = nowFor(input);
  }

  // The day, or the moment, as such a box holds it. Of a kept page, what the server filled in is past.
  function nowFor(input) {
    const now = new Date();
    const local = new Date(now - now.getTimezoneOffset() * 60_000).toISOString();
    return local.slice(0, input.type === "date" ? 10 : 16);
  }

  function watch(form) {
    let here, there;
    form.addEventListener("input", () => {
      clearTimeout(here);
      here = setTimeout(() => keepHere(form), AT_REST);
      there ||= setTimeout(() => { there = null; keepOnServer(form); }, ON_SERVER);
    });
    form.addEventListener("draft:sent", () => { clearTimeout(here); clearTimeout(there); });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "hidden" || !there || !form.isConnected) return;
      clearTimeout(there);
      there = null;
      keepHere(form);
      keepOnServer(form);
    });
  }

  function wake(root) {
    root.querySelectorAll("form[data-autosave]").forEach((form) => { autosave(form); });
  }

  wake(document);
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) wake(event.target); });
  self.drafts = { newKey, keyOf, draftOf, clock, person };
})();
