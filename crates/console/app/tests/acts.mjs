// What a person does on a screen, in the words of the screen: the journeys on the mock and on the real server share it.

/** What was told once; the newest. */
export const told = (page) => page.locator(".once code").last().textContent();

/** A name as a pattern. */
export const literally = (name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const sure = (page) => page.locator("dialog[open] [data-sure]").click();

/** On the settings of the workspace. */
export async function invite(page, email) {
  await page.getByLabel("Invite somebody by e-mail").fill(email);
  await page.keyboard.press("Enter");
}
export async function makeToken(page, name) {
  await page.getByLabel("What it is for").fill(name);
  await page.getByRole("button", { name: "Make a token" }).click();
}
export async function remove(page, name) {
  await page.getByRole("button", { name: new RegExp(`^Remove ?: ${literally(name)}`) }).click();
  await sure(page);
}

/** Ends a token or a client's link. */
export async function end(page, name) {
  await page.getByRole("button", { name: new RegExp(`^End ?: ${literally(name)}`) }).click();
  await sure(page);
}

/** On the settings of a site. */
export async function renameSite(page, name) {
  await page.locator("#site-name").fill(name);
  await page.keyboard.press("Enter");
}
export async function makeClientLink(page, name) {
  await page.getByLabel("For whom").fill(name);
  await page.keyboard.press("Enter");
}
/** On the 3rd of every month, half an hour after midnight by Oslo's clock. */
export async function everyMonth(page) {
  await page.getByLabel("How often").selectOption("month");
  await page.getByLabel("On the", { exact: true }).selectOption("3");
  await page.getByLabel("At", { exact: true }).fill("00:30");
  await page.getByLabel("Time of").selectOption("Europe/Oslo");
  await page.locator("#schedule").getByText(/On the 3rd of every month at 00:30, Oslo time\s·\snot saved yet/).waitFor();
  await page.locator("#schedule").getByRole("button", { name: "Save" }).click();
  await page.getByText(/Oslo time; next on/).waitFor();
}
/** Two look at the name of one site, both save; the second is told, and sees what the first saved. */
export async function saveSecond(one, two) {
  await renameSite(one, "Bakery");
  await one.getByText("Saved").waitFor();
  await renameSite(two, "Baker");
  await two.getByText("Somebody else saved in between").waitFor();
  return async () => {
    await two.getByRole("button", { name: "Show what they saved" }).click();
    await two.locator("#name .strip-note").waitFor({ state: "detached" });
    return two.locator("#site-name").inputValue();
  };
}
/** On the settings of notices. */
export async function setWebhook(page, address) {
  await page.locator("#hook-address").fill(address);
  await page.keyboard.press("Enter");
  await page.getByText("whsec_").waitFor();
}
