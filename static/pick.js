// A tap on a map says a place, and taps one after the other a way: on the borders of the person's own area, with a base
// map where there is one and without.
// More names than these lie over one another: they are shown where the pointer is.
const MOST_NAMES = 12;
const RED = "#bd1f1a";

function loaded(tag, more) {
  return new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement(tag), more, { onload: resolve, onerror: reject });
    document.head.append(made);
  });
}
let leaflet = null;
function withLeaflet({ leaflet: script, leafletStyle: style }) {
  leaflet ??= Promise.all([loaded("script", { src: script }), loaded("link", { rel: "stylesheet", href: style })]);
  leaflet.catch(() => (leaflet = null));
  return leaflet;
}

// The map of one field: what is tapped on it is the tool's, one place or a way.
function pick(field) {
  const inside = (selector) => field.querySelector(selector);
  const box = inside("[data-pick-map]"), said = inside("[data-pick-said]");
  const tool = (field.dataset.pickWay ? way : place)(field, inside, said);
  let outlines = field.dataset.outlines ?? localStorage.getItem("outlines") ?? "";
  let map = null, coming = null;

  // On the phone the borders come with the login, and are loaded once so that the map opens without a signal too.
  document.addEventListener("reporter", ({ detail }) => {
    outlines = detail.outlines;
    localStorage.setItem("outlines", outlines);
    const { leaflet: script, leafletStyle: style } = field.dataset;
    [script, style, outlines].forEach((address) => fetch(address).catch(() => undefined));
  });
  async function open() {
    box.hidden = !box.hidden;
    if (box.hidden) return;
    try {
      // Pressed again while it comes it comes once, and is drawn where there is room for it.
      coming ??= shapesAndTool();
      const shapes = await coming;
      if (map) map.invalidateSize();
      else if (!box.hidden) draw(shapes);
    } catch {
      coming = null;
      box.hidden = true;
      said.textContent = tool.failed;
    }
  }
  async function shapesAndTool() {
    await withLeaflet(field.dataset);
    return (await fetch(outlines, { headers: { Accept: "application/json" } })).json();
  }
  function draw(shapes) {
    map = L.map(box, { attributionControl: false, preferCanvas: true, maxZoom: 19 });
    if (field.dataset.tiles) L.tileLayer(field.dataset.tiles, { maxZoom: 18 }).addTo(map);
    const areas = L.geoJSON(shapes, { style: { color: "#163a70", weight: 1.5, fillOpacity: 0.05 } });
    const few = shapes.features.length <= MOST_NAMES;
    areas.eachLayer((layer) => {
      const name = document.createElement("span");
      name.textContent = layer.feature.properties.name;
      const named = { permanent: true, direction: "center", className: "pick-name" };
      layer.bindTooltip(name, few ? named : { sticky: true });
    });
    areas.addTo(map);
    const bounds = areas.getBounds();
    if (bounds.isValid()) map.fitBounds(bounds);
    else map.setView([35, 105], 4);
    const there = tool.shown(map);
    // A way is looked at closely; a place that lies outside the person's own area is on the map too.
    if (there.length > 1) map.fitBounds(L.latLngBounds(there).pad(0.4));
    else if (there.length && bounds.isValid()) map.fitBounds(bounds.extend(there[0]));
    map.on("click", ({ latlng }) => tool.tapped(latlng));
  }
  field.hidden = false;
  inside("[data-pick-open]").addEventListener("click", open);
}

