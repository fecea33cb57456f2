/** What this phone follows by itself (localStorage): the button on the page "Theo dõi", and the list on the page of this phone. */

(() => {
  const KEY = "gandan-theo-doi", MOST = 40;
  const read = () => { try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return []; } };
  const write = (list) => { try { localStorage.setItem(KEY, JSON.stringify(list.slice(-MOST))); return true; } catch { return false; } };
  const own = (path) => typeof path === "string" && /^\/(?!\/)/.test(path);
  try { localStorage.getItem(KEY); } catch { return; }

  const place = document.querySelector("[data-follow]");
  if (place) {
    const { follow: page, feed, title, code } = place.dataset;
    const on = place.querySelector("[data-on]"), off = place.querySelector("[data-off]"), kept = place.querySelector("[data-kept]");
    const show = () => {
      const here = read().some((item) => item.page === page);
      on.hidden = here;
      off.hidden = kept.hidden = !here;
    };
    on.addEventListener("click", () => { write([...read().filter((item) => item.page !== page), { page, feed, title, code, seen: "" }]); show(); });
    off.addEventListener("click", () => { write(read().filter((item) => item.page !== page)); show(); });
    show();
    place.hidden = false;
  }

  const list = document.querySelector("[data-follows]");
  if (!list) return;
  const words = list.dataset;
  const make = (tag, facts, ...inside) => { const made = Object.assign(document.createElement(tag), facts); made.append(...inside); return made; };
  /* The feed says what is newest; of a page that was taken back (410) the title goes too; without a network nothing is said */
  const ask = async (item, told, card) => {
    try {
      const answer = await fetch(item.feed, { credentials: "omit" });
      if (answer.status === 410 || answer.status === 404) {
        told.textContent = words.gone;
        if (!item.code) return;
        write(read().map((one) => (one.page === item.page ? { ...one, title: item.code } : one)));
        card.querySelector("a").textContent = item.code;
        card.querySelector("[data-code]")?.remove();
        return;
      }
      if (!answer.ok) return;
      const feed = new DOMParser().parseFromString(await answer.text(), "application/xml");
      const updated = feed.querySelector("feed > updated"), first = feed.querySelector("entry > title");
      if (!updated || !first) return;
      told.textContent = first.textContent;
      if (item.seen && item.seen !== updated.textContent) card.querySelector("h3").append(" ", make("b", { className: "tag open", textContent: words.fresh }));
      write(read().map((one) => (one.page === item.page ? { ...one, seen: updated.textContent } : one)));
    } catch { /* away */ }
  };
  const show = () => {
    const items = read().filter((item) => item && own(item.page) && own(item.feed)).reverse();
    list.hidden = !items.length;
    list.querySelector("ul").replaceChildren(...items.map((item) => {
      const told = make("p", { className: "small muted" });
      const drop = make("button", { type: "button", className: "button small quiet", textContent: words.drop });
      drop.addEventListener("click", () => { write(read().filter((one) => one.page !== item.page)); show(); });
      const card = make("li", { className: "card" }, make("h3", {}, make("a", { href: item.page, textContent: item.title })));
      if (item.code && item.code !== item.title) {
        card.append(make("p", { className: "small muted", textContent: item.code }));
        card.lastChild.dataset.code = "";
      }
      card.append(told, drop);
      ask(item, told, card);
      return card;
    }));
  };
  show();
})();
