/* The map in the browser. The page holds a drawing of the same cases, which stays where this cannot
   run; here it becomes a map to move, whose groups the server makes for each view. Words come from
   the page's data attributes, shapes from its marks: nothing is asked of another host. */
(() => {
  "use strict";
  const NEAREST = 17;
  const STEP_IN = 2;
  const NAMES_OF_DISTRICTS_FROM = 9;
  const NAMES_OF_GROUPS_FROM = 10;
  const NAMES_OF_TOWNS_FROM = 11;
  const MOST_NAMES = 60;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const made = (tag, attributes = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  // The page's numbers are in the reader's digits; those that come later follow the same choice.
  const arabicDigits = document.documentElement.lang === "ar" && /(^|; )digits=arabic/.test(document.cookie);
  const digits = (text) => (arabicDigits ? String(text).replace(/\d/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[digit]) : String(text));
  const isolated = (text) => made("bdi", {}, text);
  const turned = ([longitude, latitude]) => [latitude, longitude];

  const sign = (marks, name) => {
    const space = "http://www.w3.org/2000/svg";
    const drawing = document.createElementNS(space, "svg");
    for (const [key, value] of [["class", "i"], ["viewBox", "0 0 16 16"], ["aria-hidden", "true"]]) drawing.setAttribute(key, value);
    const use = document.createElementNS(space, "use");
    use.setAttribute("href", `${marks}#${name}`);
    drawing.append(use);
    return drawing;
  };

  const read = async (address, signal) => {
    const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  class CaseMap {
    constructor(box) {
      this.words = box.dataset;
      this.canvas = made("div", { class: "map-canvas", dir: "ltr", role: "region", "aria-label": this.words.label });
      this.failure = made("p", { class: "map-failure", role: "alert", hidden: "" });
      box.append(this.canvas, this.failure);
      this.map = L.map(this.canvas, { zoomControl: false, attributionControl: Boolean(this.words.tilesBy), maxZoom: NEAREST, minZoom: 5, zoomSnap: 0.5, zoomAnimation: !calm, fadeAnimation: !calm, inertia: !calm });
      this.groups = L.layerGroup().addTo(this.map);
      this.names = L.layerGroup().addTo(this.map);
      this.towns = L.layerGroup().addTo(this.map);
      this.addControls();
      this.addGround();
      this.fit();
      box.querySelector("svg.map-drawing").remove();
      this.map.on("moveend", () => this.load());
      this.load();
    }

    fit() {
      const [south, west, north, east] = this.words.box.split(",").map(Number);
      this.map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: 13 });
    }

    addControls() {
      L.control.zoom({ zoomInTitle: this.words.nearer, zoomOutTitle: this.words.farther }).addTo(this.map);
      const whole = L.control({ position: "topleft" });
      whole.onAdd = () => {
        const button = made("button", { type: "button", class: "map-all", title: this.words.all, "aria-label": this.words.all }, "⤢");
        button.addEventListener("click", () => this.fit());
        L.DomEvent.disableClickPropagation(button);
        return button;
      };
      whole.addTo(this.map);
      const Scale = L.Control.Scale.extend({
        _updateMetric: function (metres) {
          const round = this._getRoundNum(metres);
          const [number, word] = round < 1000 ? [round, this.options.metres] : [round / 1000, this.options.kilometres];
          this._updateScale(this._mScale, `${digits(number)} ${word}`, round / metres);
        },
      });
      new Scale({ imperial: false, metres: this.words.metres, kilometres: this.words.kilometres }).addTo(this.map);
      if (this.map.attributionControl) this.map.attributionControl.setPrefix(false);
    }

    async addGround() {
      this.map.createPane("ground").classList.add("map-ground");
      if (this.words.tiles) {
        const by = made("span", {}, this.words.tilesBy || "").innerHTML;
        L.tileLayer(this.words.tiles, { attribution: by, maxZoom: NEAREST }).addTo(this.map);
      }
      const ground = await read(this.words.outlines).catch(() => null);
      if (!ground) return;
      const still = { pane: "ground", interactive: false, renderer: L.svg({ pane: "ground", padding: 0.5 }) };
      const lines = (list, className) => L.polyline(list.map((line) => line.map(turned)), { ...still, className }).addTo(this.map);
      if (!this.words.tiles) L.polygon(ground.land.map((ring) => ring.map(turned)), { ...still, className: "land" }).addTo(this.map);
      for (const [level, list] of Object.entries(ground.borders).reverse()) lines(list, `border border-${level}`);
      this.ground = ground.names;
      this.map.on("zoomend", () => this.nameAreas());
      this.nameAreas();
    }

    nameAreas() {
      const level = this.map.getZoom() >= NAMES_OF_DISTRICTS_FROM ? 2 : 1;
      this.names.clearLayers();
      for (const area of this.ground.filter((each) => each.level === level)) this.name(area, this.names);
    }

    name(area, layer) {
      const html = made("span", {}, isolated(area.name));
      const icon = L.divIcon({ className: `map-area map-area-${area.level}`, html, iconSize: null });
      L.marker(turned(area.at.map(Number)), { icon, interactive: false, keyboard: false, pane: "ground" }).addTo(layer);
    }

    /* The towns around; a mark that stands at a town has said its name. */
    async nameTowns(box, said) {
      if (this.map.getZoom() < NAMES_OF_TOWNS_FROM) {
        this.towns.clearLayers();
        return;
      }
      const found = await read(`${this.words.towns}?box=${box}`, this.asked.signal).catch(() => null);
      if (!found) return;
      this.towns.clearLayers();
      for (const town of found.names.filter((each) => !said.has(each.name))) this.name(town, this.towns);
    }

    async load() {
      this.asked?.abort();
      this.asked = new AbortController();
      this.canvas.setAttribute("aria-busy", "true");
      const bounds = this.map.getBounds();
      const box = [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()].map((each) => each.toFixed(4));
      const address = new URL(this.words.clusters, location.href);
      address.searchParams.set("box", box);
      address.searchParams.set("zoom", Math.floor(this.map.getZoom()));
      try {
        const found = await read(address, this.asked.signal);
        this.failure.hidden = true;
        this.show(found.features);
        this.canvas.removeAttribute("aria-busy");
        this.nameTowns(box, new Set(found.features.flatMap(({ properties: each }) => [each.name, each.where])));
      } catch (error) {
        if (error.name === "AbortError") return;
        this.canvas.removeAttribute("aria-busy");
        this.failure.textContent = this.words.failed;
        this.failure.hidden = false;
      }
    }

    show(features) {
      const wasAt = this.canvas.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
      this.groups.clearLayers();
      this.canvas.classList.toggle("map-named", this.map.getZoom() >= NAMES_OF_GROUPS_FROM && features.length <= MOST_NAMES);
      for (const feature of features) this.mark(feature);
      if (wasAt) (this.canvas.querySelector(`[aria-label="${CSS.escape(wasAt)}"]`) || this.canvas).focus({ preventScroll: true });
      this.list(features.map((feature) => feature.properties));
    }

    mark({ geometry, properties: each }) {
      const at = turned(geometry.coordinates);
      const target = each.url
        ? made("a", { href: each.url })
        : made("button", { type: "button" });
      target.className = "map-both";
      target.setAttribute("aria-label", each.label);
      target.title = each.label;
      const pill = made("span", { class: "map-pill", "data-kind": each.kind }, sign(this.words.marks, each.icon));
      if (each.n > 1) pill.append(digits(each.worst));
      target.append(pill);
      if (each.shown !== each.worst) target.append(made("span", { class: "map-total" }, digits(each.shown)));
      target.append(made("span", { class: "map-name", "aria-hidden": "true" }, isolated(each.name)));
      const icon = L.divIcon({ className: "map-mark", html: target, iconSize: null });
      const marker = L.marker(at, { icon, keyboard: false, riseOnHover: true }).addTo(this.groups);
      if (!each.url) {
        target.addEventListener("click", (click) => {
          click.stopPropagation(); // a click that reaches the map closes what it has just opened
          this.open(marker, each);
        });
      }
      each.open = () => this.open(marker, each);
    }

    open(marker, each) {
      const nearest = this.map.getZoom() >= NEAREST;
      if (!each.cases.length && !nearest) {
        this.map.setView(marker.getLatLng(), Math.min(NEAREST, this.map.getZoom() + STEP_IN));
        return;
      }
      const list = made("ul", { class: "map-cases", dir: document.dir });
      for (const one of each.cases) {
        const pill = made("span", { class: "map-pill", "data-kind": one.kind }, sign(this.words.marks, one.icon), made("span", { class: "visually-hidden" }, one.word));
        list.append(made("li", {}, pill, " ", made("a", { href: one.url }, isolated(one.title)), " ", made("bdi", { class: "ref quiet small", dir: "ltr" }, one.ref)));
      }
      if (each.rows) list.append(made("li", {}, made("a", { href: each.rows }, `${this.words.rows}: ${digits(each.shown)}`)));
      L.popup({ closeButton: false, maxWidth: 280 }).setLatLng(marker.getLatLng()).setContent(list).openOn(this.map);
      list.querySelector("a")?.focus();
    }

    list(features) {
      const head = document.getElementById("in-view");
      const list = document.getElementById("in-view-list");
      if (!head || !list) return;
      head.textContent = features.length ? this.words.many.replace("{n}", digits(features.length)) : this.words.none;
      list.replaceChildren(...features.map((each) => this.line(each)));
    }

    line(each) {
      const kinds = made("span", { class: "kinds" });
      for (const count of each.counts) {
        const pill = made("span", { class: "map-pill", "data-kind": count.name }, sign(this.words.marks, count.icon));
        if (each.n > 1) pill.append(digits(count.shown));
        pill.append(made("span", { class: "visually-hidden" }, ` ${count.word}`));
        kinds.append(pill, " ");
      }
      if (each.where) kinds.append(made("bdi", { class: "quiet small" }, each.where), " ");
      if (each.ref) kinds.append(made("bdi", { class: "ref", dir: "ltr" }, each.ref));
      const what = made("a", { class: "what", href: each.url || each.nearer || each.rows || "#map" }, isolated(each.name));
      if (!each.url) what.addEventListener("click", (click) => { click.preventDefault(); each.open(); });
      const line = made("li", {}, what);
      if (each.rows && each.n > 1) line.append(made("a", { class: "n", href: each.rows, "aria-label": each.label }, digits(each.shown)));
      line.append(kinds);
      return line;
    }
  }

  const start = () => {
    const box = document.getElementById("map");
    if (box && window.L && box.querySelector("svg.map-drawing")) new CaseMap(box);
  };
  start();
  document.addEventListener("htmx:afterSettle", start);
})();
