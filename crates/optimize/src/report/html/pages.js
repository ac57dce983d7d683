// The pages of an audit, read from data by the hundred. What the letters mean is said where they are written (report/sheet/chunk.rs).

/** A path with its letters of other scripts as people write them. */
function readable(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/**
 * What <contact-sheet> and PageView draw. `index(n)` gives the n-th hundred's titles and verdicts and must be there for
 * `count` pages; `pages(n)` gives the hundred in full, or nothing while it is under way; `picture(n)` gives an address.
 */
export function readPages(site, { index, pages, picture }, count = site.count) {
  const { networks, verdicts, layouts, shapes, severities, mends, rules, origin, chunk: hundred } = site;

  function previewOf(chunk, number) {
    const [verdict, layout, shape, title, about, pictured, alt, host, author, why] = chunk.v[number];
    const text = (at) => (at === 0 ? null : chunk.s[at]);
    return {
      verdict,
      layout: layouts[layout],
      shape: shapes[shape],
      title: text(title),
      about: text(about),
      picture: text(pictured),
      alt: text(alt),
      host: text(host),
      author: text(author),
      why: why.map(text),
    };
  }

  return {
    networks,
    verdicts,
    rules,
    severities,
    count,
    row(i) {
      const part = index(Math.floor(i / hundred));
      const at = i % hundred;
      const path = part.u[at];
      const url = path.startsWith("/") ? origin + path : path;
      return {
        title: part.t[at],
        path: readable(path),
        url,
        short: url.replace(/^https?:\/\//, "").replace(/\/$/, ""),
        rules: part.r[at],
        severity: part.w[at] === 9 ? null : part.w[at],
        verdict: (network, when) => (when === "mended" ? part.b : part.a).charCodeAt(at * networks.length + network) - 48,
      };
    },
    page(i) {
      const chunk = pages(Math.floor(i / hundred));
      const page = chunk?.p[i % hundred];
      if (!page) return null;
      return {
        status: page.h,
        today: page.a.map((number) => previewOf(chunk, number)),
        mended: page.b.map((number) => previewOf(chunk, number)),
        same: page.a.map((number, at) => number === page.b[at]),
        findings: page.f.map(([rule, severity, says, evidence, at, mend, settled]) => ({
          rule,
          severity,
          says: chunk.s[says],
          evidence: chunk.s[evidence],
          at,
          mend: mends[mend],
          settled: settled === 1,
        })),
        notChecked: page.n.map((rule) => rules[rule].id),
        head: page.k === 0 ? null : chunk.s[page.k],
        facts: page.x.map(([name, value, from]) => [name, chunk.s[value], chunk.s[from]]),
        picture(address) {
          const known = chunk.m[address];
          if (!known) return null;
          const [number, about, ratio] = known;
          return { src: number < 0 ? null : picture(number), planned: number === -2, about, ratio };
        },
      };
    },
  };
}
