/* What only the console does: clocks that tick, keys, the selection of rows, panels that stay as they were left. */
(() => {
  "use strict";
  const { say, on, byId, isPoll } = window.desk;

  /* ---- clocks: the server renders them, this moves them on every 15 s and says once when one turns due or over ---- */
  const duration = (seconds) => {
    const minutes = Math.floor(Math.abs(seconds) / 60);
    if (minutes < 60) return say("min", { minutes });
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return minutes % 60 ? say("hm", { hours, minutes: minutes % 60 }) : say("h", { hours });
    const days = Math.floor(hours / 24);
    return hours % 24 ? say("dh", { days, hours: hours % 24 }) : say("d", { days });
  };
  const stateOf = (left, target, warn, now) => {
    if (left < 0) return "over";
    return (warn && now >= warn) || left <= 900 || left <= target / 4 ? "due" : "ok";
  };
  const tick = (chip, now) => {
    const due = Number(chip.dataset.due);
    const target = due - Number(chip.dataset.start ?? due - 3600);
    const left = due - now;
    const state = stateOf(left, target, Number(chip.dataset.warn ?? 0), now);
    const text = say(state === "over" ? "over" : "left", { duration: duration(left) });
    const place = chip.querySelector(".sla-text");
    if (place.textContent !== text && !chip.hasAttribute("data-fixed")) place.textContent = text;
    chip.querySelector("circle + circle")?.setAttribute("stroke-dasharray", `${Math.round(Math.min(100, Math.max(0, 100 - (100 * left) / target)))} 100`);
    if (state === chip.dataset.state) return;
    if (state !== "ok") byId("announce").textContent = say(state === "over" ? "isOver" : "isDue");
    chip.dataset.state = state;
  };
  const tickAll = () => {
    const now = Date.now() / 1000;
    document.querySelectorAll(".sla[data-due]").forEach((chip) => tick(chip, now));
  };
  setInterval(tickAll, 15000);
  on("visibilitychange", () => document.hidden || tickAll());

  /* ---- polls rest while nobody looks ---- */
  on("htmx:beforeRequest", (event) => { if (document.hidden && isPoll(event)) event.preventDefault(); });

  /* ---- rows: a cursor that J and K move, Enter opens, X selects ---- */
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const current = () => document.querySelector('[data-row][aria-current="true"]');
  const moveTo = (row) => {
    if (!row) return;
    current()?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    row.scrollIntoView({ block: "nearest" });
    (row.matches("a") ? row : row.querySelector("a"))?.focus({ preventScroll: true });
  };
  const move = (by) => {
    const all = rows();
    const at = all.indexOf(current());
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (next?.matches("a")) next.click(); else moveTo(next);
  };
  const boxOf = (row) => row?.querySelector('input[type="checkbox"]');
  let anchor = null;
  const select = (whole) => {
    const row = current();
    const box = boxOf(row);
    if (!box) return;
    const all = rows();
    const [from, to] = [all.indexOf(whole && anchor ? anchor : row), all.indexOf(row)].sort((a, b) => a - b);
    const wanted = whole ? true : !box.checked;
    all.slice(from, to + 1).forEach((each) => { boxOf(each).checked = wanted; });
    anchor = row;
    countSelected();
  };
  const countSelected = () => {
    const number = document.querySelectorAll("[data-row] input:checked").length;
    document.querySelectorAll("[data-selected]").forEach((place) => { place.textContent = say("selected", { number }); });
  };
  const clearSelection = () => { document.querySelectorAll("[data-row] input:checked, [data-select-all]").forEach((box) => { box.checked = false; }); countSelected(); };
  on("change", ({ target }) => {
    if (target.matches("[data-select-all]")) rows().forEach((row) => { boxOf(row).checked = target.checked; });
    if (target.matches('[type="checkbox"]')) countSelected();
  });
  on("click", (event) => {
    if (event.target.closest("[data-clear-selection]")) clearSelection();
    const box = event.target.closest('[data-row] input[type="checkbox"]');
    if (!box) return;
    const row = box.closest("[data-row]");
    if (event.shiftKey && anchor) {
      const all = rows();
      const [from, to] = [all.indexOf(anchor), all.indexOf(row)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((each) => { boxOf(each).checked = box.checked; });
    }
    anchor = row;
  });

  /* ---- a ready text goes where the cursor of the composer is, as a paragraph of its own ---- */
  const insert = (text) => {
    const field = byId("body");
    const before = field.value.slice(0, field.selectionStart).trimEnd();
    const after = field.value.slice(field.selectionEnd).trimStart();
    const upTo = (before ? before + "\n\n" : "") + text.trim();
    field.value = upTo + (after ? "\n\n" + after : "");
    field.setSelectionRange(upTo.length, upTo.length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };
  on("click", ({ target }) => {
    const button = target.closest("[data-insert]");
    if (!button) return;
    button.closest("details[data-pick]").open = false;
    insert(document.querySelector(button.dataset.insert).value);
  });
  on("toggle", ({ target }) => { if (target.matches?.("details[data-pick][open]")) target.querySelector('input[type="search"]')?.focus(); }, { capture: true });

  /* ---- keys: they press the link or button that carries them, so that each works without a keyboard too ---- */
  const isVisible = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
  const press = (key, within = document) => {
    const found = [...within.querySelectorAll(`[data-key~="${CSS.escape(key)}"], [data-key="${key}"]`)];
    const target = found.find(isVisible) ?? found.find((element) => element.matches("[data-dialog]"));
    if (!target) return false;
    if (target.matches("input:not([type=radio], [type=checkbox]), textarea, select")) { target.focus(); target.select?.(); }
    else if (target.matches("summary")) { target.click(); target.parentElement.querySelector(".menu :is(a, button, input)")?.focus(); }
    else target.click();
    return true;
  };
  const plain = { j: () => move(1), k: () => move(-1), x: () => select(false), X: () => select(true), enter: () => openCurrent() };
  const openCurrent = () => {
    const link = document.activeElement === document.body && current()?.querySelector("a");
    if (link) link.click();
    return Boolean(link);
  };
  const escape = () => {
    if (document.querySelector("[data-row] input:checked")) clearSelection();
    else press("u");
  };
  let prefix = "";
  let forget;
  const typed = (event) => {
    const key = event.key.length === 1 ? (event.shiftKey && event.key.toLowerCase() === "x" ? "X" : event.key.toLowerCase()) : event.key.toLowerCase();
    if (prefix) { const whole = `${prefix}-${key}`; prefix = ""; return press(whole); }
    if (key === "g") { prefix = "g"; clearTimeout(forget); forget = setTimeout(() => { prefix = ""; }, 1200); return true; }
    if (key === "escape") { escape(); return false; }
    if (plain[key]) return plain[key]() !== false;
    return press(key);
  };
  on("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const field = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (event.metaKey || event.ctrlKey) {
      const name = event.key === "Enter" ? (event.shiftKey ? "mod+shift+enter" : "mod+enter") : event.key.toLowerCase() === "k" ? "mod+k" : "";
      if (name && press(name, name === "mod+k" ? document : event.target.closest("form") ?? document)) event.preventDefault();
      return;
    }
    if (field) { if (event.key === "Escape") field.blur(); return; }
    if (document.querySelector("dialog[open]:modal") || document.documentElement.dataset.keys === "off") return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    if (typed(event)) event.preventDefault();
  });

  /* ---- what stays as it was left: open panels, the place in a list ---- */
  on("toggle", ({ target }) => {
    if (target.matches?.("details[data-remember]")) localStorage.setItem("open:" + target.dataset.remember, target.open ? "1" : "0");
  }, { capture: true });
  const restore = () => {
    for (const panel of document.querySelectorAll("details[data-remember]")) {
      const kept = localStorage.getItem("open:" + panel.dataset.remember);
      if (kept) panel.open = kept === "1";
    }
  };
  const scrollKey = () => "scroll:" + location.pathname + location.search;
  addEventListener("pagehide", () => {
    const list = document.querySelector("[data-keep-scroll]");
    if (list) sessionStorage.setItem(scrollKey(), list.scrollTop);
  });
  const scrollBack = () => {
    const list = document.querySelector("[data-keep-scroll]");
    if (list) list.scrollTop = Number(sessionStorage.getItem(scrollKey()) ?? 0);
  };

  restore();
  scrollBack();
  countSelected();
  tickAll();
  on("htmx:load", () => { restore(); tickAll(); });
})();
