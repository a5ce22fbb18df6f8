/** The chosen theme is a cookie, so that the server writes it into the page and nothing flashes. */
export function startTheme() {
  const root = document.documentElement;
  const mark = () => {
    const now = root.dataset.theme || "auto";
    for (const button of document.querySelectorAll("[data-set-theme]"))
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === now));
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-set-theme]");
    if (!button) return;
    const choice = button.dataset.setTheme;
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
    document.cookie = choice === "auto" ? "lt-theme=; path=/; max-age=0; samesite=lax" : `lt-theme=${choice}; path=/; max-age=31536000; samesite=lax`;
    mark();
  });
  mark();
}