// One place; the mark stands where it is, from wherever the page has it, and nowhere when there is none.
function place(field, inside, said) {
  const boxes = field.dataset.pickForm === undefined ? {} : field.closest("form").elements;
  const { longitude, latitude } = boxes, clear = inside("[data-pick-clear]");
  const HINT = said.textContent;
  let map = null, ink = null, marker = null, at = null;

  function mark(latlng) {
    at = latlng;
    marker?.remove();
    marker = map && at && L.circleMarker(at, { radius: 9, color: RED, weight: 3, renderer: ink, className: "pick-mark" });
    marker?.addTo(map);
  }
  document.addEventListener("place", ({ detail }) => {
    mark(detail.longitude ? [detail.latitude, detail.longitude] : null);
    if (map && at) map.panInside(at);
  });
  // At a desk the place stands in the form itself.
  function show() {
    said.textContent = longitude.value ? `已选位置（${longitude.value}, ${latitude.value}）` : HINT;
    clear.hidden = !longitude.value;
  }
  function told() {
    return longitude?.value && latitude.value && [longitude, latitude].every(({ value }) => Number.isFinite(+value));
  }
  function put(detail) {
    longitude.value = detail.longitude;
    latitude.value = detail.latitude;
    longitude.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  }
  if (longitude) {
    document.addEventListener("placed", ({ detail }) => put(detail));
    [longitude, latitude].forEach((each) =>
      each.addEventListener("change", () => {
        mark(told() ? [latitude.value, longitude.value] : null);
        show();
      }),
    );
    clear.addEventListener("click", () => put({ longitude: "", latitude: "" }));
    show();
  }
  return {
    failed: "地图没有打开，请写详细地点。",
    shown(its) {
      map = its;
      ink = L.svg();
      mark(told() ? [latitude.value, longitude.value] : at);
      return at ? [at] : [];
    },
    tapped(latlng) {
      mark(latlng);
      const detail = { longitude: latlng.lng.toFixed(6), latitude: latlng.lat.toFixed(6) };
      document.dispatchEvent(new CustomEvent("placed", { detail }));
    },
  };
}

// A way from its beginning to its end; what stands in the box of text is what is drawn, whoever wrote it there.
function way(field, inside, said) {
  const text = document.getElementById(field.dataset.pickWay);
  const back = inside("[data-pick-back]"), clear = inside("[data-pick-clear]");
  const HINT = said.textContent;
  let map = null, drawn = null, points = written();

  function written() {
    const told = text.value.trim();
    if (told.startsWith("{")) {
      try {
        const line = JSON.parse(told);
        return ((line.geometry ?? line).coordinates ?? []).map(([east, north]) => [north, east]);
      } catch {
        return [];
      }
    }
    const pairs = told.split(/[\n;；]+/).map((each) => each.trim().split(/[,，\s]+/).map(Number));
    return pairs.filter((pair) => pair.length > 1 && pair.every(Number.isFinite)).map(([east, north]) => [north, east]);
  }
  function write() {
    text.value = points.map(([north, east]) => `${+east.toFixed(6)},${+north.toFixed(6)}`).join("\n");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function length() {
    const metres = points.slice(1).reduce((sum, each, place) => sum + map.distance(points[place], each), 0);
    return metres < 1000 ? `${Math.round(metres)} 米` : `${(metres / 1000).toFixed(1)} 公里`;
  }
  function show() {
    back.hidden = clear.hidden = !points.length;
    said.textContent = points.length > 1 && map ? `${points.length} 个点，约 ${length()}` : HINT;
    if (!map) return;
    drawn?.remove();
    drawn = L.layerGroup([L.polyline(points, { color: RED, weight: 4 }), ...points.map(corner)]).addTo(map);
  }
  function corner(at, place) {
    const end = place === 0 ? "起点" : place === points.length - 1 ? "终点" : `第 ${place + 1} 点`;
    const icon = L.divIcon({ className: "pick-corner", iconSize: [14, 14] });
    const made = L.marker(at, { icon, draggable: true, title: `${end}，可以拖动`, keyboard: false });
    return made.on("dragend", () => {
      const { lat, lng } = made.getLatLng();
      points[place] = [lat, lng];
      write();
    });
  }
  text.addEventListener("input", () => {
    points = written();
    show();
  });
  back.addEventListener("click", () => {
    points.pop();
    write();
  });
  clear.addEventListener("click", () => {
    points = [];
    write();
  });
  show();
  return {
    failed: "地图没有打开，请逐点填写经度和纬度。",
    shown(its) {
      map = its;
      show();
      return points;
    },
    tapped({ lat, lng }) {
      points.push([lat, lng]);
      write();
    },
  };
}
document.querySelectorAll("[data-pick]").forEach(pick);
