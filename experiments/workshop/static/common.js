// What both pages share. Text always goes in as text, never as markup: names cannot become scripts.
"use strict";
const asked = localStorage.getItem("lang");
export const lang = asked || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
export const t = (zh, en) => (lang === "zh" ? zh : en);
export function other() { localStorage.setItem("lang", lang === "zh" ? "en" : "zh"); location.reload(); }
document.documentElement.lang = lang;

export function h(tag, values, ...children) {
  const e = document.createElement(tag);
  Object.entries(values || {}).forEach(([k, v]) => {
    if (k.startsWith("on")) e.addEventListener(k.slice(2), v);
    else if (k in e && k !== "list" && typeof v !== "string") e[k] = v;
    else if (v !== null && v !== undefined && v !== false) e.setAttribute(k, v);
  });
  e.append(...children.flat(9).filter((c) => c !== null && c !== undefined && c !== false));
  return e;
}
export function fill(name, ...children) {
  const e = document.getElementById(name);
  const held = document.activeElement && e.contains(document.activeElement) && /INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName);
  if (!held) e.replaceChildren(...children.flat(9).filter(Boolean)); // what is being typed is the person's
}
export const number = (v, digits) => (window.tanfeng ? window.tanfeng.format(v, digits || 4) : String(v));

let lost = 0;
// An action with an id of its own: sent again after a dropped connection it is done once.
export async function post(path, body, once) {
  once = once || (crypto.randomUUID ? crypto.randomUUID() : String(Math.random()) + Date.now());
  for (let tries = 0; ; tries++) {
    let answer;
    try {
      answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json", "x-once": once }, body: JSON.stringify(body) });
    } catch (gone) {
      if (tries >= 20) throw { zh: "连接中断", en: "the connection is lost" };
      await new Promise((done) => setTimeout(done, Math.min(4000, 400 * (tries + 1))));
      continue;
    }
    return read(answer);
  }
}
async function read(answer) {
  const told = await answer.json().catch(() => ({ zh: "请求被拒绝", en: "refused (" + answer.status + ")" }));
  if (!answer.ok) throw Object.assign(told, { status: answer.status });
  return told;
}
export async function get(path) { return read(await fetch(path)); }
export const said = (error) => error[lang] || String(error.message || error);

// Keeps a line to the server open; tells every state, and whether the line stands.
export function live(query, state, standing) {
  const address = location.origin.replace("http", "ws") + "/api/live" + query;
  const socket = new WebSocket(address);
  socket.onopen = () => { lost = 0; standing(true); };
  socket.onmessage = (m) => state(JSON.parse(m.data));
  socket.onclose = (e) => {
    standing(false, e.code);
    lost += 1;
    setTimeout(() => live(query, state, standing), Math.min(5000, 300 * lost));
  };
}

const SVG = "http://www.w3.org/2000/svg";
function s(tag, values, text) {
  const e = document.createElementNS(SVG, tag);
  Object.entries(values).forEach(([k, v]) => v !== undefined && e.setAttribute(k, v));
  if (text !== undefined) e.textContent = text;
  return e;
}
export function chart(data, width) {
  const p = window.tanfeng.plot(data, width, data.height), root = s("svg", { viewBox: `0 0 ${p.width} ${p.height}`, role: "img", "aria-label": data.title || "" });
  if (p.past) root.append(s("rect", { x: p.past.x, y: p.top, width: p.past.width, height: p.bottom - p.top, fill: "#eef2f1" }));
  p.yTicks.forEach((k) => root.append(s("line", { x1: p.left, x2: p.right, y1: k.at, y2: k.at, stroke: "#dde5e3" }), s("text", { x: p.left - 6, y: k.at + 4, "text-anchor": "end", fill: "#5d716d" }, k.label)));
  p.xTicks.forEach((k) => root.append(s("text", { x: k.at, y: p.bottom + 17, "text-anchor": "middle", fill: "#5d716d" }, k.label)));
  root.append(s("text", { x: 2, y: 12, fill: "#5d716d" }, data.unit));
  p.paths.forEach((a) => root.append(s("path", { d: a.d, fill: a.fill || "none", stroke: a.stroke || "none", "stroke-width": a.thick, "stroke-dasharray": a.dash, "fill-opacity": a.opacity })));
  p.marks.forEach((k) => root.append(s("line", { x1: k.at, x2: k.at, y1: p.top, y2: p.bottom, stroke: k.color, "stroke-dasharray": "2 3" }), s("text", { x: k.at > p.width * 0.6 ? k.at - 4 : k.at + 4, y: p.top + 11, "text-anchor": k.at > p.width * 0.6 ? "end" : "start", fill: k.color }, k.label)));
  return root;
}
export function lines(now, before, width, height) {
  const data = { x: now.years, zero: false, unit: "Mt CO₂", height, past: 2026, title: t("能源二氧化碳", "CO2 from energy"),
    series: [{ name: "now", color: "#0b6e5f", values: now.city, thick: 2.6 }], marks: [{ x: now.peak.year, label: `${now.peak.year} ${t("最高", "highest")}`, color: "#0b6e5f" }] };
  if (before) data.ghost = { name: "before", values: before.city, color: "#8a8a8a" };
  return chart(data, width);
}
export const STATES = { peaked: t("已达峰", "peaked"), plateau: t("平台期", "plateau"), "not yet peaked": t("尚未达峰", "not yet peaked") };
export const PHASES = { lobby: t("等待开始", "waiting"), explore: t("探索", "explore"), predict: t("冻结：请预测", "frozen: predict"), reveal: t("揭示", "reveal"), debrief: t("复盘", "debrief") };

