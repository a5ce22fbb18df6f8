import htmx from "htmx.org";
import { startDrafts } from "./drafts.js";
import { toast } from "./toasts.js";

const two = (number) => String(number).padStart(2, "0");

/** The text field stays the truth (ngày/tháng/năm); the browser's own picker only fills it. */
function startDates() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-pick-date]");
    if (!button) return;
    const text = document.getElementById(button.dataset.pickDate);
    const box = text.closest(".lt-date");
    let picker = box.querySelector("input[type=date]");
    if (!picker) {
      picker = document.createElement("input");
      picker.type = "date";
      picker.tabIndex = -1;
      picker.setAttribute("aria-hidden", "true");
      picker.addEventListener("change", () => {
        const [year, month, day] = picker.value.split("-");
        text.value = picker.value ? `${day}/${month}/${year}` : "";
        text.dispatchEvent(new Event("change", { bubbles: true }));
        text.focus();
      });
      box.append(picker);
    }
    const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.value.trim());
    picker.value = parts ? `${parts[3]}-${two(parts[2])}-${two(parts[1])}` : "";
    picker.showPicker?.();
  });
}

/** The server says what is wrong, in Vietnamese, beside the field and all at once; the browser's own bubbles speak the browser's language and one at a time. */
function startWords() {
  const quiet = (scope) => scope.querySelectorAll("form[method=post]").forEach((form) => (form.noValidate = !form.querySelector("[data-max-bytes]")));
  quiet(document);
  htmx.onLoad(quiet);
}

/** One press sends once, however often it is pressed; coming back by the Back button frees it again. */
function startOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  const free = (scope) => {
    for (const form of scope.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
    for (const button of scope.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
  };
  addEventListener("pageshow", (event) => event.persisted && free(document));
  document.addEventListener("htmx:afterRequest", () => free(document));
}

/** Files: drop them in, refuse too large ones before sending, and see how far the sending is. */
function startUploads() {
  const boost = () => {
    for (const input of document.querySelectorAll("input[type=file][data-upload]")) {
      const form = input.form;
      if (form?.enctype === "multipart/form-data" && !form.hasAttribute("hx-boost")) {
        form.setAttribute("hx-boost", "true");
        htmx.process(form);
      }
    }
  };
  boost();
  document.addEventListener("htmx:load", boost);
  document.addEventListener("htmx:xhr:progress", (event) => {
    if (!event.detail.lengthComputable) return;
    const bar = event.target.querySelector?.("[data-upload-bar]");
    if (!bar) return;
    const share = Math.round((100 * event.detail.loaded) / event.detail.total);
    bar.hidden = false;
    bar.querySelector("progress").value = share;
    bar.querySelector(".lt-bar__label").textContent = share < 100 ? `Đã gửi ${share}%` : "Đã gửi xong, đang xử lý…";
  });
  // What was not taken is not being worked on.
  document.addEventListener("htmx:responseError", () => {
    for (const bar of document.querySelectorAll("[data-upload-bar]")) bar.hidden = true;
  });
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches?.("input[type=file][data-max-bytes]")) return;
    keepEarlier(input);
    const max = Number(input.dataset.maxBytes);
    const tooLarge = [...input.files].find((file) => file.size > max);
    input.setCustomValidity(tooLarge ? `Tệp “${tooLarge.name}” lớn hơn ${Math.round(max / 1048576)} MB. Hãy chọn tệp nhỏ hơn.` : "");
    input.reportValidity();
    const names = input.closest(".lt-file")?.querySelector("[data-file-names]");
    if (names) names.textContent = input.files.length ? [...input.files].map((file) => file.name).join(", ") : "Chưa chọn tệp nào";
    showPictures(input);
  });
  for (const type of ["dragover", "dragleave", "drop"])
    document.addEventListener(type, (event) => event.target.closest?.(".lt-file")?.classList.toggle("lt-file--over", type === "dragover"));
}

const earlier = new WeakMap();
/** Makes these the files that are chosen, and those to which a camera adds. */
export const putFiles = (input, files) => {
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  input.files = all.files;
  earlier.set(input, files);
};

/** A camera gives one photo at a time, and a browser forgets the one before: those of a form stay together. */
function keepEarlier(input) {
  if (!input.multiple || !input.hasAttribute("capture")) return;
  const same = (a, b) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
  const before = earlier.get(input) ?? [];
  putFiles(input, [...before, ...[...input.files].filter((file) => !before.some((known) => same(known, file)))]);
}

/** What was chosen stays chosen when the form comes back with the server's words: a server never sends files back. A form of the phone's queue brings its own. */
function startKeeping() {
  let chosen = new Map();
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    chosen = new Map();
    if (!(detail.elt instanceof HTMLFormElement) || detail.elt.dataset.sendLater) return;
    for (const input of detail.elt.querySelectorAll("input[type=file]")) if (input.files.length) chosen.set(input.name, [...input.files]);
    if (chosen.size) detail.parameters.kept = "true";
  });
  document.addEventListener("htmx:load", () => {
    if (!chosen.size || !document.querySelector("main .lt-errors")) return;
    for (const input of document.querySelectorAll("main input[type=file]")) {
      const files = chosen.get(input.name);
      if (!files || input.files.length) continue;
      putFiles(input, files);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    chosen = new Map();
  });
}

