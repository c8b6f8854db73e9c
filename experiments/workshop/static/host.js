// The facilitator's page, and the same on a big screen without its controls.
import { PHASES, board, fill, get, h, lang, live, number, other, post, proposals, revealed, said, started, t, weights } from "./common.js";
"use strict";
const screen = location.pathname === "/screen";
if (screen) document.body.classList.add("screen");
let boot = null, state = null, standing = true;
const wrong = (error) => fill("error", error ? said(error) : "");
const act = (kind, body) => post("/api/host", { kind, body: body || {} }).then(() => wrong()).catch(wrong);
const button = (label, kind, body, main) => h("button", { class: main ? "main" : "", "data-action": kind, onclick: () => act(kind, body) }, label);
const link = (label, href) => h("a", { href, target: "_blank", rel: "noopener" }, h("button", { class: "small", tabIndex: -1 }, label));
const labels = () => Object.fromEntries(boot.levers.map((l) => [l.id, l.label]));

function header() {
  const room = state && state.room;
  fill("top", h("strong", {}, room ? room.title : t("碳峰研讨", "Tanfeng workshop")),
    room ? h("span", { class: "badge", "data-phase": room.phase }, `${room.round ? t("第" + room.round + "/" + room.rounds + "轮 ", "Round " + room.round + "/" + room.rounds + " ") : ""}${PHASES[room.phase]}`) : null,
    room ? h("span", { class: "badge", "data-part": "people" }, `${room.n_people} ${t("人", "people")}`) : null, room && room.locked ? h("span", { class: "badge off" }, t("已锁定", "locked")) : null,
    standing ? null : h("span", { class: "badge off" }, t("正在重连…", "reconnecting…")), h("span", { class: "grow" }), h("button", { class: "small", onclick: other }, t("English", "中文")));
}
function enterForm() {
  const secret = h("input", { type: "password", id: "secret", autocomplete: "off" });
  fill("enter", h("div", { class: "card" }, h("label", { for: "secret" }, t("主持人口令（启动时打印）", "Facilitator's secret (printed at the start)")), secret, h("p", {}),
    h("button", { class: "main", "data-action": "enter", onclick: () => enter(secret.value) }, t("进入", "Enter"))));
}
async function enter(secret) {
  try { await post("/api/enter", { secret }); history.replaceState({}, "", location.pathname); wrong(); start(); } catch (error) { wrong(error); enterForm(); }
}
const NEXT = { lobby: t("开始第1轮", "Begin round 1"), explore: t("冻结并收集预测", "Freeze, collect predictions"), predict: t("揭示", "Reveal"), reveal: t("下一步", "Go on"), debrief: "" };
function steer(room) {
  fill("steer", h("div", { class: "card" }, h("h2", {}, t("进程", "Steer")), h("div", { class: "row" }, NEXT[room.phase] ? button(NEXT[room.phase], "next", {}, true) : null,
    room.phase === "predict" ? button(t("退回探索", "Back to exploring"), "back") : null, button(room.locked ? t("解锁", "Unlock") : t("锁定杠杆", "Lock levers"), "locked", { locked: !room.locked }),
    button(t("推送空白起点给所有人", "Push a plain start to all"), "pushed", { levers: {} }), room.joint ? button(t("推送共同方案给所有人", "Push the common choice to all"), "pushed", { levers: room.joint.levers }) : null),
    room.phase === "predict" ? h("p", {}, `${t("已收到预测", "predictions")}: ${room.n_predictions} / ${room.n_people}`) : null,
    h("p", {}), h("div", { class: "row" }, link(t("大屏", "Big screen"), "/screen"), link(t("打印包", "Print pack"), "/print?lang=" + lang), link(t("复盘", "Debrief"), "/debrief?lang=" + lang), link("JSON", "/export.json"), link("CSV", "/export.csv"), link("Excel", "/export.xlsx")),
    h("details", {}, h("summary", {}, t("脚本", "Script")), boot.scripts[boot.settings.script].map((s) => h("p", {}, h("b", {}, s.minute + " "), s.text)))));
}
function code() {
  const until = new Date(state.code_until * 1000).toLocaleTimeString(lang === "zh" ? "zh-CN" : "en-GB", { hour: "2-digit", minute: "2-digit" });
  fill("code", h("div", { class: "card" }, h("h2", {}, t("加入", "Join")), h("img", { class: "qr", src: "/api/qr.svg?" + state.code, alt: state.join }), h("p", { class: "code", "data-part": "code" }, state.code), h("p", { class: "quiet" }, state.join),
    screen ? null : h("div", { class: "row" }, h("small", {}, t("有效至 ", "valid until ") + until), button(t("换一个码", "New code"), "new_code"))));
}
function roster(room) {
  fill("roster", h("div", { class: "card" }, h("h2", {}, t("名单", "Roster")), h("table", { "data-part": "roster" }, state.roster.map((p) => {
    const name = h("input", { type: "text", maxlength: "24", value: p.name, "aria-label": t("名字", "name"), onchange: (e) => { act("renamed", { person: p.id, name: e.target.value }); e.target.blur(); } });
    const team = h("select", { "aria-label": t("小组", "team"), onchange: (e) => { act("moved_team", { person: p.id, team: e.target.value }); e.target.blur(); } }, room.teams.map((x) => h("option", { value: x.id, selected: x.id === p.team }, x.name)));
    return h("tr", {}, h("td", {}, name), h("td", {}, team), h("td", {}, h("button", { class: "small", "data-action": "kick", onclick: () => confirm(t("请出 ", "Send out ") + p.name + "?") && act("kicked", { person: p.id }) }, t("请出", "Kick"))));
  }))));
}
function spread(room) {
  const names = labels();
  fill("spread", h("div", { class: "card" }, h("h2", {}, t("全体的杠杆", "Everyone's levers")), h("div", { class: "scroll" }, h("table", {}, h("tr", {}, [t("杠杆", "Lever"), t("最小", "min"), t("平均", "mean"), t("最大", "max"), t("人数", "people")].map((w) => h("th", {}, w))),
    Object.entries(room.spread).map(([k, v]) => h("tr", {}, h("td", {}, names[k] || k), v.map((x) => h("td", {}, number(x, 3)))))))));
}
function settings() {
  const s = boot.settings, box = {}, row = (label, e) => [h("label", {}, label), e];
  const pick = (key, options) => (box[key] = h("select", { "data-set": key }, options.map((o) => h("option", { value: o.id, selected: String(s[key]) === String(o.id) }, o.label))));
  const type = (key, kind) => (box[key] = h("input", { type: kind || "text", "data-set": key, value: String(s[key]) }));
  const weight = Object.fromEntries(Object.entries(state.room.weights).map(([k, v]) => [k, h("input", { type: "number", min: "0", max: "100", value: String(v), "data-weight": k })]));
  const teams = h("textarea", { rows: 7, "data-set": "teams" });
  teams.value = s.teams.map((x) => `${x.name} | ${x.role}`).join("\n");
  const pseudo = h("input", { type: "checkbox", checked: s.pseudonyms });
  const save = () => {
    const list = teams.value.split("\n").map((l) => l.trim()).filter(Boolean).map((l) => l.split("|").map((w) => w.trim()));
    const known = Object.fromEntries(s.teams.map((x) => [x.name, x.id]));
    const body = { title: box.title.value, package: box.package.value, storyline: box.storyline.value, depth: Number(box.depth.value), rounds: Number(box.rounds.value), goal: box.goal.value, goal_year: Number(box.goal_year.value), script: box.script.value,
      pseudonyms: pseudo.checked, weights: Object.fromEntries(Object.entries(weight).map(([k, e]) => [k, Number(e.value)])),
      teams: list.map(([name, role], i) => ({ id: known[name] || s.teams[i] && s.teams[i].name !== name && !list.some((x) => x[0] === s.teams[i].name) && s.teams[i].id || "t" + i + "_" + Date.now().toString(36), name, role: role || "all" })) };
    act("configured", body).then(() => get("/api/boot?host=1&lang=" + lang)).then((b) => { boot = b; settings(); });
  };
  document.getElementById("settings").replaceChildren(h("div", { class: "card" }, h("h2", {}, t("设置", "Settings")), row(t("标题", "Title"), type("title")), row(t("起点政策包", "Starting package"), pick("package", boot.packages)),
    row(t("外部情景", "Storyline"), pick("storyline", [{ id: "", label: t("（默认）", "(default)") }].concat(boot.storylines))), row(t("杠杆深度", "Depth of levers"), pick("depth", [1, 2, 3].map((d) => ({ id: d, label: [t("主要", "main"), t("常用", "more"), t("全部", "all")][d - 1] })))),
    row(t("轮数", "Rounds"), type("rounds", "number")), row(t("目标", "Goal"), type("goal")), row(t("希望不晚于哪年达峰", "Peak wanted no later than"), type("goal_year", "number")), row(t("脚本（分钟）", "Script (minutes)"), pick("script", [{ id: "60", label: "60" }, { id: "120", label: "120" }])),
    row(t("小组（每行：名称 | 角色）", "Teams (a line each: name | role)") + " — " + boot.roles.map((r) => `${r.id} ${r.name}`).join(t("，", ", ")) + ", all", teams),
    Object.entries(weight).map(([k, e]) => row(t("权重：", "Weight: ") + boot.score[k], e)), h("label", {}, pseudo, t(" 打印的角色卡中企业用代号", " firms under pseudonyms on printed role cards")), h("p", {}), h("button", { class: "main", "data-action": "save", onclick: save }, t("保存", "Save"))));
}
function draw() {
  const room = state.room;
  header();
  if (!screen) { steer(room); roster(room); spread(room); }
  if (!screen || room.phase === "lobby" || room.phase === "explore") code(); else fill("code", "");
  fill("reveal", revealed(room, screen ? 1200 : 760, screen) || (screen && started(room, 1200)) || "");
  fill("board", h("div", { class: "card" }, h("h2", {}, t("排行榜", "Leaderboard")), room.goal ? h("p", {}, `${t("目标", "Goal")}: ${room.goal}`) : null, board(room), weights(room, boot.score)));
  fill("proposals", h("div", { class: "card" }, h("h2", {}, t("方案", "Proposals")), proposals(screen ? Object.assign({}, room, { proposals: room.proposals.filter((p) => p.round === room.round) }) : room, labels())));
}
let line = false;
async function start() {
  const hash = location.hash.slice(1);
  if (hash) { history.replaceState({}, "", location.pathname); return enter(decodeURIComponent(hash)); }
  try { boot = await get("/api/boot?host=1&lang=" + lang); } catch (error) { header(); if (error.status === 401) enterForm(); else setTimeout(start, 2000); return; }
  fill("enter", "");
  if (line) return;
  line = true;
  live("?host=1", (told) => { const first = state === null; state = told; draw(); if (first && !screen) settings(); }, (stands) => { standing = stands; header(); });
}
start();
