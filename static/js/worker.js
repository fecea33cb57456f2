/**
 * The service worker: the form and the page of this phone without a network, and letters that send themselves.
 * It keeps what is the same for everybody (SHELL, from /sw.js) and never answers for officials' pages or /to-cao.
 */

const CACHE = `shell-${self.SHELL.version}`;
const FILES = new Set(self.SHELL.files);
const [FORM, PHONE, PARTS] = self.SHELL.pages;
/* Pages that may be replaced by the page of this phone when there is no network; no answer of theirs is ever kept. */
const OURS = new RegExp(`^/(?:$|gui$|may-nay$|da-nhan/|(?:${[
  "tra-cuu", "ho-so", "cong-khai", "doi-thoai", "tiep-cong-dan", "cam-ket", "thong-tin", "du-an-dat", "lay-y-kien", "giam-sat",
  "dan-van-kheo", "ke-hoach", "thoi-han", "ngay-nghi", "quyen-rieng-tu",
].join("|")})(?:/|$))`);
const PATIENCE = 12000;

self.addEventListener("install", (event) => {
  if (event.addRoutes) {
    const never = ["/to-cao*", "/can-bo*", "/dang-nhap*", "/thoat-nhanh*"];
    event.waitUntil(Promise.resolve(event.addRoutes(never.map((pathname) => ({ condition: { urlPattern: { pathname } }, source: "network" })))).catch(() => {}));
  }
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(self.SHELL.files);
    await cache.addAll(self.SHELL.pages.map((page) => new Request(page, { cache: "no-cache" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
})()));

const kept = async (address) => (await (await caches.open(CACHE)).match(address, { ignoreVary: true })) || Response.error();

/* The network first. Without one, or where it says nothing for long, the form is the kept one. */
const page = async (request, path) => {
  const fallback = path === "/gui" ? FORM : PHONE;
  const asked = fetch(request);
  if (fallback === PHONE) return asked.catch(() => kept(PHONE));
  const tired = new Promise((done) => setTimeout(done, PATIENCE)).then(() => kept(FORM));
  return Promise.race([asked, tired]).catch(() => kept(FORM));
};

/* What the form needs besides is the kept one, unless the page speaks a language that was chosen after it had come. It says no
   time: the page would take the day on which it was kept for the server's now, and a draft of today for one of that day. */
const parts = async (request) => {
  const hit = await kept(PARTS), spoken = request.headers.get("Accept-Language"), headers = new Headers(hit.headers);
  headers.delete("Date");
  const timeless = () => (hit.ok ? new Response(hit.body, { headers }) : hit);
  return hit.ok && [null, hit.headers.get("Content-Language")].includes(spoken) ? timeless() : fetch(request).catch(timeless);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname === PARTS) event.respondWith(parts(request));
  else if (FILES.has(address.pathname)) event.respondWith(caches.match(address.pathname, { cacheName: CACHE, ignoreVary: true }).then((hit) => hit || fetch(request)));
  else if (request.mode === "navigate" && OURS.test(address.pathname)) event.respondWith(page(request, address.pathname));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "letters") event.waitUntil(self.GanDanSender.run().then((done) => { if (!done) throw new Error("later"); }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.to));
});
