"use strict";
// Pointing at a record lights the words it rests on, and the other way round.
for (const item of document.querySelectorAll("[data-r]")) {
  const ids = item.dataset.r.split(" ");
  const light = (on) => {
    for (const other of document.querySelectorAll("[data-r]")) {
      if (other !== item && other.dataset.r.split(" ").some((id) => ids.includes(id))) other.classList.toggle("lit", on);
    }
  };
  item.addEventListener("mouseenter", () => light(true));
  item.addEventListener("mouseleave", () => light(false));
  item.addEventListener("focus", () => light(true));
  item.addEventListener("blur", () => light(false));
}
