// Buttons that a page without scripts cannot have: copy the text, and hand it on to an app of the telephone.
"use strict";
for (const area of document.querySelectorAll("textarea[readonly]")) {
  const row = document.createElement("p");
  row.className = "row";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  const add = (label, press) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", press);
    row.append(button);
  };
  add("Copy the text", async () => {
    try {
      await navigator.clipboard.writeText(area.value);
    } catch {
      // Without https a browser gives no clipboard; the old way still works there.
      area.select();
      document.execCommand("copy");
    }
    said.textContent = "Copied.";
  });
  if (navigator.share) add("Share…", () => navigator.share({ text: area.value }).catch(() => {}));
  row.append(said);
  area.after(row);
}
