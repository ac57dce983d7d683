// Light, dark, or as the system has it. early.js sets it before anything is drawn.

const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

function remembered(): Theme {
  const named = document.documentElement.dataset.theme;
  return named === "light" || named === "dark" ? named : "auto";
}

export const theme = $state<{ chosen: Theme }>({ chosen: remembered() });

export function choose(name: Theme): void {
  theme.chosen = name;
  if (name === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  try {
    localStorage.setItem("tidings-theme", name);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

export function nextTheme(): void {
  choose(THEMES[(THEMES.indexOf(theme.chosen) + 1) % THEMES.length] ?? "auto");
}
