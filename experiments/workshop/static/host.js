// The facilitator's page: steer the room, follow the script, see who is in. Settings and the common start are beside.
import { LOOPBACK, PHASES, WIFI, clock, clockText, fill, fromHash, get, h, isLoopback, lang, leverNumber, live, onEnter, other, post, roundOf, said, spoken, stepNow, t, teamName } from "./common.js";
import { board, drivers, figures, lines, payers, proposals, revealed, roundsChart, sums, weights } from "./draw.js";
import { pusher } from "./push.js";
import { settings } from "./settings.js";
"use strict";
let boot = null, state = null, standing = true, tab = "run", offset = 0, saved = 0; // when this page saved its settings: the news of it comes back a moment later
const wide = () => Math.min(700, document.documentElement.clientWidth - 58); // letters of a chart are not to shrink on a phone
const wrong = (error) => fill("error", error ? said(error) : "");
let telling = null;
const notice = (text) => { clearTimeout(telling); fill("notice", text); telling = setTimeout(() => fill("notice", ""), 6000); };
const act = (kind, body) => post("/api/host", { kind, body: body || {} }).then(() => { wrong(); return true; }).catch((error) => { wrong(error); return false; });
const button = (label, kind, body, main) => h("button", { class: main ? "main" : "", "data-action": kind, onclick: () => act(kind, body) }, label);
const link = (label, href, title) => h("a", { class: "button small", href, title, target: "_blank", rel: "noopener" }, label);
const push = (levers, what) => confirm(t(`把“${what}”推送给所有人？每个人的杠杆都会被它替换。`, `Push "${what}" to all? It replaces everybody's levers.`)) && act("pushed", { levers }).then((done) => done && notice(t("已推送：", "Pushed: ") + what));
const pick = pusher({ push, boot: () => boot, room: () => state.room });

