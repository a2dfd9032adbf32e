// A long report is shown in parts. An address such as #page-43 that stands in another part is brought there:
// the server knows which part that is.
async function bring() {
  const name = decodeURIComponent(location.hash.slice(1));
  if (!name || document.getElementById(name)) return;
  const answer = await fetch(`?at=${encodeURIComponent(name)}`, { method: "HEAD" });
  const part = new URL(answer.url);
  if (part.searchParams.has("at")) return; // nowhere in the report
  part.hash = location.hash;
  if (part.search !== location.search) location.replace(part);
}
if (document.querySelector("[data-parts]")) {
  addEventListener("hashchange", bring);
  bring();
}
