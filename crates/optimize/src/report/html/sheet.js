// <contact-sheet>: pages down, networks across, each cell the preview in small. It knows no network by name and asks
// nobody for anything: its `data` is
//
//   networks   [{ id, name }]; its sign is the symbol `sign-ID` of the document, its colour `--brand` of [data-network]
//   verdicts   [{ id, name, mark }]            by number
//   rules      [{ id, says, severity }]        by number
//   severities [name]                          by number, gravest first
//   count      how many pages
//   row(i)     { title, path, rules: [number], severity: number | null, verdict(network, when) → number }
//   page(i)    { today: [preview], mended: [preview], picture(address) → { src, planned, about, ratio } },
//              or null while it is under way: `refresh` when it has come
//
// Events: `open` with { page, network } when a cell or a page's name is pressed; `when` when the switch is.

import { drawSmall, make, signOf } from "./preview.js";

const SPARE_ROWS = 5;
const PRINTED_ROWS = 40;

export class ContactSheet extends HTMLElement {
  #data = null;
  #when = "today";
  #wanted = { text: "", network: "", verdict: "", rule: "", severity: "" };
  #list = [];
  #rows = new Map();
  #active = { row: 0, column: 0 };
  #parts = {};
  #frame = 0;

  set data(data) {
    this.#data = data;
    this.#build();
    this.#choose();
  }

  /** Takes more or newer data without losing the place, the filters or the focus. `growing` keeps the count from being read out. */
  refresh(data, growing = false) {
    if (!this.#data) {
      this.data = data;
      return;
    }
    const place = this.#place();
    this.#data = data;
    this.#offer();
    this.#parts.words.setAttribute("aria-live", growing ? "off" : "polite");
    this.#choose(true);
    this.#comeBack(place);
  }

  get when() {
    return this.#when;
  }

