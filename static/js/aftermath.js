// What a page does better with a script; everything works without it.
// A toll's number boxes get a minus and a plus, and what is wrong in a form is read first.
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

  wake(document);
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) wake(event.target); });
  const summary = document.getElementById("error-summary");
  if (summary) summary.focus();
})();
