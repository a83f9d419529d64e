// What a page does better with a script; everything works without it.
// A toll's number boxes get a minus and a plus, what is wrong in a form is read first, and an answer
// given to a card stays given when the card is renewed.
// What is typed, sent and kept on the device: drafts.js, device.js and sending.js.
(() => {
  "use strict";
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
    root.querySelectorAll(".toll-numbers input").forEach((input) => { if (!input.closest(".stepper")) stepper(input); });
  }

  // What was chosen while an answer was on its way stays chosen in what the answer brings.
  const choicesIn = (part) => [...part.querySelectorAll("input[type=radio], input[type=checkbox]")];
  const same = (one, other) => one.name === other.name && one.value === other.value;
  let chosen = [], active = null;

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.target.matches("[data-choices-stay]")) return;
    const all = choicesIn(event.target);
    chosen = all.filter((input) => input.checked);
    active = all.find((input) => input === document.activeElement);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (!event.target.matches("[data-choices-stay]")) return;
    for (const input of choicesIn(event.target)) {
      if (chosen.some((was) => same(was, input))) input.checked = true;
      if (active && same(active, input)) input.focus({ preventScroll: true });
    }
    chosen = [], active = null;
  });

  wake(document);
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) wake(event.target); });
  const summary = document.getElementById("error-summary");
  if (summary) summary.focus();
})();
