// One page, large: every network's preview today and mended, what was found, what to copy, what to refresh.

import { drawPreview, make, refusal, signOf } from "./preview.js";

/** The reasons that the drawing itself does not show; null where there is none. */
export function reasons(preview) {
  const others = preview.why.filter((why) => why !== refusal(preview));
  return others.length === 0 ? null : make("ul", "why", ...others.map((why) => make("li", "", why)));
}

export function badge(kind, text) {
  return make("span", `badge ${kind}`, text);
}

export class PageView {
  #dialog;
  #data;
  #copy;
  #order = [];
  #at = 0;
  #shown = null;

  /** `copy(text, button)` puts text on the clipboard and says so. `dialog` gets an event `turn` when another page is turned to. */
  constructor(dialog, data, copy) {
    this.#dialog = dialog;
    this.#data = data;
    this.#copy = copy;
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowLeft") this.#turn(-1);
      if (event.key === "ArrowRight") this.#turn(1);
    });
  }

  /** Opens `page`; `order` lists the pages to turn to. */
  open(page, network, order) {
    this.#order = order;
    this.#at = Math.max(0, order.indexOf(page));
    this.#draw(page, network);
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#dialog.querySelector(".asked")?.scrollIntoView({ block: "start" });
  }

  /** Takes newer data, and draws the page that was still under way when it was opened. */
  refresh(data) {
    this.#data = data;
    if (this.#dialog.open && this.#shown?.waits) this.#draw(this.#shown.page, this.#shown.network);
  }

  #turn(by) {
    const next = this.#order[this.#at + by];
    if (next === undefined) return;
    this.#at += by;
    this.#draw(next, null);
    this.#dialog.querySelector("h2").focus();
    this.#dialog.dispatchEvent(new CustomEvent("turn", { detail: next }));
  }

  #draw(index, network) {
    const row = this.#data.row(index);
    const page = this.#data.page(index);
    const focused = this.#dialog.contains(document.activeElement);
    const body = page
      ? make("div", "view-body", this.#previews(row, page, network), this.#aside(row, page))
      : make("p", "view-body soft", "The previews of this page are on their way.");
    this.#dialog.replaceChildren(make("div", "view", this.#top(row, page), body));
    this.#shown = { page: index, network, waits: page === null };
    if (focused) this.#dialog.querySelector("h2").focus();
  }

  #top(row, page) {
    const title = make("h2", "", row.title || row.path);
    title.id = "page-view-title";
    title.tabIndex = -1;
    const link = make("a", "", row.url);
    link.href = row.url;
    link.rel = "noopener noreferrer";
    link.target = "_blank";
    const status = page?.status ? ` · status ${page.status}` : "";
    const button = (text, label, act, off) => {
      const element = make("button", "", text);
      element.type = "button";
      element.setAttribute("aria-label", label);
      element.disabled = off;
      element.addEventListener("click", act);
      return element;
    };
    const nav = make(
      "nav",
      "",
      button("←", "Page before", () => this.#turn(-1), this.#at === 0),
      button("→", "Next page", () => this.#turn(1), this.#at >= this.#order.length - 1),
      button("Close", "Close", () => this.#dialog.close(), false),
    );
    nav.setAttribute("aria-label", "Pages");
    return make("header", "view-top", make("div", "grow", title, make("p", "address", link, status)), nav);
  }

  #previews(row, page, network) {
    const pairs = this.#data.networks.map((about, at) => {
      const [today, mended] = [page.today[at], page.mended[at]];
      const side = (preview, when) => {
        const verdict = this.#data.verdicts[preview.verdict];
        const caption = make("figcaption", "", when, badge(verdict.id, verdict.name));
        const message = make("div", "message", drawPreview(preview, row.short, page.picture));
        return make("figure", "", caption, message, reasons(preview));
      };
      const same = page.same[at];
      const pair = make("div", "pair", side(today, same ? "today and mended" : "today"), same ? null : side(mended, "mended"));
      const item = make("li", `${same ? "" : "changed"} ${network === at ? "asked" : ""}`, make("div", "who", signOf(about), about.name), pair);
      item.dataset.network = about.id;
      return item;
    });
    const list = make("section", "", make("h3", "", "As each network draws it"), make("ul", "pairs", ...pairs));
    list.tabIndex = 0;
    list.setAttribute("aria-label", "Previews");
    return list;
  }

  #aside(row, page) {
    const aside = make(
      "section",
      "aside",
      this.#findings(page),
      page.head ? this.#head(page.head) : null,
      this.#refresh(row, page),
      this.#facts(page),
    );
    aside.tabIndex = 0;
    aside.setAttribute("aria-label", "Findings and facts");
    return aside;
  }

  #findings(page) {
    const { rules, severities } = this.#data;
    const heading = page.findings.length === 0 ? "Nothing to mend" : `${page.findings.length} to mend`;
    const sorted = [...page.findings].sort((one, other) => one.severity - other.severity);
    const items = sorted.map((finding) => {
      const rule = rules[finding.rule];
      const place = finding.at === null ? "" : ` · byte ${finding.at.toLocaleString("en")}`;
      return make(
        "li",
        "",
        badge(severities[finding.severity], severities[finding.severity]),
        finding.settled ? badge("right", "the tags below settle it") : null,
        make("p", "what", finding.says),
        make("p", "", make("code", "", finding.evidence), place),
        make("p", "", rule.technical),
        make("p", "small", [rule.id, finding.settled ? null : finding.mend, `${rule.grade}, read ${rule.read}`].filter(Boolean).join(" · ")),
      );
    });
    const checked = page.notChecked.length;
    const unseen = checked > 0 ? make("p", "small soft", `${checked} ${checked === 1 ? "check was" : "checks were"} not possible: ${page.notChecked.join(", ")}.`) : null;
    return make("section", "", make("h3", "", heading), make("ul", "found", ...items), unseen);
  }

  #head(head) {
    const button = make("button", "", "Copy");
    button.type = "button";
    button.addEventListener("click", () => this.#copy(head, button));
    const code = make("pre", "", make("code", "", head));
    code.tabIndex = 0;
    code.setAttribute("role", "region");
    code.setAttribute("aria-label", "Tags for the head of the page");
    return make("section", "", make("h3", "", "Tags for the head"), code, make("div", "actions", button));
  }

  #refresh(row, page) {
    const held = this.#data.networks
      .map((network, at) => ({ network, changed: !page.same[at] }))
      .filter(({ changed }) => changed)
      .map(({ network }) => {
        const { kept } = network;
        const link = kept.refresh ? make("a", "", "refresh it there") : null;
        if (link) {
          link.href = kept.refresh.replace("{url}", encodeURIComponent(row.url));
          link.rel = "noopener noreferrer";
          link.target = "_blank";
        }
        const source = `${kept.grade}, read ${kept.read}`;
        return make("li", "", make("b", "", network.name), ` keeps the old one ${kept.how_long}. `, link, make("span", "soft", `${kept.how} (${source})`));
      });
    if (held.length === 0) return null;
    return make("section", "", make("h3", "", "After the mend"), make("ul", "refresh", ...held));
  }

  #facts(page) {
    if (page.facts.length === 0) return null;
    const lines = page.facts.flatMap(([name, value, from]) => [make("dt", "", name), make("dd", "", value, make("small", "", from))]);
    return make("section", "", make("h3", "", "What the page says of itself"), make("dl", "", ...lines));
  }
}
