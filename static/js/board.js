// Moving a card of the board with the mouse or a finger. What a card may do stands in its own menu
// “Move to…”, made by the server: dropping it on a state opens the page of that step, like the menu's
// link. A state that refuses says why. Without this script the menu does it all.
(() => {
  "use strict";
  const FAR = 6; // pixels of a mouse before it is a drag and no click
  const LONG = 400; // milliseconds of a finger before it is a drag and no scroll
  const BELOW = 28; // pixels that the card hangs below a finger, which would hide it
  const EDGE = 72; // pixels from the window's edge where the page scrolls along
  let pressed = null; // { card, x, y, id, touch, timer } before a drag
  let drag = null; // { card, ghost, over, answers, dx, dy } during one
  let justDropped = false;

  const board = () => document.getElementById("board");
  const says = (words) => { const line = board().querySelector("[data-board-says]"); if (line) line.textContent = words; };
  const textOf = (element, part) => (part ? element.querySelector(part) : element).textContent.trim();
  const wordOf = (state) => textOf(document.getElementById(`col-${state}`));

  // What a state answers to a card: { kind: "open" | "refused" | "none", link, links, why }.
  function answerOf(card, place) {
    const state = place.dataset.dropOn;
    const from = card.dataset.state;
    if (state === from) return null;
    const ways = [...card.querySelectorAll(`.moves [data-to="${state}"]`)];
    const links = ways.filter((way) => way.matches("a"));
    if (links.length) return { kind: "open", links, why: links.map((link) => link.firstChild.textContent.trim()).join(" / ") };
    if (ways.length) return { kind: "refused", why: textOf(ways[0], ".reason") };
    const column = board().querySelector(`.column[data-drop-on="${state}"]`);
    const known = column.dataset.from.split(" ").includes(from);
    const words = known ? board().dataset.notYours : board().dataset.noWay;
    return { kind: "none", why: words.replace("{from}", wordOf(from)).replace("{to}", wordOf(state)) };
  }

  function light(card) {
    const answers = new Map();
    for (const place of board().querySelectorAll("[data-drop-on]")) {
      const answer = answerOf(card, place);
      if (!answer) continue;
      answers.set(place, answer);
      place.dataset.drop = answer.kind;
      if (!place.matches(".column")) continue;
      const line = document.createElement("p");
      line.className = answer.kind === "open" ? "drop-why is-open" : "drop-why";
      line.textContent = answer.why;
      place.querySelector("header").after(line);
    }
    return answers;
  }

  function unlight() {
    for (const place of board().querySelectorAll("[data-drop]")) { delete place.dataset.drop; place.classList.remove("is-over"); }
    for (const line of board().querySelectorAll(".drop-why")) line.remove();
  }

  function begin() {
    const { card, x, y, id, touch } = pressed;
    clearTimeout(pressed.timer);
    const box = card.getBoundingClientRect();
    const ghost = card.cloneNode(true);
    ghost.removeAttribute("id");
    ghost.setAttribute("aria-hidden", "true");
    ghost.classList.add("is-carried");
    ghost.style.width = `${box.width}px`;
    card.classList.add("is-away");
    document.documentElement.classList.add("is-dragging");
    board().append(ghost);
    says("");
    drag = { card, ghost, id, over: null, dx: x - box.left, dy: touch ? -BELOW : y - box.top, answers: light(card) };
    pressed = null;
    follow(x, y);
  }

  function follow(x, y) {
    drag.ghost.style.transform = `translate(${x - drag.dx}px, ${y - drag.dy}px)`;
    const under = document.elementFromPoint(x, y);
    const place = under && under.closest("[data-drop-on]");
    if (place !== drag.over) {
      if (drag.over) drag.over.classList.remove("is-over");
      if (place) place.classList.add("is-over");
      drag.over = place;
    }
    if (y < EDGE) window.scrollBy(0, -12);
    else if (y > window.innerHeight - EDGE) window.scrollBy(0, 12);
  }

  function end(dropped) {
    const { card, ghost, over, answers } = drag;
    ghost.remove();
    card.classList.remove("is-away");
    document.documentElement.classList.remove("is-dragging");
    unlight();
    drag = null;
    const answer = dropped && over && answers.get(over);
    if (answer) take(card, answer);
  }

  // One step: its page. Several: the menu, where the person chooses. None: why not.
  function take(card, answer) {
    if (answer.kind !== "open") return says(answer.why);
    if (answer.links.length === 1) return window.location.assign(answer.links[0].href);
    card.querySelector(".moves").open = true;
    return answer.links[0].focus();
  }

  function letGo() {
    if (pressed) clearTimeout(pressed.timer);
    pressed = null;
  }

  document.addEventListener("pointerdown", (event) => {
    justDropped = false;
    const card = event.target.closest("#board [data-card]");
    if (!card || !event.isPrimary || event.button !== 0 || event.target.closest(".moves") || !card.querySelector(".moves")) return;
    const touch = event.pointerType !== "mouse";
    pressed = { card, x: event.clientX, y: event.clientY, id: event.pointerId, touch, timer: touch ? setTimeout(begin, LONG) : 0 };
  });

  document.addEventListener("pointermove", (event) => {
    if (drag && event.pointerId === drag.id) return follow(event.clientX, event.clientY);
    if (!pressed || event.pointerId !== pressed.id) return;
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < FAR) return;
    if (pressed.touch) letGo(); // the finger scrolls
    else begin();
  });

  document.addEventListener("pointerup", (event) => {
    letGo();
    if (!drag || event.pointerId !== drag.id) return;
    justDropped = true;
    end(true);
  });
  document.addEventListener("pointercancel", () => { letGo(); if (drag) end(false); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (drag) end(false);
    const menu = event.target.closest(".moves[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  // The browser's own ways with links and fingers must not take the card away.
  document.addEventListener("dragstart", (event) => { if (event.target.closest("#board [data-card]")) event.preventDefault(); });
  document.addEventListener("contextmenu", (event) => { if (drag || (pressed && pressed.touch)) event.preventDefault(); });
  document.addEventListener("touchmove", (event) => { if (drag) event.preventDefault(); }, { passive: false });
  document.addEventListener("click", (event) => {
    if (!justDropped) return;
    justDropped = false;
    if (event.target.closest("#board")) event.preventDefault();
  }, true);
  document.documentElement.classList.add("is-scripted");
})();
