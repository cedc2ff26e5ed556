/* Tables wider than their box: on a phone a card for each row, every value under the head of its column;
   elsewhere a box to be scrolled, by keyboard too. Without this file they scroll by touch. */
(function () {
  "use strict";

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  var NARROW = window.matchMedia("(max-width: 575.98px)");
  var FEWEST = 3;

  function stackable(table) {
    return table.tHead && table.tHead.rows.length === 1 && table.tHead.rows[0].cells.length >= FEWEST &&
      !table.matches(".matrix") && !table.querySelector("[rowspan], tfoot, thead [colspan]");
  }

  function named(table) {
    var heads = all("th, td", table.tHead).map(function (cell) {
      var seen = cell.cloneNode(true);
      all(".visually-hidden, .icon", seen).forEach(function (node) { node.remove(); });
      return seen.textContent.trim();
    });
    [["table", [table]], ["rowgroup", [table.tHead].concat(all("tbody", table))], ["row", all("tr", table)],
      ["columnheader", all("thead th", table)], ["rowheader", all("tbody th", table)], ["cell", all("td", table)]
    ].forEach(function (pair) {
      pair[1].forEach(function (node) { node.setAttribute("role", pair[0]); });
    });
    all("tbody tr", table).forEach(function (row) {
      Array.prototype.reduce.call(row.cells, function (place, cell) {
        if (cell.tagName === "TD" && cell.colSpan === 1 && heads[place]) cell.dataset.head = heads[place];
        cell.classList.toggle("blank", cell.textContent.trim() === "—");
        return place + cell.colSpan;
      }, 0);
    });
    table.dataset.named = "yes";
  }

  function reachable(box) {
    var table = box.querySelector("table");
    box.classList.remove("stacked");
    var wide = box.scrollWidth > box.clientWidth + 1;
    if (wide && NARROW.matches && table && stackable(table)) {
      if (!table.dataset.named) named(table);
      box.classList.add("stacked");
      wide = false;
    }
    box.classList.toggle("scrolls", wide);
    if (wide && !box.hasAttribute("tabindex")) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      var heading = box.closest("section") && box.closest("section").querySelector("h2");
      box.setAttribute("aria-label", (heading ? heading.textContent.trim() + "：" : "") + "表格，可左右滚动");
    }
  }

  function tell() {
    all(".table-responsive").forEach(reachable);
  }

  window.addEventListener("resize", tell);
  tell();
})();
