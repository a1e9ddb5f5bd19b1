// The results page: filters start folded where the screen is narrow, and the focus never falls off the page.
const narrow = matchMedia("(max-width: 59.99em)");
let unfolded = !narrow.matches;

const fold = () => {
  const filters = document.querySelector(".filters");
  if (filters) filters.open = unfolded || Boolean(filters.querySelector(".wrong"));
  for (const button of document.querySelectorAll("[data-without-script]")) button.remove();
};

narrow.addEventListener("change", () => {
  unfolded = !narrow.matches;
  fold();
});

document.addEventListener("toggle", ({ target }) => {
  if (target.matches(".filters")) unfolded = target.open;
}, true);

// Whoever ticks a practice setting means all of it: what was ticked under it goes.
document.addEventListener("change", ({ target }) => {
  if (!target.matches(".tick:not(.in) > input[name='setting']:checked")) return;
  let next = target.closest(".tick").nextElementSibling;
  for (; next?.matches(".in"); next = next.nextElementSibling) next.querySelector("input").checked = false;
}, true);

document.body.addEventListener("htmx:beforeSwap", () => {
  const filters = document.querySelector(".filters");
  if (filters) unfolded = filters.open;
});

document.body.addEventListener("htmx:afterSwap", fold);

document.body.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement === document.body) {
    const heading = document.querySelector("#r-count");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
});

fold();
