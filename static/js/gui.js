/** The sending form: one step at a time, smaller photos, what is known of the same matter. The draft is in draft.js. */

import "./similar.js";

const form = document.querySelector("form[data-steps]");
const say = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
const make = (tag, facts) => Object.assign(document.createElement(tag), facts);

/* Steps */
const steps = [...form.querySelectorAll("[data-step]")];
const line = make("ol", { className: "progress" });
line.append(...steps.map(() => make("li", {})));
line.setAttribute("aria-hidden", "true");
const where = make("p", { className: "over", id: "buoc" }), page = document.title;
form.prepend(line, where);
document.querySelector("main > h1")?.classList.add("sr");
let here = 0;

const show = (number, move = true) => {
  here = Math.min(Math.max(number, 0), steps.length - 1);
  steps.forEach((step, i) => { step.hidden = i !== here; line.children[i].className = i <= here ? "on" : ""; });
  where.textContent = say(form.dataset.step, { n: here + 1, all: steps.length });
  document.title = `${where.textContent} · ${page}`;
  if (!move) return;
  const title = steps[here].querySelector("h2");
  title.tabIndex = -1;
  title.setAttribute("aria-describedby", where.id);
  title.focus({ preventScroll: true });
  line.scrollIntoView();
};
/* Who says that somebody broke the law is shown at once where that is told safely: nothing more is asked, nothing is sent. */
const leads = () => form.elements.accuses?.checked && navigator.onLine;
const go = (number) => {
  if (number > here && leads()) { location.assign("/to-cao"); return; }
  if (number > here && !form.dispatchEvent(new CustomEvent("leave", { cancelable: true, detail: steps[here] }))) return; /* draft.js */
  history.pushState({ step: number }, "", `#${number + 1}`);
  show(number);
};

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
history.replaceState({ ...history.state, step: Math.max(wrong, 0) }, "", location.pathname + location.search);
show(Math.max(wrong, 0), false);

/* Photos: shown at once, made smaller before they travel (photos.js); what is no photo says so and stays behind. */
const preview = async (blob) => {
  const bitmap = await createImageBitmap(blob), scale = Math.min(1, 480 / Math.max(bitmap.width, bitmap.height));
  const canvas = make("canvas", { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
};
const sentence = async (code, otherwise) => {
  await Promise.race([self.GanDanParts, new Promise((late) => { setTimeout(late, 3000); })]);
  return self.GanDanPhotos?.say(code) || otherwise;
};
const shrink = async (file, refused) => {
  const made = await self.GanDanPhotos.prepare(file);
  if (made.error) return { refused: await sentence(made.error, refused) };
  return { preview: await preview(made.blob), file: made.blob === file ? file : new File([made.blob], "anh.jpg", { type: "image/jpeg" }) };
};
const MOST = 5; /* as core/attachments.py: the sixth says so at once, not after everything else has arrived */
for (const box of document.querySelectorAll("[data-photos]")) {
  const input = box.querySelector("input[type=file]");
  const shelf = make("ul", { className: "photos" });
  let items = [];
  if (!window.DataTransfer || !window.createImageBitmap) continue;
  box.append(shelf);
  const put = () => {
    const list = new DataTransfer();
    items.filter((item) => !item.refused).forEach((item) => list.items.add(item.file));
    input.files = list.files;
    shelf.replaceChildren(...items.map((item) => {
      const place = make("li", {});
      const drop = make("button", { type: "button", className: "button text small", textContent: box.dataset.remove });
      drop.addEventListener("click", () => { items = items.filter((other) => other !== item); put(); input.focus(); });
      if (item.preview) {
        item.preview.setAttribute("role", "img");
        item.preview.setAttribute("aria-label", `${box.dataset.alt} ${items.indexOf(item) + 1}`);
        place.append(item.preview);
      } else if (item.refused) {
        place.append(make("p", { className: "small error", role: "status", textContent: `“${item.file.name}”: ${item.refused}` }));
        return place; /* left out already: nothing to take away, and the next choice takes the sentence away */
      } else place.append(make("p", { className: "small", textContent: (item.heavy ? `${item.file.name} – ${item.heavy}` : item.file.name) }));
      place.append(drop);
      return place;
    }));
  };
  form.addEventListener("reset", () => { items = []; put(); });
  input.addEventListener("change", async ({ detail }) => {
    const chosen = [...input.files].map((file) => ({ file }));
    items = detail === "whole" ? [] : items.filter((item) => !item.refused);
    const room = MOST - form.querySelectorAll("[name=drop][data-photo]:not(:checked)").length;
    for (const item of chosen) {
      if (items.filter((other) => !other.refused).length >= room) Object.assign(item, { over: true, refused: box.dataset.refused });
      items.push(item);
    }
    put();
    for (const item of chosen) {
      try { Object.assign(item, item.over ? { refused: await sentence("many", item.refused) } : await shrink(item.file, box.dataset.refused)); } catch { item.heavy = await sentence("heavy", box.dataset.alt); }
      put();
    }
  });
}
