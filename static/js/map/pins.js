// Pins: the numbers of this page's results, and smaller ones with counts for all other towns. What would lie on top
// of one another becomes one pin.

const NUMBERED_REACH = 30; // pixels
const OTHER_REACH = 46;

// Groups by a grid of the screen; what is in one square, or in a square near by and close, is one.
function gathered(towns, map, reach) {
  const groups = [];
  for (const town of towns) {
    const at = map.project([town.lat, town.lon]);
    const near = groups.find((group) => group.at.distanceTo(at) < reach);
    if (near) near.towns.push(town);
    else groups.push({ at, towns: [town] });
  }
  return groups;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

export class Pins {
  // `words`: sentences of the page with {n}, {place}; `choose(town, pin)`: somebody presses the pin of one town.
  constructor(L, map, words, choose) {
    Object.assign(this, { L, map, words, choose, numbered: [], others: [], pins: [], lit: new Set() });
    this.layer = L.layerGroup().addTo(map);
    map.on("zoomend", () => this.draw());
  }

  // Towns of this page ({id, number, label, lat, lon}) and all ({id, label, lat, lon, documents, url}).
  set(numbered, all) {
    const here = new Map(all.map((town) => [town.id, town]));
    const shown = new Set(numbered.map((town) => town.id));
    this.numbered = numbered.map((town) => ({ ...here.get(town.id), ...town }));
    this.others = all.filter((town) => !shown.has(town.id));
    this.draw();
  }

  draw() {
    const focused = document.activeElement?.closest?.(".pin")?.dataset.towns;
    this.layer.clearLayers();
    this.pins = [];
    const numbered = gathered(this.numbered, this.map, NUMBERED_REACH);
    for (const group of numbered) this.add(group.towns, true);
    for (const group of gathered(this.others, this.map, OTHER_REACH)) {
      const beside = numbered.find((one) => one.at.distanceTo(group.at) < NUMBERED_REACH);
      this.add(group.towns, false, beside && (beside.towns.length > 1 ? " beyond" : " beside"));
    }
    if (focused) this.pins.find((pin) => pin.dataset.towns === focused)?.focus({ preventScroll: true });
    this.light(this.lit);
  }

  add(towns, numbered, shifted) {
    const { L, words } = this;
    const first = towns[0];
    const documents = towns.reduce((sum, town) => sum + (town.documents ?? 0), 0);
    const several = towns.length - 1;
    const sign = numbered ? `${first.number}${several ? ` +${several}` : ""}` : documents;
    const said = (numbered ? words.numbered : words.other)
      .replace("{place}", towns.map((town) => town.label.split(",")[0]).slice(0, 3).join(", ") + (several > 2 ? " …" : ""))
      .replace("{number}", towns.map((town) => town.number).join(", "))
      .replace("{n}", documents || 1);
    const marker = L.marker([first.lat, first.lon], {
      icon: L.divIcon({ className: `pin${numbered ? "" : " other"}${shifted || ""}`, html: element("span", "num", sign), iconSize: null }),
      zIndexOffset: numbered ? 1000 : 0,
      riseOnHover: true,
      keyboard: true,
    });
    marker.bindTooltip(element("span", "", said), { direction: "top", offset: [0, -14], className: "pin-said" });
    marker.addTo(this.layer);
    const pin = marker.getElement();
    pin.setAttribute("aria-label", said);
    pin.dataset.towns = towns.map((town) => town.id).join(" ");
    const press = () => (several && this.map.getZoom() < this.map.getMaxZoom() ? this.open(towns) : this.choose(first, pin, numbered));
    marker.on("click", press);
    pin.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      press();
    });
    pin.at = this.map.project([first.lat, first.lon]);
    this.pins.push(pin);
  }

  // Where they stand, in pixels of the world at this zoom.
  places() {
    return this.pins.map((pin) => pin.at);
  }

  open(towns) {
    const bounds = this.L.latLngBounds(towns.map((town) => [town.lat, town.lon]));
    this.map.fitBounds(bounds.pad(0.4), { maxZoom: this.map.getMaxZoom() });
  }

  // Marks the pins of these towns.
  light(ids) {
    this.lit = ids;
    for (const pin of this.pins) {
      pin.classList.toggle("on", pin.dataset.towns.split(" ").some((id) => ids.has(id)));
    }
  }
}
