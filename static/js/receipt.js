/** The receipt as a picture: drawn on this phone, so the secret word travels nowhere. */

const receipt = document.querySelector("[data-receipt]");

const picture = (svg) => new Promise((done, fail) => {
  const copy = svg.cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", 400);
  copy.setAttribute("height", 400);
  const image = new Image();
  image.onload = () => done(image);
  image.onerror = fail;
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
});

const draw = async () => {
  const lines = [...receipt.querySelectorAll("[data-line]")].map((e) => [e.dataset.line, e.textContent.trim()]);
  const svg = receipt.querySelector(".qr svg");
  const qr = svg && await picture(svg).catch(() => null);
  const canvas = Object.assign(document.createElement("canvas"), { width: 900, height: 250 + lines.length * 130 + (qr ? 460 : 0) });
  const pen = canvas.getContext("2d");
  const write = (text, x, y, font, colour) => { pen.font = font; pen.fillStyle = colour; pen.fillText(text, x, y, 780); };
  const family = "system-ui, Roboto, 'Noto Sans', sans-serif";
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#a0161b";
  pen.fillRect(0, 0, canvas.width, 24);
  write("Gần Dân", 60, 110, `800 52px ${family}`, "#a0161b");
  write(document.querySelector(".brand small")?.textContent ?? "", 60, 160, `32px ${family}`, "#524a43");
  lines.forEach(([label, value], i) => {
    write(label, 60, 240 + i * 130, `600 30px ${family}`, "#524a43");
    write(value, 60, 294 + i * 130, `700 48px ${family}`, "#1e1916");
  });
  if (qr) pen.drawImage(qr, 60, 230 + lines.length * 130, 400, 400);
  return canvas.toDataURL("image/png");
};

for (const button of document.querySelectorAll("[data-save-image]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const url = await draw();
    const image = Object.assign(new Image(), { src: url, alt: button.textContent.trim() });
    const note = Object.assign(document.createElement("figcaption"), { textContent: button.dataset.hold });
    const figure = Object.assign(document.createElement("figure"), { className: "saved-image" });
    figure.append(note, image);
    document.querySelector(".saved-image")?.remove();
    button.closest(".actions").after(figure);
    const link = Object.assign(document.createElement("a"), { href: url, download: `${button.dataset.file}.png` });
    link.click();
    figure.scrollIntoView();
  });
}
