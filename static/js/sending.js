// What pages and the worker share: what this device keeps, and how a kept form is sent exactly once.
// A form is written down here before it is sent, under its submission key. Whoever holds the lock sends:
// one tab, or the worker. The server answers a key that it knows with the first receipt, so a try that
// was cut off is simply made again.
(() => {
  "use strict";
  const HOUR = 3600 * 1000;
  const KEEP_PAGES = 72 * HOUR;       // what was read, and what was typed
  const KEEP_SENDS = 14 * 24 * HOUR;  // what was sent off and has not arrived
  const KEEP_RECEIPTS = 24 * HOUR;
  const STORES = { sends: "key", drafts: "id", marks: "name" };
  const CLEARING = 500;               // milliseconds; opened anew within them, it does not answer for 30 s
  const PATIENCE = 30_000;            // milliseconds for a form without files
  const CLEARS = "Device-Clears";     // what a locked device is told; browsers hide Clear-Site-Data
  const SLOWEST = 3;                  // bytes a millisecond: below this a try is given up

  // ------------------------------------------------------------ what is kept

  let opened, cleared = Promise.resolve();
  const pause = () => new Promise((done) => setTimeout(done, CLEARING));

  function base() {
    opened ||= cleared.then(open);
    return opened;
  }

  const open = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open("aftermath", 1);
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) asked.result.createObjectStore(name, { keyPath });
    };
    asked.onsuccess = () => {
      // Another tab has a newer build, or it is cleared from outside: opened anew when it is next asked for.
      asked.result.onversionchange = () => { asked.result.close(); opened = null; };
      asked.result.onclose = takenAway;
      resolve(asked.result);
    };
    asked.onerror = () => { takenAway(); reject(asked.error); };
  });

  function takenAway() {
    opened = null;
    cleared = pause();
  }

  async function act([store, mode, ask]) {
    const within = (await base()).transaction(store, mode, mode === "readwrite" ? { durability: "strict" } : {});
    const asked = ask(within.objectStore(store));
    return new Promise((resolve, reject) => {
      within.oncomplete = () => resolve(asked.result);
      within.onerror = within.onabort = () => reject(within.error);
    });
  }

  // Told to clear the device, as by the answer that locks it, the browser closes the database under
  // whatever asks just then. What reads or empties asks again, of what is left; nothing is written again.
  async function again(asked, tries = 3) {
    try {
      return await act(asked);
    } catch (broken) {
      if (tries === 1) throw broken;
      await pause();
      return again(asked, tries - 1);
    }
  }

  // Work that nobody waits for: what broke, as it does while the device is being cleared, the next one
  // makes good.
  const besides = (work) => (...given) => work(...given).catch(() => null);

  // Asked once, by what writes next: on a device that was just cleared it must not begin anew.
  const look = (store, key) => act([store, "readonly", (it) => it.get(key)]);
  const get = (store, key) => again([store, "readonly", (it) => it.get(key)]);
  const all = (store) => again([store, "readonly", (it) => it.getAll()]);
  const empty = (store) => again([store, "readwrite", (it) => it.clear()]);
  const put = (store, value) => act([store, "readwrite", (it) => it.put(value)]);
  const remove = (store, key) => act([store, "readwrite", (it) => it.delete(key)]);
  const mark = async (name) => (await get("marks", name))?.value;
  const setMark = (name, value) => put("marks", { name, value });

  // ------------------------------------------------------------ telling the other tabs

  const channel = self.BroadcastChannel ? new BroadcastChannel("aftermath") : null;
  const heard = new Set();
  if (channel) channel.onmessage = () => heard.forEach((tell) => tell());
  function changed() {
    channel?.postMessage("changed");
    heard.forEach((tell) => tell());
  }

  // ------------------------------------------------------------ one try

  const PIECE = 64 * 1024;            // bytes: eight seconds of a bad line
  const inPieces = (file) => !!self.crypto?.subtle && file.blob.size > PIECE; // a page without https has no digests
  const bytesOf = (send) => send.files.reduce((sum, file) => sum + (inPieces(file) ? 0 : file.blob.size), 0);

  function bodyOf(send) {
    const named = send.files.filter(inPieces).map((file) => [`pieces:${file.field}`, file.id]);
    const values = [...send.values, ...named];
    if (send.files.every(inPieces)) return new URLSearchParams(values);
    const body = new FormData();
    for (const [name, value] of values) body.append(name, value);
    for (const file of send.files) if (!inPieces(file)) body.append(file.field, file.blob, file.name);
    return body;
  }

  class Locked extends Error {}

  // Asks in the name of the form's own person: another may have signed in here meanwhile. Whichever
  // answer tells that the device is locked, nothing more is sent or kept.
  async function ask(send, address, { headers, patience = PATIENCE, ...asked } = {}) {
    const answer = await fetch(address, {
      ...asked, headers: { "Submission-Person": send.person, ...headers }, signal: AbortSignal.timeout(patience),
    });
    if (answer.headers.has(CLEARS)) throw new Locked();
    return answer;
  }

  async function freshToken(send) {
    const answer = await ask(send, "/device/", { headers: { Accept: "application/json" } });
    return answer.ok && !answer.redirected ? (await answer.json()).token : "";
  }

  // A large file goes ahead of its form, piece by piece, from where the last try was cut off.
  async function sendPieces(send, file, token) {
    const address = `/device/uploads/${file.id}/`;
    const bytes = await file.blob.arrayBuffer();
    const sha256 = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((each) => each.toString(16).padStart(2, "0")).join("");
    const asked = await ask(send, address);
    let offset = asked.ok && !asked.redirected ? (await asked.json()).offset : 0;
    while (offset < bytes.byteLength) {
      const about = new URLSearchParams({ offset, size: bytes.byteLength, sha256, name: file.name });
      const answer = await ask(send, `${address}?${about}`, {
        method: "POST", body: bytes.slice(offset, offset + PIECE), patience: PATIENCE + PIECE / SLOWEST,
        headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": token },
      });
      if (!answer.ok && answer.status !== 409) return answer;
      offset = (await answer.json()).offset;
      told.forEach((tell) => tell(offset / bytes.byteLength));
    }
    return null;
  }

  const told = new Set();

  async function sendAhead(send, token) {
    for (const file of send.files.filter(inPieces)) {
      const refused = await sendPieces(send, file, token);
      if (refused) return refused;
    }
    return null;
  }

  const post = async (send, token) => await sendAhead(send, token) || ask(send, send.address, {
    method: "POST", body: bodyOf(send), patience: PATIENCE + bytesOf(send) / SLOWEST,
    headers: { "X-CSRFToken": token, "Submission-Key": send.key },
  });

  // The token of a page that was kept is old; one that is refused is fetched anew, once.
  async function posted(send, token) {
    const answer = await post(send, token || await freshToken(send));
    return answer.status === 403 ? post(send, await freshToken(send)) : answer;
  }

  const LATER = new Set([408, 429]);

  async function outcome(answer) {
    const json = (answer.headers.get("Content-Type") || "").includes("json");
    if (answer.ok && json) return { state: "received", ...(await answer.json()) };
    if (answer.status === 401) return { state: "waiting", why: json ? (await answer.json()).why : "signed_out" };
    if (answer.status === 425) return { state: "waiting", why: "pieces" };
    if (answer.status >= 500 || LATER.has(answer.status)) return { state: "waiting", why: "server" };
    const earlier = answer.headers.get("Submission-Received"); // where an earlier version led
    return { state: "returned", status: answer.status, page: await answer.text(), ...(earlier && { earlier }) };
  }

  async function tried(send, token) {
    try {
      return await outcome(await posted(send, token));
    } catch (broken) {
      if (!(broken instanceof Locked)) return { state: "waiting", why: "line" };
      await clear(); // locked from afar: nothing is kept, not this either
      return null;
    }
  }

  // ------------------------------------------------------------ sending what is kept

  const alone = (work) => navigator.locks ? navigator.locks.request("aftermath-send", work) : work();

  // Sends one form, unless another tab did meanwhile. Answers {state, …}; null when it is gone.
  const sendOne = (key, token) => alone(async () => {
    const send = await get("sends", key);
    if (!send || send.state === "received") return send ?? null;
    const now = await tried(send, token);
    if (!now) return null;
    if (now.why === "pieces") for (const file of send.files) file.id = crypto.randomUUID(); // from its beginning
    const settled = await settle(send, now.state === "received" ? received(send, now) : { ...send, state: now.state, why: now.why, status: now.status, earlier: now.earlier, tries: send.tries + 1, triedAt: Date.now() });
    if (settled && now.state === "received") await forgetDrafts(key);
    changed();
    return settled ? now : { state: "waiting", why: "changed" };
  });

  // Writes down what became of a form; false where it was changed or thrown away while it was on its
  // way: what is newer stays as it is, and goes itself.
  async function settle(send, row) {
    let settled = false;
    await act(["sends", "readwrite", (it) => {
      const asked = it.get(send.key);
      asked.onsuccess = () => {
        settled = asked.result?.at === send.at;
        if (settled) it.put(row);
      };
      return asked;
    }]);
    return settled;
  }

  // What was received needs no keeping but for its receipt.
  const received = (send, now) => ({ ...send, values: [], files: [], told: [], before: [], state: "received", ref: now.ref, location: now.location, receivedAt: Date.now() });

  async function forgetDrafts(key) {
    for (const draft of await all("drafts")) if (draft.key === key) await remove("drafts", draft.id);
  }

  // The oldest first; a broken line ends the round, since it would break the next one too. A form that
  // the server fails at holds up no other.
  async function sendAll(person) {
    let all = true;
    for (const send of await waiting(person)) {
      const now = await sendOne(send.key);
      if (now?.state !== "waiting") continue;
      if (now.why !== "server") return false;
      all = false;
    }
    return all;
  }

  async function waiting(person) {
    const kept = await all("sends");
    return kept.filter((it) => it.state === "waiting" && it.person === person).sort((a, b) => a.at - b.at);
  }

  // ------------------------------------------------------------ forgetting

  async function forgetPages({ but = "" } = {}) {
    if (!self.caches) return;
    for (const name of await caches.keys()) if (name.startsWith("pages-") && name !== `pages-${but}`) await caches.delete(name);
  }

  // Everything that a person's reading and writing left here: signed out, or locked.
  async function clear() {
    await forgetPages();
    for (const store of Object.keys(STORES)) await empty(store);
    changed();
  }

  // Let go of the database: the browser says aloud when it must take an open one away.
  async function letGo() {
    (await base()).close();
    opened = null;
  }

  // Somebody else signed in: what was read and typed goes; what was sent off waits, unseen, for its person.
  async function belongTo(person) {
    if (await mark("person") === person) return;
    await forgetPages({ but: person });
    for (const draft of await all("drafts")) if (draft.person !== person) await remove("drafts", draft.id);
    for (const send of await all("sends")) if (send.person !== person && send.state === "received") await remove("sends", send.key);
    await setMark("person", person);
    changed();
  }

  async function forgetOld(now = Date.now()) {
    for (const draft of await all("drafts")) if (now - draft.at > KEEP_PAGES * 2) await remove("drafts", draft.id);
    for (const send of await all("sends")) {
      if (now - (send.receivedAt || send.at) > (send.receivedAt ? KEEP_RECEIPTS : KEEP_SENDS)) await remove("sends", send.key);
    }
    if (now - (await mark("contact") || now) > KEEP_PAGES) {
      await forgetPages();
      await empty("drafts");
    }
  }

  self.sending = {
    look, get, all, put, remove, besides, mark, setMark, changed, sendOne, sendAll, waiting, forgetDrafts, clear, letGo, belongTo, forgetOld, KEEP_PAGES, CLEARS,
    watch: (tell) => told.add(tell), listen: (tell) => heard.add(tell),
  };
})();