function header() {
  const room = state && state.room, go = (name, label) => h("button", { class: "small" + (tab === name ? " main" : ""), "data-tab": name, onclick: () => show(name) }, label);
  fill("top", h("strong", {}, room ? spoken(room.title) : t("碳峰研讨", "Tanfeng workshop")),
    room ? h("span", { class: "badge", "data-phase": room.phase }, roundOf(room) + PHASES[room.phase]) : null,
    room ? h("span", { class: "badge", "data-part": "people" }, `${room.n_people} ${t("人", "people")}`) : null, room && room.locked ? h("span", { class: "badge off" }, t("已锁定", "locked")) : null,
    standing ? null : h("span", { class: "badge off" }, t("正在重连…", "reconnecting…")), h("span", { class: "grow" }),
    room ? [go("run", t("进程", "Run")), go("push", t("共同起点", "Common start")), go("settings", t("设置", "Settings"))] : null, h("button", { class: "small", onclick: other }, t("English", "中文")));
}
function show(name) {
  tab = name;
  ["run", "push", "settings"].forEach((k) => { document.getElementById(k).hidden = k !== name; });
  if (name === "run" && state) roster(state.room); // it had no width while it was hidden
  if (name === "push") pick.draw();
  if (name === "settings") settings({ boot, room: state.room, act: (kind, body) => { saved = Date.now(); return act(kind, body); }, saved: async () => { boot = await get("/api/boot?host=1&lang=" + lang); notice(t("已保存。", "Saved.")); if (tab === "settings") show("settings"); } }); // who has gone on meanwhile is not called back
  header();
}
function enterForm() {
  const secret = h("input", { type: "password", id: "secret", autocomplete: "off", onkeydown: onEnter(() => enter(secret.value)) });
  fill("enter", h("div", { class: "card" }, h("label", { for: "secret" }, t("主持人口令（启动时打印）", "Facilitator's secret (printed at the start)")), secret, h("p", {}),
    h("button", { class: "main", "data-action": "enter", onclick: () => enter(secret.value) }, t("进入", "Enter"))));
}
async function enter(secret) {
  try { await post("/api/enter", { secret }); history.replaceState({}, "", location.pathname); wrong(); start(); } catch (error) { wrong(error); enterForm(); }
}
const NEXT = { lobby: t("开始第1轮", "Begin round 1"), explore: t("冻结并收集预测", "Freeze, collect predictions"), predict: t("揭示", "Reveal"), reveal: t("开始下一轮", "Begin the next round"), debrief: "" };
const LOBBY = [t("点“设置”核对标题、小组、轮数和脚本；点“打印包”打印角色卡。", "Settings: check title, teams, rounds and script. Print pack: print the role cards."), t("把“大屏”放到投影上：上面有二维码和加入码。", "Put the Big screen on the projector: it shows the QR code and the join code."), t("等大家用手机加入，看右边的名单。", "Wait until all have joined with their phones: see the roster."), t("按“开始计时”和“开始第1轮”；以后每一步都在这里按。", "Press “Start the clock” and “Begin round 1”; every further step is pressed here.")];
function steer(room) {
  const order = ["explore", "predict", "reveal"], last = room.phase === "reveal" && room.round >= room.rounds, proposed = new Set(room.proposals.filter((p) => p.round === room.round).map((p) => p.team.id)).size;
  const told = { explore: t(`大家正在移动杠杆、提方案：本轮已有 ${proposed} 个小组提出。够了就冻结：杠杆停住，每人预测平均方案的结果。`, `They move levers and put proposals forward: ${proposed} teams so far in this round. When it is enough, freeze: levers stop, and each predicts what their mean comes to.`),
    predict: room.n_people && room.n_predictions >= room.n_people ? t(`预测都到齐了（${room.n_predictions} / ${room.n_people}），可以揭示。`, `All predictions are in (${room.n_predictions} / ${room.n_people}): reveal.`) : t(`已收到预测 ${room.n_predictions} / ${room.n_people}；名单里带 ✓ 的已提交。不必等齐，也可揭示。`, `Predictions: ${room.n_predictions} / ${room.n_people}; ✓ in the roster marks who has sent one. You may reveal without the rest.`),
    reveal: t("讲一讲：为什么和预测不同？下面是哪根杠杆起的作用。说完再往下走。", "Talk: why was it not as predicted? Below stands which lever did it. Then go on."), debrief: t("研讨结束。打开“复盘”页并打印，再导出。下一场用 tanfeng workshop --new 另开房间，设置照旧。", "The workshop is over. Open and print the debrief, then export. tanfeng workshop --new opens the next room with these settings.") };
  fill("steer", h("div", { class: "card" }, h("div", { class: "steps" }, order.map((k) => h("span", { class: room.phase === k ? "on" : "" }, PHASES[k]))), room.phase === "lobby" ? h("ol", { class: "quiet", "data-part": "told" }, LOBBY.map((step) => h("li", {}, step))) : h("p", { "data-part": "told" }, told[room.phase]),
    h("div", { class: "row" }, NEXT[room.phase] ? button(last ? t("进入复盘", "Go to the debrief") : NEXT[room.phase], "next", { phase: room.phase, round: room.round }, true) : null,
      room.phase === "predict" ? button(t("退回探索", "Back to exploring"), "back") : room.phase === "debrief" ? button(t("退回揭示", "Back to the reveal"), "back") : null, button(room.locked ? t("解锁杠杆", "Unlock levers") : t("锁定杠杆", "Lock levers"), "locked", { locked: !room.locked })),
    h("p", {}), h("div", { class: "row" }, link(t("大屏", "Big screen"), "/screen#" + boot.screen_key), link(t("打印包", "Print pack"), "/print?lang=" + lang), link(t("复盘", "Debrief"), "/debrief?lang=" + lang), h("span", { class: "grow" }), h("small", {}, t("导出", "Export")), link("JSON", "/export.json", t("全部事件，供程序读取", "every event, for programs")), link("CSV", "/export.csv?lang=" + lang, t("各组方案", "the proposals")), link("Excel", "/export.xlsx?lang=" + lang, t("方案、预测、各轮、杠杆、人员", "proposals, predictions, rounds, levers, people")))));
}
function script(room) {
  const steps = boot.scripts[boot.settings.script], now = stepNow(steps, room, Date.now() / 1000 + offset);
  fill("script", h("div", { class: "card", "data-part": "script" }, h("div", { class: "row" }, h("h2", {}, t(`脚本 ${boot.settings.script} 分钟`, `Script, ${boot.settings.script} minutes`)), h("span", { class: "grow" }),
    now ? h("b", { class: "clock", "data-part": "clock" }, clockText(now.minute)) : button(t("开始计时", "Start the clock"), "clock", { minute: 0 }, true)),
    now && now.left !== null ? h("p", { class: now.left < 1 ? "warn" : "quiet" }, t(`这一步还剩 ${clockText(now.left)}`, `${clockText(now.left)} left of this step`)) : null,
    h("div", { class: "script" }, steps.map((s, i) => h("button", { class: "step" + (now && now.at === i ? " on" : now && now.at > i ? " done" : ""), title: t("从这一步重新计时", "put the clock to this step"), onclick: () => (!now || now.at !== i) && confirm(t("把时钟拨到这一步？", "Put the clock to this step?")) && act("clock", { minute: s.minute }) }, h("b", {}, s.minute + "′"), h("span", {}, s.text))))));
}
function code() {
  fill("code", h("div", { class: "card joining" }, h("img", { class: "qr", src: "/api/qr.svg?" + state.code, alt: state.join }), h("div", {}, h("h2", {}, t("加入", "Join")), h("p", { class: "code", "data-part": "code" }, state.code), h("p", { class: "quiet" }, state.join), isLoopback(state.join) ? h("p", { class: "warn", "data-part": "loopback" }, "⚠ " + LOOPBACK) : h("p", { class: "quiet" }, WIFI),
    h("div", { class: "row" }, state.code_until < state.now ? h("span", { class: "badge off" }, t("已过期，请换一个码", "expired: make a new code")) : h("small", {}, t("有效至 ", "valid until ") + clock(state.code_until)), h("button", { class: "small", "data-action": "keep_code", title: t("同一个码再有效六小时：已打印的卡照样能用", "the same code for six more hours: what is printed still works"), onclick: () => act("keep_code") }, t("延长", "Extend")), h("button", { class: "small", "data-action": "new_code", onclick: () => confirm(t("换码后旧码和旧二维码失效。继续？", "The old code and QR code end then. Go on?")) && act("new_code") }, t("换一个码", "New code"))))));
}
function roster(room) {
  fill("roster", h("div", { class: "card" }, h("h2", {}, t("名单", "Roster")), state.roster.length ? null : h("p", { class: "quiet" }, t("还没有人。", "Nobody yet.")), h("table", { "data-part": "roster" }, state.roster.map((p) => {
    const name = h("input", { type: "text", maxlength: "24", value: p.name, "aria-label": t("名字", "name"), onchange: (e) => { act("renamed", { person: p.id, name: e.target.value }); e.target.blur(); } });
    const team = h("select", { "aria-label": t("小组", "team"), onchange: (e) => { act("moved_team", { person: p.id, team: e.target.value }); e.target.blur(); } }, room.teams.map((x) => h("option", { value: x.id, selected: x.id === p.team }, teamName(x))));
    return h("tr", {}, h("td", { class: p.here ? "here" : "gone", title: p.here ? t("在线", "connected") : t("未连接", "not connected") }, p.here ? "●" : "○", room.phase === "predict" && p.predicted ? " ✓" : ""), h("td", { class: "who" }, full(name, p.name), full(team, teamName(room.teams.find((x) => x.id === p.team) || { id: "" }))), h("td", {}, h("button", { class: "small", "data-action": "kick", onclick: () => confirm(t(`请出 ${p.name}？其杠杆、预测和方案不再计入，不能撤回；对方可重新加入。`, `Send out ${p.name}? Their levers, predictions and proposals no longer count, and this cannot be undone; they may join anew.`)) && act("kicked", { person: p.id }) }, t("请出", "Kick"))));
  }))));
  document.querySelectorAll("#roster .who > span").forEach((e) => { const [box, words] = e.children; if (box.clientWidth) words.hidden = window.tanfeng.textWidth(words.textContent, 16) + (box.tagName === "SELECT" ? 34 : 22) <= box.clientWidth; });
}
// A field with its words below it, to be read where the field is too narrow for them.
const full = (field, words) => h("span", {}, field, h("small", { hidden: true }, words));
function spread(room) {
  const rows = Object.entries(room.spread);
  fill("spread", h("div", { class: "card" }, h("h2", {}, t("全体的杠杆", "Everyone's levers")), rows.length ? h("div", { class: "scroll" }, h("table", {}, h("tr", {}, [t("杠杆", "Lever"), t("最小", "min"), t("平均", "mean"), t("最大", "max"), t("人数", "people")].map((w) => h("th", {}, w))),
    rows.map(([k, v]) => h("tr", {}, h("td", {}, boot.labels[k] || k, " ", h("small", {}, boot.units[k])), v.map((x, i) => h("td", {}, i === 3 ? (x ? String(x) : t("起点", "start")) : leverNumber(boot, k, x, 3))))))) : h("p", { class: "quiet" }, t("还没有人动过杠杆。", "Nobody has moved a lever yet."))));
}
function draw() {
  const room = state.room;
  header(); steer(room); script(room); code(); roster(room); spread(room);
  const based = room.base && h("div", { class: "card", "data-part": "base" }, h("h2", {}, t("起点政策：能源二氧化碳", "The starting package: CO2 from energy")), h("div", { class: "chart" }, lines(room.base, null, wide(), 260, boot.first)), figures(room.base, null, boot.shown_year, room.allowance), h("p", { class: "quiet" }, sums(boot)));
  const rounds = room.phase === "debrief" && room.joints.length ? h("div", { class: "card" }, h("h2", {}, t("各轮的共同方案", "The common choice of each round")), h("div", { class: "chart" }, roundsChart(room, wide(), 280, boot.first)), h("h2", {}, t("谁多付，亿元", "Who pays more, CNY 100 million")), payers(room, boot)) : null;
  fill("reveal", rounds, revealed(room, boot, wide(), 280) || (rounds ? null : based), drivers(room, boot), state.last ? h("p", {}, h("button", { class: "small", "data-action": "push-joint", onclick: () => push(state.last.levers, t(`第${state.last.round}轮的共同方案`, `the common choice of round ${state.last.round}`)) }, t(`把第${state.last.round}轮的共同方案推送给所有人`, `Push the common choice of round ${state.last.round} to all`))) : null);
  fill("board", h("div", { class: "card" }, h("h2", {}, t("排行榜", "Leaderboard")), room.goal ? h("p", {}, `${t("目标", "Goal")}: ${spoken(room.goal)}`) : null, board(room, boot.score), weights(room, boot.score)));
  fill("proposals", h("div", { class: "card" }, h("h2", {}, t("方案", "Proposals")), proposals(room, boot, (p) => h("p", {}, h("button", { class: "small", "data-action": "push-proposal", onclick: () => push(state.proposed[p.number], `${teamName(p.team)} · ${p.name}`) }, t("推送给所有人", "Push to all")), " ", h("button", { class: "small", "data-action": "take", onclick: () => { pick.take(state.proposed[p.number]); show("push"); } }, t("拿来修改", "Take and change"))))));
}
let line = false;
async function start() {
  const told = fromHash();
  if (told) return enter(told);
  try { boot = await get("/api/boot?host=1&lang=" + lang); } catch (error) { header(); if (error.status === 401) enterForm(); else setTimeout(start, 2000); return; }
  fill("enter", "");
  if (line) return;
  line = true;
  live("?host=1", async (told) => {
    const anew = state && state.room.settings_at !== told.room.settings_at;
    state = told; offset = told.now - Date.now() / 1000;
    if (anew) { boot = await get("/api/boot?host=1&lang=" + lang); if (tab === "settings" && Date.now() - saved > 5000) notice(t("设置在另一个页面改了；请重新打开“设置”。", "The settings were changed on another page: open them again.")); }
    draw();
  }, (stands) => { standing = stands; header(); });
  setInterval(() => state && tab === "run" && state.room.began_at && script(state.room), 1000);
}
start();
