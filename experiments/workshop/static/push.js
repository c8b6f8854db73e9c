// The common start: a package of the facilitator's own, pushed to everybody's levers.
import { h, leverText, t } from "./common.js";
"use strict";
export function pusher({ push, boot, room }) {
  let chosen = {}, words = "";
  const base = () => boot().now;
  const from = (name) => { const values = boot().presets[name], own = boot().presets[boot().settings.package]; chosen = Object.fromEntries(Object.entries(values).filter(([k, v]) => Math.abs(v - own[k]) > 1e-9)); draw(); };
  function row(l) {
    const out = h("output", {}, leverText(boot(), l.id, chosen[l.id]));
    return h("div", { class: "lever changed", "data-start": l.id }, h("div", { class: "row" }, h("span", {}, l.label), h("span", { class: "grow" }), out, h("button", { class: "tiny", "aria-label": t("去掉", "take away"), onclick: () => { delete chosen[l.id]; draw(); } }, "×")),
      h("input", { type: "range", min: String(l.low), max: String(l.high), step: String(l.step), value: String(chosen[l.id]), "aria-label": l.label, oninput: (e) => { chosen[l.id] = Number(e.target.value); out.textContent = leverText(boot(), l.id, chosen[l.id]); } }),
      h("div", { class: "spread" }, t("政策包取值 ", "package: ") + leverText(boot(), l.id, base()[l.id]), h("span", {}, `${t("中", "mid")}: ${l.guidance[1]}`)));
  }
  function draw() {
    const levers = boot().levers, found = words ? levers.filter((l) => !(l.id in chosen) && (l.label + l.id + l.bureau).toLowerCase().includes(words.toLowerCase())).slice(0, 12) : [];
    const seek = h("input", { type: "text", id: "find", value: words, placeholder: t("查找杠杆，如 秸秆、卡车", "find a lever, such as straw or truck"), oninput: (e) => { words = e.target.value; draw(); const again = document.getElementById("find"); again.focus(); again.setSelectionRange(words.length, words.length); } });
    document.getElementById("push").replaceChildren(h("div", { class: "card" }, h("h2", {}, t("共同起点", "Common start")),
      h("p", { class: "quiet" }, t("选几根杠杆和取值，推送后每个人都从这里开始；不属于某人角色的杠杆也照算，但他不能改。", "Choose levers and values; everybody then starts from here. Levers that are not of somebody's role hold for them too, but they cannot move them.")),
      h("p", { class: "quiet" }, t(`取自政策包的是它${boot().shown_year}年的取值，从${boot().first}年起一直有效，不随年份变；要按政策包逐年的步子走，请在第1轮前到“设置”换起点政策包。`, `A package gives its values of ${boot().shown_year}, which then hold from ${boot().first} on. For its steps year by year choose it as the starting package in Settings, before round 1.`)),
      h("div", { class: "row preset" }, h("select", { "data-part": "preset", "aria-label": t("取自政策包", "from a package"), onchange: (e) => e.target.value && from(e.target.value) }, h("option", { value: "" }, t("取自政策包……", "from a package…")), boot().packages.filter((p) => p.id !== boot().settings.package).map((p) => h("option", { value: p.id }, p.label))),
        h("button", { class: "small", onclick: () => { chosen = {}; draw(); } }, t("清空（就是起点政策包）", "clear (the starting package itself)"))),
      h("p", {}), seek, h("div", { class: "row found" }, found.map((l) => h("button", { class: "small", "data-add": l.id, onclick: () => { chosen[l.id] = base()[l.id]; words = ""; draw(); } }, "+ " + l.label))),
      levers.filter((l) => l.id in chosen).map(row), h("p", {}),
      h("div", { class: "row" }, h("button", { class: "main", "data-action": "push-start", onclick: () => push(Object.assign({}, chosen), Object.keys(chosen).length ? t(`${Object.keys(chosen).length} 根杠杆的起点`, `a start of ${Object.keys(chosen).length} levers`) : t("空白起点", "a plain start")) }, t("推送给所有人", "Push to all")),
        h("small", {}, t(`现在的共同起点有 ${Object.keys(room().start).length} 根杠杆。`, `The common start now holds ${Object.keys(room().start).length} levers.`)))));
  }
  return { draw, take: (levers) => { chosen = Object.assign({}, levers); } };
}
