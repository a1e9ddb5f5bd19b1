// Offers what somebody might mean while they type: the ARIA combobox pattern, a list with manual selection. Fields
// say so with data-suggest (the address asked) and data-field. Without this module they are plain fields.

const PAUSE = 140; // milliseconds without a key before the server is asked
const FEWEST = 2;
const KEPT = 60;
const answers = new Map();
let number = 0;

class Combobox {
  constructor(input) {
    number += 1;
    this.input = input;
    this.form = input.form;
    this.name = input.name;
    this.list = Object.assign(document.createElement("div"), { className: "guesses", id: `guesses-${number}`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.guesses);
    this.said = Object.assign(document.createElement("p"), { className: "vh" });
    this.said.setAttribute("role", "status");
    const room = input.closest("[data-combobox]");
    room.append(this.list, this.said);
    const told = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(told)) input.setAttribute(name, value);
    input.autocomplete = "off";
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.choose(option);
    });
    this.form.addEventListener("submit", () => this.stop());
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  typed() {
    this.forgetSetting();
    this.stop();
    const text = this.input.value.trim();
    if (text.length < FEWEST) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    const address = `${this.input.dataset.suggest}?${new URLSearchParams({ field: this.input.dataset.field, text: text.toLowerCase() })}`;
    this.asking = new AbortController();
    try {
      if (!answers.has(address)) {
        const answer = await fetch(address, { signal: this.asking.signal });
        if (!answer.ok) throw new Error(answer.statusText);
        answers.set(address, (await answer.json()).groups);
        if (answers.size > KEPT) answers.delete(answers.keys().next().value);
      }
      if (document.activeElement === this.input) this.show(answers.get(address));
    } catch {
      this.close(); // asked no more, or not to be had: the field works by itself
    }
  }

  stop() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  show(groups) {
    this.list.replaceChildren(...groups.map((group, at) => this.group(group, at)));
    const count = this.options.length;
    if (!count) {
      this.close();
      this.said.textContent = this.input.dataset.none;
      return;
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(null);
    const words = count === 1 ? this.input.dataset.one : this.input.dataset.many;
    this.said.textContent = words.replace("{n}", count);
  }

  group({ label, options }, at) {
    const id = `${this.list.id}-${at}`;
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", id);
    const heading = Object.assign(document.createElement("p"), { className: "guesses-title", id, textContent: label });
    heading.setAttribute("role", "presentation");
    group.append(heading, ...options.map((option, n) => this.option(option, `${id}-${n}`)));
    return group;
  }

  option(option, id) {
    const made = Object.assign(document.createElement("div"), { className: "guess", id, offer: option });
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.append(Object.assign(document.createElement("span"), { textContent: option.label }));
    if (option.note) made.append(" ", Object.assign(document.createElement("small"), { textContent: option.note }));
    return made;
  }

  close() {
    this.stop();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(null);
    this.said.textContent = "";
  }

  mark(option) {
    this.marked?.setAttribute("aria-selected", "false");
    this.marked = option;
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  // Up and down go round through the field itself; Home, End and the rest stay the field's own.
  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        this.typed();
        return;
      }
      const places = [null, ...this.options];
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark(places.at((places.indexOf(this.marked ?? null) + step) % places.length));
    } else if (event.key === "Enter" && open && this.marked) {
      event.preventDefault();
      this.choose(this.marked);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Tab") {
      this.close();
    }
  }

  choose({ offer }) {
    const { form, input } = this;
    this.close();
    if (offer.url) {
      location.assign(offer.url);
      return;
    }
    if (offer.setting) this.keepSetting(offer);
    else if (offer.near) this.goNear(offer);
    else input.value = offer.value;
    if (form.dataset.instant !== undefined) form.requestSubmit();
    else input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // A setting is a filter and no words: a hidden field carries it, the visible one shows its name.
  keepSetting({ label, setting }) {
    this.forgetSetting();
    this.setting = Object.assign(document.createElement("input"), { type: "hidden", name: "setting", value: setting });
    this.form.append(this.setting);
    this.input.removeAttribute("name");
    this.input.value = label;
  }

  forgetSetting() {
    this.setting?.remove();
    this.setting = null;
    this.input.name = this.name;
  }

  goNear({ near }) {
    this.input.value = "";
    const field = this.form.elements.namedItem("near");
    field.value = near;
    field.focus();
  }
}

const made = new WeakSet();

export function enhance(root = document) {
  for (const input of root.querySelectorAll("input[data-suggest]")) {
    if (made.has(input)) continue;
    made.add(input);
    for (const old of input.closest("[data-combobox]").querySelectorAll(".guesses, .guesses + .vh")) old.remove(); // out of the history
    new Combobox(input);
  }
}

enhance();
document.addEventListener("htmx:afterSettle", () => enhance());
document.addEventListener("htmx:historyRestore", () => enhance());
