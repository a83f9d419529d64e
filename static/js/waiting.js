// The page of what waits: each form that this device holds, where it stands, and what to do about it.
(() => {
  "use strict";
  const { sending, device } = self;
  const list = document.getElementById("sends");
  if (!list || !device) return;
  const row = document.getElementById("send-row");
  const draftRow = document.getElementById("draft-row");
  const tokenOf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  function lineOf(send) {
    const line = row.content.firstElementChild.cloneNode(true);
    line.dataset.key = send.key;
    line.dataset.state = device.stateOf(send);
    line.querySelector("[data-title]").textContent = send.title;
    line.querySelector("[data-at]").textContent = device.moment(new Date(send.at));
    line.querySelectorAll("[data-when]").forEach((part) => { part.hidden = !part.dataset.when.split(" ").includes(line.dataset.state); });
    const receipt = line.querySelector("[data-receipt]");
    if (send.state === "received") Object.assign(receipt, { href: send.location, textContent: send.ref || receipt.dataset.open });
    if (line.dataset.state !== "overtaken") return line;
    line.querySelector("[data-earlier]").href = send.earlier;
    self.told.fill(line.querySelector("[data-told]"), send);
    return line;
  }

  // Whatever was typed under that key would only be told again that an earlier version was received.
  async function throwAway(key) {
    const send = await sending.get("sends", key);
    if (send?.earlier) await sending.forgetDrafts(key);
    await sending.remove("sends", key);
    sending.changed();
  }

  function draftLine(draft) {
    const line = draftRow.content.firstElementChild.cloneNode(true);
    const link = line.querySelector("a");
    Object.assign(link, { href: `${draft.address}?draft=${draft.key}`, textContent: draft.title });
    line.querySelector("[data-at]").textContent = device.moment(new Date(draft.at));
    return line;
  }

  const refresh = sending.besides(async () => {
    const every = await sending.all("sends");
    const mine = every.filter((send) => send.person === device.person).sort((a, b) => b.at - a.at);
    list.replaceChildren(...mine.map(lineOf));
    const sent = new Set(mine.map((send) => send.key));
    const typed = (await sending.all("drafts")).filter((draft) => draft.person === device.person && !sent.has(draft.key));
    document.getElementById("typed").replaceChildren(...typed.map(draftLine));
    document.getElementById("typed-panel").hidden = !typed.length;
    document.getElementById("nothing-waits").hidden = mine.length > 0;
    document.getElementById("send-now").hidden = !mine.some((send) => send.state === "waiting");
    document.getElementById("of-others").hidden = every.length === mine.length;
  });

  // Once more under its key, since it may be received now. If not, as a plain form: the server answers
  // with the page where it can be put right, nothing lost.
  async function putRight(key) {
    const now = await sending.sendOne(key);
    if (now?.state === "received") return location.assign(now.location);
    if (now?.state === "returned") plainly(await sending.get("sends", key));
  }

  function plainly(send) {
    sessionStorage.setItem("put-right", `${send.key} ${send.address}`);
    const form = Object.assign(document.createElement("form"), { method: "post", action: send.address, enctype: send.files.length ? "multipart/form-data" : "application/x-www-form-urlencoded" });
    for (const [name, value] of [["csrfmiddlewaretoken", tokenOf()], ...send.values]) {
      form.append(Object.assign(document.createElement("textarea"), { name, value, hidden: true }));
    }
    for (const file of send.files) {
      const box = Object.assign(document.createElement("input"), { type: "file", name: file.field, hidden: true });
      const held = new DataTransfer();
      held.items.add(new File([file.blob], file.name, { type: file.blob.type }));
      box.files = held.files;
      form.append(box);
    }
    document.body.append(form);
    HTMLFormElement.prototype.submit.call(form);
  }

  document.addEventListener("click", async (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (event.target.matches("#send-now")) return device.round();
    if (event.target.matches("[data-put-right]")) return putRight(key);
    if (!event.target.matches("[data-throw-away]")) return;
    if (!event.target.dataset.sure) { // the second press means it
      event.target.dataset.sure = "yes";
      event.target.textContent = event.target.dataset.again;
      return;
    }
    await throwAway(key);
  });

  sending.listen(refresh);
  refresh();
})();
