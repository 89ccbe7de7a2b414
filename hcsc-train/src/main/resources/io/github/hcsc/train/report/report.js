"use strict";

(async function () {
  const data = await unpack("report");
  const thumbnails = new Thumbnails(plain("thumbnails"));
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const LIGHT_COLOURS = ["#0b62c4", "#d97706", "#15803d", "#d02c2c", "#8b3fd1", "#7a4a2b", "#d6478f", "#5d6470", "#858500", "#0097a7"];
  const DARK_COLOURS = ["#7db5ff", "#ffad5c", "#4ade80", "#ff7b72", "#c99bff", "#c9a184", "#f584bd", "#a3abb8", "#d4d44a", "#4fd1e8"];
  const colours = () => dark.matches ? DARK_COLOURS : LIGHT_COLOURS;
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const short = value => value === null || value === undefined ? "–"
    : Math.abs(value) >= 1000 ? number(Math.round(value)) : String(+value.toPrecision(4));

  // ---- curves

  function describe(chart) {
    const last = values => values.filter(value => value !== null).pop();
    return chart.title + ": " + chart.names.map((name, i) =>
      `${name} ${short(chart.values[i].find(value => value !== null))} at first, ${short(last(chart.values[i]))} at last`).join("; ");
  }

  function figure(chart, at) {
    const merged = chart.merged > 1 ? ` Each point is the mean of ${chart.merged} records.` : "";
    const plot = el("div", {role: "img", ariaLabel: describe(chart)});
    const node = el(at === 0 && chart.names.length > 1 ? "figure.chart.large" : "figure.chart", {},
      el("h3", {}, chart.title), el("p.soft", {}, chart.note + merged), plot);
    return {node, plot, chart};
  }

  /** Without a pointer the legend tells the last values. */
  function idle(plot) {
    if (plot.cursor.idx === null || plot.cursor.idx === undefined) plot.setLegend({idx: plot.data[0].length - 1}, false);
  }

  function draw({plot, chart}) {
    const ink = css("--soft");
    const line = css("--line");
    const single = chart.steps.length === 1;
    const axis = {stroke: ink, grid: {stroke: line, width: 1}, ticks: {stroke: line, width: 1}, font: "12px system-ui, sans-serif"};
    const epoch = step => {
      const at = chart.steps.indexOf(step);
      return at < 0 ? "" : ` (epoch ${chart.epochs[at]})`;
    };
    const series = chart.names.map((name, i) => ({
      label: name, stroke: colours()[i % colours().length], width: 1.6, spanGaps: true,
      points: {show: single || chart.steps.length < 40, size: 5},
      value: (_, value) => short(value),
    }));
    const drawn = new uPlot({
      width: plot.clientWidth, height: plot.closest(".large") ? 260 : 180,
      cursor: {sync: {key: "run"}, points: {size: 7}},
      hooks: {setCursor: [idle]},
      scales: {x: {time: false, range: single ? [chart.steps[0] - 1, chart.steps[0] + 1] : undefined}},
      series: [{label: "step", value: (_, step) => step === null ? "–" : number(step) + epoch(step)}, ...series],
      axes: [
        {...axis, size: 32, values: (_, ticks) => ticks.map(tick => tick % 1 ? "" : tick >= 10000 ? +(tick / 1000).toFixed(1) + "k" : tick)},
        {...axis, size: 52, space: 24, values: (_, ticks) => ticks.map(short)},
      ],
    }, [chart.steps, ...chart.values], plot);
    idle(drawn);
    return drawn;
  }

  // ---- the map

  const GOLDEN_ANGLE = 137.508;

  /** The ways to colour the map: by class, by the coarsest prototype, or not at all. */
  function groupingsOf(data) {
    const inOrder = new Intl.Collator(undefined, {numeric: true}).compare;
    const grouping = (title, labels) => {
      const names = [...new Set(labels)].filter(label => label !== "").sort(inOrder);
      return {title, names, of: labels.map(label => names.indexOf(label))};
    };
    const groupings = [grouping("class", data.classes), grouping("coarsest prototype", data.nodes)].filter(some => some.names.length);
    return groupings.length ? groupings : [{title: "", names: [], of: []}];
  }

  function plane() {
    const canvas = el("canvas", {tabIndex: 0, role: "img"});
    const tip = el("div.tip", {hidden: true});
    const frame = el("div.plane", {}, canvas, tip);
    const groupings = groupingsOf(data);
    let {names, of} = groupings[0];
    const kind = el("select", {}, groupings.map((grouping, i) => el("option", {value: i}, grouping.title)));
    const choose = el("select");
    const key = el("ul.key");
    const PAD = 14;
    let chosen = -1;
    let shown = -1;
    let width = 0;
    let height = 0;
    canvas.ariaLabel = `Map of ${number(data.x.length)} images. Arrow keys go from image to image.`;

    function colour(image) {
      if (!names.length) return colours()[0];
      if (of[image] < 0) return css("--soft");
      if (names.length <= colours().length) return colours()[of[image]];
      return `hsl(${Math.round(GOLDEN_ANGLE * of[image]) % 360} ${dark.matches ? "70% 65%" : "65% 42%"})`;
    }

    const groupOf = image => names[of[image]] ?? "";
    const left = image => PAD + data.x[image] / data.side * (width - 2 * PAD);
    const top = image => PAD + data.y[image] / data.side * (height - 2 * PAD);

    function dot(pen, image, radius) {
      pen.beginPath();
      pen.arc(left(image), top(image), radius, 0, 2 * Math.PI);
      pen.fill();
    }

    function paint() {
      width = frame.clientWidth;
      height = Math.round(Math.min(width * 0.8, 620));
      const ratio = devicePixelRatio || 1;
      canvas.width = width * ratio;
      canvas.height = height * ratio;
      canvas.style.height = height + "px";
      const pen = canvas.getContext("2d");
      pen.scale(ratio, ratio);
      const order = data.x.map((_, image) => image).sort((a, b) => (of[a] === chosen) - (of[b] === chosen));
      for (const image of order) {
        const faint = chosen >= 0 && of[image] !== chosen;
        pen.globalAlpha = faint ? 0.35 : 0.8;
        pen.fillStyle = faint ? css("--soft") : colour(image);
        dot(pen, image, faint ? 2 : 3.2);
      }
      pen.globalAlpha = 1;
      if (shown >= 0) {
        pen.fillStyle = css("--ink");
        dot(pen, shown, 7);
        pen.fillStyle = colour(shown);
        dot(pen, shown, 5);
      }
      key.replaceChildren(...(names.length && names.length <= colours().length ? names.map((name, i) => {
        const mark = el("i", {"aria-hidden": "true"});
        mark.style.background = colours()[i];
        return el("li", {}, mark, name);
      }) : []));
    }

    function show(image) {
      if (image === shown) return;
      shown = image;
      tip.hidden = image < 0;
      if (image >= 0) {
        tip.replaceChildren(...[thumbnails.has(image) ? thumbnails.show(image, "") : null,
          names.length ? el("strong", {}, groupOf(image)) : null, el("span.name", {}, data.names[image])].filter(Boolean));
        const right = left(image) + 12 + tip.offsetWidth <= width;
        tip.style.left = Math.max(0, right ? left(image) + 12 : left(image) - 12 - tip.offsetWidth) + "px";
        tip.style.top = Math.max(0, Math.min(height - tip.offsetHeight, top(image) - tip.offsetHeight / 2)) + "px";
      }
      paint();
    }

    function nearest(x, y) {
      let best = -1;
      let distance = 18 * 18;
      data.x.forEach((_, image) => {
        if (chosen >= 0 && of[image] !== chosen) return;
        const d = (left(image) - x) ** 2 + (top(image) - y) ** 2;
        if (d < distance) [best, distance] = [image, d];
      });
      return best;
    }

    function point(event) {
      const box = canvas.getBoundingClientRect();
      show(nearest(event.clientX - box.left, event.clientY - box.top));
    }

    /** The next image in a direction: near, and not far to the side. */
    function step(dx, dy) {
      let best = -1;
      let cost = Infinity;
      data.x.forEach((_, image) => {
        if (image === shown || chosen >= 0 && of[image] !== chosen) return;
        const along = (left(image) - left(shown)) * dx + (top(image) - top(shown)) * dy;
        const aside = Math.abs((left(image) - left(shown)) * dy) + Math.abs((top(image) - top(shown)) * dx);
        if (along > 0.5 && along + 2 * aside < cost) [best, cost] = [image, along + 2 * aside];
      });
      return best;
    }

    canvas.addEventListener("pointermove", point);
    canvas.addEventListener("pointerdown", point);
    canvas.addEventListener("pointerleave", () => show(-1));
    canvas.addEventListener("blur", () => show(-1));
    canvas.addEventListener("keydown", event => {
      const direction = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]}[event.key];
      if (event.key === "Escape") show(-1);
      if (!direction) return;
      event.preventDefault();
      const next = shown < 0 ? 0 : step(...direction);
      if (next >= 0) {
        show(next);
        document.getElementById("status").textContent = [groupOf(next), data.names[next]].filter(Boolean).join(", ");
      }
    });
    function fillChoice() {
      choose.replaceChildren(el("option", {value: -1}, "all"), ...names.map((name, i) => el("option", {value: i}, name)));
      chosen = -1;
    }
    fillChoice();
    kind.addEventListener("change", () => {
      ({names, of} = groupings[+kind.value]);
      show(-1);
      fillChoice();
      paint();
    });
    choose.addEventListener("change", () => {
      chosen = +choose.value;
      show(-1);
      paint();
    });
    const parts = [frame, key, el("p.hidden", {id: "status", role: "status"})];
    if (names.length) {
      parts.unshift(el("p.choose", {}, groupings.length > 1 ? el("label", {}, "Colour by", kind) : null, el("label", {}, "Show", choose)));
    }
    document.getElementById("plane").append(...parts);
    return paint;
  }

  // ---- the whole

  const charts = document.getElementById("charts");
  if (!data.charts.length) charts.append(el("p.soft", {}, "Nothing has been measured yet."));
  const figures = data.charts.map(figure);
  charts.append(...figures.map(item => item.node));
  let plots = [];
  function redraw() {
    plots.forEach(plot => plot.destroy());
    plots = figures.map(draw);
  }
  redraw();
  const paint = data.x ? plane() : () => {};
  paint();
  let before = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === before) return;
    before = innerWidth;
    redraw();
    paint();
  });
  dark.addEventListener("change", () => {
    redraw();
    paint();
  });
  document.documentElement.dataset.ready = "yes";
})();
