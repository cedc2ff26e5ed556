/* Files of a declaration sent on ahead in pieces, so that a large one can go on where it stopped; the form waits for them.
   Without this they come with the form. */
(function () {
  "use strict";

  var TRIES = 6;
  var form = document.querySelector("form[data-uploads]");
  if (!form || !window.fetch) return;
  var acts = form.querySelector(".form-actions");
  var moving = 0, unsent = [], queued = null, told = null;

  function token() { return form.querySelector("input[name=csrfmiddlewaretoken]").value; }

  function line(input) {
    var node = document.createElement("p");
    node.className = "upload-line";
    node.setAttribute("role", "status");
    var bar = document.createElement("progress");
    bar.max = 100;
    var text = document.createElement("span");
    node.appendChild(bar);
    node.appendChild(text);
    input.insertAdjacentElement("afterend", node);
    return {
      say: function (words, wrong) { text.textContent = words; node.classList.toggle("text-danger", Boolean(wrong)); if (wrong) bar.remove(); },
      reach: function (share) { bar.value = share; },
      end: function () { node.remove(); }
    };
  }

  function heard(answer) {
    if (answer.redirected || answer.status === 401 || answer.status === 403) throw new Error("登录已失效，请重新登录后再选同一个文件。");
    return answer.json().catch(function () { return {}; }).then(function (body) { return { status: answer.status, ok: answer.ok, body: body }; });
  }

  function announce(key, file) {
    var data = new FormData();
    data.append("item", key);
    data.append("name", file.name);
    data.append("size", file.size);
    return fetch(form.dataset.uploads, {
      method: "POST", body: data, credentials: "same-origin", headers: { "Accept": "application/json", "X-CSRFToken": token() }
    }).then(heard);
  }

  function pause(seconds) { return new Promise(function (go) { setTimeout(go, seconds * 1000); }); }

  function send(place, file, offset, size, shown, tries) {
    return fetch(place, {
      method: "PATCH", body: file.slice(offset, offset + size), credentials: "same-origin",
      headers: { "Accept": "application/json", "X-CSRFToken": token(), "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" }
    }).then(heard).then(function (told) {
      if (told.ok && told.body.done) return told.body;
      var next = told.ok ? told.body.offset : (told.status === 412 ? told.body.fields.offset : null);
      if (next === null || next === undefined) throw new Error(told.body.detail || "没有传完，请再选一次同一个文件。");
      shown.reach(100 * next / file.size);
      return send(place, file, next, size, shown, 0);
    }, function () {
      if (tries >= TRIES) throw new Error("网络中断，已传的部分保留着，再选一次同一个文件可以接着传。");
      shown.say("网络不通，稍后接着传：" + file.name);
      return pause(Math.pow(2, tries)).then(function () { return send(place, file, offset, size, shown, tries + 1); });
    });
  }

  function upload(input, file) {
    var shown = line(input);
    shown.say("正在上传 " + file.name);
    return announce(input.dataset.upload, file).then(function (told) {
      if (!told.ok) throw new Error(told.body.detail || "没有上传成功，请稍后再试。");
      return send(told.body.address, file, told.body.offset, told.body.piece, shown, 0);
    }).then(function () {
      unsent = unsent.filter(function (name) { return name !== file.name; });
      var list = form.querySelector('[data-files="' + input.dataset.upload + '"]');
      if (!list || !window.htmx) { shown.say("已上传，重新打开本页后列出：" + file.name); shown.reach(100); return; }
      shown.end();
      window.htmx.trigger(list, "refresh");
    }).catch(function (error) {
      unsent.push(file.name);
      shown.say(file.name + "：" + error.message, true);
    });
  }

  /* A click on 保存, 提交 or 删除 waits for the files on their way; one that did not arrive is told of before the page goes. */

  function tell(words, wrong, cancel) {
    if (told) told.remove();
    told = null;
    if (!words) return;
    told = document.createElement("p");
    told.className = "upload-line" + (wrong ? " text-danger" : "");
    told.setAttribute("role", wrong ? "alert" : "status");
    told.appendChild(document.createElement("span")).textContent = words;
    if (cancel) told.appendChild(cancel);
    acts.insertAdjacentElement("afterend", told);
  }

  function deed(button) {
    if (button.hasAttribute("formaction")) return "继续";
    return button.name === "then" ? "提交" : "保存";
  }

  function leave() {
    if (!queued) return null;
    var button = queued.button;
    if (queued.label) button.textContent = queued.label;
    queued = null;
    tell("");
    return button;
  }

  function queue(button) {
    leave();
    var words = "正在上传，传完后自动" + deed(button) + "…";
    var cancel = document.createElement("button");
    cancel.type = "button";
    cancel.className = "btn btn-sm";
    cancel.textContent = "取消自动" + deed(button);
    cancel.addEventListener("click", function () { leave().focus(); });
    queued = { button: button, label: "" };
    if (acts.contains(button)) { queued.label = button.textContent; button.textContent = words; }
    tell("请不要关闭本页，文字和文件都会保留。", false, cancel);
  }

  function landed() {
    moving -= 1;
    var button = moving ? null : leave();
    if (!button) return;
    /* The list of files may have been drawn anew meanwhile, and its buttons with it. */
    var there = button.isConnected ? button : form.querySelector('button[formaction="' + button.getAttribute("formaction") + '"]');
    if (there) there.click();
  }

  function hold(event) {
    if (event.target !== form || !(moving || unsent.length)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    var button = event.submitter || acts.querySelector("button");
    if (moving) { queue(button); return; }
    tell("没有传上去：" + unsent.join("、") + "。请重新选择；不要这些文件的，再点一次“" + button.textContent.trim() + "”。", true);
    unsent = [];
  }

  /* Before the listeners on the form itself, which take what they hear for sent. */
  document.addEventListener("submit", hold, true);
  window.addEventListener("beforeunload", function (event) {
    if (!moving) return;
    event.preventDefault();
    event.returnValue = "";
  });

  /* Text or a link may be all an item asks for: its badge follows what was saved. */
  form.addEventListener("autosaved", function (event) {
    var given = event.detail.given || {};
    Object.keys(given).forEach(function (key) {
      var there = form.querySelector('[data-given="' + key + '"]'), lacks = form.querySelector('[data-not-given="' + key + '"]');
      if (there) there.hidden = !given[key];
      if (lacks) lacks.hidden = given[key];
    });
  });

  form.addEventListener("change", function (event) {
    var input = event.target;
    if (!input.matches("input[type=file][data-upload]") || !input.files.length) return;
    var every = Array.prototype.slice.call(input.files);
    var files = every.filter(function (file) { return file.size; });
    every.forEach(function (file) { if (!file.size) line(input).say(file.name + "：文件是空的（0 字节），没有上传。", true); });
    /* Empty files alone stay chosen, so that saving the form tells of them too. */
    if (!files.length) return;
    input.value = "";
    moving += files.length;
    files.reduce(function (before, file) { return before.then(function () { return upload(input, file).then(landed); }); }, Promise.resolve());
  });
})();
