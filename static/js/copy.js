// The quiet link beside a heading or paragraph also puts its address on the clipboard, without the search.
// After that a second one makes the link to a range: from the first to the last.
const part = location.search.match(/[?&](part=\d+)/); // of a report that is read on several pages
const page = location.origin + location.pathname;
const prose = document.querySelector(".prose[data-ranges]"); // where a link to a range is understood
let first = null; // the anchor where a range begins, while its end is being chosen
let offer = null;

document.addEventListener("click", async ({ target }) => {
  const link = target.closest("a.anchor");
  if (target.closest("[data-copy]")) {
    say(await copy(part ? `${page}?${part[1]}` : page), "Link copied");
  } else if (offer?.contains(target)) {
    choose(offer.anchor);
  } else if (link && first) {
    say(await copy(range(first, link)), "Link to the range copied");
    choose(null);
  } else {
    withdraw();
    if (link && say(await copy(page + link.hash), "Link copied") && prose) propose(link);
    link?.focus({ preventScroll: true }); // going to its address took the focus away
  }
});

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !(first || offer)) return;
  const from = first ?? offer.anchor;
  if (first) tell("No range is chosen");
  choose(null);
  from.focus();
});

// The link to the blocks from one anchor to another, whichever was chosen first.
function range(one, other) {
  const isBefore = one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING;
  const [start, end] = (isBefore ? [other, one] : [one, other]).map((link) => link.hash.slice(1));
  return `${page}?range=${start}-${end}#${start}`;
}

// The offer is seen at the foot of the window, in place of the status, and stands behind its anchor for those who go
// by Tab. Its words fit what it begins at, as the anchor's name says it.
function propose(anchor) {
  offer = document.createElement("button");
  offer.type = "button";
  offer.lang = "en";
  offer.className = "to-range";
  const [, kind] = anchor.getAttribute("aria-label").match(/Link to this (\S+)/) ?? [, "place"];
  const words = document.createElement("u");
  words.textContent = `Link to a range from this ${kind} …`;
  offer.append("Copied. ", words);
  offer.anchor = anchor;
  anchor.after(offer);
  document.body.classList.add("offering");
}

function withdraw() {
  offer?.remove();
  offer = null;
  document.body.classList.remove("offering");
}

function choose(anchor) {
  withdraw();
  first = anchor;
  prose?.classList.toggle("choosing", Boolean(anchor));
  if (!anchor) return;
  anchor.focus({ preventScroll: true });
  tell("Choose the ¶ where the range ends, or press Escape", true);
}

// Without a secure connection there is no clipboard.
function copy(text) {
  return Promise.resolve(navigator.clipboard)
    .then((clipboard) => clipboard.writeText(text))
    .then(() => true, () => false);
}

function say(copied, words) {
  tell(copied ? words : "Copying is not allowed here: the address bar has the link");
  return copied;
}

let silence;
function tell(words, stays = false) {
  const status = document.getElementById("status");
  status.textContent = words;
  clearTimeout(silence);
  if (!stays) silence = setTimeout(() => { status.textContent = ""; }, 4000);
}
