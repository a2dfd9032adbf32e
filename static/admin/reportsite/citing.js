// Offers sources while one types [@ in a text: a list box that takes only the keys it needs, and only while it is open.

const TYPED = /\[(?:@[^\][;\n]*;\s*)*@([^\][,;\n]{0,60})$/u;
const PAUSE = 120; // milliseconds
const STYLES = ["font", "lineHeight", "letterSpacing", "padding", "borderWidth", "boxSizing", "tabSize", "direction"];

class Offers {
  constructor(writing) {
    this.writing = writing;
    this.textarea = writing.querySelector("textarea");
    this.list = document.createElement("ul");
    this.list.id = "offers";
    this.list.className = "offers";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Sources to cite");
    this.status = document.createElement("span");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.textarea.after(this.list, this.status);
    this.textarea.setAttribute("aria-autocomplete", "list");
    this.textarea.setAttribute("aria-haspopup", "listbox");
    this.textarea.addEventListener("input", () => this.wait());
    this.textarea.addEventListener("click", () => this.close());
    this.textarea.addEventListener("blur", () => this.close());
    this.textarea.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the focus
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("li")));
  }

  get typed() {
    const { selectionStart, selectionEnd, value } = this.textarea;
    if (selectionStart !== selectionEnd) return null;
    return TYPED.exec(value.slice(Math.max(0, selectionStart - 400), selectionStart))?.[1] ?? null;
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (this.typed === null) this.close();
    else this.timer = setTimeout(() => this.ask(this.typed), PAUSE);
  }

  async ask(typed) {
    if (typed === null) return;
    this.asking = new AbortController();
    const address = new URL(this.writing.dataset.sources, location);
    address.searchParams.set("q", typed);
    address.searchParams.set("unit", this.writing.dataset.unit);
    for (const name of ["edition", "collection"]) {
      const place = this.textarea.form.elements[name];
      if (place?.value) address.searchParams.set(name, place.value);
    }
    try {
      const response = await fetch(address, { signal: this.asking.signal, redirect: "error" });
      if (response.ok && this.typed === typed) this.open((await response.json()).sources);
    } catch {
      this.close();
    }
  }

  open(sources) {
    this.list.replaceChildren(...sources.map((source, number) => this.option(source, number)));
    if (!sources.length) return this.close();
    this.list.hidden = false;
    this.textarea.setAttribute("aria-controls", this.list.id);
    this.place();
    this.move(0);
    this.status.textContent = `${sources.length === 1 ? "1 source" : `${sources.length} sources`}; arrow keys choose, Enter cites, Escape closes.`;
  }

  option(source, number) {
    const option = document.createElement("li");
    const key = document.createElement("b");
    option.id = `offer-${number}`;
    option.setAttribute("role", "option");
    option.dataset.key = source.key;
    key.textContent = source.key;
    option.append(key, source.title, source.remark ? ` (${source.remark})` : "");
    return option;
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.status.textContent = "";
    this.textarea.removeAttribute("aria-activedescendant");
    this.textarea.removeAttribute("aria-controls");
  }

  move(number) {
    const options = [...this.list.children];
    this.active = options[(number + options.length) % options.length];
    for (const option of options) option.setAttribute("aria-selected", option === this.active);
    this.textarea.setAttribute("aria-activedescendant", this.active.id);
    this.active.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const number = [...this.list.children].indexOf(this.active);
    if (event.key === "ArrowDown") this.move(number + 1);
    else if (event.key === "ArrowUp") this.move(number - 1);
    else if (event.key === "Enter") this.choose(this.active);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  choose(option) {
    const typed = this.typed;
    if (!option || typed === null) return this.close();
    const { selectionStart: here, value } = this.textarea;
    const closed = value.slice(here).match(/^[^\][\n]*\]/);
    const words = option.dataset.key + (closed ? "" : "]");
    this.textarea.setSelectionRange(here - typed.length, here);
    if (!document.execCommand("insertText", false, words)) {
      this.textarea.setRangeText(words, here - typed.length, here, "end");
      this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.close();
  }

  // Below the line that is written: measured in a copy of the text, which browsers do not tell otherwise.
  place() {
    const copy = document.createElement("div");
    const caret = document.createElement("span");
    const style = getComputedStyle(this.textarea);
    for (const name of STYLES) copy.style[name] = style[name];
    Object.assign(copy.style, {
      position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word",
      width: `${this.textarea.offsetWidth}px`, top: "0", left: "0",
    });
    copy.append(this.textarea.value.slice(0, this.textarea.selectionStart), caret);
    caret.textContent = "\u200b";
    this.writing.append(copy);
    const line = caret.offsetTop - this.textarea.scrollTop + caret.offsetHeight;
    const widest = this.textarea.offsetWidth - this.list.offsetWidth;
    this.list.style.top = `${this.textarea.offsetTop + Math.min(line, this.textarea.offsetHeight) + 4}px`;
    this.list.style.left = `${Math.max(0, Math.min(caret.offsetLeft, widest))}px`;
    copy.remove();
  }
}

for (const writing of document.querySelectorAll(".writing")) new Offers(writing);
