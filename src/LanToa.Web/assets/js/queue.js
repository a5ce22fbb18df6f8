// Activities that are written down without a network: kept in this browser, sent when it is there again, each once by the key that it was given when it
// was written. Nothing here is needed where the network is: the form works without script.
import { forgetFiles, keepFiles, startFiles, tidyFiles } from "./draft-files.js";
import { storeOf } from "./store.js";
import { toast } from "./toasts.js";

const pagesCache = "lt-pages";
const mostKept = 50;
const mostFetched = 6;
const main = () => document.getElementById("noi-dung");
const person = () => main()?.dataset.person ?? "";
const queuePage = "/activities/queue";
const logsKey = "lt-logs";
const mendKey = "lt-queue-mend";

const run = storeOf("lt-queue", "items");
const put = (item) => run("readwrite", (store) => store.put(item));
const drop = (key) => run("readwrite", (store) => store.delete(key));
const get = (key) => run("readonly", (store) => store.get(key));
const mine = async () => (await run("readonly", (store) => store.getAll())).filter((item) => item.person === person()).sort((a, b) => a.at - b.at);

/**
 * When and where a JPEG was taken: its Exif segment (APP1 of Exif 2.3), told that the picture stands upright. Null where it has none.
 */
async function exifOf(file) {
  const bytes = await file.slice(0, 300_000).arrayBuffer();
  const view = new DataView(bytes);
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint16(at) !== 0xffe1 || view.getUint32(at + 4) !== 0x45786966) continue;
    const tiff = at + 10;
    const little = view.getUint16(tiff) === 0x4949;
    const first = tiff + view.getUint32(tiff + 4, little);
    for (let entry = first + 2; entry < first + 2 + 12 * view.getUint16(first, little); entry += 12) if (view.getUint16(entry, little) === 0x0112) view.setUint16(entry + 8, 1, little);
    const segment = bytes.slice(at, at + 2 + view.getUint16(at + 2));
    return segment.byteLength === 2 + view.getUint16(at + 2) ? segment : null;
  }
  return null;
}

/**
 * A large photo as a phone's screen can show it, and a WebP as the JPEG whose likeness the server can tell. Drawing it anew leaves out what it says of its making; where the officer keeps that, a JPEG takes it
 * along, and any other photo is sent as it is.
 */
async function shrink(file, keeps) {
  const [most, webp] = [2048, file.type === "image/webp"];
  if (!webp && (file.size < 1_500_000 || !/^image\/(jpeg|png)$/.test(file.type))) return file;
  if (keeps && file.type !== "image/jpeg") return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, most / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    const exif = keeps ? await exifOf(file) : null;
    const parts = exif ? [small.slice(0, 2), exif, small.slice(2)] : [small];
    return small && (webp || small.size < file.size) ? new File(parts, file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file; // what cannot be drawn is for the server to judge
  }
}

const addressOf = (form) => form.getAttribute("action") ?? location.pathname + location.search;

/** All that the form would send, files as they will be sent. */
async function itemOf(form, submitter) {
  const keeps = form.querySelector("[name='Input.KeepsPhotoData'][type=checkbox]")?.checked;
  const fields = [];
  for (const [name, value] of new FormData(form, submitter)) {
    if (name === "__RequestVerificationToken" || name === "kept") continue;
    if (typeof value === "string") fields.push([name, value]);
    else if (value.size > 0) fields.push([name, name === "Input.Photos" ? await shrink(value, keeps) : value]);
  }
  const said = (name) => fields.find(([field]) => field === name)?.[1] ?? "";
  return { key: said("Input.SendKey"), person: person(), action: addressOf(form), title: said("Input.Title"), day: said("Input.HappenedOn"), at: Date.now(), fields, state: "waiting" };
}

