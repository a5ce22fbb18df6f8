/** A link to a dialog's fragment opens it as a modal; without script :target shows the same dialog. */
export function startDialogs() {
  const open = (dialog) => {
    if (dialog.open) return;
    dialog.showModal();
    // The field that is wrong, else what is said of the whole, else where one begins.
    (dialog.querySelector("[aria-invalid=true]") ?? dialog.querySelector(".lt-errors") ?? dialog.querySelector("[autofocus], input:not([type=hidden]), textarea, select") ?? dialog.querySelector("button, a"))?.focus();
  };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog) {
        event.preventDefault();
        open(dialog);
      }
      return;
    }
    const closer = event.target.closest?.("[data-dialog-close]");
    const dialog = closer?.closest("dialog") ?? (event.target.matches?.("dialog.lt-dialog") ? event.target : null);
    if (dialog?.open) {
      event.preventDefault();
      dialog.close();
    }
  });

  // A form that comes back with something to correct stands open again; one with a file comes back without a new page.
  const reopen = () => {
    const again = document.querySelector("dialog.lt-dialog[data-open=true]");
    if (again) open(again);
  };
  reopen();
  document.addEventListener("htmx:afterSettle", reopen);

  const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  if (target?.matches("dialog.lt-dialog")) {
    history.replaceState(null, "", location.pathname + location.search);
    open(target);
  }
}
