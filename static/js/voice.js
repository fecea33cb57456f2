/** A voice note instead of typing: recorded for at most sixty seconds, heard again, deleted, and laid into the form's own file field.
 *  Where a browser cannot record, or before its sentences are there (draft.js), the field is a choice of files. */
self.GanDanParts.then(function (parts) {
  "use strict";
  var KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
  var box = document.querySelector("[data-voice]");
  if (!box || !window.MediaRecorder || !navigator.mediaDevices || !window.DataTransfer) return;
  var kind = KINDS.find(function (name) { return MediaRecorder.isTypeSupported(name); });
  if (!kind) return;
  var field = box.querySelector("input[type=file]"), choice = box.querySelector("[data-choice]"), panel = parts.recorder, words = panel.dataset;
  var button = panel.querySelector("button"), label = button.querySelector("span"), clock = panel.querySelector("[data-clock]");
  var told = panel.querySelector("[role=status]"), player = panel.querySelector("audio"), drop = panel.querySelector("[data-drop]");
  var most = Number(box.dataset.seconds), recorder = null, opening = null, ticking = 0, began = 0;

  function time(seconds) { return Math.floor(seconds / 60) + ":" + String(Math.floor(seconds % 60)).padStart(2, "0"); }
  function show(state) {
    box.dataset.state = state;
    label.textContent = state === "recording" ? words.stop : state === "kept" ? words.again : words.record;
    player.hidden = drop.hidden = state !== "kept";
    clock.hidden = state !== "recording";
  }
  function put(file) {
    var list = new DataTransfer();
    if (file) list.items.add(file);
    field.files = list.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  /* What lies in the field is heard here, also what a draft brought back. */
  function hear() {
    if (player.src) URL.revokeObjectURL(player.src);
    if (field.files[0]) player.src = URL.createObjectURL(field.files[0]);
    else player.removeAttribute("src");
    show(field.files[0] ? "kept" : "empty");
  }
  function tick() {
    var passed = (Date.now() - began) / 1000;
    clock.textContent = time(Math.min(passed, most)) + " / " + time(most);
    if (passed >= most) stop();
  }
  function close(sound) { sound.getTracks().forEach(function (track) { track.stop(); }); }
  function stop() { if (recorder && recorder.state !== "inactive") recorder.stop(); }
  function kept(heard) {
    var blob = new Blob(heard, { type: kind.split(";")[0] });
    if (!blob.size) { told.textContent = words.silent; return show("empty"); }
    put(new File([blob], "ghi-am." + kind.split(";")[0].split("/")[1], { type: blob.type }));
    told.textContent = words.kept.replace("{n}", String(Math.max(1, Math.round(Math.min((Date.now() - began) / 1000, most)))));
  }
  async function record() {
    var sound, heard = [], mine = opening = {};
    told.textContent = words.wait;
    try { sound = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, channelCount: 1 } }); }
    catch (error) { told.textContent = error.name === "NotFoundError" ? words.none : words.refused; opening = null; return; }
    /* Nobody waits for it any more: a microphone that opens late is closed again. */
    if (opening !== mine) return close(sound);
    opening = null;
    put(null);
    recorder = new MediaRecorder(sound, { mimeType: kind, audioBitsPerSecond: 24000 });
    recorder.ondataavailable = function (event) { if (event.data.size) heard.push(event.data); };
    recorder.onstop = function () {
      clearInterval(ticking);
      close(sound);
      recorder = null;
      kept(heard);
    };
    recorder.start(1000);
    began = Date.now();
    told.textContent = words.recording;
    show("recording");
    tick();
    ticking = setInterval(tick, 250);
  }
  button.addEventListener("click", function () { if (recorder) stop(); else if (!opening) record(); });
  drop.addEventListener("click", function () { put(null); told.textContent = words.dropped; button.focus(); });
  field.addEventListener("change", hear);
  addEventListener("pagehide", function () { opening = null; stop(); });
  choice.before(panel);
  panel.hidden = false;
  choice.hidden = true;
  hear();
});
