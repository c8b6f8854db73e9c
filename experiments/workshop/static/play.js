// A participant's page.
import { PHASES, board, figures, fill, get, h, lang, lines, live, number, other, post, proposals, revealed, said, t, weights } from "./common.js";
"use strict";
let boot = null, room = null, me = null, now = null, before = null, standing = true, pushes = -1, timer = null, asking = 0;
let levers = {}, contested = {};
const wide = () => Math.min(560, document.documentElement.clientWidth - 58);
const wrong = (error) => fill("error", error ? said(error) : "");

function header() {
  fill("top", h("strong", {}, me ? me.name : t("碳峰研讨", "Tanfeng workshop")), me ? h("span", { class: "badge" }, me.team.name) : null,
    room ? h("span", { class: "badge", "data-phase": room.phase }, `${room.round ? t("第" + room.round + "轮 ", "Round " + room.round + " ") : ""}${PHASES[room.phase]}`) : null,
    standing ? null : h("span", { class: "badge off" }, t("正在重连…", "reconnecting…")), h("span", { class: "grow" }), h("button", { class: "small", onclick: other }, t("English", "中文")));
}
function joinForm() {
  const code = h("input", { type: "text", id: "code", maxlength: "8", autocomplete: "off", autocapitalize: "characters", value: (location.pathname.match(/^\/j\/(\w+)/) || [])[1] || "" });
  const name = h("input", { type: "text", id: "name", maxlength: "24", autocomplete: "off" });
  const team = h("select", { id: "team" }, boot.teams.map((x) => h("option", { value: x.id }, x.name === (boot.roles.find((r) => r.id === x.role) || {}).name ? x.name : x.name + " " + ((boot.roles.find((r) => r.id === x.role) || {}).name || ""))));
  const go = () => post("/api/join", { code: code.value, name: name.value, team: team.value }).then(() => { wrong(); history.replaceState({}, "", "/"); start(); }).catch(wrong);
  fill("join", h("div", { class: "card" }, h("h1", {}, boot.title), h("label", { for: "code" }, t("加入码", "Code")), code, h("label", { for: "name" }, t("您的名字", "Your name")), name,
    h("label", { for: "team" }, t("小组", "Team")), team, h("p", {}), h("button", { class: "main", "data-action": "join", onclick: go }, t("加入", "Join"))));
}
const open = () => room && !room.locked && (room.phase === "lobby" || room.phase === "explore");
function changed(soon) {
  clearTimeout(timer);
  timer = setTimeout(send, soon ? 0 : 350);
}
async function send() {
  const own = ++asking;
  drawResult();
  try {
    const found = await post("/api/move", { levers, contested });
    if (own === asking) { before = now; now = found; wrong(); }
  } catch (error) { if (own === asking && error.status !== undefined) wrong(error); }
  if (own === asking) { asking = 0; drawResult(); }
}
async function look() {
  const own = ++asking;
  try { const found = await get("/api/outcome"); if (own === asking) now = found; } catch (error) { if (own === asking) wrong(error); }
  if (own === asking) { asking = 0; drawResult(); }
}
function drawResult() {
  fill("result", h("div", { class: "card", "data-part": "result", "data-busy": asking ? "1" : "0" }, h("h2", {}, t("我的方案：能源二氧化碳", "My choice: CO2 from energy"), asking ? " …" : ""),
    now ? [h("div", { class: "chart" }, h("div", { class: asking ? "busy" : "" }, lines(now, before || (room && room.base), wide()))), h("p", { class: "quiet" }, before ? t("虚线是上一次；线越低，排放越少。", "Dashed: the one before. A lower line means less CO2.") : t("虚线是起点政策；线越低，排放越少。", "Dashed: the starting package. A lower line means less CO2.")), figures(now, boot.shown_year)] : h("p", {}, t("计算中…", "computing…"))));
}
function lever(l) {
  const value = () => (l.id in levers ? levers[l.id] : l.now);
  const out = h("output", {}, `${number(value())} ${l.unit}`), spread = room.spread[l.id];
  const box = h("div", { class: "lever" + (l.id in levers ? " changed" : ""), "data-lever": l.id });
  const set = (v, soon) => { levers = Object.assign({}, levers, { [l.id]: v }); out.textContent = `${number(v)} ${l.unit}`; box.classList.add("changed"); changed(soon); };
  box.append(h("div", { class: "row" }, h("span", {}, l.label), out),
    h("input", { type: "range", min: String(l.low), max: String(l.high), step: String(l.step), value: String(value()), disabled: !open(), "aria-label": l.label, oninput: (e) => set(Number(e.target.value)), onchange: (e) => { set(Number(e.target.value), true); e.target.blur(); } }),
    h("div", { class: "spread" }, h("span", {}, t("现行 ", "today ") + number(l.now)), spread ? h("span", { "data-part": "spread" }, `${t("全体", "all")} ${number(spread[0])} – ${number(spread[1], 3)} – ${number(spread[2])} (${spread[3]})`) : null),
    h("details", {}, h("summary", { class: "quiet" }, t("说明", "about")), h("p", { class: "quiet" }, l.about), h("p", { class: "quiet" }, `${t("低", "low")}: ${l.guidance[0]}`), h("p", { class: "quiet" }, `${t("方案", "plan")}: ${l.guidance[1]}`), h("p", { class: "quiet" }, `${t("高", "high")}: ${l.guidance[2]}`), h("p", { class: "quiet" }, `${l.bureau} ${l.article}`)));
  return box;
}
function assumption(a) {
  const place = contested[a.id] || 0, out = h("output", {}, `${number(a.values[1])} ${a.unit}`);
  const show = (p) => { out.textContent = `${number(p < 0 ? a.values[1] + p * (a.values[1] - a.values[0]) : a.values[1] + p * (a.values[2] - a.values[1]))} ${a.unit}`; };
  show(place);
  return h("div", { class: "lever", "data-assumption": a.id }, h("div", { class: "row" }, h("span", {}, a.label), out),
    h("input", { type: "range", min: "-1", max: "1", step: "0.25", value: String(place), disabled: !open(), "aria-label": a.label, oninput: (e) => show(Number(e.target.value)),
      onchange: (e) => { const v = Number(e.target.value), rest = Object.assign({}, contested); if (v) rest[a.id] = v; else delete rest[a.id]; contested = rest; changed(true); e.target.blur(); } }),
    h("div", { class: "spread" }, `${number(a.values[0])} – ${number(a.values[2])}`));
}
let openDetails = false;
function drawLevers() {
  const held = document.querySelector("#levers details.contest");
  openDetails = held ? held.open : openDetails;
  if (document.querySelector("#levers [data-lever] details[open]")) return; // somebody is reading
  const note = document.getElementById("note"), kept = note ? note.value : "";
  const words = h("input", { type: "text", id: "note", maxlength: "200", value: kept, placeholder: t("一句话理由（可选）", "why, in a sentence (optional)") });
  const put = (e) => { e.target.disabled = true; post("/api/propose", { note: words.value, levers, contested }).then(() => { words.value = ""; wrong(); }).catch(wrong).finally(() => { e.target.disabled = !open(); }); };
  fill("levers", h("div", { class: "card" }, h("h2", {}, t("我的杠杆", "My levers")), h("p", { class: "quiet" }, (boot.roles.find((r) => r.id === me.team.role) || {}).task || ""), boot.levers.map(lever),
    h("details", { class: "contest", open: openDetails }, h("summary", {}, t("质疑假设（不是政策）", "Contest an assumption (no policy)")), boot.assumptions.map(assumption)),
    h("p", {}), words, h("p", {}), h("div", { class: "row" }, h("button", { class: "main", "data-action": "propose", disabled: !open() || room.phase !== "explore", onclick: put }, t("提出方案", "Put forward")),
      h("button", { "data-action": "reset", disabled: !open(), onclick: () => { levers = {}; contested = {}; changed(true); drawLevers(); } }, t("复位", "Reset")))));
}
function drawPhase() {
  if (room.phase !== "predict") { fill("phase", room.locked ? h("div", { class: "card" }, t("主持人已锁定杠杆。", "The facilitator has locked the levers.")) : ""); return; }
  const peak = h("input", { type: "number", id: "peak", min: "2020", max: "2060", value: me.prediction ? String(me.prediction.peak) : "" });
  const tons = h("input", { type: "number", id: "tons", min: "0", step: "any", value: me.prediction ? String(me.prediction.emissions) : "" });
  const go = () => post("/api/predict", { peak: Number(peak.value), emissions: Number(tons.value) }).then(() => { if (document.activeElement) document.activeElement.blur(); wrong(); }).catch(wrong);
  if (document.getElementById("peak") && !me.prediction) return;
  fill("phase", h("div", { class: "card", "data-part": "predict" }, h("h2", {}, t("预测：把每根杠杆取全体平均，会怎样？", "Predict: with each lever at the room's mean, what comes out?")),
    h("label", { for: "peak" }, t("排放最高的年份", "year of the highest emissions")), peak, h("label", { for: "tons" }, t(`${boot.shown_year}年能源CO₂，Mt`, `CO2 from energy in ${boot.shown_year}, Mt`)), tons,
    h("p", {}), h("button", { class: "main", "data-action": "predict", onclick: go }, t("提交预测", "Send")), me.prediction ? h("p", { class: "badge", "data-part": "predicted" }, t("已收到", "received")) : null));
}
function drawRoom() {
  header();
  if (!room || !me) return;
  fill("reveal", revealed(room, wide()) || "");
  drawPhase(); drawLevers();
  fill("board", h("div", { class: "card" }, h("h2", {}, t("排行榜", "Leaderboard")), room.goal ? h("p", {}, `${t("目标", "Goal")}: ${room.goal}`) : null, board(room), weights(room, boot.score)));
  fill("proposals", h("div", { class: "card" }, h("h2", {}, t("大家的方案", "Proposals")), proposals(room, boot.labels)));
}
let line = false, team = null;
async function start() {
  try { boot = await get("/api/boot?lang=" + lang); } catch (error) { wrong(error); setTimeout(start, 2000); return; }
  header();
  if (!boot.in) { joinForm(); return; }
  fill("join", "");
  if (line) return;
  line = true;
  live("", async (told) => {
    const first = me === null;
    room = told.room; me = told.me;
    if (first || room.pushes !== pushes) { levers = Object.assign({}, me.levers); contested = Object.assign({}, me.contested); pushes = room.pushes; look(); }
    if (team !== null && team !== me.team.id) boot = await get("/api/boot?lang=" + lang);
    team = me.team.id;
    drawRoom();
  }, (stands, code) => { standing = stands; header(); if (code === 1008 || code === 1006) get("/api/boot?lang=" + lang).then((b) => { if (!b.in) location.reload(); }).catch(() => {}); });
}
start();
