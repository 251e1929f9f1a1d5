/* What every page does in the browser: busy buttons, drafts, problems, short messages, dialogs, focus, small controls.
   Everything listens on the document, so that parts swapped in by htmx need no set-up. Without script each form still works. */
(() => {
  "use strict";
  const words = JSON.parse(document.querySelector('meta[name="app-words"]')?.content ?? "{}");
  const say = (key, values = {}) => (words[key] ?? "").replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
  const on = (type, handle, options) => document.addEventListener(type, handle, options);
  const byId = (id) => document.getElementById(id);
  const isPoll = (event) => !event.detail.requestConfig?.triggeringEvent;
  window.desk = { say, on, byId, isPoll };

  /* ---- sending: the pressed button is busy, a second press does nothing ---- */
  const setBusy = (button) => {
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    button.disabled = true;
    if (!button.dataset.busy || button.dataset.label) return;
    button.dataset.label = button.innerHTML;
    const spinner = document.createElement("span");
    spinner.className = "spinner";
    button.replaceChildren(spinner, button.dataset.busy);
  };
  const setIdle = (form) => {
    delete form.dataset.sending;
    for (const button of form.querySelectorAll('[aria-busy="true"]')) {
      button.removeAttribute("aria-busy");
      button.disabled = false;
      if (button.dataset.label) button.innerHTML = button.dataset.label;
      delete button.dataset.label;
    }
  };
  on("submit", (event) => {
    const form = event.target;
    if (form.dataset.sending) return event.preventDefault();
    if (form.method === "get" || form.method === "dialog") return;
    if (form.matches("[data-logout]")) for (const store of [localStorage, sessionStorage]) store.clear();
    form.dataset.sending = "true";
    lastSent = { form, button: event.submitter };
    setTimeout(() => {
      if (!event.defaultPrevented || form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) setBusy(event.submitter);
      else delete form.dataset.sending;
    });
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(setIdle));
  let lastSent = null;

  /* ---- drafts: typed text outlives a lost connection, an expired session and a closed tab ---- */
  const DRAFT = "draft:";
  const draftKey = (field) => DRAFT + location.pathname + ":" + field.form.dataset.draft + ":" + field.name;
  const draftFields = () => document.querySelectorAll("form[data-draft] textarea[name]");
  const flat = (text) => text.replace(/\s+/g, " ").trim();
  const keepDraft = (field) => {
    if (field.value.trim()) localStorage.setItem(draftKey(field), field.value);
    else localStorage.removeItem(draftKey(field));
  };
  on("input", ({ target }) => { if (target.matches("form[data-draft] textarea[name]")) keepDraft(target); });
  const restoreDrafts = () => {
    for (const field of draftFields()) {
      const kept = localStorage.getItem(draftKey(field));
      if (!kept || field.value === kept) continue;
      if (field.value.trim() || flat(document.body.textContent).includes(flat(kept))) localStorage.removeItem(draftKey(field));
      else { field.value = kept; offerDiscard(field); }
    }
  };
  const offerDiscard = (field) => {
    const line = document.createElement("p");
    const button = document.createElement("button");
    line.className = "tiny muted row draft-line";
    button.type = "button";
    button.className = "link";
    button.textContent = say("discard");
    button.addEventListener("click", () => { field.value = ""; localStorage.removeItem(draftKey(field)); line.remove(); field.focus(); });
    line.append(say("restored"), " ", button);
    field.after(line);
  };

  /* ---- problems: what htmx could not bring home ---- */
  const showProblem = (what, way) => {
    const box = document.createElement("div");
    const strong = document.createElement("strong");
    box.className = "banner";
    box.dataset.tone = "over";
    box.setAttribute("role", "alert");
    strong.textContent = what + " ";
    box.append(strong, say("kept") + " ", way);
    byId("problems")?.replaceChildren(box);
  };
  const showOffline = () => {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "link";
    again.textContent = say("again");
    again.addEventListener("click", () => { byId("problems").replaceChildren(); if (lastSent?.form.isConnected) lastSent.form.requestSubmit(lastSent.button); });
    showProblem(say("offline"), again);
  };
  on("signed-out", () => {  /* a 401 carries this event; the draft comes back after signing in */
    const link = document.createElement("a");
    link.href = "/login?next=" + encodeURIComponent(location.pathname + location.search);
    link.textContent = say("signIn");
    showProblem(say("signedOut"), link);
  });
  for (const type of ["htmx:sendError", "htmx:timeout"]) on(type, (event) => { if (!isPoll(event)) showOffline(); });
  on("htmx:afterRequest", (event) => {
    const { elt, successful, xhr } = event.detail;
    if (successful && !isPoll(event)) byId("problems")?.replaceChildren();
    const form = elt.matches("form, button") && elt.closest("form");  // a field that saves its draft is not a sent form
    if (!form) return;
    setIdle(form);
    if (!successful || xhr.status >= 300 || !form.dataset.draft) return;
    for (const field of form.querySelectorAll("textarea[name]")) localStorage.removeItem(draftKey(field));
  });
  on("htmx:configRequest", ({ detail }) => {  /* htmx overlooks the button that was pressed when it stands outside of its form */
    const pressed = detail.triggeringEvent?.submitter;
    if (pressed?.name && !detail.elt.contains(pressed)) detail.parameters[pressed.name] = pressed.value;
  });
  on("htmx:configRequest", (event) => { if (!event.detail.triggeringEvent) event.detail.headers["HX-Trigger-Poll"] = "true"; });

  /* ---- focus after a swap: the error, the conflict, or the new heading; never for polls ---- */
  on("htmx:afterSettle", (event) => {
    if (isPoll(event)) return;
    const part = event.detail.elt;
    const place = part.querySelector?.('[data-focus], [aria-invalid="true"], [autofocus]') ?? part.querySelector?.("form[data-draft] textarea[name]") ?? (part.matches?.("main, [data-page]") ? part.querySelector("h1") : null);
    if (!place) return;
    if (place.tagName === "H1") place.tabIndex = -1;
    place.focus();
  });

  /* ---- short messages go after eight seconds, unless someone is reading or pressing them ---- */
  const startToast = (toast) => {
    if (toast.dataset.timed) return;
    toast.dataset.timed = "true";
    const close = () => { if (toast.matches(":hover, :focus-within")) setTimeout(close, 2000); else toast.remove(); };
    setTimeout(close, 8000);
  };
  const startToasts = () => document.querySelectorAll("[data-toast]").forEach(startToast);
  new MutationObserver(startToasts).observe(document.documentElement, { childList: true, subtree: true });

  /* ---- dialogs, menus, steppers, files ---- */
  on("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && byId(opener.dataset.dialog);
    if (dialog) { event.preventDefault(); opener.closest("[popover]")?.hidePopover(); dialog.showModal(); }
    const closer = event.target.closest("[data-close]");
    if (closer) (closer.closest("dialog")?.close(), closer.closest("[data-toast]")?.remove());
    const step = event.target.closest("[data-step]");
    if (step) stepBy(step.closest("[data-stepper]").querySelector("input"), Number(step.dataset.step));
    if (event.target.closest("[data-print]")) print();
    for (const menu of document.querySelectorAll("details[data-pick][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  on("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details[data-pick][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); event.stopImmediatePropagation(); }
  }, { capture: true });
  const stepBy = (field, by) => {
    const wanted = Math.min(Number(field.max), Math.max(Number(field.min), Number(field.value) + by));
    if (String(wanted) === field.value) return;
    field.value = wanted;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  on("change", ({ target }) => {
    const note = target.type === "file" && target.closest("label")?.querySelector("[data-chosen]");
    if (note && target.files.length) note.textContent = target.files.length === 1 ? target.files[0].name : say("files", { number: target.files.length });
  });

  /* ---- the theme changes at once; the server keeps the choice ---- */
  on("submit", (event) => {
    const form = event.target.closest("[data-theme-form]");
    if (!form) return;
    event.preventDefault();
    const theme = form.dataset.themeForm;
    if (theme === "system") delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = theme;
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    form.closest(".menu").querySelectorAll("[data-theme-form] button").forEach((button) => button.removeAttribute("aria-current"));
    form.querySelector("button").setAttribute("aria-current", "true");
    document.dispatchEvent(new Event("themechange"));
  });

  restoreDrafts();
  startToasts();
  on("htmx:load", restoreDrafts);
  document.querySelector("[data-focus]")?.focus();
})();
