// A tap on a map says the place: the borders of the person's own area, with a base map where there is one and without.
const field = document.querySelector("[data-pick]");
const inside = (selector) => field.querySelector(selector);
const box = inside("[data-pick-map]"), said = inside("[data-pick-said]"), clear = inside("[data-pick-clear]");
const longitude = inside("[name=longitude]"), latitude = inside("[name=latitude]");
const { leaflet: LEAFLET, leafletStyle: STYLE, tiles: TILES } = field.dataset;
// More names than these lie over one another: they are shown where the pointer is.
const MOST_NAMES = 12;
const HINT = said.textContent;
let outlines = field.dataset.outlines ?? localStorage.getItem("outlines") ?? "";
let map = null, ink = null, marker = null, at = null;

// On the phone the borders come with the login, and are loaded once so that the map opens without a signal too.
document.addEventListener("reporter", ({ detail }) => {
  outlines = detail.outlines;
  localStorage.setItem("outlines", outlines);
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
    said.textContent = "地图没有打开，请写详细地点。";
  }
}
// The mark stands where the place is, from wherever the page has it, and nowhere when it has none.
function mark(latlng) {
  at = latlng;
  marker?.remove();
  marker = map && at && L.circleMarker(at, { radius: 9, color: "#bd1f1a", weight: 3, renderer: ink, className: "pick-mark" });
  marker?.addTo(map);
}
document.addEventListener("place", ({ detail }) => {
  mark(detail.longitude ? [detail.latitude, detail.longitude] : null);
  if (map && at) map.panInside(at);
});
function draw(shapes) {
  map = L.map(box, { attributionControl: false, preferCanvas: true, maxZoom: 19 });
  ink = L.svg();
  if (TILES) L.tileLayer(TILES, { maxZoom: 18 }).addTo(map);
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
  mark(longitude?.value ? [latitude.value, longitude.value] : at);
  // A place outside the person's own area is on the map too.
  if (at && bounds.isValid()) map.fitBounds(bounds.extend(at));
  map.on("click", ({ latlng }) => {
    mark(latlng);
    const detail = { longitude: latlng.lng.toFixed(6), latitude: latlng.lat.toFixed(6) };
    document.dispatchEvent(new CustomEvent("placed", { detail }));
  });
}
// At a desk the place stands in the form itself.
function show() {
  said.textContent = longitude.value ? `已选位置（${longitude.value}, ${latitude.value}）` : HINT;
  clear.hidden = !longitude.value;
}
function put(detail) {
  longitude.value = detail.longitude;
  latitude.value = detail.latitude;
  longitude.dispatchEvent(new Event("change", { bubbles: true }));
  show();
}
if (longitude) {
  document.addEventListener("placed", ({ detail }) => put(detail));
  clear.addEventListener("click", () => {
    mark(null);
    put({ longitude: "", latitude: "" });
  });
  show();
}
field.hidden = false;
inside("[data-pick-open]").addEventListener("click", open);