  set when(when) {
    if (when === this.#when) return;
    this.#when = when;
    for (const button of this.#parts.switch.children) button.setAttribute("aria-pressed", String(button.value === when));
    this.#choose(true);
  }

  /** Shows only what `wanted` names: { text, network, verdict, rule, severity }; an absent one means all. */
  filter(wanted) {
    this.#wanted = { text: "", network: "", verdict: "", rule: "", severity: "", ...wanted };
    for (const [name, field] of Object.entries(this.#parts.fields)) field.value = this.#wanted[name];
    this.#choose();
  }

  /** What is shown of it, as `filter` takes it. */
  get wanted() {
    return { ...this.#wanted };
  }

  /** Goes to a page's cell, as far as it is listed. */
  goTo(page, network) {
    const row = this.#list.indexOf(page);
    if (row >= 0) this.#go(row, network === null ? 0 : this.#columns().indexOf(network) + 1);
  }

  /** Page numbers in the order in which they are listed. */
  get listed() {
    return this.#list;
  }

  // ---- made once

  #build() {
    const { networks, verdicts, severities } = this.#data;
    const field = (name, label, element) => {
      element.setAttribute("aria-label", label);
      element.value = this.#wanted[name];
      element.addEventListener("input", () => {
        this.#wanted[name] = element.value;
        this.#choose();
      });
      return element;
    };
    const select = (name, all, options) => {
      const element = make("select", "", new Option(all, ""));
      for (const [value, text] of options) element.append(new Option(text, value));
      return field(name, all, element);
    };
    const search = make("input");
    search.type = "search";
    search.placeholder = "Find a page";
    const fields = {
      text: field("text", "Find a page by title or address", search),
      network: select("network", "All networks", networks.map((network, at) => [at, network.name])),
      verdict: select("verdict", "Every preview", verdicts.map((verdict, at) => [at, verdict.name])),
      severity: select("severity", "Every severity", severities.map((name, at) => [at, `${name}s`])),
      rule: select("rule", "Every finding", []),
    };
    const toggle = make("span", "switch");
    toggle.setAttribute("role", "group");
    toggle.setAttribute("aria-label", "Which previews");
    for (const when of ["today", "mended"]) {
      const button = make("button", "", when);
      button.type = "button";
      button.value = when;
      button.setAttribute("aria-pressed", String(when === this.#when));
      button.addEventListener("click", () => {
        this.when = when;
        this.dispatchEvent(new CustomEvent("when", { detail: when }));
      });
      toggle.append(button);
    }
    const bar = make("div", "sheet-bar", toggle, fields.text, fields.network, fields.verdict, fields.severity, fields.rule);
    bar.setAttribute("role", "search");
    const words = make("span");
    const clear = make("button", "quiet", "show all");
    clear.type = "button";
    clear.addEventListener("click", () => this.filter({}));
    const told = make("div", "sheet-count", words, clear);
    words.setAttribute("role", "status");

    const head = make("div", "sheet-row head");
    head.setAttribute("role", "row");
    head.setAttribute("aria-rowindex", "1");
    const body = make("div", "sheet-body");
    body.setAttribute("role", "rowgroup");
    const top = make("div", "", head);
    top.setAttribute("role", "rowgroup");
    top.style.display = "contents";
    const grid = make("div", "sheet-grid", top, body);
    grid.setAttribute("role", "grid");
    grid.setAttribute("aria-label", "Contact sheet: pages down, networks across");
    grid.addEventListener("scroll", () => this.#later(), { passive: true });
    grid.addEventListener("keydown", (event) => this.#key(event));
    grid.addEventListener("click", (event) => this.#press(event));
    grid.addEventListener("focusin", (event) => this.#entered(event));
    new ResizeObserver(() => this.#later()).observe(grid);
    this.#parts = { bar, fields, switch: toggle, told, words, clear, head, body, grid };
    this.#offer();
    this.replaceChildren(bar, told, grid);
  }

  /** The filters that the data has a use for. */
  #offer() {
    const { rules, count } = this.#data;
    const { fields } = this.#parts;
    for (let at = fields.rule.options.length - 1; at < rules.length; at += 1) fields.rule.append(new Option(rules[at].id, at));
    for (const part of Object.values(fields)) part.hidden = count < 2;
  }

  // ---- which pages, which networks

  #columns() {
    const { network } = this.#wanted;
    return network === "" ? this.#data.networks.map((_, at) => at) : [Number(network)];
  }

  #choose(stay = false) {
    const { count, row, networks } = this.#data;
    const { text, network, verdict, rule, rules, severity } = this.#wanted;
    const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const columns = this.#columns();
    const list = [];
    for (let at = 0; at < count; at += 1) {
      const page = row(at);
      if (rule !== "" && !page.rules.includes(Number(rule))) continue;
      if (rules?.length && !page.rules.some((at) => rules.includes(at))) continue;
      if (severity !== "" && page.severity !== Number(severity)) continue;
      if (verdict !== "" && !columns.some((column) => page.verdict(column, this.#when) === Number(verdict))) continue;
      if (words.length > 0) {
        const within = `${page.title} ${page.path}`.toLocaleLowerCase();
        if (!words.every((word) => within.includes(word))) continue;
      }
      list.push(at);
    }
    this.#list = list;
    const { grid, body, words: told, clear, head } = this.#parts;
    const shown = list.length.toLocaleString("en");
    const filtered = Object.values(this.#wanted).some((value) => value !== "");
    told.textContent = filtered
      ? `${shown} of ${count.toLocaleString("en")} pages`
      : `${shown} ${count === 1 ? "page" : "pages"} on ${networks.length} networks`;
    clear.hidden = !filtered;
    grid.style.setProperty("--columns", columns.length + (network === "" ? 0 : 3));
    grid.setAttribute("aria-rowcount", String(list.length + 1));
    grid.setAttribute("aria-colcount", String(columns.length + (network === "" ? 1 : 2)));
    this.#head(head, columns);
    if (!stay) {
      for (const { element } of this.#rows.values()) element.remove();
      this.#rows.clear();
      grid.scrollTop = 0;
      this.#active = { row: 0, column: 0 };
      body.replaceChildren();
    }
    body.querySelector(".sheet-empty")?.parentElement.remove();
    if (list.length === 0) {
      const all = make("button", "", "Show all pages");
      all.type = "button";
      all.addEventListener("click", () => this.filter({}));
      const cell = make("div", "sheet-empty", "No page is like that.", make("div", "", all));
      cell.setAttribute("role", "gridcell");
      const only = make("div", "", cell);
      only.setAttribute("role", "row");
      this.#rows.clear();
      body.style.height = "";
      body.replaceChildren(only);
      return;
    }
    body.style.height = `${list.length * this.#rowHeight()}px`;
    this.#paint(true);
  }

  #head(head, columns) {
    const cell = (...inside) => {
      const element = make("div", "", ...inside);
      element.setAttribute("role", "columnheader");
      return element;
    };
    const named = columns.map((column) => {
      const network = this.#data.networks[column];
      const named = cell(signOf(network), network.name);
      named.dataset.network = network.id;
      return named;
    });
    head.replaceChildren(cell("page"), ...named);
    if (columns.length === 1 && this.#wanted.network !== "") {
      const reason = cell("as drawn");
      reason.style.gridColumn = "span 3";
      head.append(reason);
    }
  }

  // ---- which rows are on the screen

  #rowHeight() {
    return parseFloat(getComputedStyle(this.#parts.grid).getPropertyValue("--row")) || 84;
  }

  #later() {
    if (this.#frame === 0 && this.#data) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#paint();
      });
    }
  }

  /** Draws the rows on the screen; `anew` also those that stand there, where what they show has changed. */
  #paint(anew = false) {
    const { grid, body } = this.#parts;
    if (this.#list.length === 0) return;
    const height = this.#rowHeight();
    body.style.height = `${this.#list.length * height}px`;
    const first = Math.max(0, Math.floor(grid.scrollTop / height) - SPARE_ROWS);
    const last = Math.min(this.#list.length - 1, Math.ceil((grid.scrollTop + (grid.clientHeight || 800)) / height) + SPARE_ROWS);
    for (const [at, { element, shows }] of this.#rows) {
      const wanted = (at >= first && at <= last) || element.contains(document.activeElement);
      if (wanted && at < this.#list.length && (!anew || shows === this.#shows(at))) continue;
      element.remove();
      this.#rows.delete(at);
    }
    for (let at = first; at <= last; at += 1) {
      let element = this.#rows.get(at)?.element;
      if (!element) {
        element = this.#row(at);
        this.#rows.set(at, { element, shows: this.#shows(at) });
        const after = this.#rows.get(at - 1)?.element;
        if (after) after.after(element);
        else body.prepend(element);
      }
      element.style.top = `${at * height}px`;
    }
    if (!this.#rows.has(this.#active.row)) this.#active.row = Math.min(first + SPARE_ROWS, last);
    this.#mark();
  }

  /** All that a row shows, as one text to compare. */
  #shows(at) {
    const index = this.#list[at];
    const { title, path } = this.#data.row(index);
    const page = this.#data.page(index);
    const cells = page && this.#columns().map((column) => {
      const preview = page[this.#when][column];
      return [preview, preview.picture === null ? null : page.picture(preview.picture)];
    });
    return JSON.stringify([title, path, this.#when, this.#wanted.network, cells]);
  }

  // ---- the place, while the data changes

  /** Which page is looked at: its path, its height on the screen, and whether the focus is there. */
  #place() {
    const { grid } = this.#parts;
    const focused = grid.contains(document.activeElement);
    const row = focused ? this.#active.row : Math.floor(grid.scrollTop / this.#rowHeight());
    const index = this.#list[row];
    if (index === undefined || (!focused && grid.scrollTop === 0)) return null;
    return { path: this.#data.row(index).path, below: row * this.#rowHeight() - grid.scrollTop, focused, column: this.#active.column };
  }

  #comeBack(place) {
    if (!place || this.#list.length === 0) return;
    const { grid } = this.#parts;
    const found = this.#list.findIndex((index) => this.#data.row(index).path === place.path);
    const row = found < 0 ? Math.min(this.#active.row, this.#list.length - 1) : found;
    const top = Math.max(0, row * this.#rowHeight() - place.below);
    if (Math.abs(grid.scrollTop - top) > 1) grid.scrollTop = top;
    if (!place.focused) return;
    this.#active = { row, column: place.column };
    this.#paint();
    const cell = this.#rows.get(row)?.element.children[place.column];
    if (cell && cell !== document.activeElement) cell.focus({ preventScroll: true });
  }

  #row(at) {
    const index = this.#list[at];
    const facts = this.#data.row(index);
    const page = this.#data.page(index);
    const name = make("div", "", make("b", "", facts.title || facts.path), make("span", "", facts.path));
    name.setAttribute("role", "rowheader");
    name.setAttribute("aria-colindex", "1");
    const cells = this.#columns().map((column, place) => {
      const preview = page?.[this.#when][column] ?? null;
      const verdict = this.#data.verdicts[facts.verdict(column, this.#when)];
      const drawn = drawSmall(preview, verdict, page?.picture);
      const cell = make("div", "sheet-cell", drawn);
      const { name: network } = this.#data.networks[column];
      const mark = drawn.textContent;
      const how = verdict.name.includes(mark) ? verdict.name : `${verdict.name}, ${mark}`;
      const said = `${network}: ${how}${preview?.title ? `, “${preview.title}”` : ""}`;
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-colindex", String(place + 2));
      cell.setAttribute("aria-label", said);
      cell.title = [said, ...(preview?.why ?? [])].join("\n");
      return cell;
    });
    const row = make("div", "sheet-row", name, ...cells);
    if (this.#wanted.network !== "") row.append(this.#reason(page?.[this.#when][Number(this.#wanted.network)]));
    row.setAttribute("role", "row");
    row.setAttribute("aria-rowindex", String(at + 2));
    [...row.children].forEach((cell, column) => {
      cell.tabIndex = -1;
      cell.dataset.row = at;
      cell.dataset.column = column;
    });
    return row;
  }

  /** With one network chosen there is room for its words. */
  #reason(preview) {
    const cell = make("div", "sheet-reason", make("b", "", preview?.title ?? ""), make("span", "", preview?.why.join(" ") ?? ""));
    cell.setAttribute("role", "gridcell");
    cell.setAttribute("aria-colindex", "3");
    return cell;
  }

  // ---- keyboard and pointer

  #mark() {
    for (const { element } of this.#rows.values()) {
      for (const cell of element.children) {
        const active = Number(cell.dataset.row) === this.#active.row && Number(cell.dataset.column) === this.#active.column;
        cell.tabIndex = active ? 0 : -1;
      }
    }
  }

  #entered(event) {
    const cell = event.target.closest("[data-row]");
    if (!cell) return;
    this.#active = { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
    this.#mark();
  }

  #key(event) {
    const { row, column } = this.#active;
    const bottom = this.#list.length - 1;
    const right = this.#columns().length;
    const step = Math.max(1, Math.floor(this.#parts.grid.clientHeight / this.#rowHeight()) - 2);
    const far = event.ctrlKey || event.metaKey;
    const moves = {
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
      PageDown: [row + step, column],
      PageUp: [row - step, column],
      Home: [far ? 0 : row, 0],
      End: [far ? bottom : row, right],
    };
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#open(row, column);
    } else if (moves[event.key]) {
      event.preventDefault();
      const [toRow, toColumn] = moves[event.key];
      this.#go(Math.min(bottom, Math.max(0, toRow)), Math.min(right, Math.max(0, toColumn)));
    }
  }

  #go(row, column) {
    const { grid } = this.#parts;
    const height = this.#rowHeight();
    const head = this.#parts.head.offsetHeight;
    this.#active = { row, column };
    const top = row * height;
    if (top < grid.scrollTop) grid.scrollTop = top;
    else if (top + height + head > grid.scrollTop + grid.clientHeight) grid.scrollTop = top + height + head - grid.clientHeight;
    this.#paint();
    const cell = this.#rows.get(row)?.element.children[column];
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #press(event) {
    const cell = event.target.closest("[data-row]");
    if (cell) this.#open(Number(cell.dataset.row), Number(cell.dataset.column));
  }

  #open(row, column) {
    const page = this.#list[row];
    if (page === undefined) return;
    const network = column === 0 ? null : (this.#columns()[column - 1] ?? null);
    this.dispatchEvent(new CustomEvent("open", { detail: { page, network } }));
  }

  // ---- on paper

  /** Lays the first rows out as a table, for the printer; `clearPrint` takes it away. */
  preparePrint(rows = PRINTED_ROWS) {
    this.clearPrint();
    const { networks, verdicts, row, page, count } = this.#data;
    const header = (text) => {
      const cell = make("th", "", text);
      cell.scope = "col";
      return cell;
    };
    const table = make("table", "", make("thead", "", make("tr", "", header("page"), ...networks.map(({ name }) => header(name)))));
    const body = make("tbody");
    for (const index of this.#list.slice(0, rows)) {
      const facts = row(index);
      const whole = page(index);
      const name = make("th", "", make("b", "", facts.title || facts.path), make("span", "", facts.path));
      name.scope = "row";
      const cells = networks.map((_, at) => {
        const verdict = verdicts[facts.verdict(at, this.#when)];
        return make("td", "", drawSmall(whole?.[this.#when][at] ?? null, verdict, whole?.picture));
      });
      body.append(make("tr", "", name, ...cells));
    }
    table.append(body);
    const more = Math.max(0, count - rows);
    const note = more > 0 ? make("p", "small soft", `The first ${rows} of ${count.toLocaleString("en")} pages.`) : null;
    const print = make("div", "sheet-print", table, note);
    this.append(print);
    this.#parts.print = print;
  }

  clearPrint() {
    this.#parts.print?.remove();
    this.#parts.print = null;
  }
}

customElements.define("contact-sheet", ContactSheet);
