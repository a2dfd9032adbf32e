// Asks before a page is left on which something was written and not saved.

const form = document.querySelector(".change-form #content-main > form");
let isSent = false;

const isWritten = (field) => {
  if (field.type === "hidden" || field.type === "submit" || field.disabled || !field.name) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "file") return field.value !== "";
  if (!field.options) return field.value !== field.defaultValue;
  const before = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(before, field.multiple ? -1 : 0);
};

if (form) {
  const cameBack = form.querySelector("[data-unsaved]"); // with what was sent, to be mended
  form.addEventListener("submit", () => { isSent = true; });
  form.addEventListener("input", () => { isSent = false; }); // the page stays where a save was broken off
  window.addEventListener("pageshow", () => { isSent = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && (cameBack || [...form.elements].some(isWritten))) event.preventDefault();
  });
}
