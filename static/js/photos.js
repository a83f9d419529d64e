// A large picture is shrunk on the device where the line is bad. Evidence wants the original, so the
// original is what is sent on a good line, and one press away on a bad one. The smaller copy is pixels
// alone: where and when it was taken stays on the device, in the original.
(() => {
  "use strict";
  const LARGE = 600 * 1024; // bytes; below this a smaller copy saves nothing that counts
  const LONGEST = 2000;     // pixels of the longer side, as of the copy that pages show
  const QUALITY = 0.8;
  const copies = new Map(); // name, size and time of the original → {copy, small}
  const busy = new Set();
  const bar = document.getElementById("line-bar");
  if (!bar || !self.createImageBitmap) return;
  const words = bar.dataset;

  const idOf = (file) => `${file.name} ${file.size} ${file.lastModified}`;

  function badLine() {
    const line = navigator.connection;
    return !navigator.onLine || !!line && (line.saveData || line.effectiveType !== "4g");
  }

  async function shrunk(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  }

  const size = (bytes) => bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

  // The choice beneath the box: which of the two is sent.
  function offer(input, file, copy) {
    const box = document.createElement("fieldset");
    box.className = "photo-choice";
    box.append(Object.assign(document.createElement("legend"), { className: "tiny", textContent: words.photoSend }));
    for (const [small, text, bytes] of [[false, words.photoOriginal, file.size], [true, words.photoSmall, copy.size]]) {
      const label = document.createElement("label");
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: `photo-of-${input.id}`, checked: small === copies.get(idOf(file)).small });
      radio.setAttribute("form", ""); // a choice of the device's, which the form does not post
      radio.addEventListener("change", () => { copies.get(idOf(file)).small = small; });
      label.append(radio, ` ${text} `, Object.assign(document.createElement("bdi"), { dir: "ltr", textContent: size(bytes) }));
      box.append(label);
    }
    input.after(box);
  }

  async function look(input) {
    if (input.nextElementSibling?.matches(".photo-choice")) input.nextElementSibling.remove();
    for (const file of input.files) {
      if (!file.type.startsWith("image/") || file.size < LARGE) continue;
      const copy = await shrunk(file).catch(() => null); // what no browser can draw goes as it is
      if (!copy || copy.size > file.size * 0.8) continue;
      copies.set(idOf(file), { copy, small: badLine() });
      offer(input, file, copy);
    }
  }

  document.addEventListener("change", (event) => {
    if (!event.target.matches("form[data-send] input[type=file]")) return;
    const work = look(event.target).finally(() => busy.delete(work));
    busy.add(work);
  });

  self.photos = {
    ready: () => Promise.all(busy),
    chosen(file) {
      const known = copies.get(idOf(file));
      if (!known?.small) return null;
      return { name: `${file.name.replace(/\.[^.]*$/, "")} (smaller copy).jpg`, blob: known.copy };
    },
  };
})();
