// Each network's sign and colour, as the server gave them: symbols `sign-ID` in the document, `--brand` by network.

import type { Network } from "../api.ts";

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = new Set(["path", "circle", "rect", "line", "polyline", "polygon", "ellipse", "g"]);
let colours: CSSStyleSheet | null = null;

/** Only shapes and their attributes are taken over. */
function shapes(from: Element, to: Element): void {
  for (const child of from.children) {
    if (!SHAPES.has(child.localName)) continue;
    const shape = document.createElementNS(SVG, child.localName);
    for (const { name, value } of child.attributes) if (/^[a-z][a-z0-9-]*$/i.test(name) && !/^on|^style$|href/i.test(name)) shape.setAttribute(name, value);
    shapes(child, shape);
    to.append(shape);
  }
}

export function placeSigns(host: SVGSVGElement, networks: Network[]): void {
  const parser = new DOMParser();
  const symbols = networks.map(({ id, icon }) => {
    const symbol = document.createElementNS(SVG, "symbol");
    const drawn = parser.parseFromString(icon, "image/svg+xml").documentElement;
    symbol.id = `sign-${id}`;
    symbol.setAttribute("viewBox", drawn.getAttribute("viewBox") ?? "0 0 24 24");
    for (const name of ["fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"]) {
      const value = drawn.getAttribute(name);
      if (value) symbol.setAttribute(name, value);
    }
    shapes(drawn, symbol);
    return symbol;
  });
  host.replaceChildren(...symbols);

  colours ??= new CSSStyleSheet();
  const safe = networks.filter(({ colour }) => /^[#\w(),.%\s/-]+$/.test(colour));
  colours.replaceSync(safe.map(({ id, colour }) => `[data-network="${CSS.escape(id)}"]{--brand:${colour}}`).join("\n"));
  if (!document.adoptedStyleSheets.includes(colours)) document.adoptedStyleSheets.push(colours);
}
