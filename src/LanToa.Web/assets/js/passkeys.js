/** Passkeys: shows the forms that need one where the browser can, asks the device when such a form is sent, and sends its answer along. */
export function startPasskeys() {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.closest("[data-passkey-place]")?.removeAttribute("hidden");
    form.addEventListener("submit", async (event) => {
      const { state, credential } = form.elements;
      if (credential.value) return;
      event.preventDefault();
      if (form.dataset.asking) return;
      form.dataset.asking = "1";
      try {
        const answer = await fetch(form.dataset.passkey, { headers: { Accept: "application/json" } });
        const question = await answer.json();
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