/** A token of the session as it is now: the one of the form may be of yesterday. Null where nobody is signed in any more, undefined where the server does not answer now. */
async function freshToken() {
  const answer = await fetch(queuePage, { credentials: "same-origin", cache: "no-store", headers: { "X-Lt-Fresh": "1" } });
  if (answer.status >= 500) return undefined;
  if (answer.redirected || !answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.getElementById("noi-dung")?.dataset.person !== person()) return null;
  return page.querySelector("input[name=__RequestVerificationToken]")?.value ?? null;
}

/** Sends one item; says what came of it. Network gone: it stays as it is. Quiet: nobody waits for its page, so no later page says it either. */
async function send(item, quiet) {
  let answer;
  try {
    const token = await freshToken();
    if (!token) return { ...item, state: token === undefined ? "busy" : "signin" };
    const body = new FormData();
    for (const [name, value] of item.fields) {
      if (value instanceof Blob) body.append(name, value, value.name);
      else body.append(name, value);
    }
    body.append("__RequestVerificationToken", token);
    answer = await fetch(item.action, { method: "POST", body, credentials: "same-origin", headers: quiet ? { Accept: "application/json", "X-Lt-Quiet": "1" } : { Accept: "application/json" } });
  } catch {
    return { ...item, state: "waiting" };
  }
  if (answer.redirected) return { ...item, state: "signin" };
  const told = await answer.json().catch(() => null);
  if (answer.ok && told?.href) return { ...item, state: "sent", href: told.href };
  if (answer.status === 422) return { ...item, state: "refused", problems: told?.problems ?? [] };
  if (answer.status === 403 || answer.status === 404) return { ...item, state: "refused", problems: ["Bạn không còn quyền ghi cho việc này, hoặc việc này không còn."] };
  if (answer.status === 413) return { ...item, state: "refused", problems: ["Ảnh, tệp gửi một lần lớn quá. Hãy bỏ bớt hoặc gửi tệp lớn sau, ở trang của hoạt động."] };
  return { ...item, state: "busy" };
}

/** Where what this page has sent stands, for whoever presses while it is being sent. */
const arrived = new Map();

/** One at a time over all tabs; a browser without locks sends too: the server takes each key once. */
const alone = (work) => (navigator.locks ? navigator.locks.request("lt-queue", work) : work());

async function sendKept(key, quiet = false) {
  return await alone(async () => {
    const item = await get(key);
    if (!item) return { state: "sent", href: arrived.get(key) ?? queuePage };
    const after = await send(item, quiet);
    if (after.state === "sent") {
      arrived.set(key, after.href);
      await drop(key);
    } else await put(after);
    return after;
  });
}

let flushing = false;
let retry;
const soon = 30_000;
let wait = soon;
async function flush() {
  if (flushing || !person() || navigator.onLine === false) return;
  flushing = true;
  try {
    for (const item of await mine()) {
      if (item.state === "refused") continue;
      const after = await sendKept(item.key, true);
      if (after.state === "sent") wait = soon;
      if (after.state === "sent") toast(`Đã gửi “${item.title}”.`, "done");
      else if (after.state !== "refused") break;
    }
  } finally {
    flushing = false;
    const items = await show();
    clearTimeout(retry);
    // The server was there for none of "online": it is asked again as long as a page is open.
    if (items?.some((item) => item.state === "busy" || item.state === "waiting")) {
      retry = setTimeout(flush, wait);
      // Photos are sent anew each time: less and less often.
      wait = Math.min(wait * 2, 20 * soon);
    } else wait = soon;
  }
}

