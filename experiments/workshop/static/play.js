// A participant's page.
import { CO2, PHASES, fill, get, h, lang, leverNumber, leverText, live, number, onEnter, other, post, roundOf, said, signed, signedTonnes, spoken, t, teamName, tonnes } from "./common.js";
import { board, drivers, figures, lines, oneSeed, outside, payers, proposals, revealed, roundsChart, spread, sums, weights } from "./draw.js";
import { changes, contest, drawContest, startAsSeen } from "./contest.js";
"use strict";
let boot = null, room = null, me = null, now = null, before = null, standing = true, pushes = -1, timer = null, asking = 0, version = 0, shown = "";
let levers = {}, contested = {};
const wide = () => Math.min(560, document.documentElement.clientWidth - 58);
const wrong = (error) => fill("error", error ? said(error) : "");
const open = () => room && !room.locked && (room.phase === "lobby" || room.phase === "explore");
let telling = null;
function notice(text) {
  clearTimeout(telling);
  fill("notice", text);
  telling = setTimeout(() => fill("notice", ""), 8000);
}

function header() {
  fill("top", h("strong", {}, me ? me.name : t("碳峰研讨", "Tanfeng workshop")), me ? h("span", { class: "badge", "data-part": "team" }, teamName(me.team)) : null,
    room ? h("span", { class: "badge", "data-phase": room.phase }, roundOf(room) + PHASES[room.phase]) : null,
    standing ? null : h("span", { class: "badge off" }, t("正在重连…", "reconnecting…")), h("span", { class: "grow" }), h("button", { class: "small", "aria-label": t("English", "中文"), onclick: other }, t("EN", "中")));
}
function joinForm() {
  const code = h("input", { type: "text", id: "code", maxlength: "8", onkeydown: onEnter(() => go()), autocomplete: "off", autocapitalize: "characters", value: (location.pathname.match(/^\/j\/(\w+)/) || [])[1] || "" });
  const name = h("input", { type: "text", id: "name", maxlength: "24", onkeydown: onEnter(() => go()), autocomplete: "off" });
  const role = (x) => (boot.roles.find((r) => r.id === x.role) || {}).name || t("全部杠杆", "every lever");
  const team = h("select", { id: "team" }, boot.teams.map((x) => h("option", { value: x.id }, teamName(x) === role(x) ? teamName(x) : `${teamName(x)} · ${role(x)}`)));
  const go = () => post("/api/join", { code: code.value, name: name.value, team: team.value }).then(() => { wrong(); notice(""); history.replaceState({}, "", "/"); start(); }).catch(wrong);
  fill("join", h("div", { class: "card" }, h("h1", {}, spoken(boot.title)), h("label", { for: "code" }, t("加入码（在大屏上）", "Code (on the big screen)")), code, h("label", { for: "name" }, t("您的名字", "Your name")), name,
    h("label", { for: "team" }, t("小组", "Team")), team, h("p", {}), h("button", { class: "main", "data-action": "join", onclick: go }, t("加入", "Join"))));
}

// What is shown is of the levers as they stand only if none was moved since it was asked for.
const waits = () => asking > 0 || timer !== null;
function changed(soon) {
  clearTimeout(timer);
  markOld();
  timer = setTimeout(() => { timer = null; send(); }, soon ? 0 : 350);
}
async function ask(request) {
  const own = ++asking;
  drawResult();
  try {
    const found = await request();
    if (own === asking) { before = now; now = found; version = Math.max(version, found.version); wrong(); }
  } catch (error) {
    if (own === asking && error.replaced) { setTimeout(look, 600); return; } // another request of this person came first: ask how things stand
    if (own === asking && error.status !== undefined) wrong(error);
  }
  if (own === asking) { asking = 0; drawResult(); changes(boot.shown_year, levers); }
}
const send = () => ask(() => post("/api/move", { levers, contested }));
const look = () => ask(() => get("/api/outcome"));

