"""What a page must keep for everybody: names, headings, no sideways scrolling, targets a finger can hit (WCAG 2.2)."""

from playwright.sync_api import Page

_FINDINGS = """
() => {
  const found = [];
  const shown = (part) => { const box = part.getBoundingClientRect(), style = getComputedStyle(part);
    if (!part.checkVisibility()) return false;
    return box.width > 1 && box.height > 1 && style.visibility !== "hidden" && !part.closest(".sr, .skip, .toasts"); };
  const drawn = (part) => [...part.querySelectorAll("img")].map((picture) => picture.alt).join(" ").trim();
  const name = (part) => (part.getAttribute("aria-label") || part.textContent.trim() || drawn(part) || part.value || "").trim();
  const about = (part) => part.outerHTML.slice(0, 90);
  if (!document.documentElement.lang) found.push("no language");
  if (!document.title.split(" · ")[0].trim()) found.push("no title");
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push("scrolls sideways");
  const heads = [...document.querySelectorAll("h1, h2, h3, h4")].map((head) => Number(head.tagName[1]));
  if (heads.filter((level) => level === 1).length !== 1) found.push("needs one h1");
  heads.forEach((level, at) => { if (at && level > heads[at - 1] + 1) found.push(`heading ${at + 1} skips a level`); });
  const ids = [...document.querySelectorAll("[id]")].map((part) => part.id);
  ids.filter((id, at) => ids.indexOf(id) !== at).forEach((id) => found.push(`twice the id ${id}`));
  for (const field of document.querySelectorAll("input:not([type=hidden], [type=submit]), select, textarea"))
    if (shown(field) && !field.labels?.length && !field.getAttribute("aria-label")) found.push(`no label: ${about(field)}`);
  for (const part of document.querySelectorAll("a[href], button"))
    if (shown(part) && !name(part)) found.push(`no name: ${about(part)}`);
  for (const picture of document.images) if (!picture.hasAttribute("alt")) found.push(`no alt: ${about(picture)}`);
  for (const part of document.querySelectorAll("button, summary, select, .btn, .store-head a"))
    if (shown(part) && part.getBoundingClientRect().height < 42) found.push(`too small for a finger: ${about(part)}`);
  return found;
}
"""


def findings(page: Page) -> list[str]:
    """Every fault of the page shown now, each in a few words; the touch targets count on a phone only."""
    found: list[str] = page.evaluate(_FINDINGS)
    viewport = page.viewport_size
    is_phone = viewport is not None and viewport["width"] < 600
    return [fault for fault in found if is_phone or not fault.startswith("too small")]
