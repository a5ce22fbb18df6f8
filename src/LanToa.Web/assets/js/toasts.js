/** Says something briefly, also to screen readers; problems stay until dismissed. */
export function toast(text, kind = "done") {
  const place = document.getElementById("lt-toasts");
  if (!place || !text) return;
  // Said again while it still stands there: once is enough.
  for (const same of [...place.children].filter((note) => note.firstElementChild?.textContent === text)) same.remove();
  const note = document.createElement("div");
  note.className = `lt-note lt-note--${kind}`;
  const body = document.createElement("div");
  body.className = "lt-note__body";
  body.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-quiet btn-sm";
  close.textContent = "Đóng";
  close.addEventListener("click", () => note.remove());
  note.append(body, close);
  place.append(note);
  if (kind !== "overdue") setTimeout(() => note.remove(), 8000);
}
