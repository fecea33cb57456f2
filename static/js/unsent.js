/** Pages of the desk with several forms: words of the forms that are not sent wait in this tab while another one is, and are put back and told. */

const place = document.querySelector("[data-unsent]");
const KEY = `unsent:${place.dataset.unsent}`;
const ME = document.querySelector("[data-me]")?.dataset.me;
const LONGEST = 20_000;
const MOST = 200_000;
const [visit] = performance.getEntriesByType("navigation");
const refused = visit?.responseStatus >= 400 || document.querySelector("[data-error-summary]") !== null;
const lost = visit?.type === "back_forward" || /^\/dang-nhap/.test(document.referrer && new URL(document.referrer).pathname);

/* Never a password, a file, a hidden field, nor a form that asks the browser to keep nothing */
const KINDS = /^(textarea|text|search|tel|email|url|number|date|time|select-one|checkbox|radio)$/;
const forms = new Map();
for (const form of document.querySelectorAll("main form[method=post]:not([autocomplete=off])")) {
  const action = new URL(form.getAttribute("action") || ".", location.href).pathname;
  let number = 0;
  while (forms.has(`${action} ${number}`)) number += 1;
  forms.set(`${action} ${number}`, form);
}
const fields = (form) => [...form.elements].filter((field) => field.name && KINDS.test(field.type));
const alike = (form, field) => fields(form).filter((one) => one.name === field.name);
const key = (form, field) => {
  if (field.type === "radio") return field.name;
  return `${field.name} ${field.type === "checkbox" ? field.value : alike(form, field).indexOf(field)}`;
};
const given = (form, field) => {
  if (field.type === "checkbox") return String(field.defaultChecked);
  if (field.type === "radio") return alike(form, field).find((one) => one.defaultChecked)?.value ?? "";
  if (field.type === "select-one") return ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? "";
  return field.defaultValue;
};
const shown = (form, field) => {
  if (field.type === "checkbox") return String(field.checked);
  return field.type === "radio" ? alike(form, field).find((one) => one.checked)?.value ?? "" : field.value;
};
const show = (form, field, words) => {
  if (field.type === "checkbox") field.checked = words === "true";
  else if (field.type === "radio") alike(form, field).forEach((one) => { one.checked = one.value === words; });
  else field.value = words;
};

let kept = {};
try { kept = JSON.parse(sessionStorage.getItem(KEY)) ?? {}; } catch { /* closed */ }
if (kept.of !== ME) kept = { of: ME, forms: {} };
const save = () => {
  kept.at = Date.now();
  const text = JSON.stringify(kept);
  try {
    if (Object.keys(kept.forms).length && text.length <= MOST) sessionStorage.setItem(KEY, text);
    else sessionStorage.removeItem(KEY);
  } catch { /* closed or full: the form still holds the words */ }
};

/* What was sent and came back, or never arrived, waits again; what was sent and taken is not put back (desk.js forgets it) */
const waiting = Object.entries(kept.forms).filter(([id, { sent }]) => forms.has(id) && (refused || lost || !sent));
const found = [];
for (const [id, { words }] of waiting) {
  const form = forms.get(id);
  delete kept.forms[id].sent;
  const changed = [];
  for (const field of fields(form)) {
    const one = words[key(form, field)];
    if (!one || shown(form, field) === one.now || given(form, field) !== one.was) continue;
    show(form, field, one.now);
    changed.push(field);
  }
  if (changed.length) found.push({ id, form, changed });
}
if (waiting.length) save();

const named = (form) => {
  const box = form.closest("details")?.querySelector("summary") ?? form.closest("section, .box")?.querySelector("h2, h3");
  const words = box?.querySelector("span")?.firstChild?.textContent.trim() || box?.textContent.trim();
  return (words || form.querySelector("button[type=submit]")?.textContent.trim() || "…").slice(0, 80);
};
const tell = () => {
  const line = Object.assign(document.createElement("div"), { className: "notice line wait row" });
  const words = Object.assign(document.createElement("p"), { textContent: `${place.dataset.told} ` });
  found.forEach(({ form, changed }, number) => {
    const [field] = changed;
    field.id ||= `viet-do-${number + 1}`;
    const link = Object.assign(document.createElement("a"), { href: `#${field.id}`, textContent: named(form) });
    link.addEventListener("click", (event) => { event.preventDefault(); form.closest("details")?.setAttribute("open", ""); field.focus(); });
    words.append(number ? "; " : "", link);
  });
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "button quiet small", textContent: place.dataset.drop });
  drop.addEventListener("click", () => {
    for (const { id, form, changed } of found) {
      delete kept.forms[id];
      changed.forEach((field) => { show(form, field, given(form, field)); field.dispatchEvent(new Event("input", { bubbles: true })); });
    }
    save();
    line.remove();
    document.getElementById("noi-dung").focus();
  });
  line.append(words, drop);
  place.append(line);
  for (const { form, changed } of found) {
    form.closest("details")?.setAttribute("open", "");
    changed.forEach((field) => field.dispatchEvent(new Event("input", { bubbles: true })));
  }
};
if (found.length) addEventListener("load", () => setTimeout(tell, 50));

let timer = 0;
const later = () => { clearTimeout(timer); timer = setTimeout(soon, 300); };
const soon = () => { if (timer) save(); clearTimeout(timer); timer = 0; };
const keep = ({ target }) => {
  const id = [...forms.keys()].find((one) => forms.get(one) === target.form);
  if (!id || !fields(target.form).includes(target)) return;
  const mine = (kept.forms[id] ??= { words: {} });
  const name = key(target.form, target);
  const [before, now] = [given(target.form, target), shown(target.form, target)];
  const was = refused ? mine.words[name]?.was ?? before : before;
  delete mine.sent;
  delete mine.words[name];
  if (now !== was && now.length <= LONGEST) mine.words[name] = { was, now };
  if (!Object.keys(mine.words).length) delete kept.forms[id];
  later();
};
document.addEventListener("input", keep);
document.addEventListener("change", keep);
document.addEventListener("submit", ({ target }) => {
  if (target.matches("[action='/dang-xuat']")) kept.forms = {};
  const id = [...forms.keys()].find((one) => forms.get(one) === target);
  if (kept.forms[id]) kept.forms[id].sent = true;
  if (id) later();
  soon();
});
addEventListener("pagehide", soon);
