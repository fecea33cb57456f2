/** Shows files on their way, each with its own bar and a button to pause and go on: GanDanShelf.send(…) sends one and resolves
 *  when it is with the letter. The rows and their words are in templates/components/pieces.html. */
(function (scope) {
  "use strict";
  function Row(box, wanted) {
    var row = box.querySelector("template").content.firstElementChild.cloneNode(true);
    this.box = box;
    this.node = row;
    this.bar = row.querySelector("progress");
    this.words = row.querySelector("[data-state]");
    this.button = row.querySelector("button");
    row.querySelector("[data-name]").textContent = box.getAttribute("data-say-" + wanted.kind).replace("{n}", wanted.number + 1);
    this.bar.setAttribute("aria-label", row.querySelector("[data-name]").textContent);
    box.querySelector("ul").appendChild(row);
    box.hidden = false;
  }
  Row.prototype = {
    progress: function (sent, total) {
      this.bar.value = total ? Math.floor((100 * sent) / total) : 0;
      this.state("sending", this.box.getAttribute("data-say-sending").replace("{sent}", kilobytes(sent)).replace("{total}", kilobytes(total)));
    },
    state: function (name, sentence) {
      this.node.className = name;
      this.words.textContent = sentence || this.box.getAttribute("data-say-" + name.replace(/_/g, "-")) || "";
      var goesOn = name === "paused" || name === "no_signal" || name === "failed";
      this.button.hidden = name === "done" || name === "refused";
      this.button.textContent = this.box.getAttribute(goesOn ? "data-say-resume" : "data-say-pause");
      this.button.setAttribute("aria-pressed", String(name === "paused"));
    },
  };
  function kilobytes(bytes) { return String(Math.round(bytes / 1024)); }

  /** As GanDanPieces.send, in the first [data-pieces] of the page. A file that cannot be taken rejects; a pause does not. */
  function send(wanted) {
    var row = new Row(document.querySelector("[data-pieces]"), wanted), control = null;
    return new Promise(function (done, fail) {
      function begin() {
        control = new AbortController();
        row.state("waiting");
        scope.GanDanPieces.send(Object.assign({}, wanted, {
          signal: control.signal,
          onProgress: function (sent, total) { row.progress(sent, total); if (wanted.onProgress) wanted.onProgress(sent, total); },
        })).then(function (result) { row.bar.value = 100; row.state("done"); done(result); }, function (error) {
          control = null;
          if (error.code === "aborted") row.state("paused");
          else if (error.final) { row.state("refused", error.code === "unreadable" ? scope.GanDanPhotos.say("unreadable") : error.message); fail(error); }
          else row.state(error.code === "no_signal" ? "no_signal" : "failed");
        });
      }
      row.button.addEventListener("click", function () { if (control) control.abort(); else begin(); });
      scope.addEventListener("online", function () { if (!control && row.node.className === "no_signal") begin(); });
      begin();
    });
  }
  scope.GanDanShelf = { send: send };
})(self);
