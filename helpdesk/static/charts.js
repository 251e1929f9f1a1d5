/* Draws each [data-chart] with ECharts from plain data: {kind, x, series: [{name, values, tone}], unit, target: {value, label}, min, max, links}.
   SVG renderer and rich-text tooltips only: both live under a content security policy without inline styles. */
(() => {
  "use strict";
  const drawn = new Map();
  const shade = (name) => {
    const probe = document.createElement("i");
    probe.className = "probe";
    probe.dataset.shade = name;
    document.body.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  };
  const palette = () => Object.fromEntries(["accent", "ink", "ink-2", "ink-3", "line", "surface", "raised", "over", "ok", "due", "hold", "c1", "c2", "c3", "c4"].map((name) => [name, shade(name)]));

  const badPoint = (value, unit, colours) => ({
    value, symbolSize: 9, itemStyle: { color: colours.over, borderColor: colours.surface, borderWidth: 1.5 },
    label: { show: true, position: "bottom", formatter: `${value}${unit}`, color: colours.over, fontWeight: 600, fontSize: 11 },
  });
  const lineSeries = (series, colours, colour, unit) => ({
    type: "line", name: series.name, color: colour, symbol: "circle", showAllSymbol: true, symbolSize: 7, lineStyle: { width: 2, color: colour },
    data: series.values.map((value, index) => (series.bad?.includes(index) ? badPoint(value, unit, colours) : value)),
    itemStyle: { color: colours.surface, borderColor: colour, borderWidth: 2 },
  });
  const barSeries = (series, colours, colour, stack) => ({
    type: "bar", name: series.name, data: series.values, stack, barMaxWidth: 28,
    itemStyle: { borderRadius: [2, 2, 0, 0], color: ({ dataIndex }) => (series.bad?.includes(dataIndex) ? colours.over : colour) },
  });
  const targetLine = (target, colours) => ({
    silent: true, symbol: "none", data: [{ yAxis: target.value }], lineStyle: { color: colours["ink-2"], type: [4, 3], width: 1 },
    label: { formatter: target.label, position: "insideEndTop", color: colours.ink, fontWeight: 600, fontSize: 11 },
  });
  const options = (spec, colours) => {
    const text = { color: colours["ink-3"], fontSize: 11, fontFamily: getComputedStyle(document.body).fontFamily };
    const tones = ["accent", "c1", "c2", "c3", "c4"];
    const series = spec.series.map((each, index) => {
      const colour = colours[each.tone ?? tones[index % tones.length]];
      return (each.kind ?? spec.kind) === "bar" ? barSeries(each, colours, colour, spec.stacked ? "all" : undefined) : lineSeries(each, colours, colour, spec.unit ?? "");
    });
    if (spec.target) series[0].markLine = targetLine(spec.target, colours);
    return {
      animation: false, textStyle: text, aria: { enabled: true }, series,
      grid: { left: 8, right: 12, top: spec.series.length > 1 ? 32 : 16, bottom: 4, containLabel: true },
      legend: { show: spec.series.length > 1, top: 0, left: 0, textStyle: text, itemHeight: 8, itemWidth: 14 },
      tooltip: {
        trigger: "axis", renderMode: "richText", backgroundColor: colours.raised, borderColor: colours.line, textStyle: { color: colours.ink, fontSize: 12 },
        valueFormatter: (value) => (value == null ? "–" : `${value}${spec.unit ?? ""}`) },
      xAxis: { type: "category", data: spec.x, axisLabel: text, axisTick: { show: false }, axisLine: { lineStyle: { color: colours.line } } },
      yAxis: {
        type: "value", min: spec.min ?? (spec.kind === "bar" ? 0 : undefined), max: spec.max, scale: spec.kind !== "bar",
        axisLabel: { ...text, formatter: `{value}${spec.unit ?? ""}` }, splitLine: { lineStyle: { color: colours.line } } },
    };
  };

  const draw = (place) => {
    const spec = JSON.parse(place.dataset.chart);
    const chart = drawn.get(place) ?? echarts.init(place, null, { renderer: "svg" });
    chart.setOption(options(spec, palette()), true);
    if (!drawn.has(place) && spec.links) chart.on("click", ({ dataIndex }) => { if (spec.links[dataIndex]) location.assign(spec.links[dataIndex]); });
    drawn.set(place, chart);
  };
  const drawAll = () => {
    for (const [place, chart] of drawn) if (!place.isConnected) { chart.dispose(); drawn.delete(place); }
    document.querySelectorAll("[data-chart]").forEach(draw);
  };
  addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
  document.addEventListener("themechange", drawAll);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  document.addEventListener("htmx:load", drawAll);
  addEventListener("beforeprint", () => drawn.forEach((chart) => chart.resize()));
  drawAll();
})();
