// What a form says, in the words that stand beside its boxes: kept with the form, so that a person
// reads on any page what they wrote and what they changed, and not the codes that are sent.
(() => {
  "use strict";
  const SILENT = new Set(["hidden", "submit", "button", "reset", "image", "password"]);
  const ticked = (input) => ["radio", "checkbox"].includes(input.type);

  // The first words of a label: after them come stars, and readings that another answer shows.
  function words(part) {
    if (!part) return "";
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const said = texts.currentNode.data.replace(/\s+/g, " ").trim();
      if (said) return said;
    }
    return "";
  }

  // The question that a box answers: what stands above several of them, and beside this one.
  function question(input) {
    const group = input.closest("[role=group][aria-labelledby]");
    const above = words(input.closest("fieldset")?.querySelector("legend"))
      || words(group && document.getElementById(group.getAttribute("aria-labelledby")));
    const own = words(input.labels?.[0]) || input.getAttribute("aria-label") || input.name;
    if (!above || ticked(input)) return above || own;
    return own === above ? own : `${above} · ${own}`;
  }

  function answer(input) {
    if (ticked(input)) return input.checked ? words(input.labels?.[0]) || input.getAttribute("aria-label") || "✓" : "";
    if (input.type === "file") return [...input.files].map((file) => file.name).join(", ");
    if (input.selectedOptions) return [...input.selectedOptions].filter((one) => one.value).map(words).join(", ");
    return input.value.trim();
  }

  // [[question, answer], …] in the order of the form; of what was left blank, nothing.
  function of(form) {
    const told = new Map();
    for (const input of form.elements) {
      if (!input.name || SILENT.has(input.type)) continue;
      const said = answer(input);
      if (!said) continue;
      const asked = question(input);
      told.set(asked, told.has(asked) ? `${told.get(asked)}, ${said}` : said);
    }
    return [...told];
  }

  // [[question, before, now], …] of what differs; all of it where nothing is known of before.
  function changed(before, now) {
    const [old, current] = [new Map(before), new Map(now)];
    const asked = [...new Set([...current.keys(), ...old.keys()])];
    return asked.map((each) => [each, old.get(each) || "", current.get(each) || ""]).filter(([, was, is]) => was !== is);
  }

  function line([asked, was, is]) {
    const made = document.getElementById("told-line").content.firstElementChild.cloneNode(true);
    made.querySelector("[data-asked]").textContent = asked;
    made.querySelector("[data-was]").textContent = was;
    made.querySelector("[data-is]").textContent = is;
    made.querySelectorAll("[data-if-was]").forEach((part) => { part.hidden = !was; });
    made.querySelectorAll("[data-if-is]").forEach((part) => { part.hidden = !is; });
    made.querySelector("[data-if-blank]").hidden = !!is;
    return made;
  }

  // Puts what a kept form says, against its first try, in the place of a list's lines.
  function fill(list, send) {
    if (send.told) list.replaceChildren(...changed(send.before || [], send.told).map(line));
  }

  self.told = { of, changed, fill };
})();
