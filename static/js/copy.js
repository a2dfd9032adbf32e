// The quiet link beside a heading or paragraph also puts its address on the clipboard, without the search.
document.addEventListener("click", async ({ target }) => {
  const link = target.closest("a.anchor");
  if (!link) return;
  const address = new URL(link.hash, location.origin + location.pathname);
  const copied = await copy(address.href);
  say(copied ? "Link copied" : "Copying is not allowed here: the address bar has the link");
});

// Without a secure connection there is no clipboard.
function copy(text) {
  return Promise.resolve(navigator.clipboard)
    .then((clipboard) => clipboard.writeText(text))
    .then(() => true, () => false);
}

let silence;
function say(words) {
  const status = document.getElementById("status");
  status.textContent = words;
  clearTimeout(silence);
  silence = setTimeout(() => { status.textContent = ""; }, 4000);
}
