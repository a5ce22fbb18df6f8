/** Choosing rows: all at once, and a bar that says how many. */
export function startTables() {
  const refresh = (scope) => {
    const boxes = [...scope.querySelectorAll("input[data-row]")];
    const chosen = boxes.filter((box) => box.checked);
    for (const box of boxes) box.closest("tr")?.classList.toggle("lt-chosen", box.checked);
    const all = scope.querySelector("input[data-all]");
    if (all) {
      all.checked = boxes.length > 0 && chosen.length === boxes.length;
      all.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
    }
    for (const count of scope.querySelectorAll("[data-chosen-count]")) count.textContent = (count.dataset.chosenCount || "Đã chọn {n}").replace("{n}", chosen.length);
  };

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches?.("input[data-row], input[data-all]")) return;
    const scope = box.closest("form") ?? box.closest(".lt-table-wrap");
    if (!scope) return;
    if (box.matches("[data-all]")) for (const row of scope.querySelectorAll("input[data-row]")) row.checked = box.checked;
    refresh(scope);
  });

  // The shade at the right edge of a wide board goes when its last column is in sight.
  for (const wrap of document.querySelectorAll(".lt-matrix-wrap")) {
    const look = () => wrap.parentElement.toggleAttribute("data-end", wrap.scrollLeft + wrap.clientWidth >= wrap.scrollWidth - 2);
    wrap.addEventListener("scroll", look, { passive: true });
    new ResizeObserver(look).observe(wrap);
  }

  // Of a strip of tabs wider than a phone, the one that is open is in sight.
  for (const tabs of document.querySelectorAll(".lt-tabs")) {
    const here = tabs.querySelector("[aria-current]");
    if (here && here.offsetLeft + here.offsetWidth > tabs.clientWidth) tabs.scrollLeft = here.offsetLeft - (tabs.clientWidth - here.offsetWidth) / 2;
  }

  for (const scope of document.querySelectorAll("form:has(input[data-all]), .lt-table-wrap:has(input[data-all])")) refresh(scope);
}
