// Before anything is drawn: the light that was chosen, so that a dark room is not lit up for a moment.
try {
  const theme = localStorage.getItem("tidings-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's own choice holds.
}
document.documentElement.dataset.when = "today";
