// The plots of the leader's board, each drawn from its table: what is drawn is what is written there, and a
// click opens the list behind the number.
const COLOURS = ["#1753a5", "#7fa6d9", "#b0720a", "#55616e"];
const LATE = ["#bd1f1a", "#d9706c", "#e8a5a2", "#f1cdcb"];
const FONT = getComputedStyle(document.body).fontFamily;
const QUIET = { color: "#55616e", fontFamily: FONT, fontSize: 12 };

const number = (cell) => Number(cell.textContent.replaceAll(",", "").trim()) || 0;
function read(table, columns) {
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells].slice(1, columns + 1).map((cell) => cell.textContent.trim());
  return {
    names: rows.map((row) => row.cells[0].textContent.trim()),
    series: heads.map((name, place) => ({
      name,
      values: rows.map((row) => number(row.cells[place + 1])),
      addresses: rows.map((row) => row.cells[place + 1].querySelector("a")?.href ?? ""),
    })),
  };
}

function drawingOf(told, { plot, late }) {
  const bars = plot === "bars";
  const along = { type: "category", data: told.names, axisLabel: QUIET, axisTick: { show: false }, axisLine: { lineStyle: { color: "#dde2e8" } } };
  const up = { type: "value", minInterval: 1, axisLabel: QUIET, splitLine: { lineStyle: { color: "#eef1f4" } } };
  const stacked = late !== undefined;
  return {
    animation: false,
    color: late === undefined ? COLOURS : LATE,
    textStyle: { fontFamily: FONT },
    // Text drawn on the canvas: the policy of the site allows no style in what is written into a page.
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: bars ? "shadow" : "line" } },
    legend: told.series.length > 1 ? { top: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 8, textStyle: QUIET } : undefined,
    grid: { left: 4, right: 16, top: told.series.length > 1 ? 34 : 10, bottom: 4, containLabel: true },
    xAxis: bars ? up : along,
    yAxis: bars ? { ...along, inverse: true } : up,
    series: told.series.map(({ name, values }) => ({
      name,
      data: values,
      type: bars ? "bar" : "line",
      stack: bars && stacked ? "all" : undefined,
      barMaxWidth: 16,
      symbolSize: 8,
      lineStyle: { width: 2 },
    })),
  };
}

function draw(place) {
  const sheet = place.parentElement.querySelector(".plot-table");
  const table = sheet.querySelector("table");
  const told = read(table, Number(place.dataset.columns));
  place.hidden = false;
  sheet.open = false;
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(drawingOf(told, place.dataset));
  chart.on("click", ({ seriesIndex, dataIndex }) => {
    const address = told.series[seriesIndex].addresses[dataIndex];
    if (address) location.assign(address);
  });
  new ResizeObserver(() => chart.resize()).observe(place);
  place.dataset.ready = told.names.length;
}

document.querySelectorAll("[data-plot]").forEach(draw);
