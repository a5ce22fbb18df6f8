import { forgetDrafts } from "./drafts.js";
import { following } from "./follow.js";
import { toast } from "./toasts.js";

/** Checking an import: one card is the current one, its sentences are marked in the text, keys act on it. The forms work without this. */
export function startReview() {
  const review = document.querySelector("[data-review]");
  if (!review) return;
  const [sourcePane, cardPane] = review.querySelectorAll(".lt-pane__body");
  const wide = matchMedia("(min-width: 992px)");
  let currentId = null;
  let goNext = false;
  let saving = false;
  const pressed = [];

  const cards = () => [...cardPane.querySelectorAll("[data-card]")];
  const current = () => document.getElementById(currentId);
  const keysOf = (card) => (card?.dataset.sentences ?? "").split(" ").filter(Boolean);
  const sentence = (key) => document.getElementById(`cau-${key}`);
  const quiet = matchMedia("(prefers-reduced-motion: reduce)");
  const behavior = () => (quiet.matches ? "auto" : "smooth");

  const scrollWithin = (pane, element, align) => {
    const top = element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
    pane.scrollTo({ top: Math.max(0, top - align), behavior: behavior() });
  };

  const mark = () => {
    for (const line of sourcePane.querySelectorAll(".lt-source__line--now")) line.classList.remove("lt-source__line--now");
    for (const card of cards()) card.classList.toggle("lt-review-card--now", card.id === currentId);
    for (const key of keysOf(current())) sentence(key)?.classList.add("lt-source__line--now");
  };

  /** After a step: which sentence says where it went. Cards come, go and change their numbers; the text itself is not sent again. */
  const renumber = () => {
    const of = new Map();
    for (const card of cards()) if (card.id.startsWith("card-") && card.dataset.decision !== "Rejected" && card.dataset.sentences !== undefined) for (const key of keysOf(card)) of.set(key, [...(of.get(key) ?? []), card]);
    for (const line of sourcePane.querySelectorAll("[data-sentence]")) {
      const now = of.get(line.dataset.sentence) ?? [];
      const links = [...line.querySelectorAll(".lt-source__to")];
      const numberOf = (card) => card.querySelector(".lt-review-card__number")?.textContent.trim();
      // A card that is being edited shows no number: its link stays as it is.
      if (now.some((card) => !numberOf(card))) continue;
      if (links.length === now.length && links.every((link, i) => link.hash === `#${now[i].id}` && link.lastChild.textContent.trim() === numberOf(now[i]))) continue;
      for (const link of links) link.remove();
      for (const card of now) {
        const link = Object.assign(document.createElement("a"), { className: "lt-source__to", href: `#${card.id}`, title: "Nhiệm vụ đọc từ câu này" });
        link.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: "Nhiệm vụ " }), numberOf(card));
        line.append(link, " ");
      }
      line.classList.toggle("lt-source__line--task", now.length > 0);
    }
  };

  const follow = following(review, sourcePane, cardPane, wide, { cards, keysOf, sentence, behavior });

  const select = (card, { scroll = true, focus = true } = {}) => {
    if (!card) return;
    currentId = card.id;
    follow.rest();
    mark();
    if (scroll && wide.matches) {
      scrollWithin(cardPane, card, 24);
      const first = keysOf(card).map(sentence).find(Boolean);
      if (first) scrollWithin(sourcePane, first, 96);
    } else if (scroll) card.scrollIntoView({ block: "start", behavior: behavior() });
    if (focus) card.focus({ preventScroll: true });
  };

  const step = (by) => {
    const all = cards();
    const at = all.findIndex((card) => card.id === currentId);
    select(all[Math.min(all.length - 1, Math.max(0, at + by))]);
  };

  const act = (name) => {
    const button = current()?.querySelector(`[data-act=${name}]`);
    if (button) button.click();
    else if (name !== "cancel") toast(whyNot(name, current()), "neutral");
  };

  /** Why a key does nothing on this card. */
  const whyNot = (name, card) => {
    if (!card?.id.startsWith("card-")) return "Đây là thông tin văn bản; hãy chọn một nhiệm vụ trước (phím j).";
    if (card.matches(".lt-review-card--editing")) return "Đang sửa nhiệm vụ này; hãy Lưu hoặc Thôi trước.";
    if (card.dataset.decision !== "Pending") return "Nhiệm vụ này đã kiểm; bấm u để kiểm lại trước.";
    return name === "merge" ? "Không còn nhiệm vụ nào sau để gộp." : "Nhiệm vụ này chưa kiểm nên chưa có gì để kiểm lại.";
  };

  /** After a decision: the next card that nobody has checked, from the last one back to the first of them. */
  const goOn = () => {
    const all = cards();
    const pending = (card) => card.dataset.decision === "Pending";
    const waiting = all.slice(all.findIndex((card) => card.id === currentId) + 1).find(pending) ?? all.find(pending);
    select(waiting ?? current());
    // Nothing is left to check: what comes next stands in the foot.
    if (!waiting) toFoot(".btn-primary:not([aria-disabled])");
  };

  /** A form that came in place: where something is to be corrected, else where writing begins. */
  const toField = (card) => {
    const faulty = [...card.querySelectorAll("[aria-invalid=true], fieldset.lt-field--invalid")].find((field) => field.getClientRects().length > 0);
    const field = faulty ?? card.querySelector("textarea, input:not([type=hidden])");
    field?.focus({ preventScroll: faulty !== undefined });
    const within = faulty?.closest(".lt-field") ?? faulty;
    if (within && wide.matches) scrollWithin(cardPane, within, 72);
    else within?.scrollIntoView({ block: "center", behavior: behavior() });
  };

  const toFoot = (which = "a, button") => document.getElementById("chan-doi-chieu")?.querySelector(which)?.focus();

  const typing = (element) => element.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const keys = { j: () => step(1), k: () => step(-1), a: () => act("accept"), e: () => act("edit"), x: () => act("reject"), u: () => act("reset"), m: () => act("merge"), t: () => act("split"), c: () => toFoot() };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && current()?.matches(".lt-review-card--editing")) {
      act("cancel");
      return;
    }
    if (typing(event.target)) return;
    if (!keys[event.key]) return;
    event.preventDefault();
    // Whoever types ahead means the next card: the key waits until this one is saved.
    if (saving) pressed.push(event.key);
    else press(event.key);
  });
  const press = (key) => (!currentId && key !== "k" && key !== "c" ? select(cards()[0]) : keys[key]());
  const saved = (forget) => {
    saving = false;
    if (forget) pressed.length = 0;
    while (pressed.length && !saving) press(pressed.shift());
  };

  // Both ways: a sentence finds its card, a card its sentence.
  review.addEventListener("click", (event) => {
    const line = event.target.closest?.("[data-sentence]");
    if (line && !getSelection()?.toString()) {
      const link = event.target.closest("a.lt-source__to");
      const card = link ? document.getElementById(link.hash.slice(1)) : cards().find((c) => keysOf(c).includes(line.dataset.sentence));
      if (card) {
        event.preventDefault();
        select(card);
      }
      return;
    }
    const to = event.target.closest?.('a[href*="#card-"]');
    if (to && to.pathname === location.pathname) {
      event.preventDefault();
      select(document.getElementById(to.hash.slice(1)));
      return;
    }
    const card = event.target.closest?.("[data-card]");
    if (card && card.id !== currentId) {
      select(card, { scroll: false, focus: false });
      const first = wide.matches && keysOf(card).map(sentence).find(Boolean);
      if (first) scrollWithin(sourcePane, first, card.getBoundingClientRect().top - cardPane.getBoundingClientRect().top);
    }
  });

  // A decision moves on to the next card once it is saved.
  review.addEventListener("htmx:beforeRequest", (event) => {
    // What was said of an earlier step no longer holds.
    for (const said of document.querySelectorAll(".lt-content > .lt-note[data-arrived]")) said.remove();
    const decision = event.detail.requestConfig?.triggeringEvent?.submitter?.value;
    goNext = decision === "accept" || decision === "reject";
    saving = true;
  });
  document.addEventListener("htmx:afterRequest", (event) => event.target.closest?.("[data-once]")?.remove());
  review.addEventListener("htmx:afterRequest", (event) => event.detail.successful || saved(true));
  // A card's form is a page of its own, whose title is not this one's.
  review.addEventListener("htmx:beforeSwap", (event) => (event.detail.ignoreTitle = true));
  document.addEventListener("htmx:beforeSwap", (event) => {
    // The session ended: the answer is the sign-in page. What stands on the page stays.
    if (new URL(event.detail.xhr.responseURL || location.href).pathname.startsWith("/identity/")) {
      event.detail.shouldSwap = false;
      event.preventDefault();
      saved(true);
      toast("Phiên làm việc đã hết. Hãy đăng nhập ở một thẻ khác của trình duyệt rồi bấm lại; những gì bạn nhập vẫn còn trên trang này.", "overdue");
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    // A note that came with the answer goes by itself, as those made here.
    for (const note of document.querySelectorAll("#lt-toasts [data-brief]")) {
      toast(note.textContent.trim());
      note.remove();
    }
    const card = current();
    if (!card) return saved(true);
    renumber();
    mark();
    ruleFields(card);
    // The card is saved, or the person turned back: what was typed for it is no longer wanted.
    if (!card.matches(".lt-review-card--editing")) forgetDrafts(card.id.replace("card-", "import-item-"));
    if (card.matches(".lt-review-card--editing")) toField(card);
    else if (goNext && card.dataset.decision !== "Pending") goOn();
    else if (card.querySelector("[data-confirm]")) card.querySelector("[data-confirm]").focus();
    else if (!card.contains(document.activeElement)) card.focus({ preventScroll: true });
    goNext = false;
    saved(card.matches(".lt-review-card--editing"));
  });

  const linked = location.hash.startsWith("#card-") || location.hash === "#van-ban" ? document.getElementById(location.hash.slice(1)) : null;
  // Whoever comes back goes on where the checking stopped: the order stays, so what is checked may stand above.
  const waiting = cards().find((card) => card.dataset.decision === "Pending");
  const comesBack = waiting && cards().indexOf(waiting) > 1;
  // After a step on the whole (one time for all, all clear ones accepted) the keyboard goes on at the cards.
  const afterAStep = document.querySelector(".lt-content > .lt-note[data-arrived]") !== null;
  select(linked ?? waiting ?? cards()[0], { scroll: linked !== null || comesBack, focus: linked !== null || afterAStep });
}

/** On every page with a rule's form, also where no document is checked. */
export function startRules() {
  document.addEventListener("change", (event) => event.target.matches?.("[data-rule-kind]") && ruleFields(event.target.closest("form")));
  ruleFields(document);
}

/** Of the fields of a rule only those that its kind uses. */
function ruleFields(scope) {
  const kind = scope?.querySelector?.("[data-rule-kind]");
  if (!kind) return;
  for (const part of scope.querySelectorAll("[data-rule-for]")) {
    part.hidden = !part.dataset.ruleFor.split(" ").includes(kind.value);
    // A field that nobody sees must not hold the form back.
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = part.hidden;
  }
}
