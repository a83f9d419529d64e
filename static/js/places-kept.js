// Places found on the device when there is no line, among those that it keeps of the person's area.
// How names are folded is the server's rule, and comes with the names.
(() => {
  "use strict";
  const ADDRESS = "/device/places.json";
  const MOST = 10;
  const TWICE = /(.)\1+/g;
  let known;

  const letterwise = (text, table) => [...text].map((one) => table[one] ?? one).join("");

  function rulesOf({ same, roman, one_sound: oneSound, ...patterns }) {
    const lead = new RegExp(patterns.leading_article, "u");
    const [articles, vowels] = [new RegExp(patterns.articles, "gu"), new RegExp(patterns.vowels, "gu")];
    const kind = new RegExp(patterns.kind, "gu");
    const fold = (text) => letterwise(letterwise(text, same).normalize("NFKC").toLowerCase().normalize("NFKD").replace(/[\p{Mn}\p{Cf}\p{Lm}]/gu, ""), same)
      .replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(lead, "");
    const sound = (folded) => oneSound.reduce((heard, [written, one]) => heard.replaceAll(written, one), letterwise(folded.replace(kind, "").replace(articles, ""), roman)).replace(vowels, "").replace(TWICE, "$1");
    return { fold, sound };
  }

  async function load() {
    const answer = await caches.match(ADDRESS);
    if (!answer) return null;
    const told = await answer.json();
    const { fold, sound } = rulesOf(told.rules);
    const names = [];
    const name = (row, text) => { if (text) { const folded = fold(text); names.push({ row, folded, sound: sound(folded) }); } };
    told.areas.forEach(([, arabic, english], row) => { name(row, arabic); name(row, english); });
    told.others.forEach(([row, text]) => name(row, text));
    return { ...told, names, fold, sound };
  }

  function scoreOf(each, folded, heard) {
    if (each.folded === folded) return 3;
    if (each.folded.startsWith(folded)) return 2;
    if (heard.length > 1 && each.sound === heard) return 1.5;
    return ` ${each.folded}`.includes(` ${folded}`) ? 1.2 : heard.length > 2 && each.sound.startsWith(heard) ? 1 : 0;
  }

  // [{pcode, arabic, english, level, trail}], the best first; null where nothing is kept.
  async function search(text, levels) {
    known ||= await load();
    if (!known) return null;
    const folded = known.fold(text), heard = known.sound(folded), best = new Map();
    if (!folded) return [];
    for (const each of known.names) {
      const score = scoreOf(each, folded, heard);
      if (score > (best.get(each.row) || 0)) best.set(each.row, score);
    }
    const level = (row) => known.areas[row][3];
    return [...best].filter(([row]) => !levels.length || levels.includes(level(row)))
      .sort(([a, one], [b, two]) => two - one || (level(b) === 4) - (level(a) === 4) || level(b) - level(a))
      .slice(0, MOST).map(([row]) => hit(row));
  }

  function hit(row) {
    const [pcode, arabic, english, level, parent] = known.areas[row];
    const inArabic = document.documentElement.lang === "ar";
    const trail = [];
    for (let above = parent; above !== null && above !== undefined; above = known.areas[above][4]) {
      const [, one, other, at] = known.areas[above];
      if (at) trail.push(inArabic ? one || other : other || one);
    }
    return { pcode, arabic, english, level: known.levels[level], trail: trail.join(" › ") };
  }

  const made = (tag, attributes, ...inside) => {
    const one = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
    one.append(...inside);
    return one;
  };

  const optionOf = (field) => (found) => made("button",
    { type: "button", class: "hit", role: "option", tabindex: "-1", "aria-selected": "false", id: `${field}-${found.pcode}`, "data-pcode": found.pcode, "data-label": [[found.arabic, found.english].filter(Boolean).join(" "), found.trail].filter(Boolean).join(" — ") },
    made("span", {}),
    made("span", {}, made("span", { class: "name" }, made("bdi", { lang: "ar", dir: "rtl" }, found.arabic), " ", made("bdi", { lang: "en", dir: "ltr" }, found.english)), made("bdi", { class: "parents" }, found.trail)),
    made("span", { class: "tiny quiet" }, `${found.level} `, made("bdi", { dir: "ltr" }, found.pcode)));

  async function instead(input) {
    const address = new URL(input.getAttribute("hx-get"), location.href).searchParams;
    const levels = (address.get("levels") || "").split(",").filter(Boolean).map(Number);
    const asked = input.value;
    const found = await search(asked, levels);
    if (!found || input.value !== asked || self.placeBox.isPicked(input)) return; // it was late
    const list = input.closest("[data-place-input]").querySelector("[role=listbox]");
    list.replaceChildren(...found.map(optionOf(address.get("field"))));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
  }

  const asking = document.activeElement; // the box whose question failed before this script was here
  if (asking?.matches("[data-place-input] [role=combobox]")) instead(asking).catch(() => null);

  for (const broken of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(broken, (event) => {
      if (self.caches && event.target.matches?.("[data-place-input] [role=combobox]")) instead(event.target).catch(() => null);
    });
  }
})();
