// A note's number opens the note beside its line; the number again, or Escape, closes it.
const opened = new Map(); // mark → the note as it stands open

document.addEventListener("click", (event) => {
  const mark = event.target.closest("a[role=doc-noteref]");
  if (!mark || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const note = document.getElementById(mark.hash.slice(1));
  if (!note) return;
  event.preventDefault();
  opened.has(mark) ? close(mark) : open(mark, note);
});

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !opened.size) return;
  const marks = [...opened.keys()];
  close(marks.find((mark) => opened.get(mark).contains(document.activeElement)) ?? marks.at(-1));
});

function open(mark, note) {
  const copy = document.createElement("div");
  copy.className = "opened";
  copy.tabIndex = -1;
  copy.setAttribute("role", "note");
  copy.setAttribute("aria-label", mark.getAttribute("aria-label"));
  copy.append(...note.cloneNode(true).childNodes);
  copy.querySelectorAll(".anchor, .back, .margin").forEach((link) => link.remove());
  copy.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
  // A cell is too narrow for a note, and the box of a table would cut it off.
  (mark.closest(".table") ?? mark.closest("sup")).after(copy);
  mark.setAttribute("aria-expanded", "true");
  opened.set(mark, copy);
  copy.focus({ preventScroll: true });
  copy.scrollIntoView({ block: "nearest" });
}

function close(mark) {
  opened.get(mark).remove();
  opened.delete(mark);
  mark.setAttribute("aria-expanded", "false");
  mark.focus();
}

document.querySelectorAll("a[role=doc-noteref]").forEach((mark) => mark.setAttribute("aria-expanded", "false"));
