// Enhancements only: every page works without this file.
import "htmx.org";
import { startAsked } from "./asked.js";
import { startDialogs } from "./dialogs.js";
import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { startLocate } from "./locate.js";
import { startMenus } from "./menus.js";
import { startPasskeys } from "./passkeys.js";
import { startPrinting } from "./printing.js";
import { startQueue } from "./queue.js";
import { startReview, startRules } from "./review.js";
import { startTables } from "./tables.js";
import { startTheme } from "./theme.js";
import { toast } from "./toasts.js";

const root = document.documentElement;
root.classList.remove("no-js");
root.classList.add("js");

startAsked();
startDialogs();
startForms();
startKeys();
startLocate();
startMenus();
startPasskeys();
startPrinting();
startQueue();
startReview();
startRules();
startTables();
startTheme();

document.addEventListener("lt:toast", (event) => toast(event.detail.text ?? event.detail.value, event.detail.kind));
document.addEventListener("htmx:sendError", () => toast("Mất kết nối. Những gì bạn đã nhập vẫn còn, hãy thử lại khi có mạng.", "overdue"));
document.addEventListener("htmx:responseError", (event) => {
  const { status, responseText } = event.detail.xhr;
  if (status < 400) return;
  // The error page says what happened and what to do, with its reference number: its words are said here.
  const page = new DOMParser().parseFromString(responseText, "text/html");
  const said = [...page.querySelectorAll("main h1, main p:not(:has(a, button))")].map((part) => part.textContent.trim().replace(/\s+/g, " ").replace(/[^.?!]$/, "$&.")).join(" ");
  toast(said || `Máy chủ chưa làm được việc này (mã ${status}). Hãy tải lại trang rồi thử lại.`, "overdue");
});
