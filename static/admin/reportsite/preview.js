// Shows the text as it will be read while it is written, a moment after the last key.

const PAUSE = 500; // milliseconds
const SWITCH = "preview while typing";

class Live {
  constructor(writing) {
    this.writing = writing;
    this.textarea = writing.querySelector("textarea");
    this.shown = writing.querySelector(".writing-shown");
    this.pane = writing.querySelector(".writing-preview");
    this.status = writing.querySelector(".writing-status");
    this.lines = writing.querySelector(".writing-lines");
    this.form = this.textarea.form;
    this.switch = this.makeSwitch();
    this.form.addEventListener("input", () => this.wait());
    this.form.addEventListener("change", () => this.wait());
    this.textarea.addEventListener("input", () => this.count());
    this.writing.querySelector(".writing-bar button").addEventListener("click", (event) => this.now(event));
    this.shown.addEventListener("click", (event) => this.jump(event));
    if (!this.shown.querySelector(".writing-verdict")) this.wait(0);
  }

  makeSwitch() {
    const box = document.createElement("input");
    const label = document.createElement("label");
    box.type = "checkbox";
    box.id = "preview-while-typing";
    box.checked = localStorage.getItem(SWITCH) !== "off";
    label.htmlFor = box.id;
    label.textContent = " Preview while typing";
    box.addEventListener("change", () => {
      localStorage.setItem(SWITCH, box.checked ? "on" : "off");
      if (!box.checked) this.tell("");
    });
    const place = this.writing.querySelector(".writing-switch");
    place.append(box, label);
    place.hidden = false;
    return box;
  }

  count() {
    const lines = this.textarea.value.split("\n").length;
    this.lines.textContent = lines === 1 ? "1 line" : `${lines} lines`;
  }

  wait(pause = PAUSE) {
    clearTimeout(this.timer);
    if (this.switch.checked) this.timer = setTimeout(() => this.ask(), pause);
  }

  // The button needs no round trip here, which would lose the files that were chosen.
  now(event) {
    if (this.isLong) return;
    event.preventDefault();
    this.ask();
  }

  get isLong() {
    return this.textarea.value.length > Number(this.writing.dataset.longest);
  }

  // The fields of the form without its files: nothing is saved, so nothing needs to be sent twice.
  sent() {
    const sent = new URLSearchParams({ unit: this.writing.dataset.unit });
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string") sent.append(name, value);
    return sent;
  }

  async ask() {
    this.asking?.abort();
    this.asking = new AbortController();
    if (this.isLong) return this.tell("The text is long: press “Preview” to see it.");
    try {
      const response = await fetch(this.writing.dataset.preview, {
        method: "POST",
        body: this.sent(),
        signal: this.asking.signal,
        headers: { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value },
        redirect: "error", // to the login
      });
      if (response.status === 429) return this.wait(4 * PAUSE);
      const text = await response.text();
      if (!response.ok) throw new Error(response.status === 413 ? text : "");
      this.show(text);
    } catch (error) {
      if (error.name !== "AbortError") this.tell(error.message.startsWith("The text") ? error.message : "No preview: is the site reached, and are you still logged in? Your text is kept here.");
    }
  }

  show(html) {
    const place = this.pane.scrollTop;
    this.shown.innerHTML = html; // made and escaped by the site's own renderer
    this.pane.scrollTop = place;
    const mistakes = this.shown.querySelectorAll(".mistakes li").length;
    this.tell(mistakes ? `Up to date; ${mistakes} to mend` : "Up to date");
  }

  tell(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  // To the line of a mistake.
  jump(event) {
    const link = event.target.closest("a[data-line]");
    if (!link) return;
    event.preventDefault();
    const lines = this.textarea.value.split("\n");
    const number = Math.min(Number(link.dataset.line), lines.length) - 1;
    const start = lines.slice(0, number).reduce((sum, line) => sum + line.length + 1, 0);
    this.textarea.focus();
    this.textarea.setSelectionRange(start, start); // browsers scroll to an empty place, and then it is filled
    this.textarea.blur();
    this.textarea.focus();
    this.textarea.setSelectionRange(start, start + lines[number].length);
    this.textarea.scrollIntoView({ block: "nearest" });
  }
}

for (const writing of document.querySelectorAll(".writing")) new Live(writing);
