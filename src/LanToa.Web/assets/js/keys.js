/** `/` goes to search, `?` shows the keys of the page, and [data-key] on a link or button gives it a key. */
const typing = (element) => element.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      // The search of everything, or else the one of this list.
      const search = document.querySelector("[data-search]") ?? document.querySelector("main input[type=search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
      return;
    }
    if (event.key === "?") {
      document.getElementById("lt-keys")?.showModal();
      return;
    }
    const target = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === event.key && element.getClientRects().length > 0);
    if (target) {
      event.preventDefault();
      target.click();
    }
  });
}
