/**
 * Sends the letters that wait on this phone: the text first, then each file. Runs in pages and in the service worker.
 * A letter is sent under its key: whoever sends it again, the office has it once, and its receipt comes again.
 */

self.GanDanSender = (() => {
  const store = self.GanDanStore;
  const CALM = 60000;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const listeners = new Set();
  const channel = self.BroadcastChannel ? new BroadcastChannel("gan-dan") : null;
  const tell = (news) => {
    listeners.forEach((hear) => hear(news));
    if (channel) channel.postMessage(news);
  };
  if (channel) channel.onmessage = ({ data }) => listeners.forEach((hear) => hear(data));

  const ask = async (url, body) => {
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), 90000);
    try {
      const answer = store.hear(await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, signal: giveUp.signal }));
      const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
      return { status: answer.status, told, wait: Number(told.retry_after ?? answer.headers.get("Retry-After")) || 0 };
    } finally { clearTimeout(timer); }
  };

  const ticket = async (letter) => {
    const { status, told, wait } = await ask("/gui/phieu-moi", new URLSearchParams({ key: letter.key }));
    if (status === 200) return Object.assign(letter, { token: told.form_token, wait: told.wait });
    return { status, told, wait };
  };

  /* Whether this browser can send files in pieces; otherwise they go with the text. */
  const pieces = () => Boolean(self.GanDanPieces && GanDanPieces.supported);

  const bodyOf = (letter) => {
    const body = new FormData();
    letter.words.forEach(([name, value]) => body.append(name, value));
    body.set("form_token", letter.token);
    body.set("files_coming", pieces() ? letter.files.length : 0);
    if (!pieces()) letter.files.forEach(({ blob, field }) => body.append(field, blob, blob.name || field));
    return body;
  };

  /* One try to hand the text over: {sent} | {led} | {stopped} | {later: ms}. Nothing is stored here. */
  const hand = async (letter, tries = 0) => {
    let answer;
    try {
      if (!letter.token) {
        const refused = await ticket(letter);
        if (refused !== letter) answer = refused;
        else if (letter.wait) await pause(letter.wait * 1000 + 300);
      }
      answer = answer || await ask("/gui", bodyOf(letter));
    } catch { return { later: CALM }; }
    const { status, told, wait } = answer;
    if (told.leads_to) return { led: told };
    if (told.code && (status === 201 || status === 200)) return { sent: told };
    if (told.problem === "form_unknown" && tries < 2) { letter.token = ""; return hand(letter, tries + 1); }
    if (told.problem === "too_soon" && tries < 4) { await pause(wait * 1000 + 300); return hand(letter, tries + 1); }
    if ((status === 422 || status === 409 || status === 410) && told.message) return { stopped: { status, problem: told.problem, errors: told.errors || {}, message: told.message } };
    return { later: Math.max(wait * 1000, CALM), busy: told.message };
  };

  const shout = (letter, title, text, to) => {
    if (!self.registration || !letter.notify || !self.Notification || Notification.permission !== "granted") return undefined;
    return self.registration.showNotification(title, { body: text, icon: letter.notify.icon, tag: letter.key, data: { to } });
  };

  const keepReceipt = (letter, told) => ({ code: told.code, secret: told.secret_word, receipt: told.receipt, due: told.due, kept: !letter.direct, ...store.stamp() });

  /* A page that has a place for it shows each file on its way. */
  const way = () => (self.document && self.GanDanShelf && document.querySelector("[data-pieces]") ? self.GanDanShelf.send : self.GanDanPieces.send);

  /* The files of a letter whose text has arrived. Returns whether nothing is left to do. Where the phone cannot note how far it
     came, a file is offered again, and the office says that it has it. */
  const files = async (letter) => {
    if (!pieces()) return false;
    for (const [number, file] of letter.files.entries()) {
      if (file.done) continue;
      try {
        const sha256 = file.sha256 || await GanDanPieces.sha256(file.blob);
        await way()({
          url: letter.uploads, key: letter.key, number, kind: file.kind || "photo", blob: file.blob, sha256,
          onProgress: (done, all) => tell({ what: "file", key: letter.key, code: letter.code, number, of: letter.files.length, share: all ? done / all : 0 }),
        });
        file.done = true;
      } catch (problem) {
        if (!problem || !problem.final) return false;
        file.done = file.failed = true;
      }
      delete file.blob;
      await store.put("letters", letter.key, letter).catch(() => {});
    }
    await store.drop("letters", letter.key).catch(() => {});
    tell({ what: "files", key: letter.key, code: letter.code, failed: letter.files.filter((file) => file.failed).length });
    return true;
  };

  /* A draft of the letter that is done with goes in the same step. */
  const drafted = async ({ key }) => {
    const draft = await store.get("drafts", "gui");
    return draft && draft.key === key ? [["drafts", "gui", undefined]] : [];
  };

  /* The text of one letter; what comes of it is stored in one step. */
  const text = async (letter) => {
    const { sent, led, stopped, later, busy } = await hand(letter);
    if (later) {
      /* It may have been taken back in the meantime. */
      const still = await store.get("letters", letter.key);
      if (still && still.state === letter.state) await store.put("letters", letter.key, Object.assign(letter, { busy: busy || "" }));
      return { later };
    }
    if (sent) {
      Object.assign(letter, { state: "files", code: sent.code, receipt: sent.receipt, uploads: sent.uploads, words: [] });
      const left = letter.files.length && pieces();
      await store.change([["receipts", sent.code, keepReceipt(letter, sent)], ["letters", letter.key, left ? letter : undefined], ...(await drafted(letter))]);
      if (letter.notify) await shout(letter, letter.notify.title, letter.notify.text.replace("{code}", sent.code), "/may-nay");
      tell({ what: "sent", key: letter.key, code: sent.code, receipt: sent.receipt, direct: letter.direct });
      return { sent, left };
    }
    const kept = led ? { key: letter.key, state: "led", message: led.message, files: [], words: [], ...store.stamp() } : Object.assign(letter, { state: "stopped", answer: stopped });
    await store.change([["letters", letter.key, kept], ...(led ? await drafted(letter) : [])]);
    if (letter.notify) await shout(letter, letter.notify.stopped, kept.message || stopped.message, "/may-nay");
    tell({ what: kept.state, key: letter.key });
    return { led, stopped };
  };

  const one = async (letter) => {
    if (letter.state === "waiting") {
      const { later, left } = await text(letter);
      if (later) return false;
      if (!left) return true;
    }
    return letter.state === "files" ? files(letter) : true;
  };

  /* Only one of page, other pages and worker sends at a time; a second would harm nothing but the bill. */
  const alone = (act) => (self.navigator.locks ? navigator.locks.request("gan-dan-sending", { ifAvailable: true }, (held) => (held ? act() : false)) : act());

  /* Send all that waits. Returns whether nothing is left; the worker then lets the browser try again later. */
  const run = () => alone(async () => {
    let done = true;
    for (const letter of await store.all("letters")) {
      if (letter.state === "waiting" || letter.state === "files") done = (await one(letter)) && done;
    }
    return done;
  });

  const listen = (hear) => listeners.add(hear);
  return { run, hand, files, pieces, listen, keepReceipt };
})();
