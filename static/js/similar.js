/** While somebody writes: asks, after a pause, whether a published case is about the same thing. Without an answer nothing shows. */

const form = document.querySelector("form[data-steps]");
const shelf = form?.querySelector("[data-similar]");
const story = form?.elements.story;
let timer;
let asked = "";

const ask = async () => {
  const words = story.value.trim();
  if (words === asked || words.split(/\s+/).length < 4) return;
  asked = words;
  const body = new URLSearchParams({ story: words, village_id: form.elements.village_id?.value ?? "", field_id: form.elements.field_id?.value ?? "" });
  try {
    const answer = await fetch("/gui/gan-giong", { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    shelf.replaceChildren(...found.body.childNodes);
    shelf.hidden = !shelf.children.length;
  } catch { /* no network: nothing is shown */ }
};

if (shelf && story) {
  shelf.className = "panel tight";
  story.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 900);
  });
}
