/** Where it is: this telephone's place when asked for, what a written place is today, and the villages chosen here before.
 *  Only numbers of villages are remembered on the telephone. It comes with the parts of the form (draft.js); no letter needs it. */
self.GanDanParts.then(function (parts) {
  "use strict";
  var box = document.querySelector("[data-place]");
  if (!box) return;
  var form = box.closest("form");
  var villages = box.querySelector("select");
  var written = box.querySelector("[name=place]");
  var note = box.querySelector("[data-note]");
  var say = function (text, n) { return text.replace("{n}", n); };

  /* What the server says of a point or a written place; the village is filled in only where nobody chose one. */
  var filled = "";
  var ask = function (facts) {
    if (!window.fetch) return;
    var body = new URLSearchParams(facts);
    fetch(box.dataset.ask, { method: "POST", body: body, credentials: "same-origin" }).then(function (answer) {
      return answer.ok || answer.status === 422 ? answer.json() : {};
    }).then(function (told) {
      note.textContent = (told.sentences || []).join(" ") || told.message || "";
      note.hidden = !note.textContent;
      if (told.link) {
        var link = document.createElement("a");
        link.href = told.link.url;
        link.textContent = told.link.text;
        note.append(" ", link);
      }
      if (told.village && (!villages.value || villages.value === filled)) {
        villages.value = filled = String(told.village);
        villages.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }).catch(function () { /* no network: the words stay as they are */ });
  };
  var facts = function () {
    var sent = { place: written.value };
    if (spot.lat.value) { sent.lat = spot.lat.value; sent.lon = spot.lon.value; }
    return sent;
  };
  written.addEventListener("change", function () { if (written.value.trim()) ask(facts()); else note.hidden = true; });

  /* The place itself */
  var area = parts.locate;
  var spot = {
    lat: document.getElementById(area.dataset.lat), lon: document.getElementById(area.dataset.lon),
    accuracy: document.getElementById(area.dataset.accuracy)
  };
  spot.lat.before(area);
  box.append(parts.names);
  written.setAttribute("list", parts.names.id);
  var told = area.querySelector("[data-told]");
  var find = area.querySelector("[data-find]");
  var remove = area.querySelector("[data-remove]");
  var put = function (lat, lon, accuracy, words) {
    spot.lat.value = lat;
    spot.lon.value = lon;
    spot.accuracy.value = accuracy;
    told.textContent = words;
    remove.hidden = !lat;
    box.dispatchEvent(new CustomEvent("spot", { detail: lat ? { lat: +lat, lon: +lon, accuracy: +accuracy } : null }));
  };
  area.hidden = false;
  if (spot.lat.value) { told.textContent = area.dataset.kept; remove.hidden = false; }
  find.addEventListener("click", function () {
    if (!navigator.geolocation || window.isSecureContext === false) { told.textContent = area.dataset.absent; return; }
    told.textContent = area.dataset.wait;
    navigator.geolocation.getCurrentPosition(function (place) {
      var n = Math.round(place.coords.accuracy);
      put(place.coords.latitude.toFixed(6), place.coords.longitude.toFixed(6), n, say(n > 1000 ? area.dataset.coarse : area.dataset.found, n));
      ask(facts());
    }, function (fault) {
      told.textContent = fault.code === 1 ? area.dataset.refused : fault.code === 3 ? area.dataset.late : area.dataset.lost;
    }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
  });
  remove.addEventListener("click", function () { put("", "", "", area.dataset.removed); note.hidden = true; find.focus(); });
  box.addEventListener("pick", function (event) {
    put(event.detail.lat.toFixed(6), event.detail.lon.toFixed(6), "", area.dataset.kept);
    ask(facts());
  });

  /* The map comes on a tap: its page piece, its style and its script. Without them the link leads to its page. */
  var link = box.querySelector("[data-map-link]");
  if (link && window.fetch) link.addEventListener("click", function (event) {
    event.preventDefault();
    if (link.dataset.asked) return;
    link.dataset.asked = "1";
    fetch(link.href).then(function (answer) {
      if (!answer.ok) throw new Error("map");
      return answer.text();
    }).then(function (text) {
      var piece = new DOMParser().parseFromString(text, "text/html").querySelector("[data-script]");
      var sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = piece.dataset.sheet;
      var script = document.createElement("script");
      script.src = piece.dataset.script;
      document.head.append(sheet);
      link.closest("p").replaceWith(document.importNode(piece, true));
      document.head.append(script);
      box.querySelector("summary").focus();
    }).catch(function () { location.href = link.href; });
  });

  /* Villages chosen on this telephone before stand first; only their numbers are kept. */
  var KEY = "villages";
  var known = [];
  try { known = JSON.parse(localStorage.getItem(KEY)) || []; } catch (_closed) { /* storage is closed or holds something else */ }
  if (!Array.isArray(known)) known = [];
  var group = document.createElement("optgroup");
  group.label = parts.names.dataset.before;
  known.slice(0, 4).forEach(function (id) {
    var option = /^\d+$/.test(id) && villages.querySelector('option[value="' + id + '"]');
    if (option) group.append(option);
  });
  if (group.children.length) {
    var chosen = villages.value;
    villages.options[0].after(group);
    villages.value = chosen;
  }
  form.addEventListener("submit", function () {
    if (!villages.value) return;
    var list = [villages.value].concat(known.filter(function (id) { return id !== villages.value; })).slice(0, 4);
    try { localStorage.setItem(KEY, JSON.stringify(list)); } catch (_full) { /* full or closed */ }
  });
});
