/** Every page: one send per tap, counted letters, copy and print buttons. All of it may be missing; nothing depends on it. */

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Who goes back to a form that had come back finds its page, where that address can be opened, and no error of the browser. */
const again = () => {
  const [page] = all("[data-size]");
  if (page && document.querySelector("[data-error-summary]") && new URL(page.href).pathname === location.pathname) history.replaceState(history.state, "", location.href);
};

/** A second tap within eight seconds sends nothing: the first one is on its way. Buttons that only show or fetch (data-again) lock nothing. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  again();
  const button = event.submitter;
  if (button && "again" in button.dataset) return;
  form.dataset.sent = "1";
  button?.setAttribute("aria-disabled", "true");
  setTimeout(() => { delete form.dataset.sent; button?.removeAttribute("aria-disabled"); }, 8000);
});
addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
}));

for (const area of all("[data-count]")) {
  const line = document.querySelector(`[data-count-for="${area.id}"]`);
  const show = () => {
    const left = area.dataset.count - area.value.length;
    line.hidden = left > area.dataset.count * 0.25;
    line.textContent = (left < 0 ? line.dataset.over : line.dataset.text).replace("{n}", Math.abs(left));
  };
  area.addEventListener("input", show);
  show();
}

for (const button of all("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(all(button.dataset.copy.replace(/ /g, ",")).map((part) => (part.value ?? part.textContent).trim()).join("\n"));
    (button.querySelector("span") ?? button).textContent = button.dataset.done;
  });
}

for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

/** Paper shows what is folded away on the screen. */
addEventListener("beforeprint", () => all("details:not([open])").forEach((box) => { box.open = true; box.dataset.folded = ""; }));
addEventListener("afterprint", () => all("details[data-folded]").forEach((box) => { box.open = false; delete box.dataset.folded; }));

/** An address with #name opens the box of that name. */
const unfold = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target) (target.closest("details") ?? {}).open = true;
};
addEventListener("hashchange", unfold);
unfold();

const summary = document.querySelector("[data-error-summary]");
summary?.focus();
summary?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.dispatchEvent(new CustomEvent("reveal", { bubbles: true }));
  const input = field.matches("fieldset") ? field.querySelector("input") : field;
  input.focus();
  (input.closest(".field") ?? input).scrollIntoView();
});

/** Large text on the spot: the link works without this too, by its address; here nothing that was typed is lost. */
for (const link of all("[data-size]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const large = !("large" in document.documentElement.dataset);
    document.documentElement.toggleAttribute("data-large", large);
    const life = large ? 31536000 : 0;
    document.cookie = `chu=to; max-age=${life}; path=/; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    const shown = link.querySelector("span");
    [shown.textContent, link.dataset.size] = [link.dataset.size, shown.textContent];
    link.href = link.href.replace(/chu=\w+$/, large ? "chu=thuong" : "chu=to");
  });
}

/** Pages of residents carry the product with them (see /sw.js); the form at once, every other page when it has settled. */
if (navigator.serviceWorker && document.querySelector("link[rel=manifest]")) {
  const carry = () => navigator.serviceWorker.register("/sw.js").catch(() => {});
  addEventListener("load", () => setTimeout(carry, document.querySelector("form[data-phone]") ? 0 : 4000));
}