const words = { waiting: "Chờ có mạng", busy: "Máy chủ chưa nhận được; nằm trong máy này và tự gửi lại, đừng ghi lại", signin: "Cần đăng nhập lại để gửi", refused: "Máy chủ không nhận" };

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function line(item) {
  const row = element("li", "lt-queue__item");
  row.dataset.state = item.state;
  row.append(element("strong", "", item.title || "(chưa đặt tên)"), element("div", "lt-quiet", `${item.day} · ${words[item.state] ?? item.state}${item.fields.filter(([, v]) => v instanceof Blob).length ? ` · ${item.fields.filter(([, v]) => v instanceof Blob).length} tệp` : ""}`));
  for (const problem of item.problems ?? []) row.append(element("div", "lt-late", problem));
  const buttons = element("div", "lt-form-actions");
  const again = element("button", "btn btn-sm", "Gửi ngay");
  again.type = "button";
  again.addEventListener("click", async () => {
    again.setAttribute("aria-busy", "true");
    const after = await sendKept(item.key);
    if (after.state === "sent") location.assign(after.href);
    else await show();
  });
  const mend = element("button", "btn btn-sm", "Mở để sửa");
  mend.type = "button";
  mend.addEventListener("click", () => {
    sessionStorage.setItem(mendKey, item.key);
    location.assign(item.action);
  });
  const away = element("button", "btn btn-quiet btn-sm", "Bỏ");
  away.type = "button";
  away.addEventListener("click", async () => {
    if (!confirm(`Bỏ hoạt động “${item.title}”? Nội dung và ảnh chưa gửi sẽ mất.`)) return;
    await drop(item.key);
    await show();
  });
  buttons.append(again, mend, away);
  row.append(buttons);
  return row;
}

/** The queue on its page, and how many wait on every other one. */
async function show() {
  if (!person()) return;
  const items = await mine();
  const list = document.querySelector("[data-queue]");
  if (list) {
    list.replaceChildren(...items.map(line));
    document.querySelector("[data-queue-empty]").hidden = items.length > 0;
    return items;
  }
  document.getElementById("lt-queue-note")?.remove();
  const open = [...document.querySelectorAll("form[data-send-later]")].map((form) => keyField(form)?.value);
  const waiting = items.filter((item) => !open.includes(item.key)).length;
  if (waiting === 0) return items;
  const note = element("div", "lt-note lt-note--due-soon");
  note.id = "lt-queue-note";
  note.setAttribute("role", "status");
  const body = element("div", "lt-note__body", `${waiting} hoạt động ghi trong máy, chưa gửi được. `);
  body.append(Object.assign(element("a", "", "Xem, gửi"), { href: queuePage }));
  note.append(body);
  main().querySelector(".lt-content")?.prepend(note);
  return items;
}

const keyField = (form) => form.querySelector("[name='Input.SendKey']");

/**
 * What was refused comes back with its files, which a server never sends back, also where only its draft is opened again. Else: a page of the browser's own store has the key of
 * another day, so each activity gets its own where it is written.
 */
async function takeKey(form) {
  const field = keyField(form);
  if (!field) return;
  const files = form.querySelector("[data-draft-files]");
  const item = files ? (await mine()).find((one) => one.state === "refused" && one.action === addressOf(form) && one.title === form.querySelector("[name='Input.Title']").value) : await get(field.value);
  if (item?.person === person()) {
    putBack(form, item, (input) => input.type === "file" || input === field);
    files?.remove();
  } else if (!form.querySelector("[aria-invalid=true]")) field.value = crypto.randomUUID();
}

/** The form as the item in the queue says, files included, to be put right and sent under the same key. */
async function refill(form) {
  const key = sessionStorage.getItem(mendKey);
  sessionStorage.removeItem(mendKey);
  const item = key && (await get(key));
  if (item) putBack(form, item, () => true);
}

