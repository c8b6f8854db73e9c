// Layout of the charts: plain data in, positions and paths out. Drawn by vue/charts.vue; no library, no network.
(function () {
  "use strict";
  // Which languages this page is read in, before it is asked for: the header of its websocket may name the browser's.
  let languages = (navigator.languages || [navigator.language]).join(".");
  try { languages = window.localStorage.getItem("tanfeng-lang") || languages; } catch (e) { /* a browser that keeps nothing */ }
  document.cookie = "tanfeng-languages=" + languages.replace(/[^\w.-]/g, "").slice(0, 100) + "; path=/; SameSite=Lax";

  const MARGIN = { top: 24, right: 14, bottom: 24, left: 46 };

  function niceTicks(low, high, wanted) {
    if (!(high > low)) { const pad = Math.abs(high) > 0 ? Math.abs(high) * 0.1 : 1; low -= pad; high += pad; }
    const rough = (high - low) / wanted, power = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999);
    const first = Math.floor(low / step + 1e-9) * step, last = Math.ceil(high / step - 1e-9) * step;
    const ticks = [];
    for (let i = 0; first + i * step <= last + step * 1e-6; i++) ticks.push(Number((first + i * step).toPrecision(12)));
    return ticks;
  }

  function format(value, digits) {
    if (value === null || value === undefined || !isFinite(value)) return "–";
    if (value === 0) return "0";
    const size = Math.abs(value);
    if (size >= 1000) return Math.round(value).toLocaleString("en-US");
    if (size < 1e-4) return value.toExponential(1);
    return String(Number(value.toPrecision(digits || 3)));
  }

  // Of each line where it begins and ends, in words.
  function ends(chart, comma) {
    const at = (s, i) => chart.x[i] + (chart.x_unit || "") + " " + format(s.values[i], 4);
    return chart.series.concat(chart.lines || []).filter((s) => s.name && s.values.length).map((s) => s.name + " " + at(s, 0) + comma + at(s, s.values.length - 1));
  }

  function stacked(series, n) {
    const up = new Array(n).fill(0), down = new Array(n).fill(0);
    // Each series as one layer above zero and one below it, so that a change of sign leaves no slanted sliver.
    return series.map((s) => [[up, 1], [down, -1]].map(([base, sign]) => s.values.map((v, i) => {
      const from = base[i];
      base[i] += Math.max(sign * (v || 0), 0) * sign;
      return [from, base[i]];
    })));
  }

  function extent(chart, layers) {
    let low = chart.zero === false ? Infinity : 0, high = chart.zero === false ? -Infinity : 0;
    const see = (v) => { if (v !== null && v !== undefined && isFinite(v)) { low = Math.min(low, v); high = Math.max(high, v); } };
    (layers || []).forEach((sides) => sides.forEach((layer) => layer.forEach((pair) => { see(pair[0]); see(pair[1]); })));
    if (!layers) chart.series.forEach((s) => { s.values.forEach(see); (s.low || []).forEach(see); (s.high || []).forEach(see); });
    (chart.lines || []).forEach((s) => s.values.forEach(see));
    if (chart.ghost) chart.ghost.values.forEach(see);
    (chart.ghosts || []).forEach((s) => s.values.forEach(see));
    if (chart.band) { chart.band.low.forEach(see); chart.band.high.forEach(see); }
    (chart.levels || []).forEach((l) => see(l.value));
    (chart.range || []).forEach(see);
    return low <= high ? [low, high] : [0, 1];
  }

  function pathOf(x, values, px, py, steps) {
    let d = "", pen = false;
    values.forEach((v, i) => {
      if (v === null || v === undefined || !isFinite(v)) { pen = false; return; }
      const a = px(x[i]).toFixed(1), b = py(v).toFixed(1);
      if (!pen) d += `M${a},${b}`;
      else if (steps) d += `L${((px(x[i]) + px(x[i - 1])) / 2).toFixed(1)},${py(values[i - 1]).toFixed(1)}L${((px(x[i]) + px(x[i - 1])) / 2).toFixed(1)},${b}L${a},${b}`;
      else d += `L${a},${b}`;
      pen = true;
    });
    return d;
  }

  function areaOf(x, low, high, px, py) {
    const up = x.map((v, i) => `${px(v).toFixed(1)},${py(high[i]).toFixed(1)}`);
    const back = x.map((v, i) => `${px(v).toFixed(1)},${py(low[i]).toFixed(1)}`).reverse();
    return "M" + up.concat(back).join("L") + "Z";
  }

  // Marks that tell a line from its neighbours without its colour: six shapes, then the same ones hollow.
  const SHAPES = 6, MARK_EVERY = 76; // pixels between the marks of a line
  function shape(k, x, y, r) {
    const at = (a, b) => `${(x + a * r).toFixed(1)},${(y + b * r).toFixed(1)}`, ring = (points) => "M" + points.map(([a, b]) => at(a, b)).join("L") + "Z";
    if (k % SHAPES === 0) return `M${at(-1, 0)}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
    return ring([
      [], [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]], [[0, -1.2], [1.1, 0.8], [-1.1, 0.8]], [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]], [[0, 1.2], [1.1, -0.8], [-1.1, -0.8]],
      [[-0.4, -1.2], [0.4, -1.2], [0.4, -0.4], [1.2, -0.4], [1.2, 0.4], [0.4, 0.4], [0.4, 1.2], [-0.4, 1.2], [-0.4, 0.4], [-1.2, 0.4], [-1.2, -0.4], [-0.4, -0.4]],
    ][k % SHAPES]);
  }
  // A line needs a mark where another one is as thick and dashed as it is; steps have none: their corners are what is read.
  const lookOf = (s) => (s.dash || "") + "|" + (s.thick > 2.4);
  function marked(chart, i) { return chart.kind === "lines" && !chart.steps && chart.series.some((s, j) => j !== i && lookOf(s) === lookOf(chart.series[i])); }
  function key(chart, i) { return marked(chart, i) ? { d: shape(i, 9, 5, 3.4), hollow: i >= SHAPES } : null; }
  function dotsOf(chart, px, py) {
    const dots = [], span = Math.abs(px(chart.x[chart.x.length - 1]) - px(chart.x[0])), every = Math.max(1, Math.round((chart.x.length - 1) * MARK_EVERY / Math.max(span, 1))), n = chart.series.length;
    chart.series.forEach((s, i) => {
      if (!marked(chart, i)) return;
      for (let j = Math.round(((i + 0.5) / n) * every) % every; j < chart.x.length; j += every) if (s.values[j] !== null && isFinite(s.values[j])) dots.push({ key: i + "-" + j, d: shape(i, px(chart.x[j]), py(s.values[j]), 3.4), color: s.color, hollow: i >= SHAPES });
    });
    return dots;
  }

  // The name of a layer stands in it where it is thick enough to be read there: who cannot tell its colour, or the last row of a room.
  const INKS = ["#17302c", "#ffffff"];
  function inkOn(color) {
    const c = /^#(..)(..)(..)$/.exec(color);
    if (!c) return INKS[0];
    const [r, g, b] = c.slice(1).map((h) => { const v = parseInt(h, 16) / 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.22 ? INKS[0] : INKS[1];
  }
  function namesOf(chart, layers, px, py, letter) {
    const names = [];
    chart.series.forEach((s, i) => {
      const [above] = layers[i], half = textWidth(s.name, letter) / 2 + 2;
      let best = null;
      chart.x.forEach((x, j) => {
        const middle = px(x), near = chart.x.map((v, k) => k).filter((k) => Math.abs(px(chart.x[k]) - middle) <= half);
        if (middle - half < px(chart.x[0]) || middle + half > px(chart.x[chart.x.length - 1])) return;
        const top = Math.max(...near.map((k) => py(above[k][1]))), bottom = Math.min(...near.map((k) => py(above[k][0])));
        const room = bottom - top - (x <= chart.past ? 1e4 : 0); // in the past only where there is no place after it: its marks stand there
        if (bottom - top > letter + 4 && (best === null || room > best.room)) best = { room, x: middle, y: (top + bottom) / 2 + letter * 0.36 };
      });
      if (best) names.push({ key: s.name, x: best.x, y: best.y, text: s.name, ink: inkOn(s.color) });
    });
    return names;
  }

  // The size of a chart's letters, as the style sheet has it.
  function letterSize() { return parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--text")) || 12; }
  // A projector's chart takes half of the window; elsewhere the next one is to be seen below it.
  function tallest() { return document.documentElement.classList.contains("tf-present") ? Math.max(330, Math.round(window.innerHeight * 0.5)) : 330; }

  // One chart with a horizontal axis of numbers (years or hours) and a vertical one.
  function plot(chart, width, tall) {
    const height = tall || Math.max(190, Math.min(tallest(), Math.round(width * 0.52))), letter = letterSize();
    const n = chart.x.length, layers = chart.kind === "stack" ? stacked(chart.series, n) : null;
    const range = extent(chart, layers), yTicks = niceTicks(range[0], range[1], height > 260 ? 6 : 4);
    const low = yTicks[0], high = yTicks[yTicks.length - 1];
    const m = Object.assign({}, MARGIN, letter > 15 ? { top: 36, bottom: 30 } : {});
    const strips = chart.strips || [], isColumns = chart.kind === "columns", edge = isColumns ? 0.5 : 0;
    const strip = Math.round(1.1 * letter); // of a tariff's periods, one below the other
    m.top += strips.length ? strip * strips.length + 2 : 0;
    m.left = Math.max(34, 12 + Math.max(7, 0.56 * letter) * Math.max(...yTicks.map((t) => format(t).length)));
    const x0 = chart.x[0], x1 = chart.x[n - 1] === x0 ? x0 + 1 : chart.x[n - 1];
    const px = (v) => m.left + ((v - x0 + edge) / (x1 - x0 + 2 * edge)) * (width - m.left - m.right);
    const py = (v) => height - m.bottom - ((v - low) / (high - low)) * (height - m.top - m.bottom);
    const hours = chart.x_unit ? (width - m.left > 700 ? 2 : width - m.left > 330 ? 3 : 6) : 0; // a day is read in parts of twelve
    const whole = hours ? chart.x.filter((v) => v % hours === 0) : niceTicks(x0, x1, Math.max(3, Math.floor((width - m.left) / Math.max(64, 4.4 * letter)))).filter((t) => t >= x0 && t <= x1 && Number.isInteger(t));
    const paths = [];
    if (chart.band) paths.push({ key: "band", d: areaOf(chart.x, chart.band.low, chart.band.high, px, py), fill: chart.band.color || "#0072B2", opacity: 0.18 });
    if (layers) chart.series.forEach((s, i) => layers[i].forEach((layer, side) => {
      if (side && !layer.some((p) => p[0] !== p[1])) return;
      paths.push({ key: "a" + side + s.name, d: areaOf(chart.x, layer.map((p) => p[0]), layer.map((p) => p[1]), px, py), fill: s.color, opacity: 1, stroke: "#fff", thick: 0.5 });
    }));
    else chart.series.filter((s) => s.low).forEach((s) => paths.push({ key: "w" + s.name, d: areaOf(chart.x, s.low, s.high, px, py), fill: s.color, opacity: 0.16 }));
    if (isColumns) chart.series[0].values.forEach((v, i) => {
      if (v === null) return;
      const a = px(chart.x[i] - 0.42).toFixed(1), b = px(chart.x[i] + 0.42).toFixed(1);
      paths.push({ key: "c" + i, d: `M${a},${py(0).toFixed(1)}V${py(v).toFixed(1)}H${b}V${py(0).toFixed(1)}Z`, fill: chart.colors[i], opacity: 1, stroke: "#555", thick: 0.7 });
    });
    else if (!layers) chart.series.forEach((s) => paths.push({ key: "l" + s.name, d: pathOf(chart.x, s.values, px, py, chart.steps), stroke: s.color, dash: s.dash || "", thick: s.thick || 2 }));
    (chart.ghosts || []).concat(chart.ghost ? [chart.ghost] : []).forEach((g, i) => paths.push({ key: "g" + i, d: pathOf(chart.x, g.values, px, py, chart.steps), stroke: g.color || "#8a8a8a", dash: g.dash || "5 4", thick: 1.8 }));
    (chart.lines || []).forEach((s) => paths.push({ key: "o" + s.name, d: pathOf(chart.x, s.values, px, py, chart.steps), stroke: s.color, dash: s.dash || "", thick: s.thick || 2 }));
    const past = chart.past !== undefined && chart.past !== null && chart.past > x0 ? { x: px(x0), width: px(Math.min(chart.past + 0.5, x1)) - px(x0) } : null;
    return {
      width, height, letter, left: m.left, right: width - m.right, top: m.top, bottom: height - m.bottom, past, paths,
      dots: layers || isColumns ? [] : dotsOf(chart, px, py),
      names: layers ? namesOf(chart, layers, px, py, letter) : [],
      zero: low < 0 && high > 0 ? py(0) : null,
      cut: low > 0 ? format(low) : "", // an axis that does not begin at zero makes differences look large
      yTicks: yTicks.map((t) => ({ at: py(t), label: format(t) })),
      xTicks: whole.map((t) => ({ at: px(t), label: t + (chart.x_unit || "") })),
      marks: (chart.marks || []).filter((k) => k.x >= x0 && k.x <= x1).map((k) => ({ at: px(k.x), label: k.label, color: k.color || "#444", row: k.row || 0 })),
      levels: (chart.levels || []).map((l) => ({ at: py(l.value), label: l.label, color: l.color || "#444" })),
      strips: strips.map((s, i) => ({
        name: s.name, y: 8 + letter + strip * i, height: strip - 3,
        cells: s.colors.map((color, j) => { const a = Math.max(px(chart.x[j] - 0.5), m.left), b = Math.min(px(chart.x[j] + 0.5), width - m.right); return { x: a, width: b - a, color }; }),
      })),
      position: (i) => px(chart.x[i]),
      nearest: (pixel) => Math.max(0, Math.min(n - 1, Math.round(((pixel - m.left) / (width - m.left - m.right)) * (n - 1 + 2 * edge) - edge))),
    };
  }

  // What a pointer over position i is told: the values of all series there, as one list.
  function reading(chart, i) {
    const rows = chart.series.map((s) => ({ name: s.name, color: s.color, value: s.values[i], text: s.low && s.low[i] !== null ? format(s.values[i], 4) + " (" + format(s.low[i]) + " – " + format(s.high[i]) + ")" : "" }));
    if (chart.kind === "stack") {
      const shown = rows.filter((r) => r.value).reverse(), total = rows.reduce((sum, r) => sum + (r.value || 0), 0);
      if (chart.total) shown.unshift({ name: chart.total, color: "transparent", value: total, strong: true });
      return shown.concat((chart.lines || []).concat(chart.ghost ? [chart.ghost] : []).map((g) => ({ name: g.name, color: g.color, value: g.values[i] })));
    }
    const others = (chart.ghosts || []).concat(chart.ghost ? [chart.ghost] : []).map((g) => ({ name: g.name, color: g.color, value: g.values[i], quiet: true }));
    if (chart.band) others.push({ name: chart.band.name, color: chart.band.color, value: null, text: format(chart.band.low[i]) + " – " + format(chart.band.high[i]) });
    return rows.concat(others);
  }

  // Horizontal bars: rows of parts that stack to both sides of zero; `before` is a tick on the bar.
  function bars(chart, width) {
    const letter = letterSize();
    const longest = Math.max(...chart.rows.map((r) => textWidth(r.label, letter)));
    const left = Math.min(longest + 12, Math.round(width * 0.44)), noted = Math.max(...chart.rows.map((r) => textWidth(r.note || "", letter)));
    const right = noted ? Math.min(noted + 14, Math.round(width * 0.3)) : 16, rowHeight = Math.max(chart.rowHeight || 26, Math.round(1.7 * letter)), top = 4;
    let low = 0, high = 0;
    chart.rows.forEach((r) => {
      let up = 0, down = 0;
      r.parts.forEach((p) => { if ((p.value || 0) >= 0) up += p.value || 0; else down += p.value; });
      const values = [up, down].concat((r.interval || []).filter((v) => v !== null), r.before === null || r.before === undefined ? [] : [r.before]);
      low = Math.min(low, ...values); high = Math.max(high, ...values);
    });
    const ticks = niceTicks(low, high, Math.max(2, Math.floor((width - left - right) / 90)));
    const a = ticks[0], b = ticks[ticks.length - 1], px = (v) => left + ((v - a) / (b - a)) * (width - left - right);
    const height = top + rowHeight * chart.rows.length + 10 + letter;
    const rows = chart.rows.map((r, i) => {
      let up = 0, down = 0;
      const y = top + i * rowHeight;
      const parts = r.parts.map((p) => {
        const value = p.value || 0, from = value >= 0 ? up : down, to = from + value;
        if (value >= 0) up = to; else down = to;
        return { x: Math.min(px(from), px(to)), width: Math.max(Math.abs(px(to) - px(from)), 0.5), color: p.color, name: p.name, value: p.value };
      });
      return {
        label: r.label, lines: inLines(r.label, left - 8, letter), note: r.note || "", y, parts, middle: y + rowHeight / 2,
        before: r.before === null || r.before === undefined ? null : px(r.before),
        interval: r.interval ? r.interval.map(px) : null,
        title: r.label + ": " + r.parts.map((p) => (p.name ? p.name + " " : "") + format(p.value)).join(", ") + (r.note ? " · " + r.note : ""),
      };
    });
    return { width, height, letter, left, rows, rowHeight, bottom: height - 8 - letter, zero: px(0), ticks: ticks.map((t) => ({ at: px(t), label: format(t) })) };
  }

  // A name that has no room beside its bar, in two lines: broken where both are shortest.
  function inLines(text, room, size) {
    if (textWidth(text, size) <= room) return [text];
    const wide = (c) => c !== undefined && c.charCodeAt(0) > 0x2e7f, all = Array.from(text);
    const breaks = all.map((c, i) => i).filter((i) => i && (all[i - 1] === " " || (wide(all[i - 1]) && wide(all[i]) && !/[，、：）]/.test(all[i]))));
    const pairs = breaks.map((i) => [all.slice(0, i).join("").trim(), all.slice(i).join("")]);
    const longer = (pair) => Math.max(...pair.map((line) => textWidth(line, size)));
    return pairs.sort((a, b) => longer(a) - longer(b))[0] || [text];
  }

  function textWidth(text, size) {
    let units = 0;
    for (const letter of String(text)) units += letter.charCodeAt(0) > 0x2e7f ? 1 : 0.56;
    return units * size;
  }

  // A chart as a PNG of twice its size: its title, its drawings with the styles that the page gives them, its legend.
  function picture(card, title, file) {
    const drawings = Array.from(card.querySelectorAll(".tf-draw svg")), legend = Array.from(card.querySelectorAll(".tf-legend li"));
    const boxes = drawings.map((d) => d.getBoundingClientRect()), width = Math.max(320, boxes.reduce((sum, b) => sum + b.width + 16, 16));
    const top = 40, tall = Math.max(...boxes.map((b) => b.height)), height = top + tall + 24 + 20 * Math.ceil(legend.length / 4);
    const root = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const add = (name, values, text) => { const e = document.createElementNS("http://www.w3.org/2000/svg", name); Object.keys(values).forEach((k) => e.setAttribute(k, values[k])); if (text) e.textContent = text; root.appendChild(e); return e; };
    root.setAttribute("xmlns", "http://www.w3.org/2000/svg"); root.setAttribute("width", width); root.setAttribute("height", height);
    add("rect", { width, height, fill: "#fff" });
    const font = getComputedStyle(card).fontFamily;
    add("text", { x: 16, y: 26, "font-size": 17, "font-weight": 600, "font-family": font, fill: "#17302c" }, title);
    const keep = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "font-size", "font-weight", "font-family", "paint-order", "opacity"];
    let left = 16;
    drawings.forEach((drawing, i) => {
      const copy = drawing.cloneNode(true), from = drawing.querySelectorAll("*"), to = copy.querySelectorAll("*");
      from.forEach((e, j) => { const style = getComputedStyle(e); keep.forEach((k) => to[j].style.setProperty(k, style.getPropertyValue(k))); });
      copy.setAttribute("x", left); copy.setAttribute("y", top); copy.setAttribute("width", boxes[i].width); copy.setAttribute("height", boxes[i].height);
      root.appendChild(copy); left += boxes[i].width + 16;
    });
    legend.forEach((item, i) => {
      const x = 16 + (i % 4) * ((width - 32) / 4), y = top + tall + 18 + 20 * Math.floor(i / 4), style = getComputedStyle(item.querySelector("i"));
      add("rect", { x, y: y - 9, width: 11, height: 11, fill: style.borderTopWidth !== "0px" ? style.borderTopColor : style.backgroundColor });
      const mark = item.querySelector(".tf-key path");
      if (mark) add("path", { d: mark.getAttribute("d"), fill: mark.getAttribute("fill"), stroke: mark.getAttribute("stroke"), "stroke-width": 1.4, transform: `translate(${x - 3}, ${y - 8})` });
      add("text", { x: x + 16, y, "font-size": 12, "font-family": font, fill: "#17302c" }, item.textContent.trim());
    });
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * width; canvas.height = 2 * height;
      const pen = canvas.getContext("2d"); pen.scale(2, 2); pen.drawImage(image, 0, 0);
      const link = document.createElement("a"); link.download = file; link.href = canvas.toDataURL("image/png"); link.click();
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(root));
  }

  // A text as a file of the person's own, and a file's text to the server (which refuses what is too large).
  function save(name, text, type) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: type + ";charset=utf-8" }));
    link.download = name; link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function read(file, then) {
    if (!file) return;
    if (file.size > 200000) then("x".repeat(200001)); else file.text().then(then);
  }

  // The numbers of a drawing as a table: a row for each year, hour, bar or place; a column for each line or part.
  function sheet(chart, words) {
    if (chart.kind === "map") return { head: [""].concat(chart.maps.map((m) => m.title)), rows: chart.maps[0].areas.map((a, i) => [a.name].concat(chart.maps.map((m) => m.areas[i].text))) };
    if (chart.kind === "bars") {
      const names = [...new Set(chart.rows.reduce((all, r) => all.concat(r.parts.map((p) => p.name)), []))], of = (r, name) => { const part = r.parts.find((p) => p.name === name); return part ? part.value : null; };
      const is_compared = chart.rows.some((r) => typeof r.before === "number");
      return { head: [""].concat(names.map((name) => [name, chart.unit].filter(Boolean).join(", ")), is_compared ? words.before : [], ""), rows: chart.rows.map((r) => [r.label].concat(names.map((name) => of(r, name)), is_compared ? r.before : [], r.note || "")) };
    }
    const columns = [];
    chart.series.concat(chart.lines || [], chart.ghosts || [], chart.ghost ? [chart.ghost] : []).forEach((s) => {
      columns.push([s.name, s.values]);
      if (s.low) columns.push([s.name + " " + words.low, s.low], [s.name + " " + words.high, s.high]);
    });
    if (chart.band) columns.push([chart.band.name + " " + words.low, chart.band.low], [chart.band.name + " " + words.high, chart.band.high]);
    return { head: [chart.x_unit ? words.hour : words.year].concat(columns.map(([name]) => [name, chart.unit].filter(Boolean).join(", "))), rows: chart.x.map((x, i) => [x].concat(columns.map(([, values]) => values[i]))) };
  }

  // A table as CSV that Excel opens with Chinese letters.
  function csv(chart) {
    const plain = (v) => (v && typeof v === "object" ? [v.text, v.note].filter(Boolean).join(" ") : v === null || v === undefined ? "" : String(v));
    // A name that begins as a formula does is a text to a table program; a number with its sign stays one.
    const safe = (t) => (/^[=@\t\r]|^[+\-](?![\d.≈])/.test(t) ? "'" + t : t);
    const cell = (v) => { const t = safe(plain(v)); return (/[",\n]/.test(t) ? '"' + t.replace(/"/g, '""') + '"' : t); };
    return "\ufeff" + [chart.head].concat(chart.rows.map((r) => r.cells || r)).map((r) => r.map(cell).join(",")).join("\r\n") + "\r\n";
  }

  // What the page's frame says while it loads or has lost its server: in the person's language, and what to do.
  const FRAME = [
    ["{{ loading_text }}", "正在打开……", "Opening ..."],
    ["Server\n                disconnected.", "与服务器断开：程序已停或正在重启，回来后自动续上。", "Server disconnected: it was stopped or restarts. The page goes on by itself when it is back."],
    ["Restoring session…", "正在恢复……", "Restoring session ..."],
    ["Could not restore session. Please refresh the page.", "会话已结束，请刷新页面；设置都在网址里，不会丢。", "The session has ended. Refresh the page: its settings stand in the address."],
    ["Could not restore session. Please refresh.", "会话已结束，请刷新页面；设置都在网址里，不会丢。", "The session has ended. Refresh the page: its settings stand in the address."],
    ["App is disconnected, and may not function properly. Please refresh the page.", "页面已断开，请刷新。", "The page is disconnected. Please refresh it."],
    ["Please refresh the page", "请刷新页面", "Please refresh the page"],
    ["Refresh now", "立即刷新", "Refresh now"],
    ["Cancel", "取消", "Cancel"],
  ];
  function word_frame() {
    const template = document.getElementById("vue-app-template");
    if (!template) return;
    const asked = (navigator.languages || [navigator.language]).join().toLowerCase(), is_chinese = asked.startsWith("zh") || !asked.includes("en"); // as the server judges
    document.documentElement.lang = is_chinese ? "zh-CN" : "en";
    let text = template.innerHTML.replace(/Server\s+disconnected\./, FRAME[1][0]);
    FRAME.forEach(([from, zh, en]) => { text = text.split(from).join(is_chinese ? zh : en); });
    template.innerHTML = text.replace(/<v-progress-circular indeterminate size="128" style="text-align: center;">([^<]*)<\/v-progress-circular>/, '<div class="tf-lost" role="alert"><v-progress-circular indeterminate size="40"></v-progress-circular><p>$1</p></div>');
  }
  word_frame();

  window.tanfeng = { ends, save, read, csv, sheet, picture, key, plot, bars, reading, format, niceTicks, textWidth };
})();
