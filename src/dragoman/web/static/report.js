// Hover shows the words of one record together; click or Enter pins it; j and k walk through the records, u through the
// unsure ones, m through the mentions of the pinned one; a, r and e judge it. Words that are selected can be added.
const all = [...document.querySelectorAll("[data-r]")];
const items = all.filter((node) => node.localName === "li");
const idsOf = (node) => node.dataset.r.split(" ");
const byId = new Map();
for (const node of all) for (const id of idsOf(node)) byId.set(id, [...(byId.get(id) ?? []), node]);
let pinned = null;
let lit = [];
let mention = -1;

function light(ids) {
  for (const node of lit) node.classList.remove("lit");
  lit = ids.flatMap((id) => byId.get(id) ?? []);
  for (const node of lit) node.classList.add("lit");
}

function pin(ids) {
  pinned = ids;
  mention = -1;
  light(ids ?? []);
}

function show(item) {
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  pin(idsOf(item));
  const mark = lit.find((node) => node.localName === "mark");
  if (mark) mark.scrollIntoView({ block: "center" });
}

function nextMention() {
  const marks = lit.filter((node) => node.localName === "mark" && !node.classList.contains("evidence"));
  if (!marks.length) return;
  mention = (mention + 1) % marks.length;
  for (const node of marks) node.classList.toggle("here", node === marks[mention]);
  marks[mention].scrollIntoView({ block: "center" });
}

for (const node of all) {
  node.addEventListener("mouseenter", () => pinned ?? light(idsOf(node)));
  node.addEventListener("mouseleave", () => pinned ?? light([]));
}
document.addEventListener("click", (event) => {
  if (event.target.closest("summary, a, button, input, label")) return;
  if (!document.getSelection()?.isCollapsed) return;
  const node = event.target.closest("[data-r]");
  pin(node ? idsOf(node) : null);
});
document.addEventListener("focusin", (event) => {
  const node = event.target.closest("li[data-r]");
  if (node && !pinned) light(idsOf(node));
});

const keys = {
  j: (at) => items[at + 1] && show(items[at + 1]),
  k: (at) => items[at - 1] && show(items[at - 1]),
  u: (at) => {
    const next = [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) => "unsure" in item.dataset);
    if (next) show(next);
  },
  m: nextMention,
  Enter: (at, event) => event.target === items[at] && show(items[at]),
  Escape: () => pin(null),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const at = items.indexOf(document.activeElement?.closest?.("li[data-r]"));
  if (keys[event.key]) keys[event.key](at, event);
  else if (at >= 0) items[at].querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});

// Selected words: their place is told in code points, as the store counts, not in UTF-16 units.
const pick = document.getElementById("pick");
const text = document.querySelector("article.text");
document.addEventListener("selectionchange", () => {
  if (!pick) return;
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const words = range && text.contains(range.commonAncestorContainer) ? selection.toString() : "";
  pick.hidden = !words.trim() || words.length > 300;
  if (pick.hidden) return;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const link = pick.querySelector("a");
  const to = new URL(link.href);
  to.searchParams.set("trigger", words.trim());
  to.searchParams.set("at", [...before.toString()].length);
  link.href = to.pathname + to.search;
  pick.querySelector("span").textContent = words.trim().slice(0, 60);
});

let wanted = null;
try {
  wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
} catch {
  wanted = null;
}
if (wanted && items.includes(wanted)) show(wanted);
document.querySelector(".keys")?.removeAttribute("hidden");
