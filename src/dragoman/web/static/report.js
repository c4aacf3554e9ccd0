// Hover shows the words of one record together; click or Enter pins it; j and k walk through the records.
const all = [...document.querySelectorAll("[data-r]")];
const items = all.filter((node) => node.localName === "li");
const idsOf = (node) => node.dataset.r.split(" ");
const byId = new Map();
for (const node of all) for (const id of idsOf(node)) byId.set(id, [...(byId.get(id) ?? []), node]);
let pinned = null;
let lit = [];

function light(ids) {
  for (const node of lit) node.classList.remove("lit");
  lit = ids.flatMap((id) => byId.get(id) ?? []);
  for (const node of lit) node.classList.add("lit");
}

function pin(ids) {
  pinned = ids;
  light(ids ?? []);
}

function show(item) {
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  pin(idsOf(item));
  const mark = lit.find((node) => node.localName === "mark");
  if (mark) mark.scrollIntoView({ block: "center" });
}

for (const node of all) {
  node.addEventListener("mouseenter", () => pinned ?? light(idsOf(node)));
  node.addEventListener("mouseleave", () => pinned ?? light([]));
}
document.addEventListener("click", (event) => {
  if (event.target.closest("summary, a, button, input")) return;
  const node = event.target.closest("[data-r]");
  pin(node ? idsOf(node) : null);
});
document.addEventListener("focusin", (event) => {
  const node = event.target.closest("[data-r]");
  if (node && !pinned) light(idsOf(node));
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const at = items.indexOf(document.activeElement?.closest?.("li[data-r]"));
  if (event.key === "j" && items[at + 1]) show(items[at + 1]);
  else if (event.key === "k" && items[at - 1]) show(items[at - 1]);
  else if (event.key === "Enter" && event.target === items[at]) show(items[at]);
  else if (event.key === "Escape") pin(null);
});

for (const item of items) item.id ||= item.dataset.r;
const wanted = byId.get(location.hash.slice(1))?.find((node) => node.localName === "li");
if (wanted) show(wanted);
document.querySelector(".keys")?.removeAttribute("hidden");