// At once, and without drawing anything: a hand is moving a lever, on a cheap phone.
function markOld() {
  const result = document.querySelector("[data-part=result]");
  if (result) { result.dataset.busy = "1"; document.getElementById("computing").hidden = false; }
  document.querySelectorAll("#result .aged, #bar .cells").forEach((e) => e.classList.add("busy"));
}
function drawResult() {
  const known = now || (room && room.base), seen = startAsSeen(contested), doubts = Object.keys(contested).length > 0;
  fill("result", h("div", { class: "card", "data-part": "result", "data-busy": waits() ? "1" : "0" }, h("h2", {}, t("我的方案：能源二氧化碳", "My choice: CO2 from energy"), h("small", { id: "computing", role: "status", hidden: !waits() }, t(" 正在计算，仍是改动前", " computing; still as before"))),
    known ? [h("div", { class: "chart" }, h("div", { class: "aged" + (waits() ? " busy" : "") }, lines(known, before || room.base, wide(), undefined, boot.first))),
      h("p", { class: "quiet" }, before ? t("虚线是上一次；线越低，排放越少。小字是与起点政策的差。", "Dashed: the one before. A lower line means less CO2. Small figures: the difference from the starting package.") : t("虚线是起点政策；线越低，排放越少。", "Dashed: the starting package. A lower line means less CO2."), " ", sums(boot)),
      h("div", { class: "aged" + (waits() ? " busy" : "") }, figures(known, seen || room.base, boot.shown_year, room.allowance, room.luck)),
      doubts ? h("p", { class: "quiet", "data-part": "doubted" }, seen ? t("您质疑了假设：差值与同样看法下的起点政策相比，只含杠杆的作用。", "You contest an assumption: differences are from the starting package as you see it, and hold what the levers do alone.") : t("您质疑了假设：正按您的看法重算起点；此刻差值还含假设本身。", "You contest an assumption: the start is being computed as you see it; until then differences hold the assumption itself.")) : null, oneSeed(room.luck), warnings()] : h("p", {}, t("计算中…", "computing…"))));
  drawBar();
}
const warnings = () => (now && now.warnings ? now.warnings.map((w) => h("p", { class: "warn", "data-warning": w }, "⚠ " + boot.contradictions[w])) : null);
// What a hand on a lever must see, wherever the page is scrolled to.
function drawBar() {
  if (!now || !room || !open()) { fill("bar", ""); return; }
  const base = startAsSeen(contested) || room.base, city = (f) => (f.paid || {}).city || 0, over = room.allowance && city(now) > room.allowance;
  const cell = (label, value, change, kind) => h("div", { class: kind || "" }, h("small", {}, label), h("b", {}, value), h("small", {}, change));
  fill("bar", h("div", { class: "cells" + (waits() ? " busy" : ""), onclick: () => document.getElementById("result").scrollIntoView({ behavior: "smooth" }) },
    cell(t(`${boot.shown_year}年 ${CO2.unit}`, `${boot.shown_year}, ${CO2.unit}`), tonnes(now.emissions, 3), base ? signedTonnes(now.emissions - base.emissions) : ""),
    cell(t("市县 亿元", "city, CNY 100m"), number(city(now), 3) + (room.allowance ? "/" + number(room.allowance, 3) : ""), base ? signed(city(now) - city(base)) : "", over ? "over" : ""),
    cell(t(`市外 ${CO2.unit}`, `outside, ${CO2.unit}`), outside(now, base), t("与起点之差", "vs the start")),
    now.warnings && now.warnings.length ? cell(t("矛盾", "conflict"), "⚠ " + now.warnings.length, "") : null));
}

