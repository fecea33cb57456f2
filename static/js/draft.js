/**
 * The sending form on this phone: a draft from the first word on, two tabs, sending without leaving the page, and
 * "send when there is a network". Where the browser keeps nothing, or the line lost a script, the form is the plain one and stays whole.
 */

(() => {
  const form = document.querySelector("form[data-phone]");
  if (!form) return;
  const { GanDanStore: store, GanDanSender: sender } = self;
  const make = (tag, facts) => Object.assign(document.createElement(tag), facts);
  const token = form.elements.form_token, story = form.elements.story;
  const SLOT = "gui", TWO_DAYS = 48 * 36e5, able = Boolean(self.indexedDB && store && sender);

  /* The parts of the page that only this script needs, with all its sentences. Saving does not wait for them. */
  let ui = null, words = {}, keeper = { checked: false };
  const place = (html) => {
    const parts = new DOMParser().parseFromString(html, "text/html");
    const part = (name) => document.importNode(parts.querySelector(`[data-${name}]`), true);
    ui = Object.fromEntries(["box", "clears", "keep", "queue", "told", "queued", "pieces", "recorder", "locate", "names"].map((name) => [name, part(name)]));
    words = ui.box.dataset;
    form.querySelector("[data-step]").before(ui.box);
    form.after(ui.pieces);
    parts.querySelectorAll("script").forEach(({ src }) => document.head.append(make("script", { src, async: false })));
    if (!able) return;
    keeper = Object.assign(ui.keep.querySelector("input"), { checked: keeper.checked });
    const actions = form.querySelector("[type=submit]").closest(".actions");
    actions.before(ui.keep, ui.queue);
    actions.append(ui.told);
    form.after(ui.queued);
    const way = document.querySelector(".exit");
    if (way) way.prepend(ui.clears);
    wire();
    network();
  };
  const rest = (ms) => new Promise((done) => { addEventListener("online", done, { once: true }); setTimeout(done, ms); });
  const ask = (wait) => fetch("/gui/tren-may", { credentials: "same-origin", headers: { "Accept-Language": document.documentElement.lang } })
    .then((answer) => (answer.ok ? (store ? store.hear(answer) : answer).text() : Promise.reject(answer)))
    .catch(() => rest(wait).then(() => ask(wait * 2)));
  const ready = ask(4000).then((html) => { place(html); return ui; });
  self.GanDanParts = ready;

  /* One line on top: text(words) and buttons [word, act, kind] */
  const say = (name, tone, ...buttons) => ready.then(() => {
    const note = ui.box.querySelector("[data-note]");
    if (name && !buttons.length && note.textContent === words[name]) return; /* a line that stands there is not read out again */
    note.replaceChildren();
    if (!name) return;
    const line = make("div", { className: `notice row ${tone}` });
    line.append(make("p", { textContent: words[name] }), ...buttons.map(([text, act, kind = "quiet"]) => {
      if (typeof act === "string") return make("a", { href: act, textContent: words[text] });
      const made = make("button", { type: "button", className: `button small ${kind}`, textContent: words[text] });
      made.addEventListener("click", act);
      return made;
    }));
    note.append(line);
    if (buttons.length && tone === "wait") ui.box.scrollIntoView({ block: "nearest" });
  });
  if (!able) { say("plain", "mute"); return; }
  try { localStorage.removeItem("draft:gui"); } catch { /* closed */ }

  /* What the form holds, as a browser would send it */
  const never = /^(form_token|files_coming|kept|drop|website)$/;
  const named = () => [...form.elements].filter((e) => e.name && !/^(file|submit|button)$/.test(e.type));
  const ticks = (e) => e.type === "radio" || e.type === "checkbox";
  const pairs = (fields) => fields.filter((e) => !ticks(e) || e.checked).map((e) => [e.name, e.value]);
  const kept = (whole) => named().filter((e) => !never.test(e.name) && (whole || !e.closest("[data-private]")));
  const inputs = [...form.querySelectorAll("input[type=file]")];
  const files = () => inputs.flatMap((e) => [...e.files].map((blob) => ({ blob, field: e.name, kind: e.closest("[data-voice]") ? "voice" : "photo" })));
  const choose = (e, chosen) => {
    const list = new DataTransfer();
    chosen.forEach(({ blob }) => list.items.add(blob instanceof File ? blob : new File([blob], e.name, { type: blob.type })));
    e.files = list.files;
    e.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "whole" })); /* all there is, not some more: gui.js */
  };
  const nonce = (text) => { try { return JSON.parse(atob(text.split(".")[0].replace(/-/g, "+").replace(/_/g, "/"))); } catch { return ""; } };
  let key = nonce(token.value) || store.newKey();
  const renew = () => { key = store.newKey(); token.value = ""; };
  if (history.state && history.state.used === key) renew(); /* a page out of the browser's own store has the token it had */

  const put = (draft) => {
    keeper.checked = Boolean(draft.keeps);
    kept(draft.whole).forEach((e) => {
      const mine = draft.words.filter(([name]) => name === e.name).map(([, value]) => value);
      if (ticks(e)) e.checked = mine.includes(e.value);
      else if (mine.length) [e.value] = mine;
    });
    const chosen = (e) => draft.files.filter(({ field, blob }) => blob && field === e.name);
    if (self.DataTransfer) inputs.filter((e) => chosen(e).length).forEach((e) => choose(e, chosen(e)));
    ({ key } = draft);
    token.value = draft.token;
    story.dispatchEvent(new Event("input", { bubbles: true }));
  };

  /* Two tabs: one of them holds the draft, the other says so and keeps what stands in it */
  let holder = false, begun = false, given = false, letGo = () => {}, timer, last = Promise.resolve();
  const tab = store.newKey();
  const lost = () => { holder = false; say("elsewhere", "wait", ["here", () => hold(true).then(begin)]); };
  const hold = (steal) => new Promise((got) => {
    if (navigator.locks) {
      navigator.locks.request("gan-dan-draft", steal ? { steal } : { ifAvailable: true }, (lock) => {
        holder = Boolean(lock);
        got(holder);
        return lock && new Promise((free) => { letGo = free; });
      }).catch(lost);
      return;
    }
    const beat = () => { try { return JSON.parse(localStorage.getItem("draft-open")) || {}; } catch { return {}; } };
    const mark = () => { try { localStorage.setItem("draft-open", JSON.stringify({ tab, at: Date.now() })); } catch { /* closed: one tab is all there is */ } };
    holder = steal || beat().tab === tab || Math.abs(Date.now() - (beat().at || 0)) > 6000;
    got(holder);
    if (!holder) return;
    mark();
    const ticking = setInterval(() => { if (beat().tab === tab || !beat().tab) mark(); else { clearInterval(ticking); lost(); } }, 2000);
    letGo = () => { clearInterval(ticking); try { localStorage.removeItem("draft-open"); } catch { /* closed */ } };
  });
  addEventListener("pagehide", () => letGo());
  /* What was deleted on the page of this phone is not laid in again by a browser that goes back to it */
  const deleted = () => { try { const told = sessionStorage.getItem("deleted"); sessionStorage.removeItem("deleted"); return told; } catch { return null; } };
  addEventListener("pageshow", (event) => {
    const [way] = performance.getEntriesByType("navigation");
    if (deleted() && (event.persisted || (way && way.type === "back_forward"))) { empty(); forget(); say(""); }
    if (!event.persisted) return;
    const back = anew();
    hold(false).then((mine) => (mine ? back && begin() : lost()));
  });
  addEventListener("gandan:exit", () => { holder = false; clearTimeout(timer); });

  /* Saving. Name and telephone only where the writer asks for it; nothing while the answers lead to a denunciation, and nothing
     before the draft of last time is back, nor once the letter is given away: to the office, or to the phone to be sent. */
  const leads = () => Boolean(form.elements.accuses && form.elements.accuses.checked);
  const forget = () => store.drop("drafts", SLOT).catch(() => {});
  /* Files for which there was no room are not tried again until others are chosen: for a while a browser counts what it refused. */
  let refused = "";
  const write = async () => {
    clearTimeout(timer);
    if (!holder || !begun || given) return;
    if (leads()) { await forget(); return; }
    const whole = keeper.checked, draft = { key, token: token.value, whole, keeps: whole, words: pairs(kept(whole)), files: files(), ...store.stamp() };
    if (!draft.words.some(([name, value]) => value && name !== "kind" && name !== "hide_name") && !draft.files.length) return;
    const chosen = draft.files.map(({ blob }) => `${blob.name}/${blob.size}/${blob.lastModified}`).join(), tries = !chosen || chosen !== refused;
    if (tries) {
      refused = "";
      try { await store.put("drafts", SLOT, draft); return; } catch { refused = chosen; }
    }
    try {
      await store.put("drafts", SLOT, { ...draft, files: [] });
      if (chosen) say("full", "wait");
    } catch (problem) {
      say(store.full(problem) ? "fullAll" : "plain", "wait");
      if (chosen && tries) setTimeout(soon, 3000);
    }
  };
  const save = () => { last = last.then(write).catch(() => {}); return last; };
  const give = () => { given = true; return last; };
  const soon = () => { clearTimeout(timer); timer = setTimeout(save, 300); };
  form.addEventListener("input", soon);
  form.addEventListener("change", () => { if (leads()) save(); soon(); setTimeout(soon, 3000); });  // who accuses may be gone in a moment
  form.addEventListener("click", soon);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });

  /* Opening: the draft of last time is laid into the form at once, before what was typed meanwhile; whether it is younger than
     two days by the server's clock is asked afterwards. */
  const lay = (draft, typed = "") => {
    put(draft);
    const said = story.value;
    if (typed && !said.includes(typed)) story.value = typed.includes(said) ? typed : `${said}\n${typed}`;
    say("restored", "open", ["forget", async () => { await forget(); empty(); say(""); story.focus(); }, "text"]);
    if (draft.answer) ready.then(() => refuse(draft.answer));
    return said;
  };
  const clear = () => { form.reset(); inputs.forEach((e) => choose(e, [])); };
  const empty = () => { clear(); renew(); };
  /* Whoever goes back to a form whose letter was given to the office finds an empty one, and the way to the receipt: what stood
     there is sent, may be somebody else's to read on a phone of a family, and would be one letter with whatever is typed over it. */
  let went = "";
  const anew = () => {
    const gone = history.state && history.state.sent;
    if (!gone) return false;
    empty();
    unmark();
    history.replaceState({ ...history.state, sent: undefined, used: gone.key }, "");
    [went, given] = [gone.receipt, false];
    story.dispatchEvent(new CustomEvent("reveal", { bubbles: true }));
    return true;
  };
  const leave = (receipt) => {
    history.replaceState({ ...history.state, sent: { receipt, key } }, "");
    empty(); /* now: what a browser lays into a form again, it lays in after this script has run */
    location.assign(receipt);
  };
  /* A letter that came back, or was taken back on the page of this phone; the one that was chosen there, if any. */
  const stopped = async (chosen) => (await store.all("letters")).find((one) => one.state === "stopped" && (!chosen || one.key === chosen));
  const chosen = () => { try { const one = sessionStorage.getItem("letter"); sessionStorage.removeItem("letter"); return one; } catch { return null; } };
  const takeUp = async (back, typed) => {
    const draft = { ...back, whole: true, keeps: false, ...store.stamp() };
    if (back.answer && back.answer.status !== 422) Object.assign(draft, { key: store.newKey(), token: "" });
    await store.change([["drafts", SLOT, draft], ["letters", back.key, undefined]]);
    lay(draft, typed);
  };
  const open = async () => {
    if (form.querySelector("[aria-invalid], .has-error")) return;
    const asked = chosen(), draft = await store.get("drafts", SLOT), back = await stopped(asked);
    if (back && (!draft || draft.key === back.key)) { await takeUp(back, story.value); return; }
    if (!draft) return;
    const said = lay(draft, story.value), instead = () => { clear(); return takeUp(back); };
    if (asked && back) say("another", "wait", ["instead", instead]);
    if (navigator.onLine) await Promise.race([fetch("/healthz", { cache: "no-store" }).then(store.hear).catch(() => {}), new Promise((late) => { setTimeout(late, 3000); })]);
    if (store.age(draft) > TWO_DAYS && story.value === said) { await forget(); empty(); say("expired", "mute"); }
  };
  const begin = () => {
    begun = false;
    if (went) say("went", "good", ["receipt", went]); else say("");
    return open().finally(() => { begun = true; soon(); });
  };
  /* What is wrong, in place and on top, as the server's page would say it */
  const unmark = () => {
    form.querySelectorAll(".error:not(.photos *)").forEach((e) => e.remove());
    form.querySelectorAll(".has-error").forEach((e) => e.classList.remove("has-error"));
    form.querySelectorAll("[aria-invalid]").forEach((e) => e.removeAttribute("aria-invalid"));
    document.querySelectorAll("[data-error-summary]").forEach((e) => e.remove());
  };
  const mark = (name, sentence) => {
    const field = document.getElementById(name), where = field && field.closest(".field");
    if (!where) return null;
    const error = make("p", { className: "error", id: `${name}-error`, textContent: sentence });
    where.classList.add("has-error");
    (where.querySelector(".hint, label, legend") || where.firstChild).after(error);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${error.id} ${name}-hint`);
    return field;
  };
  const refuse = ({ errors, message }) => {
    unmark();
    const list = make("ul", {}), summary = make("div", { className: "notice late", tabIndex: -1 });
    summary.setAttribute("role", "alert");
    summary.dataset.errorSummary = "";
    summary.append(make("h2", { textContent: message }));
    const order = [...form.elements].map(({ name }) => name), place = ([name]) => order.indexOf(name);
    for (const [name, sentence] of Object.entries(errors).sort((a, b) => place(a) - place(b))) {
      const field = mark(name, sentence), line = make("li", {}), link = make("a", { href: `#${name}`, textContent: sentence });
      line.append(link);
      list.append(line);
      if (!field) continue;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        field.dispatchEvent(new CustomEvent("reveal", { bubbles: true }));
        (field.matches("fieldset") ? field.querySelector("input") : field).focus();
      });
    }
    if (list.children.length) summary.append(list);
    const way = document.querySelector(".exit");
    if (way) way.after(summary); else document.querySelector("main").prepend(summary);
    const first = form.querySelector("[aria-invalid]");
    if (first) first.dispatchEvent(new CustomEvent("reveal", { bubbles: true }));
    summary.focus();
  };
  const value = (name) => (form.elements[name] ? form.elements[name].value.trim() : "");
  const aboutStory = () => (value("story").length < Number(words.least) ? { story: value("story") ? words.short : words.none } : {});
  form.addEventListener("leave", (event) => {
    if (!ui || !event.detail.contains(story) || !aboutStory().story) return;
    event.preventDefault();
    refuse({ errors: aboutStory(), message: words.review });
  });
  /* What was changed is no longer said to be wrong */
  const right = (marked) => {
    const field = marked && marked.querySelector("[aria-invalid]");
    if (!field) return;
    marked.classList.remove("has-error");
    marked.querySelectorAll(".error:not(.photos *)").forEach((e) => e.remove());
    field.removeAttribute("aria-invalid");
    const line = document.querySelector(`[data-error-summary] a[href="#${field.id}"]`), list = line && line.closest("ul");
    if (!line) return;
    line.closest("li").remove();
    if (!list.children.length) list.closest("[data-error-summary]").remove();
  };
  form.addEventListener("input", ({ target }) => right(target.closest(".has-error")));
  /* Only a reflection may be sent without a name: said where the box is ticked, not after the whole letter was sent */
  const nameless = (box = form.elements.anonymous) => {
    if (!box || !box.checked) return "";
    if (form.elements.own_right.checked) return words.complaintNamed;
    return value("kind") === "PHAN_ANH" ? "" : words.needsName;
  };
  form.addEventListener("change", ({ target }) => {
    const box = form.elements.anonymous;
    if (!ui || !box || !/^(anonymous|own_right|kind)$/.test(target.name)) return;
    right(box.closest(".has-error"));
    if (nameless() && mark("anonymous", nameless())) document.getElementById("anonymous-error").setAttribute("role", "alert");
  });
  const check = () => {
    const errors = aboutStory();
    if (nameless()) errors.anonymous = nameless();
    if (!(form.elements.anonymous && form.elements.anonymous.checked)) {
      if (value("name").length < 2) errors.name = words.nameMissing;
      if (value("phone").replace(/\D/g, "").length < 9) errors.phone = value("phone") ? words.phoneBad : words.phoneMissing;
    }
    if (Object.keys(errors).length) refuse({ errors, message: words.review });
    return !Object.keys(errors).length;
  };

  const letterNow = (direct) => ({
    key, token: token.value, direct, state: "waiting", words: pairs(named().filter((e) => e.name !== "form_token" && e.name !== "files_coming")),
    files: files(), notify: direct ? undefined : { title: words.gotTitle, text: words.gotText, stopped: words.stopped, icon: words.icon }, ...store.stamp(),
  });

  let busy = false;
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || !ui) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    ui.told.textContent = words.sending;
    const letter = letterNow(true);
    await save();
    const { sent, led, stopped, busy: crowded } = await sender.hand(letter);
    busy = false;
    ui.told.textContent = "";
    if (sent || led) await give();
    if (sent) {
      const left = letter.files.length && sender.pieces();
      Object.assign(letter, { state: "files", code: sent.code, receipt: sent.receipt, uploads: sent.uploads, words: [] });
      const noted = [["drafts", SLOT, undefined], ["receipts", sent.code, sender.keepReceipt(letter, sent)]];
      const stored = await store.change([...noted, ["letters", letter.key, left ? letter : undefined]]).then(() => true, () => false);
      holder = false;
      if (!stored) await store.change(noted).catch(forget);
      if (left) await (stored ? sync() : fromHere(letter));
      leave(sent.receipt);
    } else if (led) {
      /* Nothing of it stays here, and the server's page says where denunciations are led */
      await forget();
      holder = false;
      inputs.forEach((e) => { e.value = ""; });
      form.submit();
    } else if (stopped) {
      if (stopped.status !== 422) renew();
      refuse(stopped);
      soon();
    } else {
      ui.told.textContent = crowded || words.failed;
      ui.queue.hidden = false;
      ui.queue.querySelector("button").focus();
    }
  });

  /* Files that the phone has no room for lie on this page alone: they go before it is left */
  const fromHere = (letter) => {
    busy = true;
    say("filesHere", "wait", ["receipt", letter.receipt]);
    return sender.files(letter).finally(() => { busy = false; });
  };
  /* The worker goes on where there is one, even when this page is closed; a page without a worker does not wait for it */
  const sync = async () => {
    const worker = navigator.serviceWorker && (await navigator.serviceWorker.getRegistration().catch(() => null));
    if (worker && worker.sync && worker.active) await worker.sync.register("letters").catch(() => {});
  };

  /* Send when there is a network */
  const shown = (yes) => {
    document.querySelectorAll("[data-error-summary]").forEach((e) => e.remove());
    form.hidden = yes;
    ui.queued.hidden = !yes;
    if (yes) ui.queued.querySelector("h2").focus();
  };
  const enqueue = async () => {
    if (leads()) { await forget(); say("denounce", "wait", ["denounceLink", "/to-cao"]); return; }
    if (!check()) return;
    const letter = letterNow(false), keep = (one) => store.change([["letters", key, one], ["drafts", SLOT, undefined]]);
    await give();
    try {
      await keep(letter).catch((problem) => (letter.files.length ? keep({ ...letter, files: [] }).then(() => { ui.queued.querySelector("[data-without]").hidden = false; }) : Promise.reject(problem)));
    } catch { given = false; say("fullAll", "wait"); ui.box.scrollIntoView(); return; }
    shown(true);
    if (self.Notification && Notification.permission === "default") await Notification.requestPermission().catch(() => {});
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    if (navigator.serviceWorker && self.SyncManager) navigator.serviceWorker.ready.then(sync, () => {});
    else ui.queued.querySelector("[data-open-again]").hidden = false;
    if (navigator.onLine) sender.run();
  };
  const reopen = async () => {
    const letter = await store.get("letters", key);
    if (letter && letter.state === "waiting") await store.drop("letters", key);
    given = false;
    shown(false);
    soon();
  };
  const network = () => {
    if (ui) ui.queue.hidden = navigator.onLine;
    if (navigator.onLine) sender.run().catch(() => {});
  };
  const wire = () => {
    ui.queue.querySelector("button").addEventListener("click", enqueue);
    ui.queued.querySelector("[data-back]").addEventListener("click", reopen);
    store.all("letters").then((letters) => {
      const waiting = letters.filter(({ state }) => state === "waiting" || state === "files").length, line = ui.box.querySelector("[data-waiting]");
      line.hidden = !waiting;
      line.firstChild.textContent = words.waiting.replace("{n}", waiting);
    }).catch(() => {});
  };
  sender.listen((news) => {
    if (!ui || news.key !== key || ui.queued.hidden) return;
    if (news.what === "sent") leave(news.receipt);
    else if (news.what === "led") location.assign("/may-nay");
    else if (news.what === "stopped") {
      given = false;
      shown(false);
      if (holder) stopped(key).then((back) => back && takeUp(back));
    }
  });
  addEventListener("online", network);
  addEventListener("offline", network);
  anew();
  hold(false).then((mine) => (mine ? begin() : lost())).catch(() => say("plain", "mute")).then(network);
})();
