/**
 * The form that logs an activity: another product than the task asks for is said at once, and the title and the channels that came from the task follow the product as long as nobody has changed them.
 * The element [data-asked] holds what is known: duties (by id: products, words), preset (title, products, channels of the task one came from; or null), channels (by product).
 */
const same = (one, other) => one.length === other.length && one.every((value) => other.includes(value));

function follow(said) {
  const { duties, preset, channels } = JSON.parse(said.dataset.asked);
  const form = said.closest("form");
  const product = form.elements["Input.Form"];
  const title = form.elements["Input.Title"];
  const boxes = (name) => [...form.querySelectorAll(`input[name="${name}"]`)];
  const chosen = (name) => boxes(name).filter((box) => box.checked).map((box) => box.value);
  const isAsked = () => !product.value || preset.forms.length === 0 || preset.forms.includes(product.value);
  const titleNow = () => (isAsked() ? preset.title : product.selectedOptions[0].text);
  const channelsNow = () => (isAsked() ? preset.channels : (channels[product.value] ?? []));
  let given = preset && { title: titleNow(), channels: channelsNow() };

  const say = () => {
    const words = product.value ? chosen("Input.Duties").filter((id) => duties[id] && !duties[id].forms.includes(product.value)).map((id) => duties[id].words) : [];
    said.replaceChildren(...(words.length > 0 ? [Object.assign(document.createElement("p"), { textContent: words.join(" ") })] : []));
  };

  form.addEventListener("change", (event) => {
    if (event.target === product && given) {
      const now = { title: titleNow(), channels: channelsNow() };
      if (title.value === given.title) title.value = now.title;
      if (same(chosen("Input.Channels"), given.channels))
        for (const box of boxes("Input.Channels"))
          if (box.checked !== now.channels.includes(box.value)) {
            box.checked = !box.checked;
            box.dispatchEvent(new Event("change", { bubbles: true }));
          }
      given = now;
    }
    if (event.target === product || event.target.name === "Input.Duties") say();
  });
}

export function startAsked() {
  const all = () => {
    for (const said of document.querySelectorAll("[data-asked]:not([data-asked-on])")) {
      said.dataset.askedOn = "";
      follow(said);
    }
  };
  all();
  // A form with files comes back without a new page.
  document.addEventListener("htmx:load", all);
}
