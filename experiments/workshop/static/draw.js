// Charts, figures, leaderboard and proposals, as every page shows them.
import { CO2, POWER, STATES, clock, h, lang, leverNumber, leverText, number, signed, signedTonnes, t, teamName, tonnes } from "./common.js";
"use strict";
const SVG = "http://www.w3.org/2000/svg";
export const OWN = "#0b6e5f", GHOST = "#8a8a8a", OUTCOME = "#b4430f";
const ROUNDS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000", "#8c5a2b", "#9e9ac8"];
function s(tag, values, text) {
  const e = document.createElementNS(SVG, tag);
  Object.entries(values).forEach(([k, v]) => v !== undefined && e.setAttribute(k, v));
  if (text !== undefined) e.textContent = text;
  return e;
}
// The label of a year stands where the line is not: at the foot where it is high in that year.
function markHeight(data, label, p) {
  const values = (data.series[0] || { values: [] }).values, v = values[data.x.indexOf(data.marks.find((m) => m.label === label).x)], known = values.filter((x) => x !== null);
  return v > (Math.min(...known) + Math.max(...known)) / 2 ? p.bottom - 7 : p.top + 11;
}
export function chart(data, width) {
  const p = window.tanfeng.plot(data, width, data.height), root = s("svg", { viewBox: `0 0 ${p.width} ${p.height}`, role: "img", "aria-label": `${data.title} ${data.unit}${t("：", ": ")}${window.tanfeng.ends(data, t("，", ", ")).join(t("；", "; "))}` });
  if (p.past) root.append(s("rect", { x: p.past.x, y: p.top, width: p.past.width, height: p.bottom - p.top, fill: "#eef2f1" }));
  p.yTicks.forEach((k) => root.append(s("line", { x1: p.left, x2: p.right, y1: k.at, y2: k.at, stroke: "#dde5e3" }), s("text", { x: p.left - 6, y: k.at + 4, "text-anchor": "end", fill: "#5d716d" }, k.label)));
  p.xTicks.forEach((k) => root.append(s("text", { x: k.at, y: p.bottom + 17, "text-anchor": "middle", fill: "#5d716d" }, k.label)));
  const first = p.yTicks[0].label, cut = Number(first.replace(/,/g, "")) > 0; // an axis that does not begin at zero makes differences look large: say so
  root.append(s("text", { x: 2, y: 12, fill: "#5d716d" }, data.unit + (cut ? t(`，纵轴从 ${first} 起，不从 0 起`, `, axis begins at ${first}, not at 0`) : "")));
  if (cut) root.append(s("path", { d: `M${p.left - 5},${p.bottom - 5}l10,-4M${p.left - 5},${p.bottom - 10}l10,-4`, stroke: "#5d716d", "stroke-width": 1.6, class: "cut" }));
  p.paths.forEach((a) => root.append(s("path", { d: a.d, fill: a.fill || "none", stroke: a.stroke || "none", "stroke-width": a.thick, "stroke-dasharray": a.dash, "fill-opacity": a.opacity })));
  p.dots.forEach((m) => root.append(s("path", { d: m.d, fill: m.hollow ? "#fff" : m.color, stroke: m.hollow ? m.color : "#fff" })));
  p.marks.forEach((k) => root.append(s("line", { x1: k.at, x2: k.at, y1: p.top, y2: p.bottom, stroke: k.color, "stroke-dasharray": "2 3" }), s("text", { x: k.at > p.width * 0.6 ? k.at - 4 : k.at + 4, y: markHeight(data, k.label, p), "text-anchor": k.at > p.width * 0.6 ? "end" : "start", fill: k.color, stroke: "#fff", "stroke-width": 4, "paint-order": "stroke" }, k.label)));
  return root;
}
const read = (mt) => mt.map((v) => (v === null ? null : v * CO2.per));
export function lines(now, before, width, height, past) {
  const data = { x: now.years, zero: false, unit: CO2.unit + " CO₂", height, past: (past || 2027) - 1, title: t("能源二氧化碳", "CO2 from energy"),
    series: [{ name: t("本方案", "this choice"), color: OWN, values: read(now.city), thick: 2.6 }], marks: [{ x: now.peak.year, label: `${now.peak.year} ${t("最高（三年平均）", "highest (3-year mean)")}`, color: OWN }] };
  if (before) data.ghost = { name: "before", values: read(before.city), color: GHOST };
  return chart(data, width);
}
// A line's key: its colour and the mark that tells it without; null where it stands alone.
function mark(data, i) {
  const key = window.tanfeng.key(data, i), color = data.series[i].color;
  if (!key) return null;
  const root = s("svg", { width: 22, height: 10, viewBox: "0 0 18 10", class: "mark", "aria-hidden": "true" });
  root.append(s("path", { d: "M0,5H18", stroke: color, "stroke-width": 2.6 }), s("path", { d: key.d, fill: key.hollow ? "#fff" : color, stroke: key.hollow ? color : "#fff" }));
  return root;
}
// The starting package (dashed) and the room's common choice of every round.
export function roundsChart(room, width, height, past) {
  const first = room.joints[0].figures, data = { kind: "lines", x: first.years, zero: false, unit: CO2.unit + " CO₂", height, past: (past || 2027) - 1, title: t("各轮的共同方案", "The common choice of each round"), marks: [],
    series: room.joints.map((j, i) => ({ name: t(`第${j.round}轮`, `round ${j.round}`), color: ROUNDS[i % 9], values: read(j.figures.city), thick: 2.4 })) };
  if (room.base) data.ghost = { name: "base", values: read(room.base.city), color: GHOST };
  return [chart(data, width), h("p", { class: "legend" }, room.joints.map((j, i) => h("span", {}, mark(data, i) || h("i", { class: "key r" + (i % 9) }), t(`第${j.round}轮`, `round ${j.round}`))), h("span", {}, h("i", { class: "key ghost" }), t("起点政策", "starting package")))];
}
// What was predicted as dots on an axis, and what came out as a stroke.
export function strip(predictions, came, width) {
  const values = predictions.map((p) => p.emissions * CO2.per), outcome = came * CO2.per, ticks = window.tanfeng.niceTicks(Math.min(outcome, ...values), Math.max(outcome, ...values), 5);
  const low = ticks[0], high = ticks[ticks.length - 1], x = (v) => 24 + ((v - low) / (high - low)) * (width - 48), root = s("svg", { viewBox: `0 0 ${width} 64`, role: "img", "aria-label": `${t("预测与结果", "predictions and outcome")}${t("：", ": ")}${values.map((v) => number(v, 4)).join(t("、", ", "))} → ${number(outcome, 4)}` });
  root.append(s("line", { x1: 24, x2: width - 24, y1: 30, y2: 30, stroke: "#9fb3ae" }));
  ticks.forEach((k) => root.append(s("text", { x: x(k), y: 56, "text-anchor": "middle", fill: "#5d716d" }, number(k, 3))));
  values.forEach((v) => root.append(s("circle", { cx: x(v), cy: 30, r: 7, fill: "#56B4E9", "fill-opacity": 0.7 })));
  root.append(s("line", { x1: x(outcome), x2: x(outcome), y1: 8, y2: 42, stroke: OUTCOME, "stroke-width": 5 }));
  return root;
}

