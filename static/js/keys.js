// Single keys for those who want them: / goes to the search box, n and p to the next and the previous match.
// They are on until they are switched off on the accessibility page, which this browser remembers.
const KEPT = "keys";

function are_on() {
  try { return localStorage.getItem(KEPT) !== "off"; } catch { return true; }
}

const ACTIONS = {
  "/": () => document.querySelector("main input[type=search], .masthead input[type=search]"),
  n: () => document.querySelector('a[data-key="next-match"]'),
  p: () => document.querySelector('a[data-key="previous-match"]'),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  if (event.target.closest("input, select, textarea, [contenteditable]") || !are_on()) return;
  const found = Object.hasOwn(ACTIONS, event.key) && ACTIONS[event.key]();
  if (!found) return;
  event.preventDefault();
  if (found.matches("a")) return found.click();
  found.focus();
  found.select();
});

// The switch itself: without JavaScript there is nothing to switch, and so it is drawn here.
const place = document.querySelector("[data-keys-switch]");
if (place) {
  const button = document.createElement("button");
  const state = document.createElement("span");
  button.type = "button";
  button.setAttribute("role", "switch");
  state.ariaHidden = "true"; // aria-checked says it
  button.append("Keyboard shortcuts: ", state);
  const draw = () => {
    button.setAttribute("aria-checked", are_on());
    state.textContent = are_on() ? "on" : "off";
  };
  button.addEventListener("click", () => {
    try { localStorage.setItem(KEPT, are_on() ? "off" : "on"); } catch { /* a browser that keeps nothing */ }
    draw();
  });
  draw();
  place.replaceChildren(button);
}
