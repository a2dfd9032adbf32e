/* Drag a section, with the sections in it, to another place. The form sends the move; without this file buttons do. */
"use strict";

for (const form of document.querySelectorAll("[data-arrange]")) {
  const list = form.querySelector("ol");
  const rows = [...list.children];
  let carried = [];

  const rowAt = (y) => rows.find((row) => y < row.getBoundingClientRect().top + row.offsetHeight / 2);

  const withParts = (row) => {
    const first = rows.indexOf(row);
    const end = rows.findIndex((other, place) => place > first && Number(other.dataset.level) <= Number(row.dataset.level));
    return rows.slice(first, end < 0 ? rows.length : end);
  };

  const show = (goal) => {
    for (const element of [list, ...rows]) element.classList.toggle("goal", element === goal);
  };

  const drop = () => {
    for (const row of carried) row.classList.remove("carried");
    show(null);
    carried = [];
  };

  const send = (row, before) => {
    const move = document.createElement("input");
    move.type = "hidden";
    move.name = "move";
    move.value = `drag ${row.dataset.key} ${before ? before.dataset.key : 0}`;
    form.append(move);
    form.submit();
  };

  for (const row of rows) {
    const handle = row.querySelector(".handle");
    handle.hidden = false;
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      carried = withParts(row);
      for (const part of carried) part.classList.add("carried");
    });
    handle.addEventListener("pointermove", (event) => {
      if (!carried.length) return;
      show(rowAt(event.clientY) ?? list);
      if (event.clientY < 60) window.scrollBy(0, -12);
      if (event.clientY > window.innerHeight - 60) window.scrollBy(0, 12);
    });
    handle.addEventListener("pointerup", (event) => {
      if (!carried.length) return;
      const before = rowAt(event.clientY);
      const after = rows[rows.indexOf(carried.at(-1)) + 1];
      const stays = carried.includes(before) || before === after;
      drop();
      if (!stays) send(row, before);
    });
    handle.addEventListener("pointercancel", drop);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") drop();
  });
  for (const words of document.querySelectorAll(".with-script")) words.hidden = false;
}
