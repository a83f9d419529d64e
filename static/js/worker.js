// The service worker's work: pages that may be kept are shown when the line is gone, and forms that
// wait are sent when it is back. Which page may be kept is the server's word (the header Device-Keeps),
// never a list of addresses here. `shell` comes from /sw.js: {version, files, offline, fresh}.
(() => {
  "use strict";
  const { shell, sending } = self;
  const SHELL = `shell-${shell.version}`;
  const MOST_PAGES = 60;
  const SLOW = 12_000; // milliseconds after which a page that is kept is shown instead
  const pagesOf = (person) => `pages-${person}`;

  self.addEventListener("install", (event) => {
    event.waitUntil((async () => {
      const cache = await caches.open(SHELL);
      await cache.addAll([...shell.files, new Request(shell.offline, { credentials: "omit" })]);
      await self.skipWaiting();
    })());
  });

  self.addEventListener("activate", (event) => {
    event.waitUntil((async () => {
      for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== SHELL) await caches.delete(name);
      await self.clients.claim();
    })());
  });

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin) return;
    if (request.mode === "navigate") event.respondWith(page(event));
    else if (url.pathname.startsWith(shell.statics)) event.respondWith(asset(request));
  });

  // ------------------------------------------------------------ styles, scripts, icons

  // A hashed name never changes what it names; a developer's plain one does, and is asked for first.
  async function asset(request) {
    const cache = await caches.open(SHELL);
    const kept = await cache.match(request);
    if (kept && !shell.fresh) return kept;
    try {
      const answer = await fetch(request);
      if (answer.ok && answer.status === 200) await cache.put(request, answer.clone());
      return answer;
    } catch (broken) {
      if (kept) return kept;
      throw broken;
    }
  }

  // ------------------------------------------------------------ pages

  async function page(event) {
    const kept = await keptPage(event.request.url);
    const answered = asked(event.request).then(({ answer, whose }) => {
      if (whose) event.waitUntil(take(event.request.url, answer.clone(), whose)); // beside the page, which is not held up
      return answer;
    });
    try {
      return await (kept ? Promise.race([answered, late(kept)]) : answered);
    } catch {
      return kept ? marked(kept) : offlinePage();
    } finally {
      event.waitUntil(answered.catch(() => null));
    }
  }

  const late = (kept) => new Promise((resolve) => setTimeout(() => resolve(marked(kept)), SLOW));

  async function offlinePage() {
    return (await caches.match(shell.offline)) || Response.error();
  }

  // ------------------------------------------------------------ whose pages they are

  // Answers come in another order than they were asked for: what was asked for before the person changed
  // says nothing any more. Counted here alone, for a worker that ends takes its questions along.
  let asks = 0, changedAt = 0, settled = Promise.resolve();

  // {answer, whose}: before anybody sees the answer it is settled whose pages are shown from now on.
  async function asked(request) {
    const ask = ++asks;
    const answer = await fetch(request);
    settled = settled.then(() => settle(answer, ask)).catch(() => null); // without storage nothing is kept
    return { answer, whose: await settled };
  }

  // {person, ask} that the page may be kept for, without a person for nobody; null where nothing is said of it.
  async function settle(answer, ask) {
    if (answer.type === "opaqueredirect" || ask < changedAt) return null;
    if (answer.headers.has(sending.CLEARS)) {
      changedAt = ask;
      await sending.clear();
      return null;
    }
    sending.setMark("contact", Date.now()).catch(() => null);
    const person = answer.headers.get("Device-Keeps");
    if (!person || person === await sending.mark("person")) return { person, ask };
    changedAt = ask;
    if (person !== "nobody") await sending.belongTo(person);
    else await sending.remove("marks", "person"); // whoever signs in now may be another
    return person === "nobody" ? null : { person, ask };
  }

  // What the server's answer says about keeping this page: keep it, or keep it no more.
  async function take(url, answer, { person, ask }) {
    const never = (answer.headers.get("Cache-Control") || "").includes("no-store");
    if (answer.status >= 500 || answer.redirected) return; // it says nothing of this page
    if (!answer.ok || !person || never) return forgetPage(url);
    const page = await answer.blob();
    if (ask < changedAt) return; // its person left while it came
    const headers = new Headers(answer.headers);
    headers.set("Device-Kept-At", new Date().toISOString());
    const cache = await caches.open(pagesOf(person));
    await cache.put(url, new Response(page, { headers }));
    await trim(cache);
  }

  // Once it was kept; now it is gone, or the person may not see it, or not away from the line.
  async function forgetPage(url) {
    for (const name of await caches.keys()) if (name.startsWith("pages-")) await (await caches.open(name)).delete(url);
  }

  const ageOf = (answer) => Date.now() - Date.parse(answer.headers.get("Device-Kept-At"));

  async function trim(cache) {
    const kept = await Promise.all((await cache.keys()).map(async (key) => ({ key, age: ageOf(await cache.match(key)) })));
    kept.sort((a, b) => a.age - b.age);
    const over = kept.filter(({ age }, n) => n >= MOST_PAGES || age > sending.KEEP_PAGES);
    await Promise.all(over.map(({ key }) => cache.delete(key)));
  }

  async function keptPage(url) {
    try {
      await sending.forgetOld();
      const person = await sending.mark("person");
      const kept = person && await (await caches.open(pagesOf(person))).match(url);
      return kept && ageOf(kept) <= sending.KEEP_PAGES ? kept : null;
    } catch {
      return null; // without storage there is nothing to show, and the line still may answer
    }
  }

  // The page says itself as of when it is: its script cannot read the headers it came with.
  async function marked(kept) {
    const at = kept.headers.get("Device-Kept-At");
    const text = (await kept.clone().text()).replace("<html ", `<html data-kept-at="${at}" `);
    return new Response(text, { headers: kept.headers });
  }

  // ------------------------------------------------------------ what pages ask, and what waits

  async function prefetch(urls) {
    for (const url of urls) {
      const kept = await keptPage(new URL(url, self.location).href);
      if (kept && ageOf(kept) < sending.KEEP_PAGES / 6) continue;
      const { answer, whose } = await asked(url).catch(() => ({}));
      if (whose) await take(new URL(url, self.location).href, answer, whose);
    }
  }

  self.addEventListener("message", (event) => {
    if (event.data.keep) event.waitUntil(prefetch(event.data.keep));
  });

  self.addEventListener("sync", (event) => {
    if (event.tag === "send") event.waitUntil(sendWaiting());
  });

  // A round that broke throws, so that the browser tries it again later.
  async function sendWaiting() {
    const person = await sending.mark("person");
    if (person && !await sending.sendAll(person)) throw new Error("the line broke again");
  }
})();
