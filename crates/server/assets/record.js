// The record on the page: the article with its marks, the lists beside it, the tip.

const $ = (id) => document.getElementById(id);
const percent = (part) => `${Math.round(part * 100)} % sure`;
let record = null;

/** Shows a record whose spans count UTF-16 units, as strings here do. */
export function show(shown) {
  record = shown;
  const all = marks();
  const article = $("article");
  article.replaceChildren();
  if (record.title) article.append(element("h2", {}, record.title));
  const byline = [
    record.authors?.map((author) => author.name).join(", "), record.published,
    record.publisher?.name, record.dateline?.place, record.language,
  ];
  if (byline.some(Boolean)) {
    article.append(element("p", { class: "dim byline" }, byline.filter(Boolean).join(" · ")));
  }
  let list = null;
  for (const block of record.blocks) {
    const node = rendered(block, all);
    if (block.kind !== "list_item") list = null;
    else if (!list) article.append(list = element("ul"));
    (list ?? article).append(node);
  }
  if (!record.blocks.length) {
    article.append(element("p", { class: "dim" }, "Nothing in the input looks like content."));
  }
  // One stop for Tab; the arrow keys go on from there.
  article.querySelector("mark")?.setAttribute("tabindex", "0");

  legend();
  const said = (spans) => spans.map(text).join(" … ");
  section("warnings", "Warnings", (record.warnings ?? []).map((warning) => [null, warning.message, ""]));
  section("key-sentences", "In short", (record.key_sentences ?? []).map((index) =>
    [null, "", text(record.sentences?.[index] ?? [0, 0])]).filter((row) => row[2]));
  section("speech", "Who said what", (record.quotations ?? []).map((quotation, index) =>
    [`speech-${index}`, `${speaker(quotation)}: `, said(quotation.content)]));
  section("who", "Who and where", (record.entities ?? []).map((entity, index) =>
    [`entity-${index}`, entity.name, ` ${[entity.kind, entity.roles?.[0]].filter(Boolean).join(", ")}`]));
  section("when", "When", (record.times ?? []).map((time, index) => [`time-${index}`, text(time.span), ` ${time.value}`]));
  section("amounts", "How much", (record.amounts ?? []).map((amount, index) =>
    [`amount-${index}`, text(amount.span), ` ${[amount.kind, unit(amount)].filter(Boolean).join(", ")}`]));
}

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value != null) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const text = ([start, end]) => record.text.slice(start, end);

/* Units whose sign is not their UCUM code without its marks. */
const SIGNS = {
  Cel: "°C", "[degF]": "°F", ug: "µg", har: "ha", "[acr_us]": "acres", "[ston_av]": "tons",
  "[bbl_us]": "barrels", "[kn_i]": "knots", "[mi_i]/h": "mph",
};

/** An amount's unit to be read: `mi²` for the measure `[mi_i]2`. */
function unit({ kind, unit = "" }) {
  if (kind !== "measure") return unit;
  const [, code, power] = unit.match(/^(.*?)([23]?)$/);
  const bare = code.replace(/\[([^_\]]*)[^\]]*\]/g, "$1").replaceAll(".", "").replace(/By$/, "B");
  return (SIGNS[code] ?? bare) + (power && (power === "2" ? "²" : "³"));
}

function speaker(quotation) {
  if (quotation.speaker != null && record.entities) return record.entities[quotation.speaker].name;
  return quotation.source?.map(text).join(" … ") || quotation.speaker_kind || "speaker not named";
}

/* Marks as {start, end, kind, group, tip}. Speech holds the other marks, so it is kept apart. */
function marks() {
  const found = [], speech = [];
  const add = (list, [start, end], kind, group, ...tip) =>
    list.push({ start, end, kind, group, tip: tip.filter(Boolean) });
  (record.entities ?? []).forEach((entity, index) => {
    for (const { span, form } of entity.mentions) {
      const kind = form === "name" ? entity.kind : "stands";
      const why = form === "name" ? "by name" : `“${text(span)}” stands for this ${entity.kind}`;
      add(found, span, kind, `entity-${index}`, entity.name,
        [entity.kind, ...(entity.roles ?? [])].join(", "), `${why}, ${percent(entity.confidence)}`);
    }
  });
  (record.times ?? []).forEach((time, index) =>
    add(found, time.span, "time", `time-${index}`, time.value, `${time.kind}, ${percent(time.confidence)}`));
  (record.amounts ?? []).forEach((amount, index) =>
    add(found, amount.span, "amount", `amount-${index}`,
      `${amount.value.toLocaleString("en")} ${unit(amount)}`, `${amount.kind}, ${percent(amount.confidence)}`));
  (record.quotations ?? []).forEach((quotation, index) => {
    const cue = quotation.cue?.map(text).join(" … "), source = quotation.source?.map(text).join(" … ");
    const why = [cue && `cue “${cue}”`, source && `source “${source}”`].filter(Boolean).join(", ");
    for (const span of quotation.content) {
      add(speech, span, "said", `speech-${index}`, speaker(quotation), why,
        `${quotation.kind} speech, ${percent(quotation.confidence)}`);
    }
  });
  const inOrder = (a, b) => a.start - b.start || b.end - a.end;
  let end = 0;
  const flat = found.sort(inOrder).filter((mark) => mark.start >= end && (end = mark.end));
  return { flat, speech: speech.sort(inOrder) };
}

