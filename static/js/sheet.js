// The grid of a sheet from the keyboard: arrows and Tab move, Enter opens a cell, Escape leaves it.
// Without this script every row opens by the link on its number.
(() => {
  "use strict";
  const GRID = "[data-sheet-grid]";
  const RTL = document.documentElement.dir === "rtl";
  let wanted = null; // the cell that gets the focus when its row comes back: {row, cell, open}

  const cellOf = (node) => node instanceof Element && node.closest(`${GRID} td[data-cell]`);
  const rowOf = (cell) => cell.closest("tr");
  const lines = (grid) => [...grid.querySelectorAll("tr[data-row]")];
  const cells = (row) => [...row.querySelectorAll("td[data-cell]")];
  const box = (cell) => cell.querySelector("input.fix-in");
  const find = (row, position) => document.querySelector(`${GRID} tr[data-row="${row}"] td[data-cell="${position}"]`);

  function enter(cell) {
    const grid = cell.closest(GRID);
    grid.querySelectorAll("td[tabindex='0']").forEach((each) => { each.tabIndex = -1; });
    cell.tabIndex = 0;
    cell.focus();
  }

  // Only one cell of the grid is a stop of the Tab key; arrows reach the others.
  function wake() {
    document.querySelectorAll(GRID).forEach((grid) => {
      grid.setAttribute("role", "grid");
      grid.querySelectorAll("td[data-cell]").forEach((cell) => { if (!cell.hasAttribute("tabindex")) cell.tabIndex = -1; });
      const first = grid.querySelector("td[data-cell]");
      if (first && !grid.querySelector("td[tabindex='0']")) first.tabIndex = 0;
    });
  }

  function neighbour(cell, down, along) {
    const rows = lines(cell.closest(GRID));
    const row = rows[rows.indexOf(rowOf(cell)) + down];
    if (!row) return null;
    return cells(row)[cells(rowOf(cell)).indexOf(cell) + along] || null;
  }

  function step(cell, forward) {
    const all = lines(cell.closest(GRID)).flatMap(cells);
    return all[all.indexOf(cell) + (forward ? 1 : -1)] || null;
  }

  function open(cell, typed) {
    const form = document.getElementById(`mend-${rowOf(cell).dataset.row}`);
    if (!form) return;
    let input = box(cell);
    if (!input) {
      input = document.createElement("input");
      input.className = "fix-in";
      input.type = "text";
      input.dir = "auto";
      input.name = `cell-${cell.dataset.cell}`;
      input.setAttribute("form", form.id);
      input.setAttribute("aria-label", `${cell.dataset.label}, ${rowOf(cell).dataset.row}`);
      input.value = cell.dataset.text;
      cell.kept = [...cell.childNodes];
      cell.replaceChildren(input);
    }
    input.dataset.before = cell.dataset.text;
    input.focus();
    if (typed) input.value = typed; else input.select();
  }

  function leave(cell) {
    const input = box(cell);
    if (!input) return;
    input.value = cell.dataset.text;
    if (cell.kept) { cell.replaceChildren(...cell.kept); cell.kept = null; }
    enter(cell);
  }

  function save(cell, next) {
    const input = box(cell);
    const to = next || cell;
    if (input.value === cell.dataset.text && cell.kept) { leave(cell); enter(to); return; }
    if (input.value === cell.dataset.text) { enter(to); return; }
    wanted = { row: rowOf(to).dataset.row, cell: to.dataset.cell };
    document.getElementById(input.getAttribute("form")).requestSubmit();
  }

  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, RTL ? 1 : -1], ArrowRight: [0, RTL ? -1 : 1] };

  document.addEventListener("keydown", (event) => {
    const cell = cellOf(event.target);
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.matches("input.fix-in")) inside(event, cell);
    else if (event.target === cell) outside(event, cell);
  });

  function inside(event, cell) {
    if (event.key === "Escape") leave(cell);
    else if (event.key === "Enter") save(cell, neighbour(cell, 1, 0));
    else if (event.key === "Tab" && step(cell, !event.shiftKey)) save(cell, step(cell, !event.shiftKey));
    else return;
    event.preventDefault();
  }

  function outside(event, cell) {
    const move = MOVES[event.key];
    if (move) { const to = neighbour(cell, ...move); if (to) enter(to); }
    else if (event.key === "Enter" || event.key === "F2") open(cell);
    else if (event.key === "Home") enter(cells(rowOf(cell))[0]);
    else if (event.key === "End") enter(cells(rowOf(cell)).at(-1));
    else if (event.key.length === 1 && event.key !== " ") open(cell, event.key);
    else return;
    event.preventDefault();
  }

  document.addEventListener("dblclick", (event) => { const cell = cellOf(event.target); if (cell && !box(cell)) open(cell); });
  document.addEventListener("click", (event) => { const cell = cellOf(event.target); if (cell && event.target === cell) enter(cell); });
  document.addEventListener("htmx:load", () => {
    wake();
    if (!wanted) return;
    const cell = find(wanted.row, wanted.cell);
    wanted = null;
    if (cell) { enter(cell); if (box(cell)) open(cell); }
  });
  wake();
})();
