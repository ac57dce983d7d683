// Weighs what the first screen loads, and lays a compressed copy beside each file, so that a server need not compress.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** The most that the first screen may load: scripts, styles and fonts, as gzip sends them. */
export const BUDGET = 150 * 1000;

const TEXT = /\.(js|css|html|svg)$/;

export function budget(): Plugin {
  return {
    name: "tidings-budget",
    apply: "build",
    writeBundle(options, bundle) {
      const folder = options.dir ?? "";
      const weigh = (name: string) => {
        const bytes = readFileSync(join(folder, name));
        return TEXT.test(name) ? gzipSync(bytes, { level: 9 }).length : bytes.length;
      };
      const kilo = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;
      const sum = (names: string[]) => names.map(weigh).reduce((all, one) => all + one, 0);
      // Who has no site gets the screen with one field, everybody else the list.
      const first = [firstLoad(bundle, /\/(Home|First)\.svelte$/), firstLoad(bundle, /\/(Home|Sites)\.svelte$/)].sort((one, other) => sum(other) - sum(one))[0] ?? [];
      const kinds = ["js", "css", "woff2"].map((kind) => `${kind} ${kilo(sum(first.filter((name) => name.endsWith(kind))))}`);
      const whole = sum(first);
      const told = `first load ${kilo(whole)} of ${kilo(BUDGET)}: ${kinds.join(", ")}`;
      if (whole > BUDGET) this.warn(`over the budget: ${told}`);
      else console.log(told);
    },
    closeBundle() {
      const folder = this.environment.config.build.outDir;
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => TEXT.test(name))) {
        const bytes = readFileSync(join(folder, name));
        if (bytes.length < 600) continue;
        writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
      }
    },
  };
}

/** The files that the first screen waits for. */
function firstLoad(bundle: Rolldown.OutputBundle, screens: RegExp): string[] {
  const wanted = new Set<string>();
  const take = (chunk: Rolldown.OutputChunk) => {
    if (wanted.has(chunk.fileName)) return;
    wanted.add(chunk.fileName);
    const styles = (chunk as { viteMetadata?: { importedCss: Set<string> } }).viteMetadata?.importedCss ?? [];
    for (const name of styles) wanted.add(name);
    for (const name of chunk.imports) {
      const other = bundle[name];
      if (other?.type === "chunk") take(other);
    }
  };
  for (const file of Object.values(bundle)) {
    if (file.type === "chunk" && (file.isEntry || screens.test(file.facadeModuleId ?? ""))) take(file);
    if (file.type === "asset" && file.fileName.endsWith(".woff2")) wanted.add(file.fileName);
  }
  return [...wanted];
}
