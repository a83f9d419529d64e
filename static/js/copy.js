// A text is copied with one press. Without this script its box can be selected by hand.
(() => {
  "use strict";
  async function copy(button) {
    const box = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(box.value);
    } catch { // no clipboard without https, or no leave to use it
      box.select();
      document.execCommand("copy");
    }
    button.querySelector("[data-copied]").hidden = false;
  }
  document.querySelectorAll("[data-copies]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  });
})();
