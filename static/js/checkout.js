// The details page: counts down how long the time is kept, and folds away the attendee's fields until they
// are wanted. The server alone decides when a hold is over.

const timer = document.querySelector(".hold time[role=timer]");

if (timer) {
  const bar = timer.parentElement.querySelector("progress");
  const left = Number(/\d+/.exec(timer.getAttribute("datetime"))?.[0] ?? 0);
  const started = performance.now();
  const tick = () => {
    const seconds = Math.max(0, Math.round(left - (performance.now() - started) / 1000));
    timer.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (bar) bar.value = seconds;
    if (seconds > 0) setTimeout(tick, 1000);
  };
  tick();
}

const other = document.querySelector("input[name=someone_else]");
const fields = document.querySelector("[data-attendee]");

if (other && fields) {
  const fold = () => {
    fields.hidden = !other.checked;
  };
  other.addEventListener("change", fold);
  fold();
}
