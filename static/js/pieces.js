/** Sends a file in pieces over a line that breaks: GanDanPieces.send(…). In a page and, by importScripts, in a service worker.
 *  The protocol is tus 1.0.0; what a cut piece brought is kept by the server, so nothing is sent twice but what was in the air. */
(function (scope) {
  "use strict";
  var MOST = 256 * 1024, LEAST = 16 * 1024, FIRST = 64 * 1024, PIECE_SECONDS = 10, FIRST_PAUSE = 500, LONGEST_PAUSE = 30000, TRIES = 8, SILENCE = 25000;
  var AGAIN = { 408: 1, 409: 1, 423: 1, 429: 1, 460: 1 };

  function fault(code, message, final) {
    var error = new Error(message || code);
    error.code = code;
    error.final = Boolean(final);
    error.status = final ? 422 : 0;
    return error;
  }
  function base64(bytes) {
    var text = "";
    for (var i = 0; i < bytes.length; i += 1) text += String.fromCharCode(bytes[i]);
    return btoa(text);
  }
  function words(text) { return base64(new TextEncoder().encode(String(text))); }
  function read(blob) { return new Response(blob).arrayBuffer(); }
  async function digest(data) { return new Uint8Array(await crypto.subtle.digest("SHA-256", data)); }
  /** The hash of a whole file, in hex. */
  async function sha256(blob) {
    return Array.from(await digest(await read(blob))).map(function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
  }
  /** A pause that ends early when the line comes back or when it is called off. */
  function rest(milliseconds, signal) {
    return new Promise(function (done) {
      var end = function () {
        clearTimeout(timer);
        scope.removeEventListener("online", end);
        if (signal) signal.removeEventListener("abort", end);
        done();
      };
      var timer = setTimeout(end, milliseconds);
      scope.addEventListener("online", end);
      if (signal) signal.addEventListener("abort", end);
    });
  }
  function stopped(signal) { if (signal && signal.aborted) throw fault("aborted", "", false); }

  /* One request. XMLHttpRequest tells how much of a body has left; fetch is what a service worker has. */
  function byPage(method, url, headers, body, options) {
    return new Promise(function (done, fail) {
      var call = new XMLHttpRequest(), timer, left = 0;
      var off = function () { call.abort(); };
      var watch = function () { clearTimeout(timer); timer = setTimeout(off, SILENCE); };
      var end = function () {
        clearTimeout(timer);
        if (options.signal) options.signal.removeEventListener("abort", off);
        if (!call.status) return fail(options.signal && options.signal.aborted ? fault("aborted", "", false) : fault("cut", "", false));
        done({ status: call.status, head: function (name) { return call.getResponseHeader(name); }, text: call.responseText });
      };
      call.open(method, url);
      Object.keys(headers).forEach(function (name) { call.setRequestHeader(name, headers[name]); });
      /* A browser sends a request again by itself when a line that it used before breaks, from its first byte; the server has
         those bytes, so we ask instead how far it came. It shows in what has left: it grows smaller. */
      if (body) call.upload.onprogress = function (event) {
        if (event.loaded < left) return off();
        left = event.loaded;
        watch();
        if (options.onSent) options.onSent(left);
      };
      call.onloadend = end;
      if (options.signal) options.signal.addEventListener("abort", off);
      watch();
      call.send(body || null);
    });
  }
  async function byWorker(method, url, headers, body, options) {
    var control = new AbortController(), off = function () { control.abort(); };
    var timer = setTimeout(off, SILENCE + (body ? body.byteLength : 0));
    if (options.signal) options.signal.addEventListener("abort", off);
    try {
      var answer = await fetch(url, { method: method, headers: headers, body: body || undefined, signal: control.signal, cache: "no-store" });
      var text = method === "HEAD" ? "" : await answer.text();
      return { status: answer.status, head: function (name) { return answer.headers.get(name); }, text: text };
    } catch (error) {
      throw options.signal && options.signal.aborted ? fault("aborted", "", false) : fault("cut", "", false);
    } finally {
      clearTimeout(timer);
      if (options.signal) options.signal.removeEventListener("abort", off);
    }
  }
  async function ask(method, url, headers, body, options) {
    var all = Object.assign({ "Tus-Resumable": "1.0.0", Accept: "application/json" }, headers);
    var answer = await (scope.XMLHttpRequest ? byPage : byWorker)(method, url, all, body, options);
    if (answer.status >= 200 && answer.status < 300) return answer;
    var told = {};
    try { told = JSON.parse(answer.text); } catch (error) { /* no sentence came along */ }
    var problem = fault(told.code || "status_" + answer.status, told.message, answer.status < 500 && !AGAIN[answer.status]);
    problem.status = answer.status;
    problem.after = Number(answer.head("Retry-After")) * 1000 || 0;
    throw problem;
  }

  function Sending(wanted) {
    this.wanted = wanted;
    this.place = "";
    this.offset = 0;
    this.step = FIRST;
    this.unsure = false;
    this.begun = 0;
    this.tries = 0;
    this.pause = FIRST_PAUSE;
  }
  Sending.prototype = {
    tell: function (sent) { if (this.wanted.onProgress) this.wanted.onProgress(Math.min(sent, this.wanted.blob.size), this.wanted.blob.size); },
    open: async function () {
      var file = this.wanted, told = { key: file.key, number: file.number, kind: file.kind, sha256: file.sha256 };
      if (this.begun > 2) throw fault("file_differs", this.last, true);
      var metadata = Object.keys(told).map(function (name) { return name + " " + words(told[name]); }).join(",");
      var answer = await ask("POST", file.url, { "Upload-Length": String(file.blob.size), "Upload-Metadata": metadata }, null, { signal: file.signal });
      this.place = answer.head("Location");
      this.offset = Number(answer.head("Upload-Offset"));
      this.unsure = true;
      this.begun += 1;
    },
    stand: async function () {
      var kept = Number((await ask("HEAD", this.place, {}, null, { signal: this.wanted.signal })).head("Upload-Offset"));
      /* Behind a proxy that holds bodies back a cut piece leaves nothing; then smaller pieces go through whole. */
      if (this.tries && kept <= this.offset) this.step = Math.max(LEAST, this.step / 2);
      if (kept > this.offset) this.gained();
      this.offset = kept;
      this.unsure = false;
      this.tell(kept);
    },
    piece: async function () {
      var self = this, file = this.wanted, data, began = Date.now(), from = this.offset;
      try { data = await read(file.blob.slice(from, from + this.step)); } catch (error) { throw fault("unreadable", "", true); }
      this.unsure = true;
      var head = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(from), "Upload-Checksum": "sha256 " + base64(await digest(data)) };
      var options = { signal: file.signal, onSent: function (sent) { self.tell(from + sent); } };
      this.offset = Number((await ask("PATCH", this.place, head, data, options)).head("Upload-Offset"));
      this.unsure = false;
      this.gained();
      /* As much as goes through in ten seconds: what a phone has taken into its own buffers cannot be called back. */
      this.step = Math.min(MOST, Math.max(LEAST, Math.round(PIECE_SECONDS * data.byteLength * 1000 / Math.max(1, Date.now() - began))));
      this.tell(this.offset);
    },
    gained: function () { this.tries = 0; this.pause = FIRST_PAUSE; },
    /** What went wrong, and whether to go on: a broken line is waited for, an upload that is gone begins again. */
    mend: async function (problem) {
      this.last = problem.message;
      if (problem.code === "aborted" || (problem.final && !(this.place && (problem.status === 404 || problem.code === "expired")))) throw problem;
      if (problem.final || problem.code === "file_differs") { this.place = ""; return; }
      this.tries += 1;
      if (this.tries > TRIES) throw fault("no_signal", this.last, false);
      await rest(Math.max(problem.after || 0, this.pause * (0.5 + Math.random())), this.wanted.signal);
      this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
    },
    run: async function () {
      for (;;) {
        stopped(this.wanted.signal);
        try {
          if (!this.place) await this.open();
          else if (this.unsure) await this.stand();
          else if (this.offset < this.wanted.blob.size) await this.piece();
          else return { place: this.place };
        } catch (problem) {
          await this.mend(problem.code ? problem : fault("cut", String(problem), false));
        }
      }
    },
  };

  /** Resolves when the whole file is with the letter. Rejects with an error whose ``code`` says why and whose ``final`` says
   *  whether trying again can help: "aborted" (paused: send again goes on), "no_signal" (later), or the server's own code. */
  function send(wanted) {
    var sending = new Sending(wanted), run = function () { return sending.run(); };
    var locks = scope.navigator && scope.navigator.locks;
    if (!locks) return run();
    return locks.request("gui-tep:" + wanted.sha256 + ":" + wanted.number, wanted.signal ? { signal: wanted.signal } : {}, run).catch(function (error) {
      throw error.code && typeof error.code === "string" ? error : fault("aborted", String(error), false);
    });
  }
  scope.GanDanPieces = { send: send, sha256: sha256, supported: Boolean(scope.crypto && scope.crypto.subtle && scope.Response && scope.AbortController) };
})(self);