function rendered(block, all) {
  const [start, end] = block.span;
  if (block.kind === "figure") {
    const image = record.images?.[block.image];
    return element("p", { class: "dim" }, `Picture: ${image?.caption ?? image?.alt ?? image?.url ?? ""}`);
  }
  if (block.kind === "table") {
    const cell = ([from, to]) => element("td", {}, ...pieces(from, to, all));
    return element("table", {}, ...block.rows.map((row) => element("tr", {}, ...row.map(cell))));
  }
  const names = { heading: `h${Math.min(6, (block.level ?? 2) + 1)}`, list_item: "li", quote: "blockquote", code: "pre" };
  const node = element(names[block.kind] ?? "p", {}, ...pieces(start, end, all));
  if (block.kind === "list_item") node.style.setProperty("--depth", block.depth);
  return node;
}

/* The text from start to end: speech around the marks it holds. */
function pieces(start, end, { flat, speech }) {
  const clipped = (list, from, to) => list.filter((mark) => mark.start < to && mark.end > from);
  const marked = (from, to) => {
    const nodes = [];
    let at = from;
    for (const mark of clipped(flat, from, to)) {
      const [begin, stop] = [Math.max(at, mark.start), Math.min(to, mark.end)];
      nodes.push(record.text.slice(at, begin), wrapped(mark, record.text.slice(begin, stop)));
      at = stop;
    }
    return [...nodes, record.text.slice(at, to)];
  };
  const nodes = [];
  let at = start;
  for (const mark of clipped(speech, start, end)) {
    const [begin, stop] = [Math.max(at, mark.start), Math.min(end, mark.end)];
    if (begin >= stop) continue;
    nodes.push(...marked(at, begin), wrapped(mark, ...marked(begin, stop)));
    at = stop;
  }
  return [...nodes, ...marked(at, end)];
}

function wrapped(mark, ...children) {
  const node = element("mark", { class: `${mark.kind} ${mark.group}`, tabindex: "-1" }, ...children);
  node.tip = mark.tip;
  return node;
}

function legend() {
  const kinds = { person: "person", organization: "organization", place: "place", other: "other name",
    time: "time", amount: "amount", said: "speech", stands: "stands for a name" };
  $("legend").replaceChildren(...Object.entries(kinds).map(([kind, name]) =>
    element("span", { class: `${kind} swatch` }, name)));
}

function section(id, title, rows) {
  const section = $(id);
  section.hidden = rows.length === 0;
  section.replaceChildren(element("h3", {}, `${title} (${rows.length})`),
    element("ul", {}, ...rows.map(([group, strong, rest]) => {
      const words = [element("strong", {}, strong), element("span", {}, rest)];
      if (!group) return element("li", {}, ...words);
      const button = element("button", { type: "button", "aria-pressed": "false" }, ...words);
      button.addEventListener("click", () => light(group, button));
      return element("li", {}, button);
    })));
}

/* Outlines what belongs to a row of a list, and goes to its first place in the text. */
function light(group, button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  document.querySelectorAll(".lit").forEach((node) => node.classList.remove("lit"));
  document.querySelectorAll("aside [aria-pressed=true]").forEach((node) => node.setAttribute("aria-pressed", "false"));
  if (!on) return;
  button.setAttribute("aria-pressed", "true");
  const nodes = document.querySelectorAll(`article .${group}`);
  nodes.forEach((node) => node.classList.add("lit"));
  nodes[0]?.scrollIntoView({ block: "center" });
}

function tip(event) {
  const mark = event.target.closest?.("article mark");
  const box = $("tip");
  document.querySelectorAll("[aria-describedby=tip]").forEach((node) => node.removeAttribute("aria-describedby"));
  box.hidden = !mark;
  if (!mark) return;
  mark.setAttribute("aria-describedby", "tip");
  box.replaceChildren();
  for (let node = mark; node; node = node.parentElement.closest("article mark")) {
    box.append(...node.tip.map((line, index) => element("p", index ? {} : { class: "head" }, line)));
  }
  // The line that the pointer is on, of a mark that runs over several.
  const lines = [...mark.getClientRects()];
  const at = lines.find((line) => event.clientY >= line.top && event.clientY <= line.bottom) ?? lines[0];
  const left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8);
  const below = at.bottom + 6 + box.offsetHeight < innerHeight;
  box.style.left = `${Math.max(8, left) + scrollX}px`;
  box.style.top = `${(below ? at.bottom + 6 : at.top - 6 - box.offsetHeight) + scrollY}px`;
}
for (const name of ["mouseover", "focusin"]) document.addEventListener(name, tip);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") $("tip").hidden = true;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const here = document.activeElement.closest?.("article mark");
  if (!step || !here) return;
  const all = [...document.querySelectorAll("article mark")];
  const next = all[all.indexOf(here) + step];
  if (!next) return;
  event.preventDefault();
  here.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
});
