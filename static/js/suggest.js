// Suggestions while one types: the search boxes become comboboxes with a list, as ARIA 1.2 describes them.
// The list lies over the page, so that nothing moves. What is chosen is put into the box and searched.
const WAIT = 120; // milliseconds after the last key

function make(name, attributes, ...parts) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...parts);
  return element;
}

function suggest(input) {
  const list = make("div", { id: `${input.id}-suggestions`, role: "listbox", "aria-label": "Suggestions", hidden: "" });
  const status = make("p", { class: "unseen", "aria-live": "polite" });
  let active = -1;
  let timer;
  let asking = new AbortController();

  const options = () => [...list.children];
  const isOpen = () => !list.hidden;

  function stop() {
    clearTimeout(timer);
    asking.abort();
  }

  function close() {
    stop();
    list.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function activate(number) {
    options()[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = options()[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function show(found) {
    activate(-1);
    list.replaceChildren(...found.map(({ text, kind, query }, number) => {
      const attributes = { id: `${list.id}-${number + 1}`, role: "option", "aria-selected": "false", "data-query": query };
      return make("div", attributes, make("bdi", {}, text), " ", make("span", { class: "facts" }, kind));
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(isOpen()));
    status.textContent = found.length === 1 ? "1 suggestion" : `${found.length || "No"} suggestions`;
  }

  async function ask() {
    stop();
    const typed = input.value.trim();
    if (!typed) return close();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const asked = new URLSearchParams(new FormData(input.form)); // with the report, where only one is searched
      asked.set("q", typed);
      const answer = await fetch(`${input.dataset.suggest}?${asked}`, { signal });
      const found = answer.ok ? await answer.json() : [];
      if (!signal.aborted) show(found);
    } catch {
      if (!signal.aborted) close(); // without suggestions the box is what it was
    }
  }

  function choose(option) {
    input.value = option.dataset.query;
    close();
    input.form.requestSubmit();
  }

  async function step(by) {
    if (!isOpen()) await ask();
    const count = options().length;
    if (isOpen()) activate(active < 0 && by < 0 ? count - 1 : (active + by + count) % count);
  }

  const keys = {
    ArrowDown: () => { step(1); return true; },
    ArrowUp: () => { step(-1); return true; },
    Escape: () => isOpen() && (close(), true),
    Enter: () => {
      const option = isOpen() && options()[active];
      if (option) choose(option); else close();
      return Boolean(option);
    },
    Tab: close,
    // These move within the box: what is typed there is meant again.
    ...Object.fromEntries(["Home", "End", "ArrowLeft", "ArrowRight"].map((key) => [key, () => activate(-1)])),
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (Object.hasOwn(keys, event.key) && keys[event.key]()) event.preventDefault();
  });
  input.addEventListener("input", () => {
    stop();
    activate(-1);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });

  const role = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [key, value] of Object.entries(role)) input.setAttribute(key, value);
  input.form.append(list, status);
}

document.querySelectorAll("input[data-suggest]").forEach(suggest);
