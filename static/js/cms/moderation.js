// Keys on the moderators' pages. They press what is on the page anyway, never act while somebody types or holds a
// modifier, and can be switched off for good on this device (WCAG 2.1.4).

const OFF = "moderation-keys-off";
const list = document.querySelector("[data-keys]");
const toggle = document.querySelector("[data-keys-switch]");

const remembered = () => {
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false; // storage may be forbidden
  }
};

const remember = (off) => {
  try {
    off ? localStorage.setItem(OFF, "yes") : localStorage.removeItem(OFF);
  } catch {
    // it holds for this page, then
  }
};

const typing = (target) =>
  target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

// Arrows belong to whatever scrolls, to menus and to dialogs, as soon as one of them has the focus.
const elsewhere = (target, key) =>
  target.closest?.("[role=dialog], [role=menu], [role=tablist]") ||
  (key.startsWith("Arrow") && target !== document.body && !target.closest?.("[data-item]"));

const items = () => [...document.querySelectorAll("[data-item]")];

const step = (direction) => {
  const link = document.querySelector(`[data-step="${direction < 0 ? "before" : "after"}"]`);
  if (link) return link.click();
  const all = items();
  if (!all.length) return;
  const here = all.findIndex((item) => item === document.activeElement);
  const next = all[Math.min(Math.max(here + direction, 0), all.length - 1)];
  next.focus();
  next.closest("article, tr")?.scrollIntoView({ block: "nearest" });
};

const open = (letter) => {
  const part = document.querySelector(`[data-open="${letter}"]`);
  if (!part) return false;
  part.open = true;
  part.querySelector("textarea, input:not([type=hidden])")?.focus();
  return true;
};

const press = (letter) => {
  const button = document.querySelector(`[data-key="${letter}"]`);
  button?.click();
  return Boolean(button);
};

const keys = {
  j: () => step(1),
  ArrowRight: () => step(1),
  k: () => step(-1),
  ArrowLeft: () => step(-1),
  p: () => press("p"),
  u: () => press("u"),
  r: () => open("r"),
  l: () => open("l"),
  "?": () => {
    list.open = !list.open;
    if (list.open) list.querySelector("summary").focus();
  },
};

// A form goes once: a second press while the next page loads would decide against a version that has gone.
let sent = null;
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.defaultPrevented) return;
  if (sent) return event.preventDefault();
  sent = event.target;
  sent.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  sent?.removeAttribute("aria-busy"); // by the back button the page comes as it was left
  sent = null;
});

const listen = (event) => {
  if (sent || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  if (elsewhere(event.target, event.key)) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // "?" opens a list of Wagtail's own elsewhere
  act();
};

const set = (off) => {
  window.removeEventListener("keydown", listen, true);
  if (!off) window.addEventListener("keydown", listen, true);
};

if (list && toggle) {
  list.hidden = false;
  toggle.checked = !remembered();
  toggle.addEventListener("change", () => {
    remember(!toggle.checked);
    set(!toggle.checked);
  });
  set(remembered());
}
