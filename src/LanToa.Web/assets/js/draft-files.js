// Photos and files that were chosen for an activity before it is sent: kept in this browser beside what was typed (drafts.js), since a photo just taken may be nowhere else. Each person's own, until they sign out,
// a week at most; once the activity is in the queue they are there.
import { putFiles } from "./forms.js";
import { storeOf } from "./store.js";

const weekMs = 7 * 24 * 60 * 60 * 1000;
const page = () => document.getElementById("noi-dung")?.dataset ?? {};

const run = storeOf("lt-draft-files", "forms");
const inputsOf = (form) => [...form.querySelectorAll("input[type=file]")];
const drop = (key) => run("readwrite", (store) => store.delete(key));

/** Throws away what is such, in one go: the page may be left at once. */
const forget = (which) =>
  run("readwrite", (store) => {
    const looking = store.openCursor();
    looking.addEventListener("success", () => {
      const kept = looking.result;
      if (!kept) return;
      if (which(kept.value)) kept.delete();
      kept.continue();
    });
    return looking;
  });

async function keep(form) {
  const key = form.dataset.draftKept;
  if (!key) return;
  const files = inputsOf(form).flatMap((input) => [...input.files].map((file) => [input.name, file]));
  // Where the browser keeps nothing, or no more, the form works without.
  await (files.length > 0 ? run("readwrite", (store) => store.put({ key, person: page().person, at: Date.now(), files })) : drop(key)).catch(() => null);
}

function choose(form, files) {
  for (const input of inputsOf(form)) {
    putFiles(input, files(input));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** Says it where drafts.js says that what was typed is there again, or by itself where only files were chosen. */
function tell(form) {
  const said = form.querySelector("[data-draft-files]");
  if (said) {
    said.textContent = "Ảnh, tệp đã chọn cũng còn. ";
    return;
  }
  const note = Object.assign(document.createElement("div"), { className: "lt-note lt-note--in-progress" });
  note.setAttribute("role", "status");
  const body = Object.assign(document.createElement("div"), { className: "lt-note__body", textContent: "Ảnh, tệp đã chọn lần trước còn ở đây. " });
  const away = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-sm", textContent: "Bỏ ảnh, tệp" });
  away.addEventListener("click", () => {
    choose(form, () => []);
    note.remove();
  });
  body.append(away);
  note.append(body);
  form.prepend(note);
}

/** Keeps what is chosen from now on: also what is chosen while it is still looked up what there is. */
export function keepFiles(form) {
  form.addEventListener("change", (event) => (event.target.type === "file" ? keep(form) : null));
  form.addEventListener("reset", () => choose(form, () => []));
}

/** Puts the files back into a form that has none. */
export async function startFiles(form) {
  const key = form.dataset.draftKept;
  if (!key) return;
  const kept = await run("readonly", (store) => store.get(key));
  if (!kept || inputsOf(form).some((input) => input.files.length > 0)) return;
  choose(form, (input) => kept.files.filter(([name]) => name === input.name).map(([, file]) => file));
  tell(form);
}

/** Those of a draft that is in the queue now, or has arrived. */
export const forgetFiles = (key) => (key ? drop(key).catch(() => null) : null);

/** What nobody came back to within a week is thrown away; who signs out leaves nothing behind on this computer. */
export function tidyFiles() {
  document.addEventListener("submit", (event) => {
    const { person, signOut } = page();
    if (person && new URL(event.target.getAttribute("action") ?? location.href, location.href).pathname === signOut) forget((kept) => kept.person === person).catch(() => null);
  });
  forget((kept) => Date.now() - kept.at > weekMs).catch(() => null);
}
