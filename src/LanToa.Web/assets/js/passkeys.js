/** Passkeys: shows the forms that need one where the browser can, asks the device when such a form is sent, and sends its answer along. */

/** Says at its field why the server did not ask: nothing has been made by a device yet. */
function say(form, { field, why }) {
  const control = form.elements[field];
  const id = `${field}-said`;
  document.getElementById(id)?.remove();
  const words = Object.assign(document.createElement("span"), { className: "lt-field__error", id, textContent: why });
  words.setAttribute("role", "alert");
  control.after(words);
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", id);
  control.focus();
}

/** A new key is asked for with what proves who sits there; the sign-in asks for nothing but the question. */
function ask(form) {
  const wants = { headers: { Accept: "application/json" } };
  return form.hasAttribute("data-passkey-new") ? fetch(form.dataset.passkey, { ...wants, method: "POST", body: new FormData(form) }) : fetch(form.dataset.passkey, wants);
}

export function startPasskeys() {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  // What is not kept here any more goes from the device as well, where the browser can tell it.
  for (const { dataset } of document.querySelectorAll("[data-passkey-unknown]"))
    PublicKeyCredential.signalUnknownCredential?.({ rpId: location.hostname, credentialId: dataset.passkeyUnknown }).catch(() => {});
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.closest("[data-passkey-place]")?.removeAttribute("hidden");
    form.addEventListener("submit", async (event) => {
      const { state, credential } = form.elements;
      if (credential.value) return;
      event.preventDefault();
      if (form.dataset.asking) return;
      form.dataset.asking = "1";
      try {
        const answer = await ask(form);
        const question = await answer.json();
        if (answer.status === 400) {
          delete form.dataset.asking;
          say(form, question);
          return;
        }
        const made = form.hasAttribute("data-passkey-new")
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(question.options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(question.options) });
        state.value = question.state;
        credential.value = JSON.stringify(made);
      } catch {
        // The person said no, the device has none, or the network is gone: the server says what to do.
        state.value = "";
      }
      HTMLFormElement.prototype.submit.call(form);
    });
  }
}
