/* The keyboard of a reader: evidence, grades, ticks, phrases and the next record without the mouse. The page works without this file. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-review]");
  if (!form) return;
  var items = Array.prototype.slice.call(form.querySelectorAll("[data-item]"));
  var files = Array.prototype.slice.call(form.querySelectorAll("[data-file]"));
  var phrases = Array.prototype.slice.call(form.querySelectorAll("[data-phrase]"));
  var advice = form.elements.advice;
  var at = 0;
  var file = null;

  function mark(to) {
    at = to;
    items.forEach(function (item, place) { item.classList.toggle("here", place === at); });
  }

  function go(to) {
    mark(Math.max(0, Math.min(items.length - 1, to)));
    items[at].focus({ preventScroll: true });
    items[at].scrollIntoView({ block: "start" });
  }

  /* Where the evidence of this item scrolls: in itself beside the indicators, with the page where the window is narrow. */
  function sight() {
    var region = items[at].querySelector(".evidence");
    if (getComputedStyle(region).overflowY === "auto") {
      var box = region.getBoundingClientRect();
      return { node: region, top: box.top, bottom: box.bottom };
    }
    return { node: document.scrollingElement, top: document.querySelector(".bar").offsetHeight, bottom: window.innerHeight };
  }

  function bring(node, edge) {
    var seen = sight();
    seen.node.scrollTop += node.getBoundingClientRect()[edge] - seen[edge];
  }

  /* A screenful on or back; where a page of a document ends in sight, the next one. */
  function look(step) {
    var seen = sight();
    var edge = step > 0 ? "bottom" : "top";
    var turned = Array.prototype.slice.call(items[at].querySelectorAll("[data-pages]")).some(function (viewer) {
      var end = viewer.getBoundingClientRect()[edge];
      if (end < seen.top - 2 || end > seen.bottom + 2 || !viewer.turnPage(step)) return false;
      bring(viewer, step > 0 ? "top" : "bottom");
      return true;
    });
    if (!turned) seen.node.scrollTop += step * 0.85 * (seen.bottom - seen.top);
  }

  function itemOf(node) { return items.indexOf(node.closest("[data-item]")); }

  function nextFile(step) {
    var ahead = files.filter(function (one) { return step > 0 ? itemOf(one) >= at : itemOf(one) <= at; });
    var to = file && itemOf(file) === at ? files[files.indexOf(file) + step] : ahead[step > 0 ? 0 : ahead.length - 1];
    if (!to) return;
    if (itemOf(to) !== at) go(itemOf(to));
    file = to;
    items[at].scrollIntoView({ block: "start" });
    bring(file, "top");
    file.focus({ preventScroll: true });
  }

  function grade(key) {
    var choice = items[at].querySelector("[data-key='" + key + "']");
    if (!choice) return;
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function tickAll() {
    var boxes = Array.prototype.slice.call(items[at].querySelectorAll("input[type=checkbox]"));
    var every = boxes.every(function (box) { return box.checked; });
    boxes.forEach(function (box) { box.checked = !every; });
  }

  var KEYS = {
    "1": function () { grade("1"); }, "2": function () { grade("2"); }, "3": function () { grade("3"); },
    "t": tickAll,
    "j": function () { go(at + 1); }, "k": function () { go(at - 1); },
    "f": function () { nextFile(1); }, "d": function () { nextFile(-1); },
    "n": function () { look(1); }, "p": function () { look(-1); },
    "a": function () { advice.focus(); }
  };
  phrases.slice(0, 6).forEach(function (button, place) { KEYS[String(place + 4)] = function () { button.click(); }; });

  function typing(node) {
    return node.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.querySelector("button[value=finish]").click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    var act = items.length && KEYS[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });

  form.addEventListener("focusin", function (event) {
    var item = event.target.closest("[data-item]");
    if (item) mark(items.indexOf(item));
  });

  phrases.forEach(function (button) {
    button.addEventListener("click", function (event) {
      event.preventDefault();
      event.stopImmediatePropagation();
      advice.value = (advice.value.trim() ? advice.value.trim() + "\n" : "") + button.dataset.phrase;
      advice.dispatchEvent(new Event("input", { bubbles: true }));
      advice.focus();
    });
  });

  Array.prototype.forEach.call(form.querySelectorAll("[data-keys]"), function (line) { line.hidden = false; });
})();
