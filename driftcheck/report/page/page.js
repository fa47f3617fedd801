"use strict";
(() => {
  const form = document.getElementById("filters");
  const list = document.getElementById("list");
  if (!form || !list) return;
  const MOST = 10; // rows and findings of a card that are shown at first
  const find = (name) => document.getElementById(name);
  const [search, sort, reverse, shown] = ["filter-text", "sort", "reverse", "shown"].map(find);
  const choices = ["severity", "check", "state", "account"]
    .map((name) => [name, find(`filter-${name}`)]).filter(([, select]) => select);
  const say = (count) => count.toLocaleString("en");

  // A row of a range stands for numbers that its text does not have.
  const numbersOf = ({ first, last }) => Array.from(
    { length: first ? last - first + 1 : 0 }, (_, index) => `+${Number(first) + index}`,
  );
  const rowOf = (row, index) => {
    const numbers = numbersOf(row.dataset);
    const cells = Array.from(row.cells).slice(numbers.length ? 1 : 0);
    const text = cells.map((cell) => cell.textContent).join(" ").toLowerCase();
    const keys = { number: row.cells[0].textContent, place: row.querySelector("code").textContent };
    return { row, index, numbers, text, keys };
  };
  // Parts of a card, of which only the first are shown until a button below them is pressed.
  const folding = (parts, what) => {
    const more = document.createElement("button");
    more.type = "button";
    parts[0].closest("ul, table").after(more);
    const folded = { parts, more, what, whole: false };
    more.addEventListener("click", () => { folded.whole = true; filter(); });
    return folded;
  };
  const cardOf = (node, index) => {
    const table = node.querySelector("table");
    const text = Array.from(node.children, (part) => (part === table ? "" : part.textContent));
    const troubles = Array.from(node.querySelectorAll("[data-check]"));
    const rows = Array.from(table.tBodies[0].rows, rowOf);
    return {
      node, index, troubles, rows, body: table.tBodies[0], text: text.join(" ").toLowerCase(),
      keys: troubles[0].dataset, fixes: Array.from(node.querySelectorAll(":scope > dl > div")),
      causes: folding(Array.from(node.querySelector("ul").children), "more findings"),
      numbers: folding(rows.map(({ row }) => row), "more"),
    };
  };
  const cards = Array.from(list.children, cardOf);

  // How many numbers of a row have all of these words in what is said of them.
  const countOf = ({ numbers, text }, words) => {
    const left = words.filter((word) => !text.includes(word));
    if (!numbers.length) return left.length ? 0 : 1;
    return numbers.filter((number) => left.every((word) => number.includes(word))).length;
  };
  // Of the parts that fit, shows the first or all.
  const fold = ({ parts, more, what, whole }, fitting) => {
    const all = whole || fitting.length <= MOST + 2;
    const chosen = new Set(all ? fitting : fitting.slice(0, MOST));
    for (const part of parts) part.hidden = !chosen.has(part);
    more.hidden = all;
    more.textContent = `Show ${say(fitting.length - MOST)} ${what}`;
    return all;
  };
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let [count, total] = [0, 0];
    for (const card of cards) {
      const fitting = card.troubles.filter(({ dataset }) => choices.every(
        ([name, { value }]) => !value || (dataset[name] ?? card.node.dataset[name]) === value,
      ));
      const causes = new Set(fitting.map(({ parentNode }) => parentNode));
      const all = fold(card.causes, Array.from(causes));
      card.fixes.forEach((fix, index) => { fix.hidden = !all && index >= MOST; });
      const left = words.filter((word) => !card.text.includes(word));
      const counts = new Map(card.rows.map((row) => [row, countOf(row, left)]));
      const rows = card.rows.filter((row) => counts.get(row));
      card.node.hidden = !(fitting.length && rows.length);
      fold(card.numbers, rows.map(({ row }) => row));
      for (const row of rows) count += counts.get(row) * fitting.length;
      for (const row of card.rows) total += (row.numbers.length || 1) * card.troubles.length;
    }
    shown.textContent = `${count ? say(count) : "None"} of ${say(total)} findings${count ? "" : " fits"}`;
  };

  const { compare } = new Intl.Collator("en", { numeric: true });
  const arrange = () => {
    const name = sort.value;
    const sign = reverse.getAttribute("aria-pressed") === "true" ? -1 : 1;
    const by = (key) => (one, other) => sign * (
      (name && compare(key(one) ?? "", key(other) ?? "")) || one.index - other.index
    );
    for (const card of cards) {
      card.rows.sort(by((row) => row.keys[name]));
      card.body.append(...card.rows.map(({ row }) => row));
    }
    cards.sort(by((card) => card.keys[name] ?? card.rows[0].keys[name]));
    list.append(...cards.map(({ node }) => node));
    filter();
  };

  reverse.addEventListener("click", () => {
    reverse.setAttribute("aria-pressed", reverse.getAttribute("aria-pressed") !== "true");
    arrange();
  });
  form.addEventListener("input", ({ target }) => (target === sort ? arrange : filter)());
  form.addEventListener("reset", () => setTimeout(() => {
    reverse.setAttribute("aria-pressed", false);
    arrange();
  }));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
