/** The page of this phone (what is half written, letters that wait, receipts that were kept) and, on a receipt, keeping it here and its photos. */

(() => {
  const { GanDanStore: store, GanDanSender: sender = { listen() {}, run: async () => false } } = self;
  const make = (tag, facts, ...inside) => { const made = Object.assign(document.createElement(tag), facts); made.append(...inside); return made; };
  const shelf = document.querySelector("[data-shelf]"), receipt = document.querySelector("[data-receipt]");
  if (!store) return; /* its script was lost on the way; the page says so by itself */
  const opened = () => { document.querySelector("[data-lost]").hidden = true; };
  const closed = () => { opened(); document.querySelector("[data-closed]").hidden = false; };
  if (!self.indexedDB) {
    if (shelf) closed();
    return;
  }
  const words = shelf && shelf.dataset;
  const button = (text, act, kind = "quiet") => {
    const made = make("button", { type: "button", className: `button small ${kind}`, textContent: text });
    made.addEventListener("click", () => act(made));
    return made;
  };
  /* Deleting asks once more at the same place */
  const dropper = (act) => button(words.drop, (pressed) => {
    if (pressed.dataset.sure) { act(); return; }
    pressed.dataset.sure = "1";
    pressed.textContent = words.sure;
  }, "text");
  /* The form opens this letter, and asks first where another draft would go for it (draft.js) */
  const choose = ({ key }) => { try { sessionStorage.setItem("letter", key); } catch { /* closed: the form opens what it finds */ } };
  const day = (text) => text.split("-").reverse().join("/");

  /* By the server's clock where the phone had heard it; the letter itself is read where it is written on */
  const moment = ({ at, skew }) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" }).format(at + (skew || 0));
  const begun = (draft) => {
    const card = make("article", { className: "own open" }, make("h2", { textContent: words.draft }));
    const [, story] = draft.words.find(([name]) => name === "story") || [];
    if (story) card.append(make("p", { className: "prose", textContent: story }));
    if (draft.files.length) card.append(make("p", { className: "small muted", textContent: words.photos.replace("{n}", draft.files.length) }));
    card.append(make("p", { className: "small muted", textContent: words.saved.replace("{at}", moment(draft)) }),
      make("div", { className: "actions" }, make("a", { className: "button small", href: "/gui", textContent: words.goOn }),
        dropper(async () => {
          await store.drop("drafts", "gui");
          try { sessionStorage.setItem("deleted", "1"); } catch { /* closed: a browser that goes back may lay it in again */ }
          await show(words.dropped);
        })));
    return card;
  };

  const waiting = (letter) => {
    const tone = { waiting: "wait", files: "open", stopped: "late", led: "mute" }[letter.state];
    const title = { waiting: words.waits, files: words.files, stopped: words.stopped, led: words.led }[letter.state];
    const card = make("article", { className: `own ${tone}` }, make("h2", { textContent: title }));
    const [, story] = letter.words.find(([name]) => name === "story") || [];
    if (story) card.append(make("p", { className: "prose", textContent: story }));
    if (letter.files.length) card.append(make("p", { className: "small muted", textContent: words.photos.replace("{n}", letter.files.length) }));
    const told = letter.message || (letter.answer && [letter.answer.message, ...Object.values(letter.answer.errors)].join(" ")) || letter.busy;
    if (told) card.append(make("p", { textContent: told }));
    const row = make("div", { className: "actions" });
    if (letter.state === "waiting" || letter.state === "files") row.append(button(words.now, async () => { await sender.run(); show(); }));
    if (letter.state === "stopped") row.append(make("a", { className: "button small", href: "/gui", textContent: words.edit, onclick: () => choose(letter) }));
    if (letter.state === "led") row.append(make("a", { className: "button small", href: "/to-cao", textContent: words.guide }));
    if (letter.state === "waiting" && !letter.code) {
      row.append(button(words.edit, async () => {
        const now = await store.get("letters", letter.key);
        if (!now || now.state !== "waiting") { show(); return; }
        await store.put("letters", letter.key, { ...now, state: "stopped" });
        choose(letter);
        location.assign("/gui");
      }, "text"));
    }
    row.append(dropper(async () => { await store.drop("letters", letter.key); await show(words.dropped); }));
    card.append(row);
    return card;
  };

  const owned = (mine) => {
    const secret = make("p", { hidden: true }, make("span", { className: "label", textContent: words.secret }), make("b", { className: "code s", textContent: mine.secret, translate: false }));
    const card = make("article", { className: "own good" }, make("h2", { textContent: words.got }),
      make("p", {}, make("span", { className: "label", textContent: words.code }), make("b", { className: "code", textContent: mine.code })), secret);
    if (mine.due) card.append(make("p", { textContent: `${words.due}: ${day(mine.due)}` }));
    const track = make("form", { method: "post", action: "/tra-cuu" });
    [["code", mine.code], ["secret", mine.secret]].forEach(([name, value]) => track.append(make("input", { type: "hidden", name, value })));
    track.append(make("button", { className: "button small", type: "submit", textContent: words.track }));
    const reveal = button(words.show, () => { secret.hidden = false; reveal.remove(); });
    card.append(make("div", { className: "actions" }, reveal, track, dropper(async () => { await store.drop("receipts", mine.code); await show(words.dropped); })));
    return card;
  };

  /* Only what has changed is made anew, and only that is read out: a card under somebody's finger stays as it is */
  let cards = null;
  const show = async (told) => {
    const drafts = await store.all("drafts"), letters = await store.all("letters"), receipts = (await store.all("receipts")).reverse();
    const before = cards || new Map(), place = [...shelf.children].findIndex((card) => card.contains(document.activeElement)), news = [];
    const card = (id, facts, made) => {
      const sign = JSON.stringify(facts), old = before.get(id);
      if (old && old.sign === sign) return [id, old];
      const node = made(facts);
      news.push(node.firstChild.textContent);
      return [id, { sign, node }];
    };
    const now = new Map([...drafts.map((one) => card(`d${one.key}`, one, begun)), ...letters.map((one) => card(`l${one.key}`, one, waiting)), ...receipts.map((one) => card(`r${one.code}`, one, owned))]);
    before.forEach(({ node }, id) => { if (!now.has(id) || now.get(id).node !== node) node.remove(); });
    [...now.values()].forEach(({ node }, i) => { if (shelf.children[i] !== node) shelf.insertBefore(node, shelf.children[i] || null); });
    opened();
    document.querySelector("[data-nothing]").hidden = Boolean(now.size);
    document.querySelector("[data-away]").hidden = navigator.onLine;
    if (told || (cards && news.length)) document.querySelector("[data-said]").textContent = told || news.join(". ");
    if (place >= 0 && !shelf.contains(document.activeElement)) {
      const title = (shelf.children[Math.min(place, now.size - 1)] || document).querySelector("h1, h2");
      title.tabIndex = -1;
      title.focus();
    }
    cards = now;
  };
  if (shelf) {
    const again = () => show().then(() => navigator.onLine && sender.run(), closed);
    sender.listen(({ what }) => { if (what !== "file") show(); });
    addEventListener("online", again);
    addEventListener("offline", again);
    addEventListener("pageshow", ({ persisted }) => persisted && again());
    again();
  }

  /* On a receipt that shows its secret words: kept on this phone only if somebody says so, or if it was sent by itself */
  const own = document.querySelector("[data-own]");
  const keeping = async () => {
    const { receipt: code } = receipt.dataset;
    const mine = await store.get("receipts", code) || { code, secret: document.getElementById("tu-bi-mat").textContent, receipt: location.pathname, due: null, kept: false, ...store.stamp() };
    const keep = own.querySelector("[data-own-keep]"), drop = own.querySelector("[data-own-drop]");
    const set = async (kept) => {
      await (kept ? store.put("receipts", code, { ...mine, kept }) : store.drop("receipts", code));
      keep.hidden = kept;
      drop.hidden = !kept;
    };
    keep.addEventListener("click", () => set(true));
    drop.addEventListener("click", () => set(false));
    await set(mine.kept);
    own.hidden = false;
  };
  const photos = document.querySelector("[data-files]");
  const say = (text, facts) => { photos.textContent = text.replace(/\{(\w+)\}/g, (_, name) => facts[name]); photos.hidden = false; };
  const sending = async (code) => {
    if (!(await store.all("letters")).some((letter) => letter.code === code && letter.state === "files")) return;
    const counted = document.querySelector("[data-arrivals]");
    if (counted) counted.hidden = true;
    say(photos.dataset.filesWait, {});
    sender.listen((news) => {
      if (news.code !== code) return;
      if (news.what === "file") say(photos.dataset.files, { n: news.number + 1, all: news.of });
      if (news.what === "files") say(news.failed ? photos.dataset.filesFailed : photos.dataset.filesDone, { n: news.failed });
    });
    addEventListener("online", () => sender.run());
    await sender.run();
  };
  if (receipt && receipt.dataset.receipt && own) {
    keeping().catch(() => {});
    sending(receipt.dataset.receipt).catch(() => {});
  } else if (!shelf) {
    /* Any other page of the sender: what is still on its way goes on */
    addEventListener("online", () => sender.run());
    sender.run().catch(() => {});
  }
})();
