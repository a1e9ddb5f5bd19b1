// Films of other sites: the player is put in only when somebody asks for it. Until then nothing is loaded from there.

function play(figure, door) {
  const frame = document.createElement("iframe");
  frame.src = figure.dataset.embed;
  frame.title = figure.dataset.title;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.sandbox = "allow-scripts allow-same-origin allow-presentation allow-popups";
  door.replaceWith(frame);
  frame.focus();
}

for (const figure of document.querySelectorAll("[data-embed]")) {
  const door = figure.querySelector("[data-embed-door]");
  const button = figure.querySelector("[data-embed-play]");
  button.hidden = false;
  button.addEventListener("click", () => play(figure, door));
}
