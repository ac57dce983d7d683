// The mock's hours and money, goals and sales.

const SMO = ["mending", "card", "share_button", "copied_link"];

export const beginMoney = ({ seen = false, timer = null, hour = null } = {}) => ({ entries: [], goals: [], sales: [], rates: [], seen, dismissed: false, timer, settings: { version: 1, hour_minor: hour, currency: "EUR", digits: 2, margin: null, weekly_minutes: null }, next: 1 });

export function money(the, site, problem) {
  const today = () => new Date().toISOString().slice(0, 10);
  const stands = ({ undone }) => !undone;
  const of = (id, list, what) => list.find((one) => one.id === id) ?? problem(404, "not_found", `There is no such ${what} here.`);
  const priced = (entry) => {
    const { hour_minor, currency } = the().settings;
    if (entry.kind !== "hours" || entry.cost || hour_minor === null) return;
    Object.assign(entry, { hour: { minor: hour_minor, currency }, cost: { minor: Math.round((hour_minor * entry.minutes) / 60), currency } });
    entry.part_minor = Math.round(entry.cost.minor / entry.months);
  };
  const enter = ({ kind, activity, side, minutes, minor, currency, day, network, campaign, page, months, note }, source = "hand") => {
    if (kind === "hours" && !(minutes > 0)) problem(422, "minutes_wrong", "An entry has between 1 and 44640 minutes.");
    if (day && day > today()) problem(422, "day_to_come", `${day} is still to come: enter it when it is done`);
    const carries = months ?? (SMO.includes(activity) ? 12 : 1);
    const entry = {
      id: String(the().next++), day: day ?? today(), kind, activity: activity ?? null, side: side ?? (SMO.includes(activity) ? "smo" : "smm"), network: network ?? null, campaign: campaign ?? null,
      page: page ?? null, minutes: minutes ?? null, hour: null, cost: minor ? { minor, currency: currency ?? "EUR" } : null, months: carries, until: day ?? today(),
      part_minutes: minutes ? Math.round(minutes / carries) : null, part_minor: minor ? Math.round(minor / carries) : null, note: note ?? "", source, made_by: "Jo", made: new Date().toISOString(), undone: null,
    };
    priced(entry);
    the().entries.unshift(entry);
    return entry;
  };
  const line = (entries) => {
    const sum = (kind) => entries.filter((one) => one.kind === kind && one.cost?.currency === "EUR").reduce((all, { part_minor }) => all + part_minor, 0);
    const minutes = (of) => entries.filter(of).reduce((all, { part_minutes }) => all + (part_minutes ?? 0), 0);
    return {
      minutes: minutes(() => true), hours_minor: sum("hours"), fee: sum("fee"), ad_spend: sum("ad_spend"), tool_share: sum("tool_share"),
      whole_minutes: entries.reduce((all, one) => all + (one.minutes ?? 0), 0), whole_minor: entries.reduce((all, { cost }) => all + (cost?.minor ?? 0), 0), unpriced_minutes: minutes(({ cost }) => !cost), months: Math.max(1, ...entries.map(({ months }) => months)), entries: entries.length,
    };
  };
  const proposed = () => {
    const day = new Date();
    day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
    const week = day.toISOString().slice(0, 10);
    const items = the().seen && !the().dismissed ? [["post", 80], ["reply", 30], ["mending", 20]].map(([activity, minutes]) => ({ activity, minutes, days: [{ day: week, minutes }] })) : [];
    return { week, minutes: items.reduce((all, { minutes }) => all + minutes, 0), items, until: new Date().toISOString(), before: null };
  };
  const ran = () => the().timer && { ...the().timer, network: null, note: "", begun: new Date(Date.now() - the().timer.seconds * 1000).toISOString(), long: the().timer.seconds > 4 * 3600 };
  return {
    "GET /sites/*/measure/money": ([id]) => (site(id), the().settings),
    "PUT /sites/*/measure/money": ([id], { version, ...change }) => {
      site(id);
      if (version !== the().settings.version) problem(409, "changed_meanwhile", "Somebody changed these settings meanwhile: look at them again, then save yours.");
      Object.assign(the().settings, change, { version: version + 1 });
      the().entries.forEach(priced);
      return the().settings;
    },
    "GET /sites/*/entries": ([id], _, asked) => (site(id), { items: the().entries.filter(stands).filter(({ day }) => day.startsWith(asked.get("month") ?? "")), next: null }),
    "POST /sites/*/entries": ([id], entry) => (site(id), [201, enter(entry)]),
    "GET /sites/*/entries/sums": ([id], _, asked) => {
      site(id);
      const month = asked.get("month") ?? today().slice(0, 7);
      const all = the().entries.filter(stands);
      const here = all.filter(({ day }) => day.startsWith(month));
      const carried = all.filter(({ day, months }) => months > 1 && day.slice(0, 7) < month);
      const counted = [...here, ...carried];
      const strange = counted.filter(({ cost }) => cost && cost.currency !== "EUR" && !the().rates.some(({ currency }) => currency === cost.currency));
      const days = all.map(({ day }) => day.slice(0, 7)).sort();
      return {
        month, currency: the().settings.currency, has_hours: counted.some(({ kind }) => kind === "hours"), all: counted.length > 0 ? line(counted) : null, lines: [],
        missing: { unpriced_minutes: line(counted).unpriced_minutes, without_rate: Object.fromEntries(strange.map(({ cost }) => [cost.currency, cost.minor])) },
        carried, first: days[0] ?? null, last: days.at(-1) ?? null,
      };
    },
    "POST /sites/*/entries/*/undo": ([id, entry]) => (site(id), Object.assign(of(entry, the().entries, "entry"), { undone: new Date().toISOString() })),
    "POST /sites/*/entries/*/redo": ([id, entry]) => (site(id), Object.assign(of(entry, the().entries, "entry"), { undone: null })),
    "POST /sites/*/at-work": ([id]) => void site(id),
    "GET /sites/*/hours/proposed": ([id]) => (site(id), proposed()),
    "POST /sites/*/hours/proposed": ([id], { items }) => {
      site(id);
      const seen = new Map(proposed().items.map(({ activity, minutes }) => [activity, minutes]));
      the().seen = false;
      return [201, { entries: items.map(({ activity, minutes }) => enter({ kind: "hours", activity, minutes: minutes ?? seen.get(activity) }, "proposal").id) }];
    },
    "POST /sites/*/hours/dismissed": ([id], { until }) => {
      site(id);
      the().dismissed = Boolean(until);
      return proposed();
    },
    "GET /sites/*/timer": ([id]) => (site(id), { timer: ran() }),
    "POST /sites/*/timer": ([id], { activity }) => {
      site(id);
      the().timer = { site: id, activity, seconds: 0 };
      return [201, { timer: ran() }];
    },
    "POST /sites/*/timer/stop": ([id], { minutes }) => {
      site(id);
      if (!the().timer) problem(404, "not_found", "There is no such timer here.");
      if (ran().long && !minutes) problem(409, "timer_long", "Your timer ran for 5 hours, so it was probably forgotten: say how long you worked.");
      const entry = enter({ kind: "hours", activity: the().timer.activity, minutes: minutes ?? 1 }, "timer");
      the().timer = null;
      return { entry: entry.id, minutes: entry.minutes };
    },
    "DELETE /sites/*/timer": ([id]) => {
      site(id);
      the().timer = null;
    },
    "GET /sites/*/rates": ([id]) => (site(id), { items: the().rates, next: null }),
    "PUT /sites/*/rates": ([id], rate) => {
      site(id);
      const kept = { ...rate, in_currency: "EUR", day: rate.day ?? today() };
      the().rates.unshift(kept);
      return kept;
    },
    "DELETE /sites/*/rates/*/*": ([id, currency]) => {
      site(id);
      the().rates = the().rates.filter((rate) => rate.currency !== currency);
    },
    "GET /sites/*/goals": ([id]) => (site(id), { items: the().goals.filter(({ removed }) => !removed), next: null }),
    "POST /sites/*/goals": ([id], { name, kind, matches, minor }) => {
      site(id);
      if (kind === "address" && !/^\/./.test(matches)) problem(422, "goal_wrong", "Write the beginning of the page's path, such as /thank-you.");
      const goal = { id: String(the().next++), name, kind, matches: matches ?? "", minor: minor ?? null, made: new Date().toISOString(), removed: null };
      the().goals.push(goal);
      the().sales = [
        { order: "1002", goal: null, at: new Date().toISOString(), day: today(), money: { minor: 1990, currency: "EUR" }, refunded: 500, source: "plugin", last: { visit: "20783-4", channel: "share_button", confidence: "proven", network: "whatsapp", code: "k7q4mx2" }, first: null, chain: "k7q4mx1" },
        { order: `goal:${goal.id}:3`, goal: goal.id, at: new Date().toISOString(), day: today(), money: { minor: goal.minor ?? 0, currency: "EUR" }, refunded: 0, source: "goal", last: null, first: null, chain: null },
      ];
      return [201, goal];
    },
    "DELETE /sites/*/goals/*": ([id, goal]) => (site(id), Object.assign(of(goal, the().goals, "goal"), { removed: new Date().toISOString() })),
    "POST /sites/*/goals/*/restore": ([id, goal]) => (site(id), Object.assign(of(goal, the().goals, "goal"), { removed: null })),
    "GET /sites/*/sales": ([id]) => (site(id), { items: the().sales, next: null }),
  };
}
