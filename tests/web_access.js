// What stands in the way of somebody who cannot see, point or read small print, as lines: run in the page.
() => {
  const wrongs = [], tell = (what, e) => wrongs.push(what + ": " + (e ? e.outerHTML.slice(0, 140) : ""));
  const shown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility === "visible";
  const all = (css) => [...document.querySelectorAll(css)].filter(shown);
  const said = (text) => text.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  const by_id = (ids) => ids.split(" ").map((id) => document.getElementById(id));

  // landmarks, headings, language, zoom
  if (!document.documentElement.lang || !document.title) tell("page without language or title");
  if (!all("h1").length) tell("no first heading");
  if (all("main, [role=main]").length !== 1 && !document.documentElement.matches(".tf-at-levers")) tell("no main part");
  let level = 0;
  all("h1, h2, h3, h4").forEach((e) => { const own = Number(e.tagName[1]); if (own > level + 1) tell("heading skipped", e); level = own; });
  const view = document.querySelector("meta[name=viewport]");
  if (!view || /user-scalable|maximum-scale/.test(view.content)) tell("zoom forbidden", view);

  // names
  all("button, a[href], select, input, textarea, [role=button], [role=tab], svg[role=img], svg[role=group]").forEach((e) => {
    const label = e.getAttribute("aria-label"), ids = e.getAttribute("aria-labelledby");
    const name = label || (ids && by_id(ids).map((o) => o && o.textContent).join(" ")) || (e.labels && [...e.labels].map((l) => l.textContent).join(" "))
      || e.textContent || e.title || e.placeholder;
    if (!name || !name.trim()) tell("no name", e);
    const text = said(e.tagName === "BUTTON" ? e.innerText : "");
    if (label && text && !said(label).includes(text)) tell("name without its text", e);
  });
  document.querySelectorAll("[aria-controls], [aria-labelledby], [aria-describedby]").forEach((e) => ["aria-controls", "aria-labelledby", "aria-describedby"]
    .filter((of) => e.hasAttribute(of)).forEach((of) => by_id(e.getAttribute(of)).forEach((o) => { if (!o) tell("no such " + of, e); })));
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => tell("id twice", document.getElementById(id)));
  all("svg:not([aria-hidden=true])").filter((e) => !e.closest("[aria-hidden=true]")).forEach((e) => { if (!e.getAttribute("aria-label")) tell("picture without words", e); });
  all("svg[role=img] [tabindex], svg[role=img] [role=button]").forEach((e) => tell("to be used inside a picture", e));
  all("[tabindex]").forEach((e) => { if (e.tabIndex > 0) tell("own order of tabs", e); });

  // what is moved sideways is moved by the keyboard
  all("*").forEach((e) => {
    const style = getComputedStyle(e);
    if (!/auto|scroll/.test(style.overflowX) || e.scrollWidth <= e.clientWidth + 2 || style.scrollbarWidth === "none") return;
    if (e.tabIndex < 0 && !e.querySelector("button, a[href], input, select, [tabindex]")) tell("cannot be scrolled by keyboard", e);
  });

  // sizes for a finger: 24 by 24, or as much room around
  const targets = (navigator.maxTouchPoints ? all("button, select, input:not([type=range])") : []).filter((e) => !e.closest("label")).map((e) => [e, e.getBoundingClientRect()]);
  targets.forEach(([e, r]) => {
    if (r.height >= 24 && r.width >= 24) return;
    const x = (r.left + r.right) / 2, y = (r.top + r.bottom) / 2;
    const near = targets.find(([o, q]) => o !== e && Math.hypot(Math.max(q.left - x, 0, x - q.right), Math.max(q.top - y, 0, y - q.bottom)) < 12);
    if (near) tell("too small for a finger", e);
  });

  // contrast of letters: 4.5, of large ones 3
  const rgb = (text) => { const n = (text.match(/[\d.]+/g) || []).map(Number); return n.length < 3 ? null : [n[0], n[1], n[2], n.length > 3 ? n[3] : 1]; };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = (c) => { const [r, g, b] = c.slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (e) => {
    const layers = [];
    for (let o = e; o; o = o.parentElement) { const c = rgb(getComputedStyle(o).backgroundColor); if (c && c[3] > 0) { layers.push(c); if (c[3] === 1) break; } }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const pale = new Set();
  all("*").filter((e) => !e.closest("svg, :disabled, [aria-hidden=true], .tf-skip") && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).forEach((e) => {
    const style = getComputedStyle(e), back = ground(e), ink = over(rgb(style.color), back);
    let seen = 1;
    for (let o = e; o; o = o.parentElement) seen *= Number(getComputedStyle(o).opacity);
    const [a, b] = [light(over([...ink.slice(0, 3), seen], back)), light(back)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const found = (a + 0.05) / (b + 0.05), key = style.color + back + large;
    if (found < (large ? 3 : 4.5) && !pale.has(key)) { pale.add(key); tell("pale letters " + found.toFixed(2), e); }
  });
  return wrongs;
}