export function figures(found, year) {
  const cell = (label, value) => h("div", {}, h("small", {}, label), h("b", {}, value));
  const q = found.scored;
  return h("div", { class: "figures" },
    cell(t("最高年", "highest in"), `${found.peak.year}`), cell(STATES[found.peak.state], `${number(found.peak.value, 3)} Mt`),
    cell(t(`${year}年`, `in ${year}`), `${number(found.emissions, 3)} Mt`), cell(t("达到目标", "targets met"), `${q.targets}`),
    cell(t("居民净支出，亿元", "households pay, 10^8 CNY"), number(q.households, 3)), cell(t("财政支出，亿元", "budgets pay, 10^8 CNY"), number(q.budget, 3)));
}
export function board(room) {
  if (!room.leaderboard.length) return h("p", { class: "quiet" }, t("还没有算好的方案。", "No proposal has been computed yet."));
  const team = (id) => room.teams.find((x) => x.id === id) || { name: id };
  return h("table", { "data-part": "leaderboard" }, h("tr", {}, h("th", {}, "#"), h("th", {}, t("小组", "Team")), h("th", {}, t("得分", "Score"))),
    room.leaderboard.map((r, i) => h("tr", {}, h("td", {}, i + 1), h("td", {}, team(r.team).name), h("td", {}, h("b", {}, number(r.total, 3))))));
}
export function proposals(room, labels) {
  const rows = room.proposals.slice().reverse();
  if (!rows.length) return h("p", { class: "quiet" }, t("还没有方案。", "No proposal yet."));
  const clock = (at) => new Date(at * 1000).toLocaleTimeString(lang === "zh" ? "zh-CN" : "en-GB", { hour: "2-digit", minute: "2-digit" });
  return h("div", { "data-part": "proposals" }, rows.map((p) => h("div", { class: "lever" },
    h("div", { class: "row" }, h("b", {}, p.team.name), h("small", {}, `${p.name} · ${clock(p.at)} · ${t("第", "round ")}${p.round}${t("轮", "")}`),
      p.score ? h("span", { class: "badge" }, `${t("得分", "score")} ${number(p.score.total, 3)}`) : h("span", { class: "badge off" }, t("计算中", "computing")),
      p.peak && p.peak.state === "peaked" && p.peak.year <= room.goal_year ? h("span", { class: "badge" }, t(`${room.goal_year}年前达峰`, `peaks by ${room.goal_year}`)) : null,
      Object.keys(p.contested).length ? h("span", { class: "badge off" }, t("质疑了假设，不参与排名", "contests an assumption: not ranked")) : null),
    p.note ? h("p", {}, p.note) : null,
    h("small", {}, Object.entries(p.levers).map(([k, v]) => `${(labels || {})[k] || k}: ${number(v)}`).join(" · ")),
    p.peak ? h("p", {}, h("small", {}, `${t("最高年", "highest in")} ${p.peak.year} (${STATES[p.peak.state]}), ${number(p.emissions, 3)} Mt`)) : null)));
}
export function started(room, width) {
  if (!room.base || room.phase !== "explore") return null;
  return h("div", { class: "card wide", "data-part": "base" }, h("h2", {}, t("起点政策：能源二氧化碳", "The starting package: CO2 from energy")), h("div", { class: "chart" }, lines(room.base, null, width, 360)));
}
export function weights(room, names) {
  return h("p", { class: "quiet" }, t("权重：", "Weights: ") + Object.entries(room.weights).map(([k, v]) => `${names[k]} × ${v}`).join(t("；", "; ")) + t("。每一项中，起点政策与强化方案里较差者为0，较好者为100；赶到外地的排放照算。", ". In each part 0 is the worse and 100 the better of the starting package and the strengthened plan; what is made outside instead counts."));
}
export function revealed(room, width, screen) {
  if (!room.joint) return null;
  const found = room.joint.figures;
  const mean = room.predictions.length ? room.predictions.reduce((sum, p) => sum + p.emissions, 0) / room.predictions.length : null;
  return h("div", { class: "card wide", "data-part": "reveal" }, h("h2", {}, t("大家共同的方案：每根杠杆取平均", "What we chose together: the mean of each lever")),
    h("div", { class: "chart" }, lines(found, room.base, width, screen ? 360 : undefined)), h("p", { class: "quiet" }, t("虚线是起点政策。", "Dashed: the starting package.")), figures(found, 2035),
    mean === null ? null : h("p", {}, t(`预测平均 ${number(mean, 3)} Mt，实际 ${number(found.emissions, 3)} Mt`, `predicted on average ${number(mean, 3)} Mt; it came out at ${number(found.emissions, 3)} Mt`)),
    room.predictions.length ? h("p", {}, t("最接近：", "closest: ") + room.predictions.slice(0, 3).map((p) => `${p.name} (${number(p.emissions, 3)} Mt, ${p.peak})`).join(t("，", ", "))) : null);
}