/** Photos are known by what they show, not by the names that a camera gives; one is taken off by a press. */
function showPictures(input) {
  const place = input.closest(".lt-file")?.querySelector("[data-file-pictures]");
  // Let go when they are replaced and not before: a browser may ask for a picture again that it has shown.
  for (const shown of place?.querySelectorAll("img") ?? []) URL.revokeObjectURL(shown.src);
  place?.replaceChildren(...[...input.files].filter((file) => file.type.startsWith("image/")).map((file) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "lt-file__picture" });
    button.setAttribute("aria-label", `Bỏ ảnh ${file.name}`);
    const picture = Object.assign(document.createElement("img"), { alt: "", src: URL.createObjectURL(file) });
    const cross = Object.assign(document.createElement("span"), { textContent: "×" });
    cross.setAttribute("aria-hidden", "true");
    button.append(picture, cross);
    button.addEventListener("click", () => {
      putFiles(input, [...input.files].filter((other) => other !== file));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return button;
  }));
}

/** The folded line of a choice goes on saying what is chosen. */
function startPicks() {
  const say = (pick) => {
    const chosen = [...pick.querySelectorAll("input:checked")];
    const names = chosen.map((box) => box.labels[0].textContent.trim());
    const words = pick.querySelector("[data-pick-chosen]");
    if (chosen[0]?.type === "radio" || pick.querySelector("input[type=radio]")) words.textContent = names[0] ?? "";
    else words.textContent = names.length ? `${names.length}: ${names.join(", ")}` : "chưa chọn";
  };
  // A form may have been filled from what this browser kept of it.
  for (const pick of document.querySelectorAll("[data-pick]")) say(pick);
  document.addEventListener("change", (event) => {
    const pick = event.target.closest?.("[data-pick]");
    if (pick) say(pick);
  });
}

/** Over a form whose buttons stay at the bottom, the field after a choice is brought out from under them: it is what comes next. */
function startNext() {
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("form:has(.lt-form-actions--stick) select")) return;
    const next = event.target.closest(".lt-field")?.nextElementSibling;
    if (next?.matches(".lt-field")) next.scrollIntoView({ block: "nearest" });
  });
}

/** A page that came back with what is wrong begins there, also for whoever uses the keyboard. */
function startAtErrors() {
  const errors = document.getElementById("lt-errors");
  if (errors && !errors.closest("dialog")) return errors.focus();
  // What was just done is read first, and the next Tab goes on from there; a link to a place that the page still has leads elsewhere.
  const said = document.querySelector(".lt-content > .lt-note[data-arrived]");
  if (!said || document.getElementById(location.hash.slice(1)) || document.activeElement !== document.body) return;
  said.tabIndex = -1;
  said.focus({ preventScroll: true });
}

/**
 * Who was somewhere in a page goes on there when the same page comes anew: because its work has ended (what was just said is then said once more),
 * or because a form brought back what was looked for, or one line more.
 */
function startAnew() {
  const key = "lt-anew";
  const marksOf = (e) => [e.tagName, e.id, e.name, e.getAttribute("href"), ...(e.matches("a, button, summary") ? [e.value, e.textContent.trim().slice(0, 80)] : [])].join("|");
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  sessionStorage.removeItem(key);
  if (kept?.path === location.pathname) {
    for (const words of kept.said) toast(words);
    // Where it was said what is wrong or done, that is read first.
    if (kept.at && document.activeElement === document.body) [...document.getElementsByTagName(kept.at.split("|")[0])].find((e) => marksOf(e) === kept.at)?.focus();
  }
  const keep = (said) => {
    const at = document.activeElement;
    sessionStorage.setItem(key, JSON.stringify({ path: location.pathname, at: at.matches("a, button, input, select, textarea, summary") ? marksOf(at) : null, said }));
  };
  document.addEventListener("submit", ({ submitter }) => submitter?.matches("[name=find], [formaction*='handler=More']") && keep([]));
  document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    if (detail.xhr.getResponseHeader("HX-Refresh") === "true") keep([...document.querySelectorAll(".lt-content > .lt-note[data-arrived]")].map((note) => note.textContent.trim()));
  });
}

export function startForms() {
  startAtErrors();
  startAnew();
  // A form with a file is answered without a new page: the focus would be lost with the form.
  document.addEventListener("htmx:afterSettle", (event) => event.detail.boosted && startAtErrors());
  startDates();
  startWords();
  startOnce();
  startUploads();
  startKeeping();
  startDrafts();
  startPicks();
  startNext();
}
