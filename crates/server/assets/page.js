// The form: what is sent, and what is said about it.
import { show } from "./record.js";

const $ = (id) => document.getElementById(id);
let record = null;

const EXAMPLE = `OSLO (AP) - The ferry line between Horten and Moss will close in May, its operator said on Friday.

"We have looked for a buyer for two years and found none," said Kari Lund, the managing director of Fjord Ferries. She said that 120 people would lose their work.

The county's transport chief, Per Dahl, called the decision a blow. "Commuters will need an hour more each day," he told reporters in Moss.

The line carried 1.8 million passengers last year, 4 percent fewer than in 2023. Dahl said the county had offered $3.5 million to keep it open until 2027.`;

$("example").addEventListener("click", () => {
  $("input").value = EXAMPLE;
  $("kind").value = "text";
  $("published").value = "2025-01-17";
  $("url").value = "";
  $("form").requestSubmit();
});

$("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const input = $("input").value, url = $("url").value.trim();
  if (!input.trim() && !url) return tell("Paste a page's source or a text first.", $("input"));
  const envelope = { offsets: "utf16" };
  if (input.trim()) {
    const looksLikePage = /^\s*<(!doctype|!--|\?xml|[a-z])/i.test(input);
    envelope[$("kind").value || (looksLikePage ? "html" : "text")] = input;
  }
  if (url) envelope.url = url;
  if ($("published").value) envelope.published = $("published").value;

  tell("");
  $("status").textContent = "Reading…";
  $("extract").disabled = $("example").disabled = true;
  const started = performance.now();
  try {
    record = await ask(envelope);
    show(record);
    const took = Math.round(performance.now() - started);
    $("status").textContent = `${record.text.length.toLocaleString("en")} characters of text, in ${took} ms.`;
    $("result").hidden = false;
    $("article").focus();
  } catch (error) {
    $("status").textContent = "";
    tell(error.message, error.field);
  } finally {
    $("extract").disabled = $("example").disabled = false;
  }
});

async function ask(envelope) {
  const headers = { "content-type": "application/json", accept: "application/json" };
  if ($("key").value) headers.authorization = `Bearer ${$("key").value}`;
  let response, answer;
  try {
    response = await fetch("v1/extract", { method: "POST", headers, body: JSON.stringify(envelope) });
    answer = await response.json();
  } catch {
    throw new Error("The service did not answer. Is it still running?");
  }
  if (response.ok) return answer;
  const error = new Error(answer.error.message);
  if (response.status === 401) {
    $("key-field").hidden = false;
    error.message = "This service asks for an API key.";
    error.field = $("key");
  } else if (answer.error.code.startsWith("fetch") || answer.error.code === "robots_disallow") {
    error.field = $("url");
  }
  throw error;
}

/** Says what is wrong, or nothing, and takes the reader to the field it is about. */
function tell(problem, field) {
  $("problem").textContent = problem.charAt(0).toUpperCase() + problem.slice(1);
  $("problem").hidden = !problem;
  for (const known of [$("input"), $("url"), $("key")]) {
    if (known === field) known.setAttribute("aria-invalid", "true");
    else known.removeAttribute("aria-invalid");
  }
  field?.focus();
}

$("copy").addEventListener("click", async () => {
  const json = JSON.stringify(record, null, 2);
  let copied;
  try {
    await navigator.clipboard.writeText(json);
    copied = true;
  } catch {
    // Browsers give the clipboard to secure origins only; the old way works everywhere.
    const area = document.createElement("textarea");
    area.value = json;
    document.body.append(area);
    area.select();
    copied = document.execCommand("copy");
    area.remove();
    $("copy").focus();
  }
  $("copy").textContent = copied ? "Copied" : "Your browser does not let this page copy";
  setTimeout(() => { $("copy").textContent = "Copy the JSON"; }, 1500);
});
