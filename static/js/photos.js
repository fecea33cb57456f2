/** Makes photos small before they travel: GanDanPhotos.prepare(file) gives {blob, sha256, width, height} or {error}.
 *  ``error`` is a code: empty, type, heic, large. The form adds many, heavy. GanDanPhotos.say(code) is its sentence, or "" while the page has none. */
(function (scope) {
  "use strict";
  var SIDE = 1600, QUALITY = 0.82, HEAVIEST = 10 * 1024 * 1024;

  async function kindOf(file) {
    var head = new Uint8Array(await new Response(file.slice(0, 16)).arrayBuffer());
    var text = String.fromCharCode.apply(null, head);
    if (!head.length) return "empty";
    if (head[0] === 0xff && head[1] === 0xd8) return "jpeg";
    if (text.slice(1, 4) === "PNG") return "png";
    if (text.slice(0, 4) === "RIFF" && text.slice(8, 12) === "WEBP") return "webp";
    if (text.slice(4, 8) === "ftyp") return /^(hei[cxms]|hev[cx]|mif1|msf1)$/.test(text.slice(8, 12)) ? "heic" : /^avi[fs]$/.test(text.slice(8, 12)) ? "avif" : "other";
    return text.slice(0, 3) === "GIF" || text.slice(0, 2) === "BM" ? "picture" : "other";
  }
  async function decoded(file) {
    if (!scope.createImageBitmap) return null;
    try { return await createImageBitmap(file, { imageOrientation: "from-image" }); } catch (error) { /* an old browser knows no options */ }
    try { return await createImageBitmap(file); } catch (error) { return null; }
  }
  function sheet(width, height) {
    if (!scope.document) return new OffscreenCanvas(width, height);
    return Object.assign(document.createElement("canvas"), { width: width, height: height });
  }
  function jpegOf(canvas) {
    if (canvas.convertToBlob) return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", QUALITY); });
  }
  /** The picture at most SIDE wide and high, as JPEG without what a camera writes beside the pixels; null where it cannot be made. */
  async function smaller(bitmap) {
    var scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    var canvas = sheet(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
    var paper = canvas.getContext("2d");
    if (!paper) return null;
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    var blob = await jpegOf(canvas).catch(function () { return null; });
    return blob && blob.size ? { blob: blob, width: canvas.width, height: canvas.height } : null;
  }
  async function prepare(file) {
    var kind = await kindOf(file), plain = /^(jpeg|png|webp)$/.test(kind);
    if (kind === "empty" || kind === "other") return { error: kind === "empty" ? "empty" : "type" };
    var bitmap = await decoded(file), made = null, big = false;
    if (bitmap) {
      big = Math.max(bitmap.width, bitmap.height) > SIDE;
      made = await smaller(bitmap);
      if (bitmap.close) bitmap.close();
    }
    if (made && plain && !big && made.blob.size >= file.size) made = { blob: file, width: made.width, height: made.height };
    if (!made && !plain) return { error: kind === "heic" ? "heic" : "type" };
    made = made || { blob: file, width: 0, height: 0 };
    if (made.blob.size > HEAVIEST) return { error: "large" };
    if (scope.GanDanPieces && scope.GanDanPieces.supported) made.sha256 = await scope.GanDanPieces.sha256(made.blob);
    return made;
  }
  /** The sentence of a code, as the page's own language has it (templates/components/pieces.html). */
  function say(code) {
    var box = scope.document && document.querySelector("[data-pieces]");
    return (box && box.getAttribute("data-say-" + code.replace(/_/g, "-"))) || "";
  }
  scope.GanDanPhotos = { prepare: prepare, say: say };
})(self);
