/** The door: taps are kept on this device with an id of their own and sent when there is a network; sent twice they count once. */

const door = document.querySelector("[data-door]");
const KEY = door && `door-${door.dataset.key}`;
const read = () => { try { return JSON.parse(localStorage.getItem(KEY)) ?? []; } catch { return []; } };
const write = (taps) => { try { localStorage.setItem(KEY, JSON.stringify(taps)); return true; } catch { return false; } };
const token = () => door.querySelector("[name=csrf_token]").value;
const line = door?.querySelector("[data-kept]");

const show = () => {
  const number = read().length;
  line.hidden = !number;
  line.textContent = line.dataset.words.replace("{n}", number);
};

let sending = false;
const send = async () => {
  const taps = read();
  if (sending || !taps.length || !navigator.onLine) return show();
  sending = true;
  let more = false;
  try {
    const answer = await fetch(door.dataset.door, {
      method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token() }, body: JSON.stringify({ taps }),
    });
    if (answer.ok && answer.headers.get("Content-Type")?.includes("json")) {
      const { kept, people } = await answer.json();
      const left = read().filter((tap) => !kept.includes(tap.id));
      write(left);
      /* Taps made while this was on its way are not in the server's number yet; they go next. */
      door.querySelector("[data-people]").textContent = left.reduce((sum, tap) => sum + (tap.kind === "void" ? 0 : Number(tap.people)), people);
      more = left.some((tap) => !taps.some((sent) => sent.id === tap.id));
    }
  } catch { /* no network: they stay here */ } finally { sending = false; }
  show();
  if (more) send();
};

/** A tap as the server reads it, from the form of its button. */
const tapOf = (form) => {
  const value = (name) => form.elements[name]?.value ?? "";
  return {
    id: value("client_id"), kind: form.dataset.tap, registration: value("registration_id"), voids: value("voids"),
    village: value("village_id"), people: value("people") || "1", at: new Date().toISOString(),
  };
};

const newId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** What the tap changed on this page: its button rests; who walked in stands in the list until the page is opened again. */
const settle = (form, tap) => {
  const people = door.querySelector("[data-people]");
  if (tap.kind !== "walk_in") {
    form.querySelector("button").disabled = true;
    people.textContent = Number(people.textContent) + (tap.kind === "present" ? 1 : 0);
    return;
  }
  const item = document.createElement("li");
  item.textContent = `${form.elements.village_id.selectedOptions[0].textContent}: ${tap.people}`;
  door.querySelector("[data-walked]").prepend(item);
  people.textContent = Number(people.textContent) + Number(tap.people);
  form.elements.client_id.value = newId();
  form.elements.people.value = 1;
};

door?.addEventListener("submit", (event) => {
  const form = event.target, tap = form.dataset.tap && tapOf(form);
  if (!tap || !(Number(tap.people) >= 1 && Number(tap.people) <= 200)) return;
  if (read().some((other) => other.id === tap.id)) return event.preventDefault();
  if (!write([...read(), tap])) return;
  event.preventDefault();
  event.stopPropagation();
  settle(form, tap);
  send();
});

if (door) {
  addEventListener("online", send);
  setInterval(send, 15000);
  send();
}
