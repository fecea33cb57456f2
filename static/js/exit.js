/** "Thoát nhanh": one tap, or Esc twice, and another page stands in the place of this one; the draft goes too if that was asked. */

(() => {
  const link = document.querySelector("[data-exit]");
  const store = self.GanDanStore, keeps = Boolean(store && self.indexedDB);
  if (keeps && document.querySelector("[data-clear-draft]")) store.drop("drafts", "gui").catch(() => {});
  if (!link) return;
  let gone = false;
  const leave = async () => {
    if (gone) return;
    gone = true;
    const clears = document.querySelector("[data-exit-clears]");
    document.title = " ";
    dispatchEvent(new CustomEvent("gandan:exit"));
    document.body.replaceChildren();
    fetch(link.href, { keepalive: true, redirect: "manual" }).catch(() => {});
    if (clears && clears.checked && keeps) await Promise.race([store.drop("drafts", "gui"), new Promise((done) => setTimeout(done, 300))]).catch(() => {});
    location.replace(link.dataset.exit);
  };
  link.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - last < 1500) leave();
    last = event.timeStamp;
  });
})();
