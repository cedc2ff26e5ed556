/* Files of a declaration sent on ahead in pieces, so that a large one can go on where it stopped. Without this they come with the form. */
(function () {
  "use strict";

  var TRIES = 6;
  var form = document.querySelector("form[data-uploads]");
  if (!form || !window.fetch) return;

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
      shown.end();
      var list = form.querySelector('[data-files="' + input.dataset.upload + '"]');
      if (list && window.htmx) window.htmx.trigger(list, "refresh"); else location.reload();
    }).catch(function (error) { shown.say(file.name + "：" + error.message, true); });
  }

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
    files.reduce(function (before, file) { return before.then(function () { return upload(input, file); }); }, Promise.resolve());
  });
})();
