// The map of the leader's board: each area in a shade of how much stands for it in the list beside it. A click goes inside.
const place = document.getElementById("map");
const SHADES = place?.dataset.late === undefined
  ? ["#e6effa", "#bdd4f0", "#86afe0", "#4a83c9", "#1753a5"]
  : ["#fbe9e7", "#f3c1bd", "#e58c86", "#d2534c", "#bd1f1a"];
const rows = new Map([...document.querySelectorAll("tr[data-code]")].map((row) => [row.dataset.code, row.dataset]));
const most = Math.max(1, ...[...rows.values()].map(({ number }) => Number(number)));

const numberOf = (code) => Number(rows.get(code)?.number ?? 0);

function style({ properties: { code } }) {
  const number = numberOf(code);
  const shade = SHADES[Math.ceil((number / most) * SHADES.length) - 1];
  return { color: "#8a97a6", weight: 0.6, fillColor: shade ?? "#ffffff", fillOpacity: number ? 0.9 : 0.4 };
}

function bind({ properties: { code, name } }, layer) {
  const words = document.createElement("span");
  words.textContent = `${name} ${numberOf(code)} ${place.dataset.counts}`;
  layer.bindTooltip(words, { sticky: true });
  const inside = rows.get(code)?.inside;
  if (inside) layer.on("click", () => location.assign(inside));
}

async function show() {
  const answer = await fetch(place.dataset.outlines, { headers: { Accept: "application/json" } });
  const shapes = L.geoJSON(answer.ok ? await answer.json() : [], { style, onEachFeature: bind, smoothFactor: 1.5 });
  place.hidden = !shapes.getBounds().isValid();
  if (place.hidden) return;
  const map = L.map(place, { preferCanvas: true, attributionControl: false, zoomSnap: 0.5, maxZoom: 18 });
  map.fitBounds(shapes.getBounds());
  shapes.addTo(map);
  place.dataset.ready = rows.size;
}

if (place) show();
