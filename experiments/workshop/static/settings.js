// The facilitator's form: what the room starts from, who plays, what counts.
import { h, t, teamName } from "./common.js";
"use strict";
export function settings({ boot, room, act, saved }) {
  const s = boot.settings, seen = room.settings_at, box = {}, row = (label, e) => h("label", { class: "field" }, h("span", {}, label), e);
  const pick = (key, options) => (box[key] = h("select", { "data-set": key, disabled: room.round > 0 && (key === "package" || key === "storyline") }, options.map((o) => h("option", { value: o.id, selected: String(s[key]) === String(o.id) }, o.label))));
  const type = (key, kind, more) => (box[key] = h("input", Object.assign({ type: kind || "text", "data-set": key, value: String(s[key]) }, more)));
  const weight = Object.fromEntries(Object.entries(room.weights).map(([k, v]) => [k, h("input", { type: "number", min: "0", max: "100", value: String(v), "data-weight": k })]));
  const pseudo = h("input", { type: "checkbox", checked: s.pseudonyms }), roles = boot.roles.concat([{ id: "all", name: t("全部杠杆", "every lever") }]);
  const teams = h("div", { "data-set": "teams" });
  const teamRow = (team) => {
    const shown = room.teams.find((x) => x.id === team.id), n = shown ? shown.n : 0;
    const e = h("div", { class: "row team", "data-team": team.id }, h("input", { type: "text", maxlength: "24", value: shown ? teamName(shown) : team.name, "aria-label": t("小组名称", "name of the team") }),
      h("select", { "aria-label": t("角色", "role") }, roles.map((r) => h("option", { value: r.id, selected: r.id === team.role }, r.name))), h("small", {}, n ? t(`${n} 人`, `${n} people`) : ""), h("button", { class: "tiny", disabled: n > 0, "aria-label": t("去掉小组", "take the team away"), onclick: () => e.remove() }, "×"));
    return e;
  };
  teams.append(...s.teams.map(teamRow));
  const add = () => teams.append(teamRow({ id: "t" + Date.now().toString(36), name: t("新小组", "New team"), role: "all" }));
  const save = () => {
    const list = Array.from(teams.children).map((e) => ({ id: e.dataset.team, name: e.querySelector("input").value, role: e.querySelector("select").value }));
    const numbers = ["depth", "rounds", "goal_year", "allowance"], body = Object.fromEntries(Object.entries(box).map(([k, e]) => [k, numbers.includes(k) ? Number(e.value) : e.value]));
    act("configured", Object.assign(body, { settings_at: seen, pseudonyms: pseudo.checked, teams: list, weights: Object.fromEntries(Object.entries(weight).map(([k, e]) => [k, Number(e.value)])) })).then((done) => done && saved());
  };
  const depths = [t("主要（8根）", "main (8)"), t("常用（25根）", "more (25)"), t("全部", "all")];
  document.getElementById("settings").replaceChildren(h("div", { class: "card" }, h("h2", {}, t("设置", "Settings")),
    h("div", { class: "fields" }, row(t("标题（两种语言写成“中文 | English”）", "Title (for both languages: 中文 | English)"), type("title")), row(t("目标（写给大家看的话）", "Goal (words for the room)"), type("goal")),
      row(t("起点政策包", "Starting package"), pick("package", boot.packages)), row(t("外部情景", "Storyline"), pick("storyline", [{ id: "", label: t("（默认）", "(default)") }].concat(boot.storylines))),
      row(t("显示哪些杠杆", "Which levers are shown"), pick("depth", depths.map((label, i) => ({ id: i + 1, label })))), row(t("轮数", "Rounds"), type("rounds", "number", { min: "1", max: "9" })),
      row(t("希望不晚于哪年达峰", "Peak wanted no later than"), type("goal_year", "number", { min: "2024", max: "2060" })), row(t(`市县财政上限，亿元，至${boot.shown_year}年（0为不设）`, `What the city may spend until ${boot.shown_year}, CNY 100 million (0: no limit)`), type("allowance", "number", { min: "0", step: "any" })),
      row(t("脚本", "Script"), pick("script", [{ id: "60", label: t("60 分钟", "60 minutes") }, { id: "120", label: t("120 分钟", "120 minutes") }])), h("label", { class: "check" }, pseudo, t(" 打印的角色卡中企业用代号", " firms under pseudonyms on printed role cards"))),
    room.round ? h("p", { class: "quiet" }, t("第1轮已开始：起点政策包和情景不能再换。", "A round has begun: package and storyline stay as they are.")) : null,
    h("h3", {}, t("小组与角色", "Teams and roles")), teams, h("p", {}, h("button", { class: "small", "data-action": "add-team", onclick: add }, t("+ 加一个小组", "+ add a team"))),
    h("h3", {}, t("得分的权重（大家看得见）", "Weights of the score (everybody sees them)")), h("div", { class: "fields" }, Object.entries(weight).map(([k, e]) => row(boot.score[k], e))),
    h("p", {}), h("button", { class: "main", "data-action": "save", onclick: save }, t("保存", "Save"))));
}
