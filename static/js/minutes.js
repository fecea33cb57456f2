/** The minutes of a dialogue: every item is kept on this machine while it is typed and sent when there is a network; nothing typed is lost. */

const place = document.querySelector("[data-minutes]");
const url = place.dataset.minutes;
const key = (id) => `minutes:${url}:${id}`;
const store = {
  get: (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* full or closed: the form still holds it */ } },
  drop: (name) => { try { localStorage.removeItem(name); } catch { /* closed */ } },
};
const kept = () => { try { return Object.keys(localStorage).filter((name) => name.startsWith(key(""))); } catch { return []; } };
const fields = (form) => [...form.elements].filter((field) => field.name && !/csrf_token$/.test(field.name));
const field = (form, end) => fields(form).find((one) => one.name.endsWith(end));
const values = (form) => Object.fromEntries(fields(form).filter((one) => one.type !== "checkbox" || one.checked).map((one) => [one.name, one.value]));
const say = (form, text) => { form.querySelector("[data-kept]").textContent = text; };
const timers = new Map();
const busy = new Set();

const fill = (form, wanted) => {
  for (const one of fields(form)) {
    if (one.type === "checkbox") one.checked = one.name in wanted;
    else if (one.name in wanted) one.value = wanted[one.name];
  }
};

const send = async (form) => {
  const id = form.dataset.minute;
  const waiting = store.get(key(id));
  if (!waiting || busy.has(id)) return;
  busy.add(id);
  const body = new FormData();
  for (const [name, value] of Object.entries(waiting.values)) body.set(name, value);
  const token = [...form.elements].find((one) => /csrf_token$/.test(one.name));
  body.set(token.name, token.value);
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
    if (!told) { say(form, place.dataset.away); return; }
    if (!answer.ok) { say(form, told.fault); return; }
    field(form, "version").value = told.version;
    const now = store.get(key(id));
    if (now && now.at === waiting.at) store.drop(key(id));
    else if (now) { now.values[field(form, "version").name] = String(told.version); store.set(key(id), now); }
    say(form, place.dataset.kept.replace("{at}", told.at));
  } catch {
    say(form, place.dataset.waits);
  } finally {
    busy.delete(id);
  }
};

const watch = (form) => {
  const id = form.dataset.minute;
  form.addEventListener("input", () => {
    store.set(key(id), { at: Date.now(), values: values(form) });
    clearTimeout(timers.get(id));
    timers.set(id, setTimeout(() => send(form), 1200));
  });
  form.addEventListener("submit", () => { clearTimeout(timers.get(id)); store.set(key(id), { at: Date.now(), values: values(form), sent: true }); });
};

const spare = document.querySelector("[data-minute-spare]");
const more = document.querySelector("[data-minute-more]");
const add = (id) => {
  const form = spare.content.firstElementChild.cloneNode(true);
  form.dataset.minute = id;
  field(form, "client_id").value = id;
  for (const one of form.querySelectorAll("[id]")) one.id += id;
  for (const label of form.querySelectorAll("label[for]")) label.htmlFor += id;
  more.parentElement.before(form);
  watch(form);
  return form;
};
const fresh = () => `may-${[...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

place.querySelectorAll("form[data-minute]").forEach(watch);
for (const name of kept()) {
  const id = name.slice(key("").length);
  const own = store.get(name);
  const known = place.querySelector(`form[data-minute="${CSS.escape(id)}"]`);
  const seen = Number(own.values[Object.keys(own.values).find((one) => one.endsWith("version"))] || 0);
  if (own.sent && known && Number(field(known, "version").value) > seen) { store.drop(name); continue; } /* its form arrived */
  const form = known ?? add(id);
  fill(form, own.values);
  send(form);
}
more.hidden = false;
more.addEventListener("click", () => add(fresh()).querySelector("textarea").focus());
const again = () => place.querySelectorAll("form[data-minute]").forEach(send);
addEventListener("online", again);
setInterval(again, 10_000);
