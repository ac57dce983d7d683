// docs/openapi.json as a judge: whether what was asked and answered is what the document says.

import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";

const ROOT = "/api/v1";
const document = JSON.parse(readFileSync(new URL("../../../../docs/openapi.json", import.meta.url), "utf8"));
// `format` names the width of numbers and the kind of times, which say nothing to a browser.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true }).addSchema(document, "api");

const PATHS = Object.entries(document.paths).map(([path, operations]) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`),
  operations,
}));
// What is written out goes before what has names in it.
PATHS.sort((one, other) => one.path.split("{").length - other.path.split("{").length);

const judges = new Map();
function faultsOf(pointer, value) {
  if (!judges.has(pointer)) judges.set(pointer, ajv.compile({ $ref: `api#${pointer}` }));
  const judge = judges.get(pointer);
  return judge(value) ? [] : judge.errors.map(({ instancePath, message, params }) => `${instancePath || "it"} ${message} ${JSON.stringify(params)}`);
}
const escaped = (part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));

/** What is wrong with an answer to `method path`, or with the question; `path` is without the root, bodies are parsed. */
export function faultsIn(method, path, { asked, status, told }) {
  const found = PATHS.find(({ pattern, operations }) => pattern.test(ROOT + path) && operations[method.toLowerCase()]);
  if (!found) return ["it is not in the document"];
  const operation = found.operations[method.toLowerCase()];
  const at = `/paths/${escaped(found.path)}/${method.toLowerCase()}`;
  const answer = operation.responses[status];
  const faults = [];
  if (answer?.content?.["application/json"]) faults.push(...faultsOf(`${at}/responses/${status}/content/application~1json/schema`, told).map((fault) => `answer: ${fault}`));
  else if (answer && told !== undefined) faults.push("it is answered with a body that the document does not know");
  else if (!answer && status >= 400) faults.push(...faultsOf("/components/responses/Problem/content/application~1problem+json/schema", told).map((fault) => `problem: ${fault}`));
  else if (!answer) faults.push(`it is answered with status ${status}, which the document does not know`);
  // What was refused may have been refused for that.
  if (status < 400 && operation.requestBody?.content["application/json"]) faults.push(...faultsOf(`${at}/requestBody/content/application~1json/schema`, asked).map((fault) => `question: ${fault}`));
  return faults;
}

/** What is wrong with an event of a stream. */
export function faultsInEvent(path, name, told) {
  const found = PATHS.find(({ pattern }) => pattern.test(ROOT + path));
  const events = found?.operations.get?.responses[200]?.["x-events"] ?? {};
  if (!events[name]) return [`the document knows no event “${name}”`];
  return faultsOf(`/paths/${escaped(found.path)}/get/responses/200/x-events/${name}`, told);
}
