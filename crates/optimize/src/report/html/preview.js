// A preview, drawn from data alone: its layout, its picture's frame and the network's colour come with it.

/** Makes an element with a class, children and text; nothing from a page is ever read as markup. */
export function make(tag, name, ...inside) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...inside.filter((part) => part !== null && part !== undefined && part !== ""));
  return element;
}

/** A network's sign, from the symbols that stand in the document. */
export function signOf(network) {
  const space = "http://www.w3.org/2000/svg";
  const sign = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  sign.classList.add("sign");
  sign.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#sign-${network.id}`);
  sign.append(use);
  return sign;
}

/** A hue for a picture that is not at hand, so that one picture looks the same everywhere. */
export function hueOf(address) {
  let hash = 7;
  for (let at = 0; at < address.length; at += 1) hash = (hash * 31 + address.charCodeAt(at)) | 0;
  return Math.abs(hash) % 360;
}

/** The reason that stands where the picture would. */
export function refusal(preview) {
  return preview.picture === null && preview.layout !== "nothing" ? preview.why.find((why) => why.includes("icture")) : undefined;
}

/** Where the picture would be, in its colour, with a word about it. */
function tint(pic, preview, about) {
  pic.style.setProperty("--hue", hueOf(preview.picture));
  if (about) pic.append(make("span", "", about));
}

function frame(preview, picture, small) {
  const pic = make("div", "pic");
  if (preview.picture === null) {
    pic.classList.add("refused");
    pic.append(make("span", "", small ? "no picture" : (refusal(preview) ?? "no picture")));
    return pic;
  }
  if (picture?.planned) {
    pic.classList.add("planned");
    if (small) pic.append(make("b"), make("s"));
    else pic.append(make("b", "", preview.title ?? ""), make("span", "", preview.host ?? ""), make("i", "", "a card that Tidings would make"));
    return pic;
  }
  if (picture?.src) {
    const image = make("img");
    image.src = picture.src;
    image.alt = small ? "" : (preview.alt ?? "");
    image.decoding = "async";
    image.addEventListener("error", () => {
      image.remove();
      tint(pic, preview, small ? "" : "picture not at hand");
    });
    pic.append(image);
    return pic;
  }
  tint(pic, preview, small ? "" : picture?.about || "picture not kept for this report");
  return pic;
}

/** The preview as a reader of the network meets it. `picture` gives `{ src, planned, about, ratio }` for an address. */
export function drawPreview(preview, address, picture) {
  const known = preview.picture === null ? null : picture(preview.picture);
  const drawn = make("div", `preview ${preview.layout} ${preview.shape}`);
  if (known?.ratio) drawn.style.setProperty("--ratio", known.ratio);
  if (preview.layout === "nothing") {
    drawn.append(make("p", "host", address), make("p", "title", "No card: the bare address stands in the message."));
    return drawn;
  }
  const pic = frame(preview, known, false);
  if (preview.layout === "overlay") {
    const over = [preview.host, preview.title].filter(Boolean).join(" · ");
    if (over) pic.append(make("div", "over", over));
    drawn.append(pic);
    return drawn;
  }
  const words = make(
    "div",
    "words",
    preview.author && make("p", "host", preview.author),
    make("p", "title", preview.title ?? address),
    preview.about && make("p", "about", preview.about),
    preview.host && make("p", "host", preview.host),
  );
  drawn.append(pic, words);
  return drawn;
}

/** The preview in small, for a cell of the contact sheet: its shapes, not its words. */
export function drawSmall(preview, verdict, picture) {
  if (preview === null) return make("div", "mini wait");
  const drawn = make("div", `mini ${preview.layout}`);
  if (preview.layout === "nothing") {
    drawn.append(verdict.mark);
    return drawn;
  }
  drawn.append(frame(preview, preview.picture === null ? null : picture(preview.picture), true));
  const words = make("div", "words", make("b"), preview.about || preview.host ? make("s") : null);
  const share = (text, most) => `${Math.min(96, 28 + (68 * text.length) / most)}%`;
  words.firstChild.style.setProperty("--t", share(preview.title ?? "", 70));
  words.lastChild.style.setProperty("--d", share(preview.about ?? preview.host ?? "", 160));
  drawn.append(words);
  // A network that falls back to a sign of the site draws something, but not the page's picture.
  const mark = verdict.id === "no_picture" ? "only a sign" : verdict.mark;
  if (mark && preview.picture !== null) drawn.append(make("span", `mark ${verdict.id}`, mark));
  return drawn;
}
