// What a person types into any form is kept in this browser until it has arrived, so that a session that ends, a closed window or a broken
// connection loses nothing. Each person has their own, until they sign out; what nobody came back to within a week is thrown away.
import { forgetFiles } from "./draft-files.js";

const prefix = "lt-draft:";
const weekMs = 7 * 24 * 60 * 60 * 1000;
const sentKey = "lt-draft-sent";
// Hidden fields that are new each time the form is opened; the others (versions, ids) say what the form is about.
const passing = /^(__.*|key|until|opened|(.*\.)?(formkey|sendkey|seen|newid|id))$/i;
const unkept = ["hidden", "password", "file", "submit", "button"];

const page = () => document.getElementById("noi-dung")?.dataset ?? {};
// Passwords and codes are nobody's to keep, also when they are shown while they are typed.
const secret = (field) => /password|one-time-code/.test(field.autocomplete ?? "");
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !unkept.includes(field.type) && !secret(field));
const ticks = (field) => ["checkbox", "radio"].includes(field.type);
const isText = (field) => !ticks(field) && field.tagName !== "SELECT";
/** Whether the field is as the server sent it. */
function asSent(field) {
  if (ticks(field)) return field.checked === field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value === field.defaultValue;
  const options = [...field.options];
  return options.some((option) => option.defaultSelected) ? options.every((option) => option.selected === option.defaultSelected) : field.selectedIndex <= 0;
}
const addressOf = (form) => new URL(form.getAttribute("action") ?? location.href, location.href);
const actionOf = (form) => addressOf(form).pathname + addressOf(form).search;
const mine = () => Object.keys(localStorage).filter((key) => key.startsWith(`${prefix}${page().person}:`));

/** Whose, which form, about what, and of which version: what was typed about a version is never put over a later one. */
function keyOf(form) {
  // What a box sends when it is not ticked says nothing about the form; a box may come with a refusal.
  const boxes = [...form.elements].filter((field) => field.type === "checkbox").map((field) => field.name);
  const about = [...form.elements].filter((field) => field.type === "hidden" && field.name && !passing.test(field.name) && !boxes.includes(field.name)).map((field) => `${field.name}=${field.value}`);
  const isVersion = (text) => /version=/i.test(text);
  return `${[`${prefix}${page().person}:${form.dataset.draft ?? actionOf(form)}`, ...about.filter((text) => !isVersion(text))].join("&")}#${about.filter(isVersion)}`;
}

const withoutVersion = (key) => key.slice(0, key.lastIndexOf("#"));

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null");
    return draft?.fields && Date.now() - draft.at < weekMs ? draft : null;
  } catch {
    return null;
  }
}

function write(form, key) {
  // Typed and taken back: nothing is begun. What came back from the server was typed before.
  if (!form.dataset.draftBack && fieldsOf(form).every(asSent)) {
    localStorage.removeItem(key);
    return;
  }
  const fields = {};
  for (const field of fieldsOf(form)) {
    fields[field.name] ??= [];
    if (!ticks(field) || field.checked) fields[field.name].push(field.value);
  }
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
  } catch {
    // The browser keeps nothing, or no more: the form works without.
  }
}

/** Puts the draft into the form; the fields that it changed. */
function fill(form, { fields }) {
  const changed = [];
  const taken = {};
  for (const field of fieldsOf(form)) {
    const values = fields[field.name];
    if (values === undefined) continue;
    const was = ticks(field) ? field.checked : field.value;
    if (ticks(field)) field.checked = values.includes(field.value);
    else field.value = values[(taken[field.name] = (taken[field.name] ?? -1) + 1)] ?? "";
    if (was !== (ticks(field) ? field.checked : field.value)) changed.push(field);
  }
  return changed;
}

// What depends on a field (the parts of a rule, the folded line of a choice) follows it.
const follow = (fields) => fields.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));

/** Says that the form holds more than the server sent, and lets the person throw it away. */
function tell(form, key, at) {
  const note = Object.assign(document.createElement("div"), { className: "lt-note lt-note--in-progress" });
  note.setAttribute("role", "status");
  const files = Object.assign(document.createElement("span"), { textContent: form.querySelector("input[type=file]") ? "Tệp thì phải chọn lại. " : "" });
  files.dataset.draftFiles = "";
  const two = (number) => String(number).padStart(2, "0");
  const day = new Date(at);
  const when = `${two(day.getHours())}:${two(day.getMinutes())} ngày ${two(day.getDate())}/${two(day.getMonth() + 1)}`;
  const body = Object.assign(document.createElement("div"), { className: "lt-note__body", textContent: `Đã khôi phục nội dung đang nhập dở lúc ${when}. ` });
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-sm", textContent: "Bỏ bản nháp" });
  drop.addEventListener("click", () => {
    form.reset();
    follow(fieldsOf(form));
    localStorage.removeItem(key);
    note.remove();
    fieldsOf(form).find(isText)?.focus();
  });
  body.append(files, drop);
  note.append(body);
  form.prepend(note);
}

function keep(form) {
  if (form.dataset.draftKept || form.method !== "post" || !fieldsOf(form).some(isText)) return;
  const key = keyOf(form);
  form.dataset.draftKept = key;
  const sent = sessionStorage.getItem(sentKey);
  const isSent = sent && withoutVersion(sent) === withoutVersion(key);
  if ((isSent || !sent) && (form.dataset.arrived === "true" || page().sent === actionOf(form))) {
    // It came back from the server with what was sent, and with what the server put in since: that is the draft now.
    form.dataset.draftBack = "true";
    if (isSent) {
      localStorage.removeItem(sent);
      write(form, key);
    }
  } else {
    const draft = read(key);
    const changed = draft && !form.querySelector("[aria-invalid=true]") ? fill(form, draft) : [];
    if (changed.length > 0) {
      follow(changed);
      tell(form, key, draft.at);
      // Sent, and never arrived: the person is led back to where they pressed.
      if (sent === key) form.closest("dialog:not([open])")?.showModal();
    }
  }
  for (const type of ["input", "change"]) form.addEventListener(type, () => write(form, key));
}

/** A message of success after a form was sent says that it has arrived: its draft is forgotten, before any form is filled from it. */
function forgetArrived() {
  const sent = sessionStorage.getItem(sentKey);
  if (!sent || !document.querySelector("[data-arrived]:not([data-arrived=false], form)")) return;
  localStorage.removeItem(sent);
  sessionStorage.removeItem(sentKey);
  forgetFiles(sent);
}

/** What was typed for these forms (the beginning of their data-draft) is no longer wanted. */
export function forgetDrafts(name) {
  for (const key of mine()) if (key.startsWith(`${prefix}${page().person}:${name}`)) localStorage.removeItem(key);
}

export function startDrafts() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix) && !read(key)) localStorage.removeItem(key);
  const keepAll = () => {
    // Nobody's drafts are kept: who signs in next on this computer may be somebody else.
    if (!page().person) return;
    forgetArrived();
    for (const form of document.querySelectorAll("main form")) keep(form);
  };
  keepAll();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!page().person || form.method !== "post") return;
    // The next message of success speaks of this form, and of no other that was sent before.
    if (form.dataset.draftKept) sessionStorage.setItem(sentKey, form.dataset.draftKept);
    else sessionStorage.removeItem(sentKey);
    // Who signs out leaves nothing behind on this computer.
    if (addressOf(form).pathname === page().signOut) forgetDrafts("");
  });
  // Forms that a part of the page brings later, and those with files, which come back without a new page.
  document.addEventListener("htmx:load", keepAll);
}
