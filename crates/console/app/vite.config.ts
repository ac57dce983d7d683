import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { budget } from "./vite.budget.ts";

const report = fileURLToPath(new URL("../../optimize/src/report/html", import.meta.url));

export default defineConfig({
  plugins: [svelte(), budget()],
  resolve: { alias: { "@report": report } },
  build: {
    outDir: process.env.TIDINGS_CONSOLE_OUT ?? "node_modules/.console",
    emptyOutDir: true,
    target: "es2022",
    // A policy that allows no `data:` scripts and styles holds for every file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    fs: { allow: [".", report] },
    proxy: { "/api": process.env.TIDINGS ?? "http://127.0.0.1:4174" },
  },
});
