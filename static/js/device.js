// A form with data-send is written down on this device, then sent; the bar says what waits, and what
// was received. Everything works without this script, as plain forms on a good line.
(() => {
  "use strict";
  const { sending, drafts } = self;
  const bar = document.getElementById("line-bar");
  if (!bar || !drafts) return;
  const words = bar.dataset;
  const { person } = drafts;
  const AGAIN = 30_000; // milliseconds between two rounds while something waits
  const TOKEN = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];

  // ------------------------------------------------------------ one form

  const pathOf = (form, button) => {
    const asked = button?.getAttribute("formaction") || form.getAttribute("action") || location.href;
    const url = new URL(asked, location.href);
    return url.pathname + url.search;
  };

  function sendOf(form, button) {
    const every = [...new FormData(form, button)].filter(([name]) => name !== "csrfmiddlewaretoken");
    const { key, title } = drafts.draftOf(form);
    return {
      key, title, person, address: pathOf(form, button), page: location.pathname, told: self.told?.of(form),
      values: every.filter(([, value]) => typeof value === "string"),
      files: every.filter(([, value]) => typeof value !== "string" && value.size)
        .map(([field, file]) => ({ field, id: drafts.newKey(), ...asChosen(file) })),
      state: "waiting", at: Date.now(), tries: 0,
    };
  }

  // A picture's smaller copy where that was chosen; else the file as it is.
  const asChosen = (file) => self.photos?.chosen(file) || { name: file.name, blob: file };

  function say(form, text) {
    const state = form.querySelector("[data-draft-state]");
    if (state) state.textContent = text;
  }

  async function submitted(event) {
    const form = event.target, button = event.submitter;
    if (!form.matches("form[data-send]") || button?.hasAttribute("data-direct") || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.sent) return; // pressed twice
    form.dataset.sent = "yes";
    form.dispatchEvent(new Event("draft:sent"));
    const send = await writtenDown(form, button).catch(() => null);
    if (!send) return plainly(form, button); // nothing can be kept here: send it as a plain form
    say(form, words.sending);
    sending.watch((share) => say(form, `${words.sending} ${Math.round(share * 100)}%`));
    sending.changed();
    // Once it is written down it goes by its key alone: sent plainly beside that, it might go twice.
    answered(form, send, await sending.sendOne(send.key, TOKEN).catch(() => send));
  }

  async function writtenDown(form, button) {
    if (self.photos) await self.photos.ready(form);
    const send = sendOf(form, button);
    const tried = await sending.look("sends", send.key); // sent before and changed since: the first may have arrived
    if (tried) send.before = tried.before || tried.told;
    if (form.dataset.autosave) await sending.put("drafts", drafts.draftOf(form));
    await sending.put("sends", send);
    return send;
  }

  function plainly(form, button) {
    if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    HTMLFormElement.prototype.submit.call(form);
  }

  async function answered(form, send, now) {
    if (!now) return location.reload(); // locked meanwhile: the server says so
    if (now.state === "received") return location.assign(now.location);
    const page = now.state === "returned" && show(now.page);
    const again = page && page.querySelector("form[data-send]");
    if (again) {
      takeInHand(again, send);
      await sending.remove("sends", send.key); // only now: the person has it before them again
    } else if (!page) kept(form, send);
    else if (now.earlier) page.querySelectorAll("[data-told]").forEach((list) => self.told.fill(list, send));
    sending.changed();
    if (now.state === "waiting") askForSync();
  }

  // The form that came back is the same one: it goes to the same address under the same key, and no
  // photo needs to be taken again.
  function takeInHand(form, send) {
    form.dataset.key = send.key;
    if (!form.hasAttribute("action")) form.setAttribute("action", send.address);
    for (const box of form.querySelectorAll("input[type=file]")) {
      const held = new DataTransfer();
      const mine = send.files.filter((file) => file.field === box.name);
      mine.forEach((file) => held.items.add(new File([file.blob], file.name, { type: file.blob.type })));
      if (mine.length) box.files = held.files;
    }
  }

  // The page that the server answered with takes the place of this one, as a plain form's would.
  // Its main part; null where it has none, as what a proxy answers with.
  function show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const main = page.getElementById("main");
    if (!main) return null;
    document.title = page.title;
    document.getElementById("main").replaceWith(document.adoptNode(main));
    self.htmx?.process(main);
    main.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true })); // steppers, and what keeps what is typed
    const first = document.getElementById("error-summary") || main;
    first.focus({ preventScroll: true });
    scrollTo(0, 0);
    return main;
  }

  // In the form's place: that it is safe here, and where it stands.
  function kept(form, send) {
    const panel = document.getElementById("kept-panel").content.firstElementChild.cloneNode(true);
    panel.dataset.key = send.key;
    form.replaceWith(panel);
    panel.focus({ preventScroll: true });
    scrollTo(0, 0);
    refreshPanel(panel, send);
  }

  const refreshPanel = sending.besides(async (panel) => {
    const send = await sending.get("sends", panel.dataset.key);
    const received = send?.state === "received";
    panel.querySelectorAll("[data-when]").forEach((part) => { part.hidden = part.dataset.when !== stateOf(send); });
    const receipt = panel.querySelector("[data-receipt]");
    if (received) Object.assign(receipt, { href: send.location, textContent: send.ref || receipt.dataset.open });
    if (send?.earlier) panel.querySelector("[data-earlier]").href = send.earlier;
  });

  function stateOf(send) {
    if (send?.state === "waiting" && ["signed_out", "other_person"].includes(send.why)) return "signed_out";
    if (send?.state === "returned" && send.earlier) return "overtaken";
    return send?.state || "waiting";
  }

  // ------------------------------------------------------------ the bar

  const refresh = sending.besides(async () => {
    document.querySelectorAll("[data-kept-panel]").forEach(refreshPanel);
    const mine = (await sending.all("sends")).filter((send) => send.person === person);
    const told = [];
    const at = document.documentElement.dataset.keptAt;
    if (!navigator.onLine) told.push(words.off);
    if (at) told.push(words.asOf.replace("{time}", moment(new Date(at))));
    const count = (state) => mine.filter((send) => send.state === state).length;
    if (count("waiting")) told.push(words.waiting.replace("{n}", count("waiting")));
    if (count("returned")) told.push(words.returned.replace("{n}", count("returned")));
    bar.querySelector("[data-words]").textContent = told.join(" ");
    bar.querySelector("[data-more]").hidden = !(count("waiting") + count("returned")) || location.pathname === words.page;
    bar.hidden = !told.length;
    bar.dataset.state = count("returned") ? "returned" : count("waiting") ? "waiting" : "off";
  });

  function moment(at) {
    const today = at.toDateString() === new Date().toDateString();
    const day = new Intl.DateTimeFormat(`${document.documentElement.lang}-u-nu-latn`, { day: "numeric", month: "short" });
    return today ? drafts.clock(at) : `${day.format(at)} ${drafts.clock(at)}`;
  }

  // ------------------------------------------------------------ sending again

  async function askForSync() {
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.sync?.register("send").catch(() => null);
  }

  const round = sending.besides(async () => {
    if (navigator.onLine) await sending.sendAll(person);
  });

  // ------------------------------------------------------------ signing out

  // What was not received would be lost: say so first.
  async function signingOut(form) {
    const left = (await sending.all("sends")).filter((send) => send.state !== "received").length;
    if (left && !form.dataset.sure) {
      const dialog = document.getElementById("lose-what-waits");
      dialog.querySelector("[data-sure]").addEventListener("click", () => { form.dataset.sure = "yes"; dialog.close(); signingOut(form); }, { once: true });
      return dialog.showModal();
    }
    await sending.clear();
    await sending.letGo();
    HTMLFormElement.prototype.submit.call(form);
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-forget]")) return;
    event.preventDefault();
    signingOut(event.target).catch(() => HTMLFormElement.prototype.submit.call(event.target));
  });

  // ------------------------------------------------------------ the worker

  // A bad line is left to the forms: the names of places are fetched on a good one.
  // What every page names, and the forms that this one leads to for work on site.
  const named = () => [...words.keep.split(" "), ...[...document.querySelectorAll("a[data-keep-page]")].map((link) => link.href)];
  const worthKeeping = () => named().filter((url) => !url.endsWith(".json") || (navigator.connection?.effectiveType ?? "4g") === "4g");

  async function wakeWorker() {
    if (!navigator.serviceWorker || !words.worker) return;
    const worker = await navigator.serviceWorker.register(words.worker);
    if (navigator.connection?.saveData) return;
    setTimeout(async () => (await navigator.serviceWorker.ready).active?.postMessage({ keep: worthKeeping() }), 3_000);
    return worker;
  }

  // A form that the page of what waits sent plainly, to be put right, is still the one that waits.
  function putRight() {
    const [key, address] = (sessionStorage.getItem("put-right") || "").split(" ");
    const form = document.querySelector("#main form[data-send]");
    sessionStorage.removeItem("put-right");
    if (form && address === location.pathname + location.search) form.dataset.key = key;
  }

  async function begin() {
    putRight();
    await sending.belongTo(person);
    await sending.forgetOld();
    if (!document.documentElement.dataset.keptAt) await sending.setMark("contact", Date.now());
    await refresh();
    await round();
  }

  document.addEventListener("submit", submitted);
  sending.listen(refresh);
  addEventListener("online", () => { refresh(); round(); });
  addEventListener("offline", refresh);
  setInterval(round, AGAIN);
  addEventListener("load", () => { wakeWorker().catch(() => null); }); // a browser may refuse workers
  begin().catch(() => null); // or storage: then forms are plain forms
  self.device = { round, show, stateOf, moment, person };
})();
