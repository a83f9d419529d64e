// The place box: a list of places while one types, by mouse, touch or keyboard.
// Without this script the form is submitted, and the page offers the choices.
(() => {
  "use strict";
  const boxOf = (element) => element.closest("[data-place-input]");
  const partsOf = (box) => ({
    input: box.querySelector("[role=combobox]"),
    code: box.querySelector("[data-place-code]"),
    list: box.querySelector("[role=listbox]"),
  });
  const optionsOf = (list) => [...list.querySelectorAll("[role=option]")];

  function show(box, open) {
    const { input, list } = partsOf(box);
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) mark(box, null);
  }

  function mark(box, chosen) {
    const { input, list } = partsOf(box);
    for (const option of optionsOf(list)) option.setAttribute("aria-selected", String(option === chosen));
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  // What was picked before no longer holds once something else is typed.
  function forget(box) {
    const { code } = partsOf(box);
    if (code) code.value = "";
    for (const radio of box.querySelectorAll("[data-place-candidates] input")) radio.checked = false;
  }

  const isPicked = (box) => Boolean(partsOf(box).code?.value);

  function codeOf(box) {
    const { input, code } = partsOf(box);
    if (code) return code;
    const made = Object.assign(document.createElement("input"), { type: "hidden", name: input.name.replace(/_text$/, "") });
    made.dataset.placeCode = "";
    box.append(made);
    return made;
  }

  function pick(box, option) {
    const { input } = partsOf(box);
    forget(box);
    const code = codeOf(box);
    code.value = option.dataset.pcode;
    input.value = option.dataset.label;
    show(box, false);
    input.focus();
    code.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function move(box, step) {
    const options = optionsOf(partsOf(box).list);
    if (!options.length) return;
    const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    mark(box, options[(now + step + options.length) % options.length]);
  }

  // A list that is renewed under the finger takes the pressed name away, and then there is no click.
  const STILL = 10; // pixels between press and release that are no drag
  let pressed = null;
  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[data-place-input] [role=option]");
    pressed = option && { option, box: boxOf(option), x: event.clientX, y: event.clientY };
  });
  document.addEventListener("pointercancel", () => { pressed = null; }); // the finger scrolls
  document.addEventListener("pointerup", (event) => {
    if (!pressed || pressed.option.isConnected) return;
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < STILL) pick(pressed.box, pressed.option);
    pressed = null;
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest("[data-place-input] [role=option]");
    if (option) return pick(boxOf(option), option);
    for (const box of document.querySelectorAll("[data-place-input]")) {
      if (!box.contains(event.target)) show(box, false);
    }
  });

  // The last places stand in the list when the page comes; they are offered while the box is empty.
  const lastPlaces = new WeakMap();
  for (const box of document.querySelectorAll("[data-place-input]")) lastPlaces.set(box, partsOf(box).list.innerHTML.trim());

  function offerLast(box) {
    const { input, list } = partsOf(box);
    if (input.value.trim() || !lastPlaces.get(box)) return false;
    list.innerHTML = lastPlaces.get(box);
    show(box, true);
    return true;
  }

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-place-input] [role=combobox]")) offerLast(boxOf(event.target));
  });

  document.addEventListener("focusout", (event) => {
    const box = event.target.matches("[data-place-input] [role=combobox]") && boxOf(event.target);
    if (box && event.relatedTarget && !box.contains(event.relatedTarget)) show(box, false);
  });

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-place-input] [role=combobox]")) return;
    const box = boxOf(event.target);
    forget(box);
    if (!event.target.value.trim() && !offerLast(box)) show(box, false);
  });

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-place-input] [role=combobox]")) return;
    const box = boxOf(event.target);
    const chosen = box.querySelector("[role=option][aria-selected=true]");
    if (event.key === "ArrowDown") move(box, 1);
    else if (event.key === "ArrowUp") move(box, chosen ? -1 : 0);
    else if (event.key === "Enter" && chosen) pick(box, chosen);
    else if (event.key === "Escape" && !partsOf(box).list.hidden) show(box, false);
    else return;
    event.preventDefault();
  });

  let looking = false;
  // Without a line the device looks among the places that it keeps.
  document.addEventListener("htmx:sendError", (event) => {
    const kept = document.getElementById("line-bar")?.dataset.places;
    if (looking || !kept || !event.target.matches?.("[data-place-input] [role=combobox]")) return;
    looking = true;
    document.head.append(Object.assign(document.createElement("script"), { src: kept }));
  });

  // What was picked while the line was slow is looked for no more: an answer that comes later would
  // lay its list over the form again.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches?.("[data-place-input] [role=combobox]") && isPicked(boxOf(event.target))) event.preventDefault();
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (!event.target.matches("[data-place-input] [role=listbox]")) return;
    const box = boxOf(event.target);
    if (isPicked(box)) show(box, false);
    else if (!offerLast(box)) show(box, event.target.childElementCount > 0);
  });
  self.placeBox = { isPicked: (input) => isPicked(boxOf(input)) };
})();
