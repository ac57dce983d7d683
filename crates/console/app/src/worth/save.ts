// A picture as a file: SVG, PNG, or its numbers as CSV. What is saved is light, and needs no style from elsewhere.

const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "stroke-linejoin"];
const NS = "http://www.w3.org/2000/svg";

export type About = { title: string; legend?: { side: "smo" | "smm"; text: string }[]; unit?: string };
const EDGE = 24;

function element(name: string, about: Record<string, string | number>, text = ""): SVGElement {
  const one = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(about)) one.setAttribute(key, String(value));
  one.textContent = text;
  return one;
}

/** Broken into lines of about so many signs. */
function lines(text: string, signs: number): string[] {
  const all = [""];
  for (const word of text.split(" ")) {
    const now = all.at(-1) ?? "";
    if (now !== "" && now.length + word.length >= signs) all.push(word);
    else all[all.length - 1] = now === "" ? word : `${now} ${word}`;
  }
  return all;
}

function alone(svg: SVGSVGElement, { title, legend = [], unit = "" }: About): { text: string; width: number; height: number } {
  const root = document.documentElement;
  const theme = root.dataset.theme;
  // Read and put back before anything is drawn.
  root.dataset.theme = "light";
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll<SVGElement>("*")];
  const to = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  from.forEach((one, nth) => {
    const style = getComputedStyle(one);
    const mine = to[nth];
    if (!mine) return;
    mine.removeAttribute("class");
    for (const name of STYLES) mine.setAttribute(name, style.getPropertyValue(name));
  });
  const { backgroundColor: paper, color: ink } = getComputedStyle(document.body);
  // A colour as it is drawn: of a variable alone nothing tells what it comes to.
  const drawn = (name: string) => {
    const probe = document.createElement("i");
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
  const colours = { smo: drawn("--passed-on"), smm: drawn("--brought"), soft: drawn("--soft") };
  if (theme === undefined) delete root.dataset.theme;
  else root.dataset.theme = theme;

  for (const gone of copy.querySelectorAll("[data-screen]")) gone.remove();
  const { width: inner, height } = svg.viewBox.baseVal;
  const said = lines(title, inner / 7.4);
  const keyed = [...legend.map(({ side, text }) => ({ fill: colours[side], text: `\u25cf ${text}` })), ...(unit ? [{ fill: colours.soft, text: unit }] : [])];
  const head = 14 + said.length * 20 + (keyed.length > 0 ? 22 : 0) + 8;
  const [wide, high] = [inner + 2 * EDGE, height + head + EDGE];
  const whole = element("svg", { width: wide, height: high, viewBox: `0 0 ${wide} ${high}` });
  whole.append(element("rect", { width: wide, height: high, fill: paper }));
  said.forEach((line, nth) => whole.append(element("text", { x: EDGE, y: 28 + nth * 20, fill: ink, "font-family": "Georgia, serif", "font-size": 15 }, line)));
  let x = EDGE;
  for (const { fill, text } of keyed) {
    whole.append(element("text", { x, y: 28 + said.length * 20, fill, "font-family": "sans-serif", "font-size": 12 }, text));
    x += text.length * 6.6 + 18;
  }
  for (const [name, value] of Object.entries({ x: EDGE, y: head, width: inner, height })) copy.setAttribute(name, String(value));
  whole.append(copy);
  return { text: new XMLSerializer().serializeToString(whole), width: wide, height: high };
}

function hand(blob: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function saveSvg(svg: SVGSVGElement, about: About, name: string): void {
  hand(new Blob([alone(svg, about).text], { type: "image/svg+xml" }), `${name}.svg`);
}

export async function savePng(svg: SVGSVGElement, about: About, name: string): Promise<void> {
  const { text, width, height } = alone(svg, about);
  const image = new Image();
  // The policy lets pictures come as data, not as blobs.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: width * 2, height: height * 2 });
  canvas.getContext("2d")?.drawImage(image, 0, 0, width * 2, height * 2);
  const blob = await new Promise<Blob | null>((told) => canvas.toBlob(told, "image/png"));
  if (blob) hand(blob, `${name}.png`);
}

/** A cell that a spreadsheet would take for a formula is told as text. */
const cell = (value: string | number) => {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
export function saveCsv(columns: string[], rows: (string | number)[][], name: string): void {
  const lines = [columns, ...rows].map((row) => row.map(cell).join(","));
  hand(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" }), `${name}.csv`);
}
