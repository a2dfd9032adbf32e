// What can be written in the text, such as [@S18] or ![](map), becomes a button that writes it there.

const insert = (textarea, words) => {
  textarea.focus();
  // The old command is the only one that a browser's undo takes back.
  if (document.execCommand("insertText", false, words)) return;
  textarea.setRangeText(words, textarea.selectionStart, textarea.selectionEnd, "end");
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
};

const offer = (code, textarea) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "insert";
  code.replaceWith(button);
  button.append("Insert ", code);
  button.addEventListener("click", () => insert(textarea, code.textContent));
};

const textarea = document.querySelector(".writing textarea");
if (textarea) for (const code of document.querySelectorAll("code[data-insert]")) offer(code, textarea);
