/** A map that can be moved, loaded on a tap only: to choose a place, to see one, or to see the published cases.
 *  Without tiles of an own server the commune's own drawing lies under it. Without any of it the picture stays. */
"use strict";
(function () {
  var loading;
  var load = function (box) {
    loading = loading || new Promise(function (done, failed) {
      var style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = box.dataset.style;
      document.head.prepend(style);
      var script = document.createElement("script");
      script.src = box.dataset.library;
      script.onload = done;
      script.onerror = function () { loading = null; failed(new Error("map")); };
      document.head.append(script);
    });
    return loading;
  };
  var night = window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches;
  var pin = function (L, words) {
    return L.divIcon({ className: "m-pin", iconSize: [28, 36], iconAnchor: [14, 36], html: '<svg viewBox="-15 -37 30 38" width="28" height="36"><path d="M0 0l-13-19a16 16 0 1 1 26 0z"/><circle cy="-26" r="5"/></svg>', alt: words });
  };

  var open = function (box) {
    if (box.dataset.made) return;
    box.dataset.made = "1";
    /* What is to be shown is fetched before the drawing is cleared. */
    Promise.all([load(box), box.dataset.pins && json(box.dataset.pins)]).then(function (come) { make(box, window.L, come[1]); }).catch(function () {
      delete box.dataset.made;
      var button = box.querySelector("[data-live]");
      if (button) button.hidden = false;
      if (box.querySelector("[data-unloaded]")) return;
      var words = document.createElement("p");
      words.className = "hint";
      words.dataset.unloaded = "";
      words.setAttribute("role", "status");
      words.textContent = box.dataset.failed;
      box.querySelector(".map").before(words);
    });
  };

  var json = function (address) {
    return fetch(address).then(function (answer) { return answer.ok ? answer.json() : Promise.reject(answer); });
  };

  var make = function (box, L, told) {
    var frame = box.querySelector(".map"), failed = box.querySelector("[data-unloaded]");
    if (failed) failed.remove();
    var b = box.dataset.bounds.split(",").map(Number);
    var bounds = L.latLngBounds([b[0], b[1]], [b[2], b[3]]);
    frame.textContent = "";
    frame.classList.add("live");
    var map = L.map(frame, { zoomControl: false, attributionControl: !!box.dataset.credit, minZoom: 10, maxZoom: 18, maxBounds: bounds.pad(0.6), zoomSnap: 0.25 });
    L.control.zoom({ zoomInTitle: box.dataset.in, zoomOutTitle: box.dataset.out }).addTo(map);
    if (map.attributionControl) map.attributionControl.setPrefix(false);
    if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { attribution: box.dataset.credit, maxZoom: 18 }).addTo(map);
    else L.imageOverlay("/ban-do.svg?ten=khong" + (night ? "&nen=toi" : ""), bounds).addTo(map);
    map.fitBounds(bounds);
    names(L, map);
    ({ pick: pick, show: show, pins: pins })[box.dataset.map](box, L, map, told);
  };

  /* Names of villages stay as large as they are, however near the map is. */
  var names = function (L, map) {
    json("/ban-do.json").then(function (told) {
      told.villages.forEach(function (item) {
        var words = document.createElement("span");
        words.textContent = item[0];
        L.marker([item[1], item[2]], { icon: L.divIcon({ className: "m-name", iconSize: [0, 0], html: words }), interactive: false, keyboard: false, zIndexOffset: 2000 }).addTo(map);
      });
    }).catch(function () { /* a map without names */ });
  };

  /* A place is chosen: by a tap, or by the cross in the middle for those who cannot tap exactly. */
  var pick = function (box, L, map) {
    var home = box.closest("[data-place]");
    var marker = null, ring = null;
    var put = function (lat, lon, accuracy) {
      if (marker) marker.remove();
      if (ring) ring.remove();
      marker = L.marker([lat, lon], { icon: pin(L, box.dataset.here), alt: box.dataset.here, keyboard: false }).addTo(map);
      ring = accuracy ? L.circle([lat, lon], { radius: accuracy, className: "m-ring" }).addTo(map) : null;
    };
    var choose = function (at) {
      put(at.lat, at.lng);
      home.dispatchEvent(new CustomEvent("pick", { detail: { lat: at.lat, lon: at.lng } }));
    };
    map.on("click", function (event) { choose(event.latlng); });
    box.querySelector("[data-how]").hidden = false;
    var aim = box.querySelector("[data-aim]");
    aim.hidden = false;
    aim.querySelector("button").addEventListener("click", function () { choose(map.getCenter()); });
    map.getContainer().classList.add("cross");
    home.addEventListener("spot", function (event) {
      if (event.detail) put(event.detail.lat, event.detail.lon, event.detail.accuracy);
      else { if (marker) marker.remove(); if (ring) ring.remove(); }
    });
    var fields = home.querySelector("[data-locate]").dataset;
    var lat = document.getElementById(fields.lat).value;
    if (lat) {
      put(+lat, +document.getElementById(fields.lon).value, +document.getElementById(fields.accuracy).value);
      map.setView(marker.getLatLng(), box.dataset.tiles ? 16 : 14);
    }
  };

  var show = function (box, L, map) {
    var s = box.dataset.spot.split(",").map(Number);
    L.marker([s[0], s[1]], { icon: pin(L, box.dataset.here), alt: box.dataset.here }).addTo(map);
    if (s[2]) L.circle([s[0], s[1]], { radius: s[2], className: "m-ring" }).addTo(map);
    map.setView([s[0], s[1]], box.dataset.tiles ? 16 : 14);
  };

  /* Published cases: the server put them together for three distances. */
  var pins = function (box, L, map, told) {
    var layer = L.layerGroup().addTo(map);
    var near = map.getZoom();
    var draw = function () {
      var level = Math.max(0, Math.min(2, Math.floor((map.getZoom() - near) / 2)));
      if (layer.level === level) return;
      layer.level = level;
      layer.clearLayers();
      told.levels[level].forEach(function (item) {
        var size = item[2] < 10 ? 32 : item[2] < 100 ? 40 : 50;
        var icon = L.divIcon({ className: "m-count", iconSize: [size, size], html: String(item[2]) });
        L.marker([item[0], item[1]], { icon: icon, title: item[3], alt: item[3] + ": " + item[2] }).on("click keypress", function (event) {
          if (event.type === "click" || event.originalEvent.key === "Enter") location.href = item[4];
        }).addTo(layer);
      });
    };
    map.on("zoomend", draw);
    draw();
  };

  document.querySelectorAll("[data-map]").forEach(function (box) {
    if (box.tagName === "DETAILS") box.addEventListener("toggle", function () { if (box.open) open(box); });
    if (box.open) open(box);
    var button = box.querySelector("[data-live]");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", function () { button.hidden = true; open(box); });
  });
})();
