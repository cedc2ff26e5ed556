/* Pages of a PDF turned in place, the next one fetched ahead; without this the first page stands with a link to the whole. */
(function () {
  "use strict";

  function viewer(node) {
    var pages = Number(node.dataset.pages);
    var place = node.querySelector("[data-leaf]");
    var first = place.querySelector("img");
    var stem = place.getAttribute("href").replace(/\d+\/$/, "");
    var words = first.alt;
    var fetched = { 1: first };
    var at = 1;

    function fetchedPage(number) {
      if (!fetched[number]) {
        var image = new Image(first.width, first.height);
        image.alt = words.replace(/第 \d+ 页/, "第 " + number + " 页");
        image.src = stem + number + "/";
        fetched[number] = image;
      }
      return fetched[number];
    }

    function settled(image) {
      if (place.querySelector("img") !== image) return;
      place.setAttribute("aria-busy", "false");
      var seen = image.naturalWidth > 0;
      node.querySelector("[data-unseen]").hidden = seen;
      if (!seen) { delete fetched[at]; return; }
      Object.keys(fetched).forEach(function (number) { if (Math.abs(number - at) > 2) delete fetched[number]; });
      if (at < pages) fetchedPage(at + 1);
    }

    function shown(image) {
      place.setAttribute("aria-busy", "true");
      // One that waits to come into sight may call itself complete.
      if (image.naturalWidth > 0 || (image.complete && image !== first)) { settled(image); return; }
      image.addEventListener("load", function () { settled(image); }, { once: true });
      image.addEventListener("error", function () { settled(image); }, { once: true });
    }

    function turn(step) {
      var to = at + step;
      if (to < 1 || to > pages) return false;
      at = to;
      var image = fetchedPage(at);
      place.replaceChild(image, place.querySelector("img"));
      place.href = stem + at + "/";
      node.querySelector("[data-at]").textContent = at;
      node.querySelector("[data-turn='-1']").disabled = at === 1;
      node.querySelector("[data-turn='1']").disabled = at === pages;
      shown(image);
      return true;
    }

    node.querySelector("[data-turns]").hidden = pages < 2;
    node.addEventListener("click", function (event) {
      var button = event.target.closest("[data-turn]");
      if (button) turn(Number(button.dataset.turn));
    });
    node.turnPage = turn;
    shown(first);
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-pages]"), viewer);
  Array.prototype.forEach.call(document.querySelectorAll("[data-reading]"), function (node) {
    var wait = node.querySelector("[data-wait]");
    wait.hidden = false;
    node.addEventListener("htmx:afterSwap", function () { node.setAttribute("aria-busy", "false"); });
    ["htmx:responseError", "htmx:sendError"].forEach(function (name) {
      node.addEventListener(name, function () {
        node.setAttribute("aria-busy", "false");
        wait.textContent = "文字没有读出来，请刷新页面或下载原文件。";
      });
    });
  });
})();