// Where a lever stands today and in the plan: of what a proposal is measured.
const stands = (l) => [[t("现行政策 ", "current law "), l.law], [t(`方案${boot.shown_year}年 `, `plan ${boot.shown_year} `), l.plan]].filter(([, v]) => v !== null && v !== undefined).map(([word, v]) => word + leverText(boot, l.id, v)).join(" · ");
// The levers are built once: a finger may be on one of them while the room tells its news.
const nodes = {};
function lever(l) {
  const value = () => (l.id in levers ? levers[l.id] : l.now), out = h("output", {}), all = h("span", { "data-part": "spread" });
  const slider = h("input", { type: "range", min: String(l.low), max: String(l.high), step: String(l.step), "aria-label": l.label });
  const box = h("div", { class: "lever", "data-lever": l.id }), back = h("button", { class: "tiny", "aria-label": t("复位 ", "reset ") + l.label, onclick: () => { const rest = Object.assign({}, levers); delete rest[l.id]; levers = pushed() ? Object.assign(rest, { [l.id]: room.start[l.id] }) : rest; show(); changed(true); } }, "↺");
  let held = false;
  const pushed = () => l.id in room.start, from = h("span", {}), moved = () => l.id in levers && (!pushed() || levers[l.id] !== room.start[l.id]);
  const show = () => { if (!held) slider.value = String(value()); out.textContent = leverText(boot, l.id, value()); slider.setAttribute("aria-valuetext", out.textContent); box.classList.toggle("changed", l.id in levers); back.hidden = !moved(); };
  const set = (soon) => { levers = Object.assign({}, levers, { [l.id]: Number(slider.value) }); show(); changed(soon); };
  slider.addEventListener("input", () => { held = true; set(false); });
  slider.addEventListener("change", () => { held = false; set(true); });
  nodes[l.id] = () => {
    show();
    slider.disabled = back.disabled = !open();
    from.textContent = t("起点 ", "start ") + leverText(boot, l.id, pushed() ? room.start[l.id] : l.now);
    const found = room.spread[l.id], told = (v) => leverNumber(boot, l.id, v, 3);
    all.textContent = found && found[3] ? t(`${found[3]}人动过：最小 ${told(found[0])}，平均 ${told(found[1])}，最大 ${told(found[2])}`, `moved by ${found[3]}: min ${told(found[0])}, mean ${told(found[1])}, max ${told(found[2])}`) : "";
  };
  const guide = (word, text) => h("p", { class: "quiet" }, h("b", {}, word + " "), text);
  box.append(h("div", { class: "row" }, h("span", {}, l.label), h("span", { class: "grow" }), out, back), slider,
    h("div", { class: "spread" }, from, all),
    h("details", {}, h("summary", { class: "quiet" }, t("说明", "about")), h("p", { class: "quiet" }, l.about), h("p", { class: "quiet", "data-part": "stands" }, stands(l)), guide(t("低", "low"), l.guidance[0]), guide(t("中", "mid"), l.guidance[1]), guide(t("高", "high"), l.guidance[2]), h("p", { class: "quiet" }, `${l.bureau} · ${l.article}`)));
  return box;
}
function buildLevers() {
  Object.keys(nodes).forEach((k) => delete nodes[k]);
  document.getElementById("levers").replaceChildren(h("div", { class: "card" }, h("div", { class: "row" }, h("h2", {}, t("我的杠杆", "My levers")), h("span", { class: "grow" }), h("button", { class: "small", "data-action": "reset", onclick: () => { levers = Object.assign({}, room.start); contested = {}; changed(true); drawRoom(); } }, t("回到起点", "Back to the start"))),
    h("p", { class: "quiet" }, (boot.roles.find((r) => r.id === me.team.role) || {}).task || ""), h("p", { class: "quiet", id: "common" }), boot.levers.map(lever)));
  contest({ boot, post, get, open, own: () => contested, set: (next) => { contested = next; changed(true); }, seen: () => drawResult() });
  const words = h("input", { type: "text", id: "note", maxlength: "200", onkeydown: onEnter(() => { const b = document.querySelector("[data-action=propose]"); if (!b.disabled) b.click(); }), placeholder: t("一句话理由（可选）", "why, in a sentence (optional)") });
  const put = (e) => { e.target.disabled = true; post("/api/propose", { note: words.value, levers, contested }).then(() => { words.value = ""; wrong(); notice(t("方案已提出，正在算分。", "Put forward; it is being scored.")); }).catch(wrong).finally(() => { e.target.disabled = false; drawRoom(); }); };
  document.getElementById("propose").replaceChildren(h("div", { class: "card" }, h("h2", {}, t("提出方案", "Put a proposal forward")), words, h("p", {}), h("button", { class: "main", "data-action": "propose", onclick: put }, t("提出方案", "Put forward"))));
}
function drawLevers() {
  Object.values(nodes).forEach((draw) => draw());
  const others = Object.keys(room.start).filter((k) => !boot.levers.some((l) => l.id === k)).length;
  fill("common", others ? t(`共同起点另含 ${others} 根不属于您的杠杆。`, `The common start holds ${others} more levers that are not yours.`) : "");
  document.querySelectorAll("[data-action=reset]").forEach((e) => { e.disabled = !open(); });
  document.querySelectorAll("[data-action=propose]").forEach((e) => { e.disabled = !open() || room.phase !== "explore"; });
  drawContest(room);
  ["levers", "contest", "propose"].forEach((k) => { document.getElementById(k).hidden = ["predict", "reveal", "debrief"].includes(room.phase); });
  document.getElementById("result").hidden = room.phase === "predict";
}