function putBack(form, item, which) {
  for (const field of [...form.elements].filter(which)) {
    const values = item.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (!field.name || field.name === "__RequestVerificationToken" || field.tagName === "BUTTON") continue;
    if (field.type === "file") {
      const files = new DataTransfer();
      for (const file of values) files.items.add(file);
      field.files = files.files;
    } else if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length && !(field.type === "hidden" && values.length > 1)) field.value = values[0];
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

async function keepAndSend(form, submitter) {
  const item = await itemOf(form, submitter);
  if ((await mine()).filter((other) => other.key !== item.key).length >= mostKept) {
    toast(`Trong máy đã có ${mostKept} hoạt động chưa gửi. Hãy gửi bớt trước khi ghi thêm.`, "overdue");
    return false;
  }
  try {
    await put(item);
  } catch {
    return null; // the browser keeps nothing, or no more: the form is sent as it is
  }
  await forgetFiles(form.dataset.draftKept);
  if (form.dataset.draftKept) sessionStorage.setItem("lt-draft-sent", form.dataset.draftKept);
  const after = await sendKept(item.key);
  if (after.state === "refused") {
    // The server's words stand best at its own fields: the form goes as it is. The item stays until it is accepted, for the files on the page that comes back.
    form.querySelector("input[name=kept]")?.remove();
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value: "true" }));
    return null;
  }
  if (after.state !== "sent" && form.dataset.draftKept) localStorage.removeItem(form.dataset.draftKept);
  location.assign(after.state === "sent" ? after.href : queuePage);
  return true;
}

async function takeForms() {
  for (const form of document.querySelectorAll("form[data-send-later]:not([data-queued])")) {
    form.dataset.queued = "1";
    keepFiles(form);
    localStorage.setItem(logsKey, person());
    await takeKey(form).then(() => refill(form)).then(() => startFiles(form)).catch(() => null);
  }
}

function startForm() {
  // A form with files comes back without a new page.
  document.addEventListener("htmx:load", takeForms);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset?.sendLater || form.dataset.asItIs || !person()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.sending) return;
    form.dataset.sending = "1";
    const { submitter } = event;
    submitter?.setAttribute("aria-busy", "true");
    keepAndSend(form, submitter).catch(() => null).then((done) => {
      if (done) return;
      delete form.dataset.sending;
      submitter?.removeAttribute("aria-busy");
      if (done === false) return;
      form.dataset.asItIs = "1";
      form.requestSubmit(submitter);
      delete form.dataset.asItIs;
    });
  }, true);
}

/** What a phone needs where there is no network: the pages that log, as they are now. Everyone who logs has the page of the queue, for when the server cannot show it. */
async function fetchPages() {
  if (!("caches" in window) || navigator.onLine === false) return;
  if (!matchMedia("(max-width: 767px)").matches) {
    const cache = await caches.open(pagesCache);
    if (location.pathname === "/activities/log" && !(await cache.match(queuePage))) await keep(cache, queuePage);
    return;
  }
  const found = [...document.querySelectorAll("a[href^='/activities/log?duty=']")].slice(0, mostFetched).map((link) => link.getAttribute("href"));
  // Whoever neither has a duty to log for nor has ever logged here may not log at all.
  if (found.length === 0 && localStorage.getItem(logsKey) !== person()) return;
  const cache = await caches.open(pagesCache);
  for (const path of [queuePage, "/activities/log", ...found]) await keep(cache, path);
}

async function keep(cache, path) {
  const answer = await fetch(path, { credentials: "same-origin" }).catch(() => null);
  if (answer?.ok && !answer.redirected) await cache.put(path, answer);
}

export function startQueue() {
  if (!("indexedDB" in window)) return;
  if (!person()) {
    // Who signed out leaves no page behind on this phone; what was not sent yet waits for them.
    if ("caches" in window) caches.delete(pagesCache);
    return;
  }
  startForm();
  tidyFiles();
  const log = location.pathname === "/today" || location.pathname.startsWith("/activities");
  const worker = main().dataset.worker;
  if (log && worker && "serviceWorker" in navigator && isSecureContext)
    navigator.serviceWorker.register(worker, { scope: "/" }).then(() => (["/today", "/activities/log"].includes(location.pathname) ? fetchPages() : null)).catch(() => null);
  addEventListener("online", flush);
  takeForms().then(show).then(flush).catch(() => null);
}
