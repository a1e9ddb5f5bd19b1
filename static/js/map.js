// The map beside the results. Leaflet, the outlines and the towns are fetched when the results stand there and the map
// comes into view. The list stays the first thing: everything on the map stands in it too.

import { Outlines } from "./map/outlines.js";
import { Pins } from "./map/pins.js";
import { Towns } from "./map/towns.js";

const EARTH = [[-85, -180], [85, 180]];
const FEW_KM = 4;
const ABOUT = 15; // degrees
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let current = null;
let leaflet = null;

function styles(address) {
  return new Promise((done) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href: address, onload: done, onerror: done });
    document.head.append(link);
  });
}

// Once for the page: the library and both style sheets, Leaflet's own first.
function load({ leaflet: script, leafletCss, mapCss }) {
  leaflet ??= Promise.all([import(script), styles(leafletCss), styles(mapCss)]).then(() => globalThis.L);
  return leaflet;
}

class ResultsMap {
  constructor(L, figure) {
    Object.assign(this, { L, figure, words: figure.dataset, moved: false, kept: false });
    this.view = document.createElement("div");
    this.view.className = "map-view";
    this.view.setAttribute("role", "group");
    this.view.setAttribute("aria-label", this.words.said);
    figure.prepend(this.view);
    this.map = L.map(this.view, {
      attributionControl: false,
      zoomControl: false,
      fadeAnimation: !calm.matches,
      zoomAnimation: !calm.matches,
      markerZoomAnimation: !calm.matches,
      inertia: !calm.matches,
      maxBounds: EARTH,
      maxBoundsViscosity: 1,
      minZoom: 1,
      maxZoom: 12,
      scrollWheelZoom: false,
      zoomSnap: 0.5,
    });
    L.control.zoom({ zoomInTitle: this.words.closer, zoomOutTitle: this.words.farther }).addTo(this.map);
    this.map.setView([54, -2], 5);
    this.ground();
    this.reach = L.layerGroup().addTo(this.map);
    this.pins = new Pins(L, this.map, { numbered: this.words.numbered, other: this.words.other }, (...all) => this.choose(...all));
    this.listen();
  }

  ground() {
    const { tiles, outlines, towns } = this.words;
    if (tiles) {
      this.L.tileLayer(tiles, { maxZoom: 19 }).addTo(this.map);
      return;
    }
    this.outlines = new Outlines(this.L, this.map, outlines);
    this.towns = new Towns(this.L, this.map, towns, () => this.pins?.places() ?? []);
  }

