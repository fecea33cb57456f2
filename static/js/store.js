/** What this phone keeps, for pages and for the service worker: the draft, letters that wait, receipts, and the server's time. */

self.GanDanStore = (() => {
  const SHELVES = ["drafts", "letters", "receipts", "facts"];
  let opened = null;

  const open = () => {
    if (!opened) {
      opened = new Promise((done, fail) => {
        const asking = indexedDB.open("gan-dan", 1);
        asking.onupgradeneeded = () => SHELVES.forEach((shelf) => asking.result.createObjectStore(shelf));
        asking.onerror = asking.onblocked = () => fail(asking.error || new Error("blocked"));
        asking.onsuccess = () => {
          asking.result.onversionchange = asking.result.onclose = () => { asking.result.close(); opened = null; };
          done(asking.result);
        };
      });
      opened.catch(() => { opened = null; });
    }
    return opened;
  };

  /* One transaction over some shelves; it is on the disk when the promise is kept, so a dead battery loses nothing. */
  const work = async (shelves, mode, act) => {
    const store = await open();
    return new Promise((done, fail) => {
      const turn = store.transaction(shelves, mode, { durability: "strict" });
      const asked = act(turn);
      turn.oncomplete = () => done(asked && asked.result);
      turn.onerror = turn.onabort = () => fail(turn.error || (asked && asked.error) || new Error("storage"));
    });
  };

  const get = (shelf, key) => work([shelf], "readonly", (turn) => turn.objectStore(shelf).get(key));
  const all = (shelf) => work([shelf], "readonly", (turn) => turn.objectStore(shelf).getAll());
  const put = (shelf, key, value) => work([shelf], "readwrite", (turn) => turn.objectStore(shelf).put(value, key));
  const drop = (shelf, key) => work([shelf], "readwrite", (turn) => turn.objectStore(shelf).delete(key));

  /* Several changes that hold together or not at all: [shelf, key, value], without a value the place is emptied. */
  const change = (changes) => work([...new Set(changes.map(([shelf]) => shelf))], "readwrite", (turn) => {
    changes.forEach(([shelf, key, value]) => (value === undefined ? turn.objectStore(shelf).delete(key) : turn.objectStore(shelf).put(value, key)));
  });

  /* Time. The clock of a phone may be years off, so what is measured is the server's time: each answer carries it. */
  let skew = null;
  const hear = (answer) => {
    const said = Date.parse(answer.headers.get("Date") || "");
    if (said) skew = said - Date.now();
    return answer;
  };
  const stamp = () => ({ at: Date.now(), skew });
  /* How old a stamp is in milliseconds by the server's time; null while the server has not been heard. */
  const age = (mark) => {
    if (skew === null) return null;
    return Date.now() + skew - (mark.at + (mark.skew === null ? skew : mark.skew));
  };

  const full = (problem) => Boolean(problem) && (problem.name === "QuotaExceededError" || /quota/i.test(String(problem.message)));

  /* A key that only this phone knows; the same shape as the server's. */
  const newKey = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(21)))).replace(/\+/g, "-").replace(/\//g, "_");

  return { get, all, put, drop, change, hear, stamp, age, full, newKey };
})();
