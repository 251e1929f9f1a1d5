/* Asks the browser for a passkey: form[data-passkey="create"] makes one, "get" signs in with one. The options come from the
   server in data-options; what the browser says goes back in the field `credential`. A refusal leaves the button for another try. */
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const withBytes = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

  const options = ({ challenge, user, excludeCredentials, allowCredentials, ...rest }) => ({
    ...rest,
    challenge: bytes(challenge),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    ...(excludeCredentials && { excludeCredentials: withBytes(excludeCredentials) }),
    ...(allowCredentials && { allowCredentials: withBytes(allowCredentials) }),
  });
  const answer = ({ id, rawId, type, response }, extensions) => ({
    id, type, rawId: text(rawId), extensions: JSON.stringify(extensions),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      ...(response.attestationObject && { attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [] }),
      ...(response.signature && { authenticatorData: text(response.authenticatorData), signature: text(response.signature) }),
      ...(response.userHandle && { userHandle: text(response.userHandle) }),
    },
  });

  const ask = async (form) => {
    const refused = form.querySelector("[data-refused]");
    refused.hidden = true;
    try {
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: options(JSON.parse(form.dataset.options)) });
      form.elements.credential.value = JSON.stringify(answer(credential, credential.getClientExtensionResults()));
      form.submit();
    } catch (reason) {
      if (!(reason instanceof DOMException || reason instanceof TypeError)) throw reason;
      refused.hidden = false;
      form.querySelector("button").focus();
    }
  };

  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
  ask(form);
})();
