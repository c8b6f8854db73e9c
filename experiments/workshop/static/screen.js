// The big screen: one thing at a time, to be read from the back of the room. It has a key of its own and no controls.
import { CO2, LOOPBACK, PHASES, WIFI, clockText, fill, fromHash, get, h, isLoopback, lang, live, onEnter, other, post, roundOf, said, signedTonnes, spoken, stepNow, t, teamName, tonnes } from "./common.js";
import { board, drivers, figures, give, lines, payers, revealed, roundsChart, spread } from "./draw.js";
"use strict";
let boot = null, state = null, standing = true, offset = 0;
const W = 540, TALL = 280, FLAT = 196, LOW = 132; // drawn small and shown large, letters and all
function header() {
  const room = state && state.room, now = room && boot.scripts ? stepNow(boot.scripts, room, Date.now() / 1000 + offset) : null;
  fill("top", h("strong", {}, room ? spoken(room.title) : t("碳峰研讨", "Tanfeng workshop")), room ? h("span", { class: "badge", "data-phase": room.phase }, roundOf(room) + PHASES[room.phase]) : null,
    room ? h("span", { class: "badge" }, `${room.n_people} ${t("人", "people")}`) : null, room && room.locked ? h("span", { class: "badge off" }, t("已锁定", "locked")) : null, standing ? null : h("span", { class: "badge off" }, t("正在重连…", "reconnecting…")),
    h("span", { class: "grow" }), now && now.left !== null ? h("b", { class: "clock" }, clockText(now.left)) : null, room && room.phase !== "lobby" ? h("span", { class: "badge code", "data-part": "code" }, state.code) : null, h("button", { class: "small", onclick: other }, t("English", "中文")));
}
function enterForm() {
  const key = h("input", { type: "password", id: "key", autocomplete: "off", onkeydown: onEnter(() => enter(key.value)) });
  fill("enter", h("div", { class: "card" }, h("label", { for: "key" }, t("大屏钥匙（启动时打印，或由主持人页面打开）", "Key of the big screen (printed at the start; or open this page from the facilitator's)")), key, h("p", {}), h("button", { class: "main", "data-action": "enter", onclick: () => enter(key.value) }, t("进入", "Enter"))));
}
async function enter(key) {
  try { await post("/api/show", { key }); fill("error", ""); start(); } catch (error) { fill("error", said(error)); enterForm(); }
}
const card = (...parts) => h("div", { class: "card" }, parts);
const two = (left, right) => h("div", { class: "two" }, h("div", {}, left), h("div", {}, right));
function qr(kind) { return h("img", { class: kind, src: "/api/qr.svg?" + state.code, alt: state.join }); }
// Who is there, by team; of many teams only those that have come, else the QR code would shrink to nothing.
function here(room) {
  const many = room.teams.length > 12, come = many ? room.teams.filter((x) => x.n) : room.teams, shown = come.slice(0, 18), rest = room.teams.length - shown.length;
  return h("div", { class: many ? "teams many" : "teams" }, shown.map((x) => h("span", { class: x.n ? "badge" : "badge none" }, `${teamName(x)} ${x.n}`)), rest ? h("span", { class: "badge none" }, shown.length ? t(`另有 ${rest} 个小组`, `${rest} more teams`) : t(`${rest} 个小组`, `${rest} teams`)) : null);
}
// Until somebody has moved a lever the picture is the line's alone.
const tallness = (room) => (Object.keys(room.spread).length ? FLAT : TALL);
const STAGES = {
  lobby: (room) => two(card(qr("qr")), card(h("h1", {}, t("扫码加入", "Scan to join")), isLoopback(state.join) ? h("p", { class: "warn", "data-part": "loopback" }, "⚠ " + LOOPBACK) : h("p", { class: "quiet" }, WIFI), h("p", {}, t("或打开", "or open"), h("br"), h("b", { class: "address" }, state.address)), h("p", {}, t("加入码", "code")), h("p", { class: "code", "data-part": "code" }, state.code), room.goal ? h("p", {}, `${t("目标", "Goal")}: ${spoken(room.goal)}`) : null,
    here(room))),
  explore: (room) => two(card(room.joints.length && room.base ? [h("h2", {}, t(`第${room.round - 1}轮到了这里。这一轮呢？`, `Round ${room.round - 1} got here. And this one?`)), h("div", { class: "chart" }, roundsChart(room, W, tallness(room), boot.first))]
    : room.base ? [h("h2", {}, t("起点政策：能源CO₂。你们能改变多少？", "The starting package: CO2 from energy. How far can you bend it?")), h("div", { class: "chart" }, lines(room.base, null, W, tallness(room), boot.first))] : h("p", {}, t("正在计算起点……", "computing the start…")), Object.keys(room.spread).length ? h("h3", {}, t("大家的杠杆（最小 – 平均 – 最大）", "Everyone's levers (min – mean – max)")) : null, spread(room, boot, 4)), ranking(room)),
  predict: (room) => two([card(h("h1", {}, t("冻结：请预测", "Frozen: predict")), h("p", {}, t(`每根杠杆取全体平均，${boot.shown_year}年能源CO₂是多少${CO2.unit}？哪年最高？`, `With each lever at the room's mean: how many Mt of CO2 from energy in ${boot.shown_year}? Highest in which year?`)),
    room.base ? h("p", { class: "quiet" }, t(`起点政策：${tonnes(room.base.emissions, 3)} ${CO2.unit}，最高年 ${room.base.peak.year}（三年平均）`, `Starting package: ${tonnes(room.base.emissions, 3)} ${CO2.unit}, highest in ${room.base.peak.year} (3-year mean)`)) : null), card(h("h2", {}, t("我们的选择（最小 – 平均 – 最大）", "What we have chosen (min – mean – max)")), spread(room, boot, 10))],
    card(h("p", { class: "huge" }, `${room.n_predictions} / ${room.n_people}`), h("p", {}, t("人已预测", "have predicted")))),
  reveal: (room) => two(revealed(room, boot, W, LOW, true), [drivers(room, boot, 5), ranking(room, true)]),
  debrief: (room) => two(card(h("h2", {}, t("各轮的共同方案：能源CO₂", "The common choice of each round: CO2 from energy")), room.joints.length ? h("div", { class: "chart" }, roundsChart(room, W, FLAT, boot.first)) : null, room.joints.length ? figures(room.joints[room.joints.length - 1].figures, room.base, boot.shown_year, room.allowance, room.luck) : null, h("div", { class: "extra" }, drivers(room, boot, 3))),
    [card(h("h2", {}, t("谁多付（+）少付（−），亿元", "Who pays more (+) or less (−), CNY 100 million")), payers(room, boot)), ranking(room)]),
};
// What a team's levers do is told with the data as they are: what it doubts beside that is no effect of theirs.
const contests = (p) => Object.keys(p.contested).length > 0;
const byData = (p) => (contests(p) ? p.uncontested && p.uncontested.emissions : p.emissions);
function ranking(room, alone) {
  const mine = alone ? [] : room.proposals.filter((p) => p.round === room.round);
  return [card(h("h2", {}, t("排行榜", "Leaderboard")), board(room, null, alone ? 6 : 9)), mine.length && room.phase !== "debrief" ? proposed(room, mine) : null];
}
// Each team's newest proposal of the round; where they are many some at a time, in turn, so that everybody's is seen.
const AT_ONCE = 5, TURN = 8000; // of teams, and milliseconds
let turns = 1, turn = 0;
function proposed(room, mine) {
  const newest = new Map();
  mine.forEach((p) => { const known = newest.get(p.team.id); newest.delete(p.team.id); newest.set(p.team.id, { p, n: known ? known.n + 1 : 1 }); });
  const all = Array.from(newest.values()).reverse();
  turns = Math.ceil(all.length / AT_ONCE); turn = Math.floor(Date.now() / TURN) % turns;
  const size = Math.ceil(all.length / turns), shown = all.slice(turn * size, (turn + 1) * size);
  const told = (p) => byData(p) && room.base ? h("small", {}, ` ${boot.shown_year}: ${signedTonnes(byData(p) - room.base.emissions)}${give(room.luck, "emissions")} ${CO2.unit}`) : "";
  return h("div", { class: "card extra", "data-part": "proposed" }, h("h2", {}, t(`本轮方案（${mine.length}）`, `Proposals of this round (${mine.length})`), h("small", {}, t(" 每组最新一个", " each team's newest"), turns > 1 ? ` · ${turn + 1}/${turns}` : "")),
    shown.map(({ p, n }) => h("p", { class: "note" }, h("b", {}, teamName(p.team)), n > 1 ? h("small", {}, ` ×${n}`) : "", told(p), contests(p) ? h("small", {}, t(" · 另质疑了假设", " · contests an assumption too")) : "", p.note ? ` “${p.note}”` : "")));
}
// Nobody can scroll a projector's picture: what does not fit is drawn smaller, down to what the last row still reads;
// on a small picture what stands on the phones too is left out, and only then it is drawn smaller still. Where there
// is room it is drawn larger: it is read from the last row.
function fit() {
  const stage = document.getElementById("stage"), page = document.documentElement;
  const wide = (of) => Array.from(stage.querySelectorAll(of)).some((e) => e.scrollWidth > e.clientWidth + 1); // a table's last column beyond the edge of its card
  const seen = () => page.scrollHeight <= window.innerHeight && !wide(".scroll");
  const holds = () => page.scrollHeight <= window.innerHeight && page.scrollWidth <= window.innerWidth && !wide(".card, .scroll");
  for (const [tight, most, least] of [[false, 26, 11], [true, 20, 8]]) {
    stage.classList.toggle("tight", tight);
    for (let n = most; n >= least; n--) { // twentieths of the size that the style sheet has
      stage.style.zoom = String(n / 20);
      if (n > 20 ? holds() : seen()) return;
    }
  }
}
function draw() { turns = 1; header(); fill("stage", STAGES[state.room.phase](state.room)); fit(); }
window.addEventListener("resize", () => state && fit());
let line = false;
async function start() {
  const told = fromHash();
  if (told) return enter(told);
  try { boot = await get("/api/boot?screen=1&lang=" + lang); } catch (error) { header(); if (error.status === 401) enterForm(); else setTimeout(start, 2000); return; }
  fill("enter", "");
  if (line) return;
  line = true;
  live("?screen=1", async (told) => {
    if (state && state.room.settings_at !== told.room.settings_at) boot = await get("/api/boot?screen=1&lang=" + lang);
    state = told; offset = told.now - Date.now() / 1000; draw();
  }, (stands) => { standing = stands; header(); });
  setInterval(() => { if (!state) return; if (turns > 1 && Math.floor(Date.now() / TURN) % turns !== turn) draw(); else header(); }, 1000);
}
start();
