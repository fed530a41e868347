// A tap on a map says the place: the borders of the worker's own area, with a base map where there is one and without.
const one = (selector) => document.querySelector(selector);
const box = one("#pick-map");
const { leaflet: LEAFLET, leafletStyle: STYLE, tiles: TILES } = document.body.dataset;
let outlines = localStorage.getItem("outlines") ?? "";
let map = null, marker = null;

document.addEventListener("reporter", ({ detail }) => {
  outlines = detail.outlines;
  localStorage.setItem("outlines", outlines);
  // Loaded once and kept by the service worker, so that the map opens without a signal too.
  [LEAFLET, STYLE, outlines].forEach((address) => fetch(address).catch(() => undefined));
});
function loaded(tag, more) {
  return new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement(tag), more, { onload: resolve, onerror: reject });
    document.head.append(made);
  });
}
async function open() {
  box.hidden = !box.hidden;
  if (map || box.hidden) {
    map?.invalidateSize();
    return;
  }
  try {
    await Promise.all([loaded("script", { src: LEAFLET }), loaded("link", { rel: "stylesheet", href: STYLE })]);
    const shapes = await (await fetch(outlines, { headers: { Accept: "application/json" } })).json();
    draw(shapes);
  } catch {
    box.hidden = true;
    one("#where").textContent = "地图没有打开，请用当前位置，或者填写详细地点。";
  }
}
function draw(shapes) {
  map = L.map(box, { attributionControl: false, preferCanvas: true, maxZoom: 19 });
  if (TILES) L.tileLayer(TILES, { maxZoom: 18 }).addTo(map);
  const areas = L.geoJSON(shapes, { style: { color: "#163a70", weight: 2, fillOpacity: 0.05 }, interactive: false });
  areas.eachLayer((layer) => {
    const name = document.createElement("span");
    name.textContent = layer.feature.properties.name;
    layer.bindTooltip(name, { permanent: true, direction: "center", className: "pick-name" });
  });
  areas.addTo(map);
  const bounds = areas.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds);
  else map.setView([35, 105], 4);
  map.on("click", ({ latlng }) => {
    marker ??= L.circleMarker(latlng, { radius: 9, color: "#bd1f1a", weight: 3 }).addTo(map);
    marker.setLatLng(latlng);
    const detail = { longitude: latlng.lng.toFixed(6), latitude: latlng.lat.toFixed(6) };
    document.dispatchEvent(new CustomEvent("placed", { detail }));
  });
}
one("#pick").addEventListener("click", open);