  listen() {
    this.button = this.figure.querySelector("[data-area]");
    this.follow = this.figure.querySelector("[data-follow]");
    this.button.addEventListener("click", () => this.searchHere());
    this.map.on("dragstart", () => { this.moved = true; });
    const moves = {
      click: ({ target }) => target.closest(".leaflet-bar"),
      keydown: ({ key }) => key.startsWith("Arrow") || "+-=_".includes(key),
      dblclick: () => true,
      wheel: () => this.map.scrollWheelZoom.enabled(),
    };
    for (const [name, does] of Object.entries(moves)) {
      this.view.addEventListener(name, (event) => { this.moved ||= Boolean(does(event)); }, { capture: true, passive: true });
    }
    this.map.on("moveend", () => this.afterMove());
    this.view.addEventListener("click", () => this.map.scrollWheelZoom.enable());
    this.view.addEventListener("pointerleave", () => this.map.scrollWheelZoom.disable());
    const pinned = (event, on) => {
      const pin = event.target.closest?.(".pin");
      if (pin) light(new Set(on ? pin.dataset.towns.split(" ") : []), false);
    };
    for (const [name, on] of [["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]]) {
      this.view.addEventListener(name, (event) => pinned(event, on));
    }
  }

  afterMove() {
    if (!this.moved) return;
    if (this.follow.checked) {
      clearTimeout(this.later);
      this.later = setTimeout(() => this.searchHere(), 500);
    } else {
      this.button.hidden = false;
    }
  }

  // Looks around the middle of the view, as far as its longer side; to about a kilometre.
  searchHere() {
    const bounds = this.map.getBounds();
    const middle = bounds.getCenter().wrap();
    const away = Math.max(
      this.map.distance(middle, [middle.lat, bounds.getEast()]),
      this.map.distance(middle, [bounds.getNorth(), middle.lng]),
    );
    const radius = Math.min(20000, Math.max(1, Math.round(away / 1000 / Number(this.words.unit))));
    const address = new URL(location.href);
    address.searchParams.set("near", `${middle.lat.toFixed(2)},${middle.lng.toFixed(2)}`);
    address.searchParams.set("radius", radius);
    address.searchParams.delete("page");
    this.kept = true;
    globalThis.htmx.ajax("GET", address.pathname + address.search, { target: "#search", swap: "outerHTML show:none" });
  }

  // Shows what the page found. Asks for the other towns; the page's own stand at once.
  async show(found) {
    this.found = found;
    this.button.hidden = true;
    this.moved = false;
    this.map.closePopup();
    this.map.invalidateSize({ animate: false });
    this.reach.clearLayers();
    if (found.centre && found.km < 2000) {
      this.L.circle(found.centre, { radius: found.km * 1000, className: "reach", interactive: false }).addTo(this.reach);
    }
    if (!this.kept) this.fit(found.towns);
    this.pins.set(found.towns, []);
    const pins = await ask(found.pins);
    if (this.found !== found) return;
    if (!this.kept && !found.centre) this.fit([...found.towns, ...pins]);
    this.kept = false;
    this.pins.set(found.towns, pins);
    this.towns?.show();
  }

  fit(towns) {
    const { centre, km } = this.found;
    const L = this.L;
    if (centre && km < 2000) {
      this.map.fitBounds(L.latLng(centre).toBounds(Math.max(km, FEW_KM) * 2000), { animate: false });
    } else if (towns.length) {
      const shown = together(towns).map((town) => [town.lat, town.lon]);
      this.map.fitBounds(L.latLngBounds(shown).pad(0.15), { animate: false, maxZoom: 9 });
    }
  }

  // A numbered pin leads to its result; another one says what is there and offers to look there.
  choose(town, pin, numbered) {
    if (numbered) {
      const link = document.querySelector(`.hit[data-town="${town.id}"] h3 a`);
      link?.closest(".hit").scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
      link?.focus({ preventScroll: true });
      return;
    }
    const link = document.createElement("a");
    link.href = town.url;
    link.textContent = this.words.near.replace("{place}", town.label.split(",")[0]);
    link.setAttribute("hx-boost", "true");
    for (const [name, value] of [["target", "#search"], ["swap", "outerHTML show:none"], ["push-url", "true"]]) {
      link.setAttribute(`hx-${name}`, value);
    }
    const popup = this.L.popup({ offset: [0, -8], autoPanPadding: [12, 12] }).setLatLng([town.lat, town.lon]);
    popup.setContent(link).openOn(this.map);
    globalThis.htmx?.process(link);
    link.focus();
    popup.on("remove", () => pin.isConnected && pin.focus({ preventScroll: true }));
  }

  remove() {
    clearTimeout(this.later);
    this.map.remove();
  }
}

// Without a place asked for: where most of them are, not the whole earth for the sake of a few.
function together(towns) {
  const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const lat = middle(towns.map((town) => town.lat));
  const lon = middle(towns.map((town) => town.lon));
  return towns.filter((town) => Math.abs(town.lat - lat) < ABOUT && Math.abs(town.lon - lon) < ABOUT);
}

async function ask(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? (await answer.json()).pins : [];
  } catch {
    return [];
  }
}

// Marks the results and the pins of these towns.
function light(ids, pins = true) {
  for (const hit of document.querySelectorAll(".hit[data-town]")) {
    hit.classList.toggle("on", !pins && ids.has(hit.dataset.town));
  }
  if (pins) current?.pins.light(ids);
}

function drop() {
  current?.remove();
  current = null;
}

// Brings the map in line with what the page shows now.
async function keep() {
  const figure = document.querySelector("#map-figure");
  const data = document.querySelector("#map-data");
  if (!figure || !data) {
    drop();
    return;
  }
  const L = await load(figure.dataset);
  if (!figure.isConnected) return;
  if (current?.figure !== figure || !figure.contains(current.view)) {
    drop();
    for (const old of figure.querySelectorAll(".map-view")) old.remove(); // out of the browser's history, without life
    current = new ResultsMap(L, figure);
  }
  const now = document.querySelector("#map-data");
  if (now) current.show(JSON.parse(now.textContent));
}

const seen = new IntersectionObserver((entries) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  seen.disconnect();
  keep();
}, { rootMargin: "200px" });

function watch() {
  const figure = document.querySelector("#map-figure");
  if (!figure) drop();
  else if (current?.figure === figure && figure.contains(current.view)) keep();
  else {
    seen.disconnect();
    seen.observe(figure);
  }
}

for (const [name, on] of [["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]]) {
  document.addEventListener(name, ({ target }) => {
    const hit = target.closest?.(".hit[data-town]");
    if (hit) light(new Set(on ? [hit.dataset.town] : []));
  });
}

// The browser's history keeps the page without the drawn map, which would be long and dead.
document.addEventListener("htmx:beforeHistorySave", () => {
  const map = current;
  if (!map?.view.isConnected) return;
  map.view.remove();
  queueMicrotask(() => map.figure.prepend(map.view));
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target?.id === "search" || detail.elt?.id === "search") watch();
});
document.addEventListener("htmx:historyRestore", watch);

if (document.readyState === "complete") watch();
else addEventListener("load", watch);
