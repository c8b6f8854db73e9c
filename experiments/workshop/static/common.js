// What all pages share: language, elements, requests, the line to the server. Text always goes in as text.
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
  e.append(...kept(children));
  return e;
}
const kept = (children) => children.flat(9).filter((c) => c !== null && c !== undefined && c !== false && c !== "");
export function fill(name, ...children) {
  const e = document.getElementById(name);
  const held = document.activeElement && e.contains(document.activeElement) && /INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName);
  if (!held) e.replaceChildren(...kept(children)); // what is being typed is the person's
}
// Enter does what the button beside does, as a phone's own "go" key; not the Enter that ends a Chinese word being composed.
export const onEnter = (go) => (e) => { if (e.key === "Enter" && !e.isComposing) { e.preventDefault(); go(); } };
export const number = (v, digits) => window.tanfeng.format(v, digits || 4).replace(/^-/, "−"); // as long as the plus of a difference
// A lever's value in the unit in which it is read: a share in per cent; what is kept and sent is the lever's own value.
// A year is written as one; the end of its range lies beyond every run and is called never.
const year = (v, last) => (v >= last ? t("从不", "never") : String(Math.round(v)));
export const leverNumber = (boot, id, v, digits) => (boot.years[id] ? year(v, boot.years[id]) : number(v * (boot.per[id] || 1), digits));
export const leverText = (boot, id, v, digits) => `${leverNumber(boot, id, v, digits)} ${boot.units[id] || ""}`.trim();
export const signed = (v, digits) => (Math.abs(v) < 5e-3 ? "+0" : (v > 0 ? "+" : "−") + number(Math.abs(v), digits || (Math.abs(v) >= 10 ? 3 : 2)));
// CO2 is kept in Mt, and read in 10^4 t on a Chinese page, as Chinese statistics count it; the same as experiments/units.py.
export const CO2 = lang === "zh" ? { unit: "万吨", per: 100 } : { unit: "Mt", per: 1 };
export const POWER = lang === "zh" ? { unit: "亿千瓦时", per: 10 } : { unit: "TWh", per: 1 };
export const tonnes = (mt, digits) => number(mt * CO2.per, digits);
export const signedTonnes = (mt, digits) => (Math.abs(mt) < 5e-4 ? "+0" : signed(mt * CO2.per, digits));
export const clock = (at) => new Date(at * 1000).toLocaleTimeString(lang === "zh" ? "zh-CN" : "en-GB", { hour: "2-digit", minute: "2-digit" });
// What was written in both languages, as "中文 | English", is read in one of them; as paper.py does.
export const spoken = (text) => { const halves = String(text || "").split("|").map((x) => x.trim()); return halves.length === 2 && halves[0] && halves[1] ? t(halves[0], halves[1]) : text; };
// What stands behind the # of an address, and is then taken out of it; as it is where it is no sound code of anything.
export function fromHash() {
  const text = location.hash.slice(1);
  if (text) history.replaceState({}, "", location.pathname);
  try { return decodeURIComponent(text); } catch (unsound) { return text; }
}
// An address that only this computer can open: no phone in the room gets there.
export const isLoopback = (address) => /^https?:\/\/(localhost|127\.|\[::1\])/.test(address);
export const WIFI = t("先让手机连上这台电脑所在的 Wi-Fi 或热点；不需要上网。", "First put the phone on the Wi-Fi or hotspot that this computer is on; no internet is needed.");
export const LOOPBACK = t("这个地址只有本机能打开，手机加入不了。请停下来，用 tanfeng workshop --host 0.0.0.0 重新启动（房间照旧）。", "Only this computer can open this address: no phone can join. Stop, and start again with tanfeng workshop --host 0.0.0.0 (the room stays as it is).");
export const teamName = (team) => (team.names ? team.names[lang] : team.id);

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

// Keeps a line to the server open; tells every state, and whether the line stands. A phone that wakes or comes
// back to a network opens a new one at once: the old one may be dead without anybody having said so. A page with
// `rests` lets its line go when nobody has looked at it for a while, so that the roster says who is there.
const AWAY = 10000; // milliseconds
export function live(query, state, standing, rests) {
  let socket = null, timer = null;
  const open = () => {
    clearTimeout(timer);
    if (socket) socket.onclose = socket.onmessage = null;
    const own = (socket = new WebSocket(location.origin.replace("http", "ws") + "/api/live" + query));
    own.onopen = () => { lost = 0; standing(true); };
    own.onmessage = (m) => state(JSON.parse(m.data));
    own.onclose = (e) => { standing(false, e.code); lost += 1; timer = setTimeout(open, Math.min(5000, 300 * lost)); };
  };
  let slept = 0, leaving = null;
  const rest = () => { clearTimeout(timer); socket.onclose = socket.onmessage = null; socket.close(); standing(false); };
  if (rests) document.addEventListener("freeze", rest);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(leaving);
    if (document.hidden) { slept = Date.now(); if (rests) leaving = setTimeout(rest, AWAY); }
    else if (Date.now() - slept > 5000 || socket.readyState > 1) { socket.close(); open(); }
  });
  window.addEventListener("online", () => { socket.close(); open(); });
  open();
}

export const STATES = { peaked: t("已达峰", "peaked"), plateau: t("平台期", "plateau"), "not yet peaked": t("尚未达峰", "not yet peaked") };
export const PHASES = { lobby: t("等待开始", "waiting"), explore: t("探索", "explore"), predict: t("冻结：请预测", "frozen: predict"), reveal: t("揭示", "reveal"), debrief: t("复盘", "debrief") };
export const roundOf = (room) => (room.round ? t(`第${room.round}/${room.rounds}轮 · `, `Round ${room.round}/${room.rounds} · `) : "");

// The step of the script that a room has come to, and the minutes that are left of it; null before the clock runs.
export function stepNow(steps, room, now) {
  if (!room.began_at) return null;
  const minute = (now - room.began_at) / 60;
  let at = 0;
  steps.forEach((s, i) => { if (s.minute <= minute) at = i; });
  const next = steps[at + 1];
  return { at, minute, left: next ? next.minute - minute : null };
}
export const clockText = (minutes) => { const s = Math.max(0, Math.round(minutes * 60)); return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`; };
