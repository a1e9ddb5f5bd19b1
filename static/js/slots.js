// Free times: shows them on the visitor's own clock, and says which one is chosen. Works without: the select
// of zones is a plain form, the times are radio buttons.

const booking = document.querySelector(".booking");

if (booking?.hasAttribute("data-detect-zone")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const shown = booking.querySelector("select[name=zone]")?.value;
  if (zone && zone !== shown) {
    const address = new URL(location.href);
    address.searchParams.set("zone", zone);
    location.replace(address);
  }
}

const said = booking?.querySelector("[data-chosen]");

function say() {
  const chosen = booking.querySelector("input[name=slot]:checked");
  if (!chosen || !said) return;
  const words = document.createElement("b");
  words.textContent = chosen.closest("label").querySelector("b").textContent.trim();
  said.replaceChildren(words);
}

if (said) {
  booking.addEventListener("change", say);
  say();
}
