// "Use where I am": asks the browser on a click only, and sends the position rounded to about a kilometre. Which
// position was one's own is remembered in this tab alone, so that the page can say "near you".

const KEY = "near-me";
const WAIT = 10_000; // milliseconds

const rounded = ({ latitude, longitude }) => `${latitude.toFixed(2)},${longitude.toFixed(2)}`;

function said(button) {
  return button.form.querySelector("[data-near-said]");
}

function use(button) {
  const { form } = button;
  const field = form.elements.namedItem("near");
  const say = (words) => {
    said(button).textContent = words;
    said(button).hidden = !words;
  };
  button.disabled = true;
  say(button.dataset.asking);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      button.disabled = false;
      say("");
      field.value = rounded(coords);
      remember(field.value);
      form.requestSubmit();
    },
    ({ code }) => {
      button.disabled = false;
      say([button.dataset.unknown, button.dataset.refused, button.dataset.unknown, button.dataset.late][code]);
      field.focus();
    },
    { enableHighAccuracy: false, timeout: WAIT, maximumAge: 300_000 },
  );
}

function remember(position) {
  try {
    sessionStorage.setItem(KEY, position);
  } catch {
    // A browser that keeps nothing: the page names the town instead.
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

// Shows the buttons where the browser can tell, and "near you" where this is one's own position.
export function enhance() {
  for (const button of document.querySelectorAll("[data-near-me]")) button.hidden = !navigator.geolocation;
  const place = document.querySelector("[data-place]");
  if (place && place.dataset.place && place.dataset.place === remembered()) place.textContent = place.dataset.you;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-near-me]");
  if (button) use(button);
});

enhance();
document.addEventListener("htmx:afterSettle", enhance);
document.addEventListener("htmx:historyRestore", enhance);
