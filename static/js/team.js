// On site with a phone. Copying: without this script the point is marked whole by one tap.
// Position: asked of the phone when the button is pressed, and sent with the form alone.
(() => {
  "use strict";
  const show = (buttons) => { for (const button of buttons) button.hidden = false; };
  if (navigator.clipboard) show(document.querySelectorAll("[data-copy]"));
  if (navigator.geolocation && window.isSecureContext) show(document.querySelectorAll("[data-locate]"));

  async function copy(button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("span").textContent = button.dataset.copied;
  }

  function locate(button) {
    const says = document.querySelector("[data-located]");
    const box = document.querySelector(button.dataset.locate);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        box.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
        box.dispatchEvent(new Event("change", { bubbles: true }));
        says.textContent = button.dataset.found.replace("{metres}", Math.ceil(coords.accuracy));
      },
      () => { says.textContent = button.dataset.refused; },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 10000 },
    );
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-locate]");
    if (!button) return;
    if (button.matches("[data-copy]")) copy(button);
    else locate(button);
  });
})();
