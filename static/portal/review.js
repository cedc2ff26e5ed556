/* The keyboard of a reader: grades, ticks and the next record without the mouse. The page works without this file. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-review]");
  if (!form) return;
  var items = Array.prototype.slice.call(form.querySelectorAll("[data-item]"));
  var advice = form.elements.advice;
  var at = 0;

  function go(to) {
    at = Math.max(0, Math.min(items.length - 1, to));
    items.forEach(function (item, place) { item.classList.toggle("here", place === at); });
    items[at].focus({ preventScroll: true });
    items[at].scrollIntoView({ block: "nearest" });
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
    "a": function () { advice.focus(); }
  };

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
    if (item) { at = items.indexOf(item); items.forEach(function (one, place) { one.classList.toggle("here", place === at); }); }
  });

  Array.prototype.forEach.call(form.querySelectorAll("[data-phrase]"), function (button) {
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
