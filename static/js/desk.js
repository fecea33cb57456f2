/** The officials' desk: keys for the work list, the place in it, marked rows, drafts kept on this machine, a warning before words are lost. */

/* On a phone the menu and the lists are wider than the screen: where one stands is in sight */
for (const menu of document.querySelectorAll(".desk-nav ul, nav.views")) {
  const here = menu.querySelector("[aria-current]");
  if (here) menu.scrollLeft = here.offsetLeft - menu.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;
}

/* There the open filters would fill the whole screen: how many are chosen stands on their fold */
if (matchMedia("(max-width: 47.99em)").matches) document.querySelector(".desk-filter details")?.removeAttribute("open");

const typing = (e) => e.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const rows = [...document.querySelectorAll(".worklist tbody tr")];
let at = -1;

const move = (step) => {
  if (!rows.length) return;
  rows[at]?.classList.remove("here");
  at = Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[at].classList.add("here");
  rows[at].querySelector("a")?.focus();
  rows[at].scrollIntoView({ block: "nearest" });
};
const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => rows[at]?.querySelector("input[type=checkbox]")?.click(),
  "/": () => document.querySelector("[data-filter]")?.focus(),
  "?": () => document.getElementById("phim-tat")?.showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

/* The list one came from, for as long as this tab is open: the way back leads to its filters and page, the next letter is one tap away */
const LIST = "desk-list";
const list = {
  get: () => { try { return JSON.parse(sessionStorage.getItem(LIST)); } catch { return null; } },
  set: (value) => { try { sessionStorage.setItem(LIST, JSON.stringify(value)); } catch { /* closed */ } },
};
const known = list.get();
if (document.querySelector(".desk-filter[data-list]")) {
  const links = rows.map((row) => row.querySelector(".title a").getAttribute("href"));
  const same = known?.search === location.search;
  at = same ? links.indexOf(known.last) : -1;
  rows[at]?.classList.add("here");
  rows[at]?.scrollIntoView({ block: "nearest" });
  list.set({ search: location.search, links, last: at < 0 ? "" : known.last });
}
const [back, around] = ["[data-back]", "[data-around]"].map((mark) => document.querySelector(mark));
if (back && known) back.search = known.search;
if (around && known) {
  const number = known.links.indexOf(location.pathname);
  if (number >= 0) list.set({ ...known, last: location.pathname });
  for (const [link, step] of [["previous", -1], ["next", 1]].map(([name, step]) => [around.querySelector(`[data-${name}]`), step])) {
    const other = number < 0 ? undefined : known.links[number + step];
    link.hidden = !other;
    if (other) { link.href = other; around.hidden = false; }
  }
}

/* Marked rows: the bar for many at once appears with the first mark */
for (const bar of document.querySelectorAll(".bulk")) {
  const boxes = [...bar.closest("form").querySelectorAll(".worklist tbody input[type=checkbox]")];
  const every = bar.closest("form").querySelector("[data-all]");
  const show = () => {
    const marked = boxes.filter((box) => box.checked).length;
    bar.hidden = !marked;
    if (every) { every.checked = marked === boxes.length && marked > 0; every.indeterminate = marked > 0 && marked < boxes.length; }
    const number = bar.querySelector("[data-marked]");
    if (number) number.textContent = marked;
  };
  bar.classList.add("live");
  every?.addEventListener("change", () => { boxes.forEach((box) => { box.checked = every.checked; }); show(); });
  boxes.forEach((box) => box.addEventListener("change", show));
  show();
}

/* Drafts: one for each case, form and version; a newer version has another key, so an old draft never overwrites it */
const store = {
  get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* closed */ } },
  keys: (start) => { try { return Object.keys(localStorage).filter((key) => key.startsWith(start)); } catch { return []; } },
};
const words = (form) => [...form.elements].filter((e) => e.name && e.name !== "csrf_token" && /^(textarea|text|select-one|date)$/.test(e.type));
const MONTH = 30 * 864e5;
for (const key of store.keys("desk:")) if (Date.now() - (store.get(key)?.at ?? 0) > MONTH) store.drop(key);

const unsaved = new Set();
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const key = `desk:${form.dataset.autosave}`;
  const told = form.querySelector("[data-saved]");
  const draft = store.get(key);
  const differs = draft && words(form).some((e) => e.name in draft.words && draft.words[e.name] !== e.value);
  if (differs) {
    const note = Object.assign(document.createElement("p"), { className: "notice wait row", textContent: form.dataset.found });
    note.setAttribute("role", "status");
    const choose = (text, act) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet small", textContent: text });
      button.addEventListener("click", () => { act(); note.remove(); });
      note.append(button);
    };
    choose(form.dataset.take, () => { words(form).forEach((e) => { if (e.name in draft.words) e.value = draft.words[e.name]; }); unsaved.add(form); });
    choose(form.dataset.drop, () => store.drop(key));
    form.prepend(note);
  }
  let timer;
  form.addEventListener("input", () => {
    unsaved.add(form);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const kept = store.set(key, { at: Date.now(), words: Object.fromEntries(words(form).map((e) => [e.name, e.value])) });
      if (kept && told) told.textContent = form.dataset.savedAt.replace("{t}", new Date().toTimeString().slice(0, 5));
    }, 600);
  });
  let later;
  const keep = async () => {
    const answer = await fetch(form.dataset.autosaveTo, { method: "POST", body: new URLSearchParams(words(form).concat([...form.querySelectorAll("input[type=hidden], input[type=radio]:checked")]).map((e) => [e.name, e.value])) }).catch(() => null);
    if (!answer || !told || !(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) return;
    const said = await answer.json();
    told.textContent = said.at ? form.dataset.savedTo.replace("{t}", said.at) : (said.fault ?? "");
  };
  if (form.dataset.autosaveTo) form.addEventListener("input", () => { clearTimeout(later); later = setTimeout(keep, 4000); });
  form.addEventListener("submit", () => { clearTimeout(later); unsaved.delete(form); });
}
/* Words of other forms of a page (unsent.js) go when they were taken, with the day, and when somebody else sits down here */
const me = document.querySelector("[data-me]")?.dataset.me;
const HALF_A_DAY = 12 * 36e5;
const lost = performance.getEntriesByType("navigation")[0]?.type === "back_forward" || /\/dang-nhap/.test(document.referrer);
try {
  for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith("unsent:"))) {
    const kept = JSON.parse(sessionStorage.getItem(key));
    for (const [id, form] of Object.entries(kept.forms)) {
      if (form.sent && !lost) delete kept.forms[id];
      delete form.sent;
    }
    const stays = kept.of === me && Date.now() - kept.at < HALF_A_DAY && Object.keys(kept.forms).length;
    if (stays) sessionStorage.setItem(key, JSON.stringify(kept));
    else sessionStorage.removeItem(key);
  }
} catch { /* closed */ }
if (document.querySelector("[data-unsent]")) document.addEventListener("submit", () => unsaved.clear()); /* they wait in this tab */

/* Of a letter that goes to the sealed register nothing stays here */
for (const form of document.querySelectorAll("form[data-forgets]")) {
  form.addEventListener("submit", () => {
    const { forgets, drafts } = form.dataset;
    try { sessionStorage.removeItem(`unsent:${forgets}`); } catch { /* closed */ }
    store.keys(drafts).forEach(store.drop);
  });
}
/* Who leaves the desk leaves no words, no drafts and no list on a shared machine */
document.querySelector("form[action='/dang-xuat']")?.addEventListener("submit", () => {
  unsaved.clear();
  try { sessionStorage.clear(); } catch { /* closed */ }
  store.keys("desk:").forEach(store.drop);
});
addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });
