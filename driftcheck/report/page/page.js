"use strict";
(() => {
  const form = document.getElementById("filters");
  const list = document.getElementById("list");
  if (!form || !list) return;
  const MOST = 10; // rows of a card that are shown at first
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
  const cardOf = (node, index) => {
    const table = node.querySelector("table");
    const text = Array.from(node.children, (part) => (part === table ? "" : part.textContent));
    const troubles = Array.from(node.querySelectorAll("[data-check]"));
    const more = document.createElement("button");
    more.type = "button";
    node.append(more);
    const card = {
      node, index, troubles, more, body: table.tBodies[0], text: text.join(" ").toLowerCase(),
      rows: Array.from(table.tBodies[0].rows, rowOf), keys: troubles[0].dataset, whole: false,
    };
    more.addEventListener("click", () => { card.whole = true; filter(); });
    return card;
  };
  const cards = Array.from(list.children, cardOf);

  // How many numbers of a row have all of these words in what is said of them.
  const countOf = ({ numbers, text }, words) => {
    const left = words.filter((word) => !text.includes(word));
    if (!numbers.length) return left.length ? 0 : 1;
    return numbers.filter((number) => left.every((word) => number.includes(word))).length;
  };
  const showRows = (card, rows) => {
    const all = card.whole || rows.length <= MOST + 2;
    const chosen = new Set(all ? rows : rows.slice(0, MOST));
    for (const one of card.rows) one.row.hidden = !chosen.has(one);
    card.more.hidden = all;
    card.more.textContent = `Show ${say(rows.length - MOST)} more`;
  };
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let [count, total] = [0, 0];
    for (const card of cards) {
      const fitting = card.troubles.filter(({ dataset }) => choices.every(
        ([name, { value }]) => !value || (dataset[name] ?? card.node.dataset[name]) === value,
      ));
      for (const trouble of card.troubles) {
        const cause = trouble.parentNode;
        cause.hidden = !fitting.some((other) => other.parentNode === cause);
      }
      const left = words.filter((word) => !card.text.includes(word));
      const counts = new Map(card.rows.map((row) => [row, countOf(row, left)]));
      const rows = card.rows.filter((row) => counts.get(row));
      card.node.hidden = !(fitting.length && rows.length);
      showRows(card, rows);
      for (const row of rows) count += counts.get(row) * fitting.length;
      for (const row of card.rows) total += (row.numbers.length || 1) * card.troubles.length;
    }
    shown.textContent = `${say(count)} of ${say(total)} findings`;
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
