// The names of the largest towns in view, as many as have room.

const LETTER = 6.6; // pixels, about
const LINE = 17;
const PIN = 15;

const touch = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

export class Towns {
  // `pins()`: where pins stand, in pixels of the world at this zoom; names keep clear of them.
  constructor(L, map, address, pins) {
    Object.assign(this, { L, map, address, pins, known: new Map(), layer: L.layerGroup().addTo(map) });
    map.on("moveend", () => this.show());
  }

  async show() {
    const box = this.box();
    if (!this.known.has(box)) this.known.set(box, this.read(box));
    const towns = await this.known.get(box);
    if (box === this.box()) this.write(towns);
  }

  // The view, rounded outwards, so that a small step asks for nothing new.
  box() {
    const bounds = this.map.getBounds();
    const step = 2 ** Math.max(-2, Math.ceil(Math.log2((bounds.getEast() - bounds.getWest()) / 3)));
    const down = (degrees) => Math.floor(degrees / step) * step;
    const up = (degrees) => Math.ceil(degrees / step) * step;
    return [down(bounds.getWest()), down(bounds.getSouth()), up(bounds.getEast()), up(bounds.getNorth())].join(",");
  }

  async read(box) {
    try {
      const answer = await fetch(`${this.address}?box=${box}`);
      return answer.ok ? (await answer.json()).towns : [];
    } catch {
      return [];
    }
  }

  // The largest first; a name that would touch another stays away.
  write(towns) {
    this.layer.clearLayers();
    const pins = this.pins();
    const taken = pins.map(({ x, y }) => ({ left: x - PIN, right: x + PIN, top: y - PIN, bottom: y + PIN }));
    const view = this.map.getPixelBounds();
    for (const town of towns) {
      const at = this.map.project([town.lat, town.lon]);
      const pinned = pins.some((pin) => pin.distanceTo(at) < PIN);
      const gap = pinned ? PIN + 2 : 7;
      const wide = town.name.length * LETTER;
      const sides = [at.x + gap, at.x - gap - wide];
      const boxes = sides.map((left) => ({ left, right: left + wide, top: at.y - LINE / 2, bottom: at.y + LINE / 2 }));
      const fits = (box) => view.min.x < box.left && box.right < view.max.x && !taken.some((other) => touch(box, other));
      const box = view.contains(at) && boxes.find(fits);
      if (!box) continue;
      taken.push(box);
      const name = document.createElement("span");
      name.textContent = town.name;
      const icon = this.L.divIcon({ className: `town${box === boxes[1] ? " before" : ""}${pinned ? " pinned" : ""}`, html: name, iconSize: null });
      this.L.marker([town.lat, town.lon], { icon, interactive: false, keyboard: false, zIndexOffset: -5000 }).addTo(this.layer);
    }
    for (const label of this.map.getPane("markerPane").querySelectorAll(".town")) label.setAttribute("aria-hidden", "true");
  }
}
