// The plots of the leader's board, each drawn from its table: what is drawn is what is written there, and a
// click opens the list behind the number.
// Its colours and the size of its letters are those of the style sheet.
const FEW = 3;
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

function lookOf(place) {
  const style = getComputedStyle(place);
  const list = (name) => style.getPropertyValue(name).split(",").map((each) => each.trim());
  const size = parseFloat(style.fontSize);
  const quiet = { color: style.color, fontFamily: style.fontFamily, fontSize: size };
  return { colours: list("--plot"), late: list("--plot-late"), lines: list("--plot-lines")[0], quiet, size };
}

// How many lines of letters the words above a plot take, which stand in a row as long as there is room.
function lineCount(names, size, place) {
  const room = place.clientWidth || 1;
  let [lines, taken] = [1, 0];
  for (const name of names) {
    const asked = size * (name.length + 2.5);
    [lines, taken] = taken && taken + asked > room ? [lines + 1, asked] : [lines, taken + asked];
  }
  return lines;
}

function drawingOf(told, place) {
  const { colours, late, lines, quiet, size } = lookOf(place);
  const bars = place.dataset.plot === "bars";
  const stacked = place.dataset.late !== undefined;
  const several = told.series.length > 1;
  const head = several ? size * (1.2 + 1.8 * lineCount(told.series.map(({ name }) => name), size, place)) : size;
  const line = { lineStyle: { color: lines } };
  const beside = { ...quiet, margin: size * 0.7 };
  const along = { type: "category", data: told.names, axisLabel: beside, axisTick: { show: false }, axisLine: line };
  const up = { type: "value", minInterval: 1, axisLabel: beside, splitLine: line };
  return {
    animation: false,
    color: stacked ? late : colours,
    textStyle: { fontFamily: quiet.fontFamily },
    // Text drawn on the canvas: the policy of the site allows no style in what is written into a page.
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: bars ? "shadow" : "line" } },
    legend: several
      ? { top: 0, left: 0, icon: "roundRect", itemWidth: size, itemHeight: size * 0.7, textStyle: quiet }
      : undefined,
    grid: { left: 4, right: size * 2, top: head, bottom: 4, containLabel: true },
    xAxis: bars ? up : along,
    yAxis: bars ? { ...along, inverse: true } : up,
    series: told.series.map(({ name, values }) => ({
      name,
      data: values,
      type: bars ? "bar" : "line",
      stack: bars && stacked ? "all" : undefined,
      barMaxWidth: size * 1.3,
      symbolSize: size * 0.65,
      lineStyle: { width: size / 6 },
    })),
  };
}

function draw(place) {
  const sheet = place.parentElement.querySelector(".plot-table");
  const table = sheet.querySelector("table");
  const told = read(table, Number(place.dataset.columns));
  place.hidden = false;
  place.role = "img";
  place.ariaLabel = "图，数字见数据表";
  place.classList.toggle("plot-low", place.dataset.plot === "bars" && told.names.length <= FEW);
  sheet.open = false;
  let chart;
  // What is folded has no room yet: it is drawn once it is opened.
  const fit = () => {
    if (!place.clientWidth) return;
    if (chart) return chart.resize();
    chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(drawingOf(told, place));
    chart.on("click", ({ seriesIndex, dataIndex }) => {
      const address = told.series[seriesIndex].addresses[dataIndex];
      if (address) location.assign(address);
    });
    place.dataset.ready = told.names.length;
  };
  fit();
  new ResizeObserver(fit).observe(place);
}

// The wall screen draws when it turns its pages.
window.drawPlot = draw;
document.querySelectorAll("[data-plot]:not(.wall *)").forEach(draw);
