// While a form is saved, which takes seconds where a text is long, its button says so and is not pressed twice.

const PATIENCE = 30_000; // milliseconds; then something went wrong, and it may be tried again
const form = document.querySelector(".change-form #content-main > form");
let pressed = null;
let words = "";

const release = () => {
  if (pressed) pressed.value = words;
  pressed = null;
};

form?.addEventListener("submit", (event) => {
  if (pressed) return event.preventDefault();
  if (!event.submitter?.closest(".submit-row")) return;
  pressed = event.submitter;
  words = pressed.value;
  pressed.value = "Saving …";
  setTimeout(release, PATIENCE);
});
form?.addEventListener("input", release); // what was written since is not in what was sent
window.addEventListener("pageshow", release);
