"use strict";
(() => {
  const form = document.getElementById("filters");
  const list = document.getElementById("list");
  if (!form || !list) return;
  const body = list.tBodies[0];
  const rows = Array.from(body.rows, (row, index) => ({
    row, index, text: row.textContent.toLowerCase(),
  }));
  const choices = ["severity", "check", "state", "account"]
    .map((name) => [name, document.getElementById(`filter-${name}`)])
    .filter(([, select]) => select);
  const search = document.getElementById("filter-text");
  const shown = document.getElementById("shown");

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, text } of rows) {
      const fits = words.every((word) => text.includes(word))
        && choices.every(([name, select]) => !select.value || row.dataset[name] === select.value);
      row.hidden = !fits;
      count += fits;
    }
    shown.textContent = `${count} of ${rows.length} findings shown`;
  };

  const key = (row, column) => row.cells[column].dataset.key;
  const compare = (kind, column) => (one, other) => {
    const [left, right] = [key(one.row, column), key(other.row, column)];
    const order = kind === "number" ? left - right : left.localeCompare(right, "en", { numeric: true });
    return order || one.index - other.index;
  };

  const sort = (header, column) => {
    const descending = header.getAttribute("aria-sort") === "ascending";
    for (const other of list.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const sorted = [...rows].sort(compare(header.dataset.sort, column));
    if (descending) sorted.reverse();
    body.append(...sorted.map(({ row }) => row));
  };

  Array.from(list.tHead.rows[0].cells).forEach((header, column) => {
    if (!header.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    button.addEventListener("click", () => sort(header, column));
    header.replaceChildren(button);
  });
  list.tHead.rows[0].cells[0].setAttribute("aria-sort", "ascending");
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
