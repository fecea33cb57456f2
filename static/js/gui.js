/** The sending form: one step at a time, a draft that survives a closed tab, smaller photos, the place by GPS. */

const form = document.querySelector("form[data-steps]");
const say = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
const make = (tag, facts) => Object.assign(document.createElement(tag), facts);

/* Steps */
const steps = [...form.querySelectorAll("[data-step]")];
const line = make("ol", { className: "progress" });
line.append(...steps.map(() => make("li", {})));
line.setAttribute("aria-hidden", "true");
const where = make("p", { className: "over" });
form.prepend(line, where);
document.querySelector("main > h1")?.classList.add("sr");
let here = 0;

const show = (number, move = true) => {
  here = Math.min(Math.max(number, 0), steps.length - 1);
  steps.forEach((step, i) => { step.hidden = i !== here; line.children[i].className = i <= here ? "on" : ""; });
  where.textContent = say(form.dataset.step, { n: here + 1, all: steps.length });
  if (!move) return;
  const title = steps[here].querySelector("h2");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
  line.scrollIntoView();
};
const go = (number) => { history.pushState({ step: number }, "", `#${number + 1}`); show(number); };

steps.forEach((step, i) => {
  let row = step.querySelector(":scope > .actions");
  if (!row) step.append(row = make("div", { className: "actions" }));
  if (i < steps.length - 1) {
    const next = make("button", { type: "button", className: "button big", textContent: form.dataset.next });
    next.addEventListener("click", () => go(i + 1));
    row.append(next);
  }
  if (i > 0) {
    const back = make("button", { type: "button", className: "button text", textContent: form.dataset.back });
    back.addEventListener("click", () => go(i - 1));
    row.append(back);
  }
});
addEventListener("popstate", (event) => show(event.state?.step ?? 0));
form.addEventListener("reveal", (event) => show(steps.findIndex((step) => step.contains(event.target)), false));
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input:not([type=file])") || here === steps.length - 1) return;
  event.preventDefault();
  go(here + 1);
});
const wrong = steps.findIndex((step) => step.querySelector("[aria-invalid], .has-error"));
history.replaceState({ step: Math.max(wrong, 0) }, "", location.pathname + location.search);
show(Math.max(wrong, 0), false);

/* Draft: the story and the place stay on this phone for a week; name, phone and photos never do. */
const key = `draft:${form.dataset.draft}`;
const kept = () => [...form.elements].filter((e) => e.name && e.name !== "form_token" && !/^(file|password|hidden|submit|button)$/.test(e.type) && !e.closest("[data-private]"));
const read = () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
const forget = () => { try { localStorage.removeItem(key); } catch { /* storage is closed: nothing was kept */ } };
const old = read();
if (old && Date.now() - old.at > 7 * 864e5) forget();
else if (old && wrong < 0) {
  const first = kept().find((e) => e.tagName === "TEXTAREA");
  if (first && !first.value && Object.keys(old.words).length) {
    kept().forEach((e) => {
      if (!(e.name in old.words)) return;
      if (e.type === "radio") e.checked = e.value === old.words[e.name];
      else if (e.type === "checkbox") e.checked = old.words[e.name];
      else e.value = old.words[e.name];
    });
    const note = make("p", { className: "hint row", textContent: form.dataset.restored });
    note.setAttribute("role", "status");
    const drop = make("button", { type: "button", className: "button text small", textContent: form.dataset.forget });
    drop.addEventListener("click", () => { forget(); form.reset(); note.remove(); first.focus(); });
    note.append(drop);
    where.after(note);
  }
}
let timer;
form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const words = {};
    kept().forEach((e) => {
      if (e.type === "radio") { if (e.checked) words[e.name] = e.value; }
      else if (e.type === "checkbox") words[e.name] = e.checked;
      else if (e.value) words[e.name] = e.value;
    });
    try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), words })); } catch { /* full or closed */ }
  }, 400);
});

/* Photos: shown at once, made smaller before they travel. */
const SIDE = 1600;
const small = (bitmap, side) => {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = make("canvas", { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
};
const shrink = async (file) => {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = small(bitmap, SIDE);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  const better = blob && (blob.size < file.size || bitmap.width > SIDE || bitmap.height > SIDE || !/jpeg|png|webp/.test(file.type));
  return { preview: small(bitmap, 480), file: better ? new File([blob], "anh.jpg", { type: "image/jpeg" }) : file };
};
for (const box of document.querySelectorAll("[data-photos]")) {
  const input = box.querySelector("input[type=file]");
  const shelf = make("ul", { className: "photos" });
  let items = [];
  if (!window.DataTransfer || !window.createImageBitmap) continue;
  box.append(shelf);
  const put = () => {
    const list = new DataTransfer();
    items.forEach((item) => list.items.add(item.file));
    input.files = list.files;
    shelf.replaceChildren(...items.map((item) => {
      const place = make("li", {});
      const drop = make("button", { type: "button", className: "button text small", textContent: box.dataset.remove });
      drop.addEventListener("click", () => { items = items.filter((other) => other !== item); put(); input.focus(); });
      if (item.preview) {
        item.preview.setAttribute("role", "img");
        item.preview.setAttribute("aria-label", `${box.dataset.alt} ${items.indexOf(item) + 1}`);
        place.append(item.preview);
      } else place.append(make("p", { className: "small", textContent: item.heavy ? `${item.file.name} – ${box.dataset.heavy}` : item.file.name }));
      place.append(drop);
      return place;
    }));
  };
  input.addEventListener("change", async () => {
    const chosen = [...input.files].map((file) => ({ file }));
    items.push(...chosen);
    put();
    for (const item of chosen) {
      try { Object.assign(item, await shrink(item.file)); } catch { item.heavy = true; }
      put();
    }
  });
}

/* Place */
for (const box of document.querySelectorAll("[data-locate]")) {
  if (!navigator.geolocation) continue;
  box.hidden = false;
  const told = box.querySelector("[role=status]");
  box.querySelector("button").addEventListener("click", () => {
    told.textContent = box.dataset.wait;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      document.getElementById(box.dataset.lat).value = coords.latitude.toFixed(6);
      document.getElementById(box.dataset.lon).value = coords.longitude.toFixed(6);
      const accuracy = document.getElementById(box.dataset.accuracy);
      if (accuracy) accuracy.value = Math.round(coords.accuracy);
      told.textContent = say(box.dataset.found, { n: Math.round(coords.accuracy) });
    }, () => { told.textContent = box.dataset.refused; }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
  });
}
