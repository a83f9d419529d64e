// A list from the keyboard: j and k move, o opens, x chooses, / searches, ? tells the keys. Arrows
// move too once a row has the focus; before that they scroll the page, as anywhere.
// Letters typed into a field are the field's. Without this script everything is a link or a box.
(() => {
  "use strict";
  const links = () => [...document.querySelectorAll("#rows table.rows a.what")];
  const boxes = () => [...document.querySelectorAll("#rows input[name=case]")];
  const typing = (node) => node instanceof Element && node.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

  function move(step) {
    const all = links();
    if (!all.length) return;
    const now = all.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + step, 0), all.length - 1);
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  }

  function choose() {
    const row = document.activeElement.closest && document.activeElement.closest("tr");
    const box = row && row.querySelector("input[name=case]");
    if (box) box.click();
  }

  const row = () => document.activeElement?.closest("#rows table.rows tbody tr");

  function open() {
    row()?.querySelector("a.what")?.click();
  }

  function count() {
    const told = document.querySelector("[data-chosen]");
    if (told) told.textContent = boxes().filter((box) => box.checked).length || "";
  }

  function help() {
    const keys = document.getElementById("list-keys");
    if (keys) keys.open ? keys.close() : keys.showModal();
  }

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    o: open,
    x: choose,
    "/": () => document.querySelector("main input[type=search]")?.focus(),
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = KEYS[event.key];
    if (!act || (event.key.startsWith("Arrow") && !row())) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-choose-all]")) {
      for (const box of boxes()) box.checked = event.target.checked;
    }
    count();
  });
  // The box for all works by this script alone, so it shows with it alone.
  function wake() {
    for (const box of document.querySelectorAll("[data-choose-all]")) box.hidden = false;
    count();
  }
  document.addEventListener("htmx:afterSettle", wake);
  wake();
})();