function drawPhase() {
  const key = `${room.phase} ${room.round} ${room.locked}`;
  if (key !== shown) { shown = key; document.activeElement && document.activeElement.blur(); document.getElementById("phase").replaceChildren(phaseCard()); if (room.phase !== "explore") window.scrollTo(0, 0); }
  if (room.phase === "predict") fill("predicted", me.prediction ? h("span", { class: "badge", "data-part": "predicted" }, t(`已收到：${typed(me.prediction.emissions)} ${CO2.unit}，${me.prediction.peak}。可以再改。`, `received: ${typed(me.prediction.emissions)} ${CO2.unit}, ${me.prediction.peak}. You may change it.`)) : "");
}
const typed = (mt) => Number((mt * CO2.per).toPrecision(8)); // as it was written
// What to do now, also for those who come late.
function exploreCard() {
  const last = room.joints.length ? room.joints[room.joints.length - 1] : null, mt = (f) => tonnes(f.emissions, 3);
  return h("div", { class: "card", "data-part": "todo" }, h("b", {}, t(`第${room.round}轮：`, `Round ${room.round}: `)), t("移动您的杠杆，看曲线、财政和市外；与别人商量，再点“提出方案”。主持人冻结后，请预测结果。", "move your levers, look at the line, the budget and what moves outside; bargain, then “Put forward”. When it is frozen you predict what comes out."),
    last && room.base ? h("p", { class: "quiet" }, t(`第${last.round}轮的共同方案：${boot.shown_year}年 ${mt(last.figures)} ${CO2.unit}（起点 ${mt(room.base)}）。加入过的人，杠杆留在上一轮的位置。`, `Round ${last.round} came to ${mt(last.figures)} ${CO2.unit} in ${boot.shown_year} (start ${mt(room.base)}). Who was there finds the levers as they left them.`)) : null);
}
function phaseCard() {
  if (room.phase === "lobby") return h("div", { class: "card" }, t("等主持人开始第1轮。可以先试试杠杆。", "Round 1 has not begun. Try your levers meanwhile."));
  if (room.locked && room.phase === "explore") return h("div", { class: "card" }, t("主持人已锁定杠杆。", "The facilitator has locked the levers."));
  if (room.phase === "explore") return exploreCard();
  if (room.phase !== "predict") return "";
  const peak = h("input", { type: "number", id: "peak", inputmode: "numeric", onkeydown: onEnter(() => go()), min: "2020", max: "2060", value: me.prediction ? String(me.prediction.peak) : room.base ? String(room.base.peak.year) : "" });
  const tons = h("input", { type: "number", id: "tons", inputmode: "decimal", onkeydown: onEnter(() => go()), min: "0", step: "any", value: me.prediction ? String(typed(me.prediction.emissions)) : "" });
  const NONE = { zh: "请填写不小于零的二氧化碳和年份。", en: "Write the tonnes, not below zero, and the year." };
  const go = () => !peak.value.trim() || !(tons.value.trim() && Number(tons.value) >= 0) ? wrong(NONE) : post("/api/predict", { peak: Number(peak.value), emissions: Number(tons.value) / CO2.per }).then(() => { document.activeElement && document.activeElement.blur(); wrong(); }).catch(wrong);
  const base = room.base;
  return h("div", { class: "card", "data-part": "predict" }, h("h2", {}, t("冻结。请预测：每根杠杆取全体平均，会怎样？", "Frozen. Predict: with each lever at the room's mean, what comes out?")),
    base ? h("p", { class: "quiet" }, t(`起点政策：${boot.shown_year}年 ${tonnes(base.emissions, 3)} ${CO2.unit}，最高年 ${base.peak.year}。`, `Starting package: ${tonnes(base.emissions, 3)} ${CO2.unit} in ${boot.shown_year}, highest in ${base.peak.year}.`)) : null,
    h("label", { for: "tons" }, t(`${boot.shown_year}年能源CO₂，${CO2.unit}（1 Mt = 100万吨）`, `CO2 from energy in ${boot.shown_year}, Mt (million tonnes)`)), tons, h("label", { for: "peak" }, t("排放最高的年份（三年平均；过去的年份也算）", "year of the highest emissions (3-year mean; the past counts)")), peak,
    h("p", {}), h("button", { class: "main", "data-action": "predict", onclick: go }, t("提交预测", "Send")), h("p", { id: "predicted" }), h("h3", {}, t("我们的选择（最小 – 平均 – 最大）", "What we have chosen (min – mean – max)")), spread(room, boot, 12));
}
function drawRoom() {
  header();
  if (!room || !me) return;
  drawPhase(); drawLevers(); drawResult();
  fill("reveal", revealed(room, boot, wide()) || "", drivers(room, boot), room.phase === "debrief" && room.joints.length ? h("div", { class: "card" }, h("h2", {}, t("各轮的共同方案", "The common choice of each round")), h("div", { class: "chart" }, roundsChart(room, wide(), undefined, boot.first)), h("h2", {}, t("谁多付，亿元", "Who pays more, CNY 100 million")), payers(room, boot)) : "");
  fill("board", h("div", { class: "card" }, h("h2", {}, t("排行榜", "Leaderboard")), room.goal ? h("p", {}, `${t("目标", "Goal")}: ${spoken(room.goal)}`) : null, board(room), weights(room, boot.score)));
  fill("proposals", h("div", { class: "card" }, h("h2", {}, t("大家的方案", "Proposals")), proposals(room, boot)));
}
// Another tab of the same person, or the facilitator, may have moved the levers: take theirs unless a hand is on ours.
function adopt(told) {
  if (asking || timer || told.room.version < version) return false;
  if (JSON.stringify([told.me.levers, told.me.contested]) === JSON.stringify([levers, contested])) return false;
  levers = Object.assign({}, told.me.levers); contested = Object.assign({}, told.me.contested);
  return true;
}
let line = false, team = null, set = null;
async function start() {
  try { boot = await get("/api/boot?lang=" + lang); } catch (error) { wrong(error); setTimeout(start, 2000); return; }
  header();
  if (!boot.in) { if (boot.out) notice(t("主持人已将您请出；可以重新加入。", "The facilitator has sent you out; you may join again.")); joinForm(); return; }
  fill("join", "");
  if (line) return;
  line = true;
  live("", async (told) => {
    const first = me === null, moved = team !== null && team !== told.me.team.id, anew = set !== null && set !== told.room.settings_at;
    team = told.me.team.id; set = told.room.settings_at;
    if (moved || anew) { boot = await get("/api/boot?lang=" + lang); notice(moved ? t("您已换到另一个小组。", "You are in another team now.") : t("主持人改了设置。", "The facilitator has changed the settings.")); }
    if (room && told.room.version < room.version) return; // a newer state came while this one waited
    room = told.room; me = told.me;
    if (!first && room.pushes !== pushes) notice(t("主持人推送了一个共同起点。", "The facilitator has pushed a common start."));
    const before_pushes = pushes, other = first || moved || anew || room.pushes !== pushes ? (version = 0, adopt(told), true) : adopt(told);
    pushes = room.pushes;
    if (first || moved || anew) { before = null; buildLevers(); }
    if (other && !first && told.room.pushes !== before_pushes) now = before = null; // a new start is seen against the package, not against what one had
    drawRoom();
    if (other) look();
  }, (stands, code) => { standing = stands; header(); if (code === 1008 || code === 1006) get("/api/boot?lang=" + lang).then((b) => { if (!b.in) location.reload(); }).catch(() => {}); }, true);
}
start();
