/* What the pages do beyond plain HTML. Every page works without this file; nothing here decides anything. */
(function () {
  "use strict";

  var NOT_COUNTED = /[\p{Z}\p{Cc}\p{Cf}\p{Mn}\p{Me}]/u;
  var IDLE = 2000;
  var KEPT = 24 * 3600 * 1000;
  var page = { user: document.body.dataset.user, kind: document.body.dataset.page, path: location.pathname };

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  function make(tag, className, text) {
    var node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  }

  function clock() {
    return new Date().toTimeString().slice(0, 5);
  }

  /* Counter: the same rule as portal.kit.text.count_characters */

  function countCharacters(text) {
    return Array.from(text).filter(function (character) { return !NOT_COUNTED.test(character); }).length;
  }

  function addCounter(area) {
    var limit = Number(area.dataset.limit);
    var below = make("div", "below");
    var counter = make("span", "counter");
    counter.setAttribute("role", "status");
    below.appendChild(counter);
    area.insertAdjacentElement("afterend", below);
    function tell() {
      var count = countCharacters(area.value);
      counter.textContent = count > limit
        ? "已写 " + count + " 字，超出 " + (count - limit) + " 字"
        : count + " / " + limit + " 字";
      counter.classList.toggle("over", count > limit);
    }
    area.addEventListener("input", tell);
    tell();
  }

  /* Draft saved by itself */

  function draftOf(form) {
    var data = new FormData(form);
    // A form token stands for one act; a draft saved many times must not use it up.
    data.delete("form_token");
    return data;
  }

  function addAutosave(form) {
    var timer, running = false, again = false, stopped = false;
    var line = form.querySelector("[data-autosave-line]") || form.appendChild(make("p", "autosave"));
    line.setAttribute("role", "status");

    function say(text, conflict) {
      line.textContent = text;
      line.classList.toggle("conflict", Boolean(conflict));
    }
    function settle(answer) {
      if (answer.redirected || answer.status === 401 || answer.status === 403) {
        say("登录已失效，文字保存在这台电脑上，重新登录后会自动找回。", true);
        return null;
      }
      return answer.json().catch(function () { return {}; }).then(function (body) {
        if (answer.ok) {
          Object.keys(body.fields || {}).forEach(function (name) {
            if (form.elements[name]) form.elements[name].value = body.fields[name];
          });
          form.dispatchEvent(new CustomEvent("autosaved", { detail: body }));
          say("已自动保存 " + (body.saved_text || clock()) + (body.warning ? "。" + body.warning : ""));
        } else {
          stopped = answer.status === 409 || answer.status === 412;
          say(body.detail || "草稿没有保存，请稍后再试。", true);
        }
      });
    }
    function save() {
      if (stopped || form.dataset.sent) return;
      if (running) { again = true; return; }
      running = true;
      say("正在保存…");
      fetch(form.dataset.autosave, {
        method: "POST", body: draftOf(form), credentials: "same-origin",
        headers: { "Accept": "application/json", "X-Requested-With": "fetch" }
      }).then(settle, function () {
        say("网络不通，文字保存在这台电脑上，稍后会再试。", true);
        again = true;
      }).then(function () {
        running = false;
        if (again) { again = false; wait(IDLE * 3); }
      });
    }
    function wait(delay) {
      clearTimeout(timer);
      timer = setTimeout(save, delay);
    }
    form.addEventListener("input", function () { wait(IDLE); });
    form.addEventListener("submit", function () { clearTimeout(timer); });
  }

  /* Text outlives an ended session: kept on this computer until the server has it */

  function keyOf(area) {
    return ["text", page.user, page.path, area.form.id || "", area.name].join("|");
  }

  function storage(act) {
    try { return act(localStorage, sessionStorage); } catch (blocked) { return null; }
  }

  function forgetTexts(reason) {
    storage(function (local) {
      Object.keys(local).filter(function (key) { return key.indexOf("text|") === 0; }).forEach(function (key) {
        var kept = JSON.parse(local.getItem(key));
        if (reason(key, kept)) local.removeItem(key);
      });
    });
  }

  function settleSentTexts() {
    storage(function (local, session) {
      var sent = JSON.parse(session.getItem("sent") || "[]");
      if (page.user && page.kind === "page") sent.forEach(function (key) { local.removeItem(key); });
      session.removeItem("sent");
    });
  }

  function offerText(area) {
    var text = storage(function (local) { return JSON.parse(local.getItem(keyOf(area))); });
    if (!text || text.value === area.value) return;
    var before = area.value;
    var note = make("div", "alert alert-warning");
    var back = make("button", "btn btn-sm", "不要，恢复原文");
    note.setAttribute("role", "status");
    note.appendChild(make("span", "", "已找回上次没有保存成功的文字。"));
    back.type = "button";
    back.addEventListener("click", function () {
      area.value = before;
      storage(function (local) { local.removeItem(keyOf(area)); });
      area.dispatchEvent(new Event("input", { bubbles: true }));
      note.remove();
      area.focus();
    });
    note.appendChild(back);
    area.insertAdjacentElement("beforebegin", note);
    area.value = text.value;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function keepTexts(form) {
    var areas = all("textarea[name]", form);
    areas.forEach(function (area) {
      offerText(area);
      area.addEventListener("input", function () {
        storage(function (local) { local.setItem(keyOf(area), JSON.stringify({ value: area.value, at: Date.now() })); });
      });
    });
    form.addEventListener("submit", function () {
      storage(function (local, session) { session.setItem("sent", JSON.stringify(areas.map(keyOf))); });
    });
  }

  /* Second clicks */

  function guard(form) {
    form.addEventListener("submit", function (event) {
      if (event.defaultPrevented) return;
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      form.setAttribute("aria-busy", "true");
      // A form that answers with a file leaves the page standing.
      setTimeout(function () { release(form); }, 8000);
    });
  }

  function release(form) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }

  /* Questions before an act: buttons with data-confirm="确定退回所选 {count} 条？" */

  function chosenRows(form) {
    return all("input[type=checkbox][data-row]:checked", form).length;
  }

  function ask(question, label, danger, then) {
    if (!window.HTMLDialogElement) {
      if (window.confirm(question)) then();
      return;
    }
    var dialog = make("dialog", "ask");
    var buttons = make("div", "form-actions");
    var yes = make("button", "btn " + (danger ? "btn-danger" : "btn-primary"), label);
    var no = make("button", "btn", "取消");
    var text = make("p", "", question);
    text.id = "ask-question";
    dialog.setAttribute("aria-labelledby", text.id);
    yes.addEventListener("click", function () { dialog.close(); then(); });
    no.addEventListener("click", function () { dialog.close(); });
    dialog.addEventListener("close", function () { dialog.remove(); });
    buttons.appendChild(no);
    buttons.appendChild(yes);
    dialog.appendChild(text);
    dialog.appendChild(buttons);
    document.body.appendChild(dialog);
    dialog.showModal();
    no.focus();
  }

  function addQuestion(button) {
    button.addEventListener("click", function (event) {
      var form = button.form;
      if (button.dataset.asked || !form.reportValidity()) return;
      // What lacks is told by the server, field by field, before anybody is asked.
      if ((button.dataset.needs || "").split(" ").some(function (name) { return name && !new FormData(form).get(name); })) return;
      event.preventDefault();
      ask(button.dataset.confirm.replace("{count}", chosenRows(form)), button.textContent.trim(), button.matches(".btn-danger, .btn-outline-danger"), function () {
        var confirmed = make("input");
        confirmed.type = "hidden";
        confirmed.name = "confirmed";
        confirmed.value = "yes";
        form.appendChild(confirmed);
        button.dataset.asked = "yes";
        button.click();
        delete button.dataset.asked;
      });
    });
  }

  /* Choosing rows */

  function addSelection(form) {
    var whole = form.querySelector("[data-select-all]");
    function tell() {
      var rows = all("input[type=checkbox][data-row]", form), count = chosenRows(form);
      rows.forEach(function (row) { row.closest("tr").classList.toggle("chosen", row.checked); });
      all("[data-selected-count]", form).forEach(function (node) { node.textContent = "已选 " + count + " 条"; });
      all("[data-needs-selection]", form).forEach(function (button) { button.disabled = count === 0; });
      whole.disabled = rows.length === 0;
      whole.checked = count > 0 && count === rows.length;
      whole.indeterminate = count > 0 && count < rows.length;
    }
    whole.addEventListener("change", function () {
      all("input[type=checkbox][data-row]", form).forEach(function (row) { row.checked = whole.checked; });
    });
    form.addEventListener("change", tell);
    tell();
  }

  /* Copying */

  function addCopy(button) {
    var source = document.querySelector(button.dataset.copy);
    if (!source) return;
    button.addEventListener("click", function () {
      var text = source.value === undefined ? source.textContent.trim() : source.value;
      var done = copyText(text);
      var said = button.parentNode.querySelector(".copied") || make("span", "copied");
      said.setAttribute("role", "status");
      button.insertAdjacentElement("afterend", said);
      done.then(function () { said.textContent = "已复制"; }, function () { said.textContent = "没有复制成功，请手工选取文字"; });
    });
  }

  function copyText(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    var area = make("textarea", "visually-hidden");
    area.value = text;
    document.body.appendChild(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject();
  }

  /* Small manners */

  function closeOpened(event) {
    all("details.pull[open], details.confirm[open]").forEach(function (details) {
      if (!details.contains(event.target)) details.open = false;
    });
  }

  function escape(event) {
    if (event.key !== "Escape") return;
    all("details.pull[open], details.confirm[open]").forEach(function (details) {
      details.open = false;
      details.querySelector("summary").focus();
    });
    var menu = document.getElementById("menu-switch");
    if (menu) menu.checked = false;
  }

  function start() {
    forgetTexts(function (key, kept) { return Date.now() - kept.at > KEPT; });
    settleSentTexts();
    all("textarea[data-limit]").forEach(addCounter);
    all("form").filter(function (form) { return form.method === "post"; }).forEach(function (form) {
      if (page.user) keepTexts(form);
      guard(form);
    });
    all("form[data-autosave]").forEach(addAutosave);
    all("form[data-forget]").forEach(function (form) {
      form.addEventListener("submit", function () { forgetTexts(function () { return true; }); });
    });
    all("button[data-confirm]").forEach(addQuestion);
    all("[data-select-all]").forEach(function (box) { if (box.form) addSelection(box.form); });
    all("[data-copy]").forEach(addCopy);
    all("details.confirm").forEach(function (details) {
      details.addEventListener("toggle", function () {
        if (details.open) details.querySelector(".confirm-box").scrollIntoView({ block: "nearest" });
      });
    });
    all("[data-errors]").slice(0, 1).forEach(function (list) { list.focus(); });
    document.addEventListener("click", closeOpened);
    document.addEventListener("keydown", escape);
    window.addEventListener("pageshow", function () { all("form[data-sent]").forEach(release); });
  }

  start();
})();