// A difference with what luck alone may make of it.
const OF_CO2 = ["emissions", "moved"], SEEN = 5e-4; // Mt, 10^8 CNY, points: less is nothing
export const give = (luck, name) => (luck && luck[name] >= SEEN ? " ±" + number(luck[name] * (OF_CO2.includes(name) ? CO2.per : 1), 2) : "");
const chance = (luck) => h("span", { "data-part": "luck" }, luck ? t(`±：只换随机种子时的变动（${luck.seeds} 个种子，95%）`, `±: another seed alone (${luck.seeds} seeds, 95 %)`) : "");
export const oneSeed = (luck) => h("p", { class: "quiet", "data-part": "luck" }, luck
  ? t(`数字出自一个随机种子；± 是只换种子时差值的变动（${luck.seeds} 个种子，95%，以八根主要杠杆一起移动为例）：差值比它小，可能只是运气。`, `These numbers come from one seed. ± is how far a difference moves with another seed alone (95 %, ${luck.seeds} seeds, of the eight main levers moved together): a smaller one may be luck.`)
  : t("数字出自一个随机种子；换种子会有多大变动，正在计算。", "These numbers come from one seed; how far another seed moves them is being computed."));
// What others emit more or less than under the starting package: goods and power that the city stops or starts making.
export const outside = (found, base) => (base ? signedTonnes((found.moved || 0) - (base.moved || 0)) : "–");
// Tonnes of 2035 are of that year; money, GDP and what is emitted outside are sums, which a yearly figure elsewhere is not.
export const sums = (boot) => t(`钱、GDP和市外为${boot.first}–${boot.shown_year}年累计。`, `Money, GDP and outside are sums over ${boot.first}–${boot.shown_year}.`);
// Figures with their difference from the starting package.
export function figures(found, base, year, allowance, luck) {
  const than = (key, name) => (base ? h("small", {}, (OF_CO2.includes(name) ? signedTonnes : signed)(key(found) - key(base)) + give(luck, name)) : null);
  const worded = (label) => label.split(/(?<=，)/).map((part) => h("span", { class: "whole" }, part)); // 亿元 is not broken after 亿
  const cell = (label, value, more, over) => h("div", { class: over ? "over" : "" }, h("small", {}, lang === "zh" ? worded(label) : label), h("b", {}, value), more);
  const city = (f) => (f.paid || {}).city || 0, homes = (f) => f.scored.households, budget = (f) => f.scored.budget - city(f), over = allowance && city(found) > allowance;
  return h("div", { class: "figures" },
    cell(t("最高年", "highest in"), `${found.peak.year}`, h("small", {}, STATES[found.peak.state] + (base && luck && luck.peak ? ` ±${number(luck.peak, 1)}` : ""))),
    cell(t(`${year}年，${CO2.unit}`, `in ${year}, ${CO2.unit}`), tonnes(found.emissions, 3), than((f) => f.emissions, "emissions")),
    cell(t(`市外累计，${CO2.unit}`, `outside, sum, ${CO2.unit}`), outside(found, base), base ? h("small", {}, luck && luck.moved ? give(luck, "moved").trim() : t("与起点之差", "against the start")) : null),
    cell(t("累计GDP，亿元", "GDP, sum, CNY 100 million"), base ? signed(found.scored.economy - base.scored.economy) : number(found.scored.economy, 5), base ? h("small", {}, [give(luck, "economy").trim(), t("（", "(") + percent(found.scored.economy, base.scored.economy) + t("）", ")")].filter(Boolean).join(" ")) : null),
    cutsMore(found.scored.cuts, base) ? cell(t(`断电累计，${POWER.unit}`, `power cut off, ${POWER.unit}`), number(found.scored.cuts * POWER.per, 3), h("small", {}, t("“一刀切”，不排名", "blanket cut, not ranked")), true) : null,
    cell(t("达到目标", "targets met"), `${found.scored.targets}`, than((f) => f.scored.targets, "targets")),
    cell(t("居民净付，亿元", "homes pay, CNY 100 million"), number(homes(found), 3), than(homes, "households")),
    cell(t("市县财政，亿元", "city budget, CNY 100 million"), number(city(found), 3) + (allowance ? " / " + number(allowance, 3) : ""), than(city, "city"), over),
    cell(t("上级财政，亿元", "upper budgets, CNY 100 million"), number(budget(found), 3), than(budget, "upper")));
}
const percent = (now, was) => (now !== was && Math.abs(now / was - 1) < 5e-5 ? t("约 0 %", "about 0 %") : signed(100 * (now / was - 1), 2) + " %"); // of all GDP; the ± before it is of the sum
// Power is cut off more than under the start: what the plan forbids; the server's own word on it is in a proposal's score.
const cutsMore = (cuts, base) => base && (cuts || 0) > 1.5 * (base.scored.cuts || 0);
const teamOf = (room, id) => room.teams.find((x) => x.id === id) || { id };
export function board(room, names, most) {
  if (!room.leaderboard.length) return h("p", { class: "quiet" }, t("还没有算好的方案。", "No proposal has been computed yet."));
  const n = room.leaderboard.length, shown = !most || n <= most + 1 ? n : most; // one more takes no more room than saying so
  const parts = names ? Object.keys(room.weights).filter((k) => room.weights[k] > 0) : [];
  return h("div", { class: "scroll" }, h("table", { "data-part": "leaderboard" }, h("tr", {}, h("th", {}, "#"), h("th", {}, t("小组", "Team")), h("th", {}, t("最好得分", "Best")), h("th", {}, t("轮", "Round")), parts.map((k) => h("th", {}, names[k]))),
    room.leaderboard.slice(0, shown).map((r, i) => h("tr", {}, h("td", {}, i + 1), h("td", {}, teamName(teamOf(room, r.team))), h("td", {}, h("b", {}, String(Math.round(r.total))), h("small", {}, room.luck ? give(room.luck, "score") : "")), h("td", {}, String(r.round)), parts.map((k) => h("td", {}, r.parts[k] === null ? "–" : number(Math.round(r.parts[k]))))))), room.leaderboard.length > shown ? h("p", { class: "quiet" }, t(`另有 ${room.leaderboard.length - shown} 个小组`, `${room.leaderboard.length - shown} more teams`)) : null);
}
// Where the starting package itself has peaked in time, no proposal is to be praised for it.
const already = (room) => room.base && room.base.peak.state === "peaked" && room.base.peak.year <= room.goal_year;
// What a proposal doubts is no effect of its levers: against the start these are told with the data as they are.
const doubts = (p) => Object.keys(p.contested).length > 0;
const ofLevers = (p, room) => (room.base ? ` (${signedTonnes(p.uncontested.emissions - room.base.emissions)}${give(room.luck, "emissions")})` : "");
export function proposals(room, boot, extra) {
  const rows = room.proposals.slice().reverse();
  if (!rows.length) return h("p", { class: "quiet" }, t("还没有方案。", "No proposal yet."));
  const state = (p) => (p.failed ? h("span", { class: "badge off" }, p.failed[lang]) : p.score && p.score.barred ? h("span", { class: "badge off", "data-part": "barred" }, t(`断电 ${number(p.cuts * POWER.per, 3)} ${POWER.unit}：“一刀切”，不参与排名`, `cuts off ${number(p.cuts * POWER.per, 3)} ${POWER.unit}: a blanket cut, not ranked`)) : p.score ? h("span", { class: "badge" }, `${t("得分", "score")} ${Math.round(p.score.total)}`) : h("span", { class: "badge off" }, t("计算中", "computing")));
  const one = (p) => h("div", { class: "lever", "data-proposal": String(p.number) },
    h("div", { class: "row" }, h("b", {}, teamName(p.team)), h("small", {}, `${p.name} · ${clock(p.at)} · ${t(`第${p.round}轮`, `round ${p.round}`)}`), state(p),
      p.peak && p.peak.state === "peaked" && p.peak.year <= room.goal_year && !already(room) ? h("span", { class: "badge" }, t(`${room.goal_year}年前达峰`, `peaks by ${room.goal_year}`)) : null,
      room.allowance && p.city_budget > room.allowance ? h("span", { class: "badge off" }, t("超出市县财政上限", "over the city's allowance")) : null,
      Object.keys(p.contested).length ? h("span", { class: "badge off" }, t("质疑了假设，不参与排名", "contests an assumption: not ranked")) : null),
    p.note ? h("p", {}, p.note) : null,
    h("small", {}, Object.entries(p.beyond).map(([k, v]) => `${boot.labels[k] || k} ${leverText(boot, k, v)}`).concat(p.n_start ? [t(`另有共同起点的 ${p.n_start} 根`, `and ${p.n_start} of the common start`)] : []).join(" · ")),
    p.peak ? h("p", {}, h("small", {}, `${boot.shown_year}: ${tonnes(p.emissions, 3)} ${CO2.unit}${room.base && !doubts(p) ? ` (${signedTonnes(p.emissions - room.base.emissions)}${give(room.luck, "emissions")})` : ""} · ${t("最高年", "highest in")} ${p.peak.year} · ${t("市县财政", "city budget")} ${number(p.city_budget, 3)}${doubts(p) ? "" : ` · ${t("市外", "outside")} ${outside(p, room.base)} ${CO2.unit}`}`)) : null,
    p.uncontested ? h("p", {}, h("small", {}, t(`按数据是 ${tonnes(p.uncontested.emissions, 3)} ${CO2.unit}${ofLevers(p, room)}；质疑的假设使它 ${signedTonnes(p.emissions - p.uncontested.emissions)} ${CO2.unit}`, `${tonnes(p.uncontested.emissions, 3)} ${CO2.unit} with the data as they are${ofLevers(p, room)}; what is contested changes that by ${signedTonnes(p.emissions - p.uncontested.emissions)} ${CO2.unit}`))) : null,
    extra ? extra(p) : null);
  const older = rows.filter((p) => p.round < room.round);
  return h("div", { "data-part": "proposals" }, rows.filter((p) => p.round >= room.round).map(one),
    older.length ? h("details", { open: olderOpen, ontoggle: (e) => { olderOpen = e.target.open; } }, h("summary", {}, t(`以前各轮的方案（${older.length}）`, `Proposals of earlier rounds (${older.length})`)), older.map(one)) : null);
}
let olderOpen = false;
export function weights(room, names) {
  return h("details", {}, h("summary", { class: "quiet" }, t("得分怎么算", "How the score is made")), h("p", { class: "quiet" }, t("权重：", "Weights: ") + Object.entries(room.weights).filter(([, v]) => v > 0).map(([k, v]) => `${names[k]} × ${v}`).join(t("；", "; ")) + t("。每一项中，起点政策与强化方案里较差者为0，较好者为100；两者无差别的一项（–）不计；两者相差不足5个目标时，一个目标仍只算20分；赶到外地的货物和电力的排放照算；靠断电减排的方案不参与排名，因为方案禁止“一刀切”。达峰年份不计分：它多半已是历史，谁也改不了。得分后的±是只换随机种子时的变动：相差更小的方案不分高下。", ". In each part 0 is the worse and 100 the better of the starting package and the strengthened plan; a part in which these do not differ (–) is left out; where they differ by fewer than five targets, a target counts 20 points all the same; goods and power made outside instead count; a proposal that cuts power off is not ranked, since the plan forbids blanket cuts. The year of the peak is not scored: it is mostly history, which nobody can change. ± is what another seed alone makes of a score: proposals that lie closer are level.")));
}
// Everyone's levers as min, mean and max; those set by most people first.
export function spread(room, boot, most) {
  const rows = Object.entries(room.spread).sort((a, b) => b[1][3] - a[1][3]), pushed = rows.filter((r) => !r[1][3]).length, own = rows.filter((r) => r[1][3]), shown = own.slice(0, most);
  const rest = [own.length > shown.length ? t(`另有 ${own.length - shown.length} 根`, `${own.length - shown.length} more`) : "", pushed ? t(`${pushed} 根留在共同起点`, `${pushed} stand at the common start`) : ""].filter(Boolean).join(t("，", ", "));
  const range = (k, v) => { const told = (n) => leverNumber(boot, k, v[n], 3); return v[0] === v[2] ? told(1) : [`${told(0)} – `, h("b", {}, told(1)), ` – ${told(2)}`]; };
  return [shown.length ? h("table", { "data-part": "spread" }, shown.map(([k, v]) => h("tr", {}, h("td", {}, boot.labels[k] || k, " ", h("small", {}, boot.units[k])), h("td", {}, range(k, v))))) : h("p", { class: "quiet" }, t("还没有人动过杠杆。", "Nobody has moved a lever yet.")), shown.length && rest ? h("p", { class: "quiet" }, rest) : null];
}
// Which levers of the common choice did what: computed again without each.
export function drivers(room, boot, most) {
  if (!room.joint || !room.drivers || !room.drivers.length) return null;
  const name = (d) => (d.name === "start" ? t(`共同起点的 ${d.n} 根`, `${d.n} of the common start`) : d.name === "rest" ? t(`其余 ${d.n} 根`, `the other ${d.n}`) : boot.labels[d.name] || d.name), cell = (v, of) => h("td", {}, (of || signed)(v, 2));
  return h("div", { class: "card", "data-part": "drivers" }, h("h2", {}, t("是哪根杠杆起的作用？", "Which lever did it?")), h("div", { class: "scroll" }, h("table", {}, h("tr", {}, [t("杠杆", "Lever"), t(`市内 ${CO2.unit}`, `city, ${CO2.unit}`), t(`市外 ${CO2.unit}`, `outside, ${CO2.unit}`), t("市县 亿元", "city, CNY 100 million")].map((w) => h("th", {}, w))),
    room.drivers.slice(0, most || 9).map((d) => h("tr", {}, h("td", {}, name(d)), cell(d.inside, signedTonnes), cell(d.moved, signedTonnes), cell(d.city))))),
  h("p", { class: "quiet" }, t(`有它减去没有它，到${boot.shown_year}年累计。`, `With it less without it, added up until ${boot.shown_year}.`) + (room.drivers.some((d) => d.moved > 0.05) ? t("市外为正：别处因此多排（如取暖改用外来的电，或订单外流）。", " Outside above zero: others emit more because of it (homes that heat with power from elsewhere, orders that leave).") : "") + (room.luck ? t(`市外小于${give(room.luck, "moved")} ${CO2.unit} 的可能只是运气。`, ` Outside, less than${give(room.luck, "moved")} ${CO2.unit} may be luck.`) : "")));
}
export function revealed(room, boot, width, height, short) {
  if (!room.joint) return null;
  const found = room.joint.figures, told = room.predictions, mean = told.length ? told.reduce((sum, p) => sum + p.emissions, 0) / told.length : null, year = boot.shown_year;
  return h("div", { class: "card wide", "data-part": "reveal" }, h("h2", {}, t("大家共同的方案：每根杠杆取平均", "What we chose together: the mean of each lever")),
    h("div", { class: "chart" }, lines(found, room.base, width, height, boot.first)), h("p", { class: "quiet" }, t("虚线是起点政策；小字是与它的差。", "Dashed: the starting package; small figures: the difference from it. "), sums(boot), t("", " "), short ? chance(room.luck) : null), figures(found, room.base, year, room.allowance, room.luck), short ? null : oneSeed(room.luck), (short ? room.warnings.slice(0, 1) : room.warnings).map((w) => h("p", { class: "warn", "data-warning": w }, "⚠ " + boot.contradictions[w])),
    mean === null ? null : h("h3", {}, t(`预测平均 ${tonnes(mean, 3)} ${CO2.unit}，结果 ${tonnes(found.emissions, 3)} ${CO2.unit}（${year}年）`, `Said on average ${tonnes(mean, 3)} ${CO2.unit}; it came out at ${tonnes(found.emissions, 3)} ${CO2.unit} (${year})`)),
    told.length ? h("div", { class: "chart" }, strip(told, found.emissions, width)) : null,
    told.length ? h("p", {}, t("最接近：", "Closest: ") + told.slice(0, short ? 2 : 3).map((p) => t(`${p.name}（${tonnes(p.emissions, 3)} ${CO2.unit}，${p.peak}）`, `${p.name} (${tonnes(p.emissions, 3)} ${CO2.unit}, ${p.peak})`)).join(t("，", ", "))) : null);
}
// Who pays more or less than under the starting package, in the room's last common choice.
export function payers(room, boot) {
  const last = room.joints.length ? room.joints[room.joints.length - 1].figures : null;
  if (!last || !room.base || !last.paid) return null;
  const most = Math.max(1e-9, ...Object.keys(boot.payers).map((k) => Math.abs(last.paid[k] - room.base.paid[k])));
  const bar = (v) => { const e = s("svg", { viewBox: "0 0 200 16", class: "bar" }), w = (Math.abs(v) / most) * 98; e.append(s("rect", { x: v < 0 ? 100 - w : 100, y: 2, width: w, height: 12, fill: v > 0 ? "#D55E00" : "#009E73" }), s("line", { x1: 100, x2: 100, y1: 0, y2: 16, stroke: "#5d716d" })); return e; };
  return h("table", { "data-part": "payers" }, Object.entries(boot.payers).map(([k, name]) => { const v = last.paid[k] - room.base.paid[k]; return h("tr", {}, h("td", {}, name), h("td", {}, bar(v)), h("td", {}, h("b", {}, signed(v)))); }));
}
