/** A page that is made for paper opens the browser's print dialogue by its button. */
export function startPrinting() {
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
  });
}
