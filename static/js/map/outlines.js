// Land and borders out of static/map/ (made by bin/outlines.py): the whole world coarse, near views by cells.

const NEAR_ZOOM = 6;

// Lines of a file, as points [latitude, longitude].
function points(flat, south, west, unit) {
  const line = [];
  for (let i = 0, x = 0, y = 0; i < flat.length; i += 2) {
    x += flat[i];
    y += flat[i + 1];
    line.push([south + y * unit, west + x * unit]);
  }
  return line;
}

// The parts of a ring that are coast, and not where it was cut at the edge of its cell.
function coasts(ring, edges) {
  const [south, west, north, east] = edges;
  const close = (a, b) => Math.abs(a - b) < 1e-6;
  const cut = (a, b) =>
    (close(a[0], b[0]) && (close(a[0], south) || close(a[0], north))) ||
    (close(a[1], b[1]) && (close(a[1], west) || close(a[1], east)));
  const parts = [];
  let part = [];
  for (let i = 0; i < ring.length; i += 1) {
    const a = ring[i];
    const b = ring[(i + 1) % ring.length];
    if (cut(a, b)) {
      if (part.length) parts.push(part);
      part = [];
    } else {
      if (!part.length) part.push(a);
      part.push(b);
    }
  }
  if (part.length) parts.push(part);
  return parts;
}

export class Outlines {
  constructor(L, map, base) {
    Object.assign(this, { L, map, base, files: new Map(), near: L.layerGroup(), far: L.layerGroup() });
    for (const [name, zIndex] of [["land", 200], ["lines", 210]]) {
      const pane = map.createPane(name);
      pane.style.zIndex = zIndex;
      pane.style.pointerEvents = "none";
    }
    this.panes = { land: L.svg({ pane: "land", padding: 0.4 }), lines: L.svg({ pane: "lines", padding: 0.4 }) };
    map.on("moveend", () => this.show());
  }

  // Draws what the view needs and is not drawn yet.
  async show() {
    const near = this.map.getZoom() >= NEAR_ZOOM;
    this.map[near ? "removeLayer" : "addLayer"](this.far);
    this.map[near ? "addLayer" : "removeLayer"](this.near);
    if (!near) {
      await this.once("world", () => this.load("world", this.far, -90, -180, 180, 360));
      return;
    }
    const index = await this.once("index", () => this.read("index"));
    if (!index) return;
    const bounds = this.map.getBounds();
    const from = (degrees, rest) => Math.max(0, Math.floor((degrees + rest) / index.cell));
    for (let row = from(bounds.getSouth(), 90); row <= from(bounds.getNorth(), 90); row += 1) {
      for (let column = from(bounds.getWest(), 180); column <= from(bounds.getEast(), 180); column += 1) {
        this.once(`${row}-${column}`, () => this.cell(index, row, column));
      }
    }
  }

  async cell(index, row, column) {
    const mark = index.rows[row]?.[column];
    const [south, west] = [row * index.cell - 90, column * index.cell - 180];
    if (mark === "+") await this.load(`${row}-${column}`, this.near, south, west, index.cell, index.cell);
    if (mark !== "#") return;
    const [north, east] = [south + index.cell, west + index.cell];
    this.fill([[[south, west], [north, west], [north, east], [south, east]]], this.near);
  }

  async load(name, layer, south, west, high, wide) {
    const file = await this.read(name);
    if (!file) return;
    const { land, borders, unit } = file;
    const rings = land.map((flat) => points(flat, south, west, unit));
    const edges = [south, west, south + high, west + wide];
    this.fill(rings, layer);
    this.line(rings.flatMap((ring) => coasts(ring, edges)), "coast", layer);
    this.line(borders.map((flat) => points(flat, south, west, unit)), "border", layer);
  }

  fill(rings, layer) {
    const options = { className: "land", renderer: this.panes.land, interactive: false };
    this.L.polygon(rings, options).addTo(layer);
  }

  line(lines, className, layer) {
    const options = { className, renderer: this.panes.lines, interactive: false };
    if (lines.length) this.L.polyline(lines, options).addTo(layer);
  }

  // A file that cannot be had leaves the sea; the pins are what matters.
  async read(name) {
    try {
      const answer = await fetch(`${this.base}${name}.json`);
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  once(name, make) {
    if (!this.files.has(name)) this.files.set(name, make());
    return this.files.get(name);
  }
}
