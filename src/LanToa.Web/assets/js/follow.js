/**
 * The pane that a person scrolls leads, the other follows by the linked sentences. Only a person's own wheel, touch, key or scrollbar makes a pane lead,
 * so that what scrolls by itself (the follower, a selected card) is never answered. Off by a switch that is remembered.
 */
export function following(review, sourcePane, cardPane, wide, { cards, keysOf, sentence, behavior }) {
  const remembered = "lt-review-follow";
  const toggle = document.querySelector("[data-follow]");
  let on = localStorage.getItem(remembered) !== "off";
  let leader = null;
  let last = null;
  let waiting = false;

  const near = (elements) => {
    for (const old of review.querySelectorAll(".lt-source__line--near, .lt-review-card--near")) old.classList.remove("lt-source__line--near", "lt-review-card--near");
    for (const element of elements) element?.classList.add(element.matches("[data-card]") ? "lt-review-card--near" : "lt-source__line--near");
  };
  const rest = () => {
    leader = null;
    last = null;
    near([]);
  };
  const show = () => {
    toggle?.setAttribute("aria-pressed", String(on));
  };
  toggle?.addEventListener("click", () => {
    on = !on;
    localStorage.setItem(remembered, on ? "on" : "off");
    rest();
    show();
  });
  show();

  /** The first of the elements that begins in the upper part of the pane, else the one that fills it. */
  const atTop = (pane, elements) => {
    const box = pane.getBoundingClientRect();
    const line = box.top + box.height / 4;
    let found = null;
    for (const element of elements) {
      const { top, bottom } = element.getBoundingClientRect();
      if (bottom < box.top + 8) continue;
      if (top > line && found) break;
      found ??= element;
      if (top >= box.top - 8) return element;
    }
    return found;
  };
  const move = () => {
    waiting = false;
    if (!leader || !on || !wide.matches) return;
    const fromText = leader === sourcePane;
    const byKey = new Map();
    for (const card of cards()) for (const key of keysOf(card)) if (!byKey.has(key)) byKey.set(key, card);
    const from = atTop(leader, fromText ? [...sourcePane.querySelectorAll("[data-sentence]")].filter((line) => byKey.has(line.dataset.sentence)) : cards());
    if (!from || from === last) return;
    last = from;
    const to = fromText ? byKey.get(from.dataset.sentence) : keysOf(from).map(sentence).find(Boolean);
    near([from, to]);
    if (!to) return;
    const other = fromText ? cardPane : sourcePane;
    const lead = from.getBoundingClientRect().top - leader.getBoundingClientRect().top;
    other.scrollTo({ top: Math.max(0, to.getBoundingClientRect().top - other.getBoundingClientRect().top + other.scrollTop - Math.max(8, lead)), behavior: behavior() });
  };

  const scrolling = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", " "];
  for (const pane of [sourcePane, cardPane]) {
    const lead = () => {
      leader = pane;
    };
    pane.addEventListener("wheel", lead, { passive: true });
    pane.addEventListener("touchmove", lead, { passive: true });
    // A press on the pane itself and not on what it holds is its scrollbar.
    pane.addEventListener("pointerdown", (event) => event.target === pane && lead());
    pane.addEventListener("keydown", (event) => event.target === pane && scrolling.includes(event.key) && lead());
    pane.addEventListener("scroll", () => {
      if (pane !== leader || waiting) return;
      waiting = true;
      requestAnimationFrame(move);
    });
  }
  return { rest };
}
