// Contesting an assumption within its range: a short list, a search over all, and what it changes.
import { CO2, fill, get, h, lang, number, onEnter, said, signedTonnes, t, tonnes } from "./common.js";
"use strict";
let page = null, known = {}, open = false, list = null, found = null;
const text = (a, place) => number(place < 0 ? a.values[1] + place * (a.values[1] - a.values[0]) : a.values[1] + place * (a.values[2] - a.values[1]), 3);

export function contest(given) {
  page = given;
  known = Object.fromEntries(page.boot.assumptions.concat(page.boot.contested || []).map((a) => [a.id, a]));
  list = h("div", {}), found = h("div", {});
  const words = h("input", { type: "text", id: "seek", maxlength: "60", placeholder: t("在全部假设中查找，如 取暖、output.steel", "search all assumptions, such as heating or output.steel"), onkeydown: onEnter(() => seek()) });
  const seek = () => get(`/api/assumptions?lang=${lang}&words=${encodeURIComponent(words.value)}`).then((rows) => {
    rows.forEach((a) => { known[a.id] = a; });
    found.replaceChildren(...(rows.length ? rows.map(one) : [h("p", { class: "quiet" }, t("没有找到。", "Nothing was found."))]));
  }).catch((error) => found.replaceChildren(h("p", { class: "warn" }, said(error))));
  document.getElementById("contest").replaceChildren(h("div", { class: "card" }, h("details", { class: "contest", open, ontoggle: (e) => { open = e.target.open; } },
    h("summary", {}, h("b", {}, t("质疑一个假设（不是政策）", "Contest an assumption (no policy)")), h("span", { class: "badge", id: "ncontested", hidden: true })),
    h("p", { class: "quiet" }, t("每个数都有证据范围。把您不信的数移到范围内您信的地方，看结论是否还站得住。", "Every number has a range of evidence. Move one that you doubt to where you believe it is; see whether the conclusion stands.")),
    h("div", { id: "changes" }), h("div", { class: "row" }, words, h("button", { class: "small", "data-action": "seek", onclick: seek }, t("查找", "Search"))), found, list)));
  list.replaceChildren(...page.boot.assumptions.map(one));
  (page.boot.contested || []).filter((a) => !page.boot.assumptions.some((x) => x.id === a.id)).forEach((a) => found.append(one(a)));
}
const drawn = new Set();
function one(a) {
  const out = h("output", {}), slider = h("input", { type: "range", min: "-1", max: "1", step: "0.25", "aria-label": a.label });
  const box = h("div", { class: "lever", "data-assumption": a.id });
  const show = () => { const place = Number(slider.value); out.textContent = `${text(a, place)} ${a.unit}`.trim(); box.classList.toggle("changed", place !== 0); };
  slider.value = String(page.own()[a.id] || 0);
  let held = false; // by a hand: what comes meanwhile moves it not
  slider.addEventListener("input", () => { held = true; show(); });
  slider.addEventListener("change", () => {
    held = false;
    const place = Number(slider.value), rest = Object.assign({}, page.own());
    if (place) rest[a.id] = place; else delete rest[a.id];
    page.set(rest);
  });
  show();
  drawn.add(() => { if (!box.isConnected) return false; slider.disabled = !page.open(); if (!held) { slider.value = String(page.own()[a.id] || 0); show(); } return true; });
  const source = [a.source, a.grade ? t("等级 ", "grade ") + a.grade : "", a.n < 2 ? a.of : t(`${a.n} 个同类的数一起移动，显示的是其中之一`, `${a.n} numbers of this kind move together; one of them is shown`)].filter(Boolean).join(" · ");
  box.append(h("div", { class: "row" }, h("span", {}, a.label), h("span", { class: "grow" }), out), slider,
    h("div", { class: "spread" }, h("span", {}, `${t("低", "low")} ${number(a.values[0])}`), h("span", { class: "grow" }, `${t("现用", "used")} ${number(a.values[1])}`), h("span", {}, `${t("高", "high")} ${number(a.values[2])}`)),
    h("p", { class: "quiet" }, a.about), source ? h("p", { class: "quiet source" }, source) : "");
  return box;
}
let asked = "", waiting = null, assumed = { of: "", figures: null };
// The starting package as this person sees it, for the assumptions contested now; null where it is not known yet.
export const startAsSeen = (own) => (Object.keys(own).length && assumed.of === JSON.stringify(own) ? assumed.figures : null);
export function drawContest(room) {
  drawn.forEach((draw) => { if (!draw()) drawn.delete(draw); });
  const own = page.own(), n = Object.keys(own).length, badge = document.getElementById("ncontested");
  if (badge) { badge.hidden = !n; badge.textContent = String(n); }
  if (!n) { asked = ""; fill("changes", ""); }
}
// What the contested assumptions change: asked for when the person's own future has come.
export function changes(year, levers) {
  const own = page.own(), key = JSON.stringify([own, levers]);
  if (!Object.keys(own).length || key === asked) return;
  asked = key;
  clearTimeout(waiting);
  waiting = setTimeout(() => get("/api/beside").then((f) => {
    if (key !== asked) return;
    assumed = { of: JSON.stringify(own), figures: f.assumed };
    page.seen();
    const row = (label, plain, both) => h("tr", {}, h("td", {}, label), h("td", {}, plain), h("td", {}, h("b", {}, both)));
    fill("changes", h("table", { "data-part": "changes" }, h("tr", {}, h("th", {}, t(`${year}年，${CO2.unit}`, `${year}, ${CO2.unit}`)), h("th", {}, t("按数据", "as the data")), h("th", {}, t("按您的看法", "as you see it"))),
      row(t("起点政策", "starting package"), tonnes(f.plain.emissions, 3), tonnes(f.assumed.emissions, 3)), row(t("您的杠杆", "your levers"), tonnes(f.levers.emissions, 3), tonnes(f.both.emissions, 3)),
      row(t("您的杠杆的作用", "what your levers do"), signedTonnes(f.levers.emissions - f.plain.emissions), signedTonnes(f.both.emissions - f.assumed.emissions)), row(t("最高年", "highest in"), String(f.levers.peak.year), String(f.both.peak.year))),
    h("p", { class: "quiet" }, t(`质疑的是：${Object.keys(own).map((k) => (known[k] || { label: k }).label).join("、")}`, `Contested: ${Object.keys(own).map((k) => (known[k] || { label: k }).label).join(", ")}`)));
  }).catch(() => { asked = ""; }), 300);
}
