// The map of the leader's board: each area in a shade of how much there is of it. A click goes where its line in the list
// leads: inside, or to the list of what lies there.
const place = document.getElementById("map");
const SHADES = place?.dataset.late === undefined
  ? ["#e6effa", "#bdd4f0", "#86afe0", "#4a83c9", "#1753a5"]
  : ["#fbe9e7", "#f3c1bd", "#e58c86", "#d2534c", "#bd1f1a"];
const numbers = new Map(
  (place?.dataset.numbers.split(" ") ?? []).filter(Boolean).map((told) => {
    const [code, number] = told.split(":");
    return [place.dataset.county + code, Number(number)];
  }),
);
const most = Math.max(1, ...[...numbers.values()]);

const numberOf = (code) => numbers.get(code) ?? 0;

function style({ properties: { code } }) {
  const number = numberOf(code);
  const shade = SHADES[Math.ceil((number / most) * SHADES.length) - 1];
  return { color: "#8a97a6", weight: 0.6, fillColor: shade ?? "#ffffff", fillOpacity: number ? 0.9 : 0.4 };
}

function bind({ properties: { code, name } }, layer) {
  const words = document.createElement("span");
  words.textContent = `${name} ${numberOf(code)} ${place.dataset.counts}`;
  layer.bindTooltip(words, { sticky: true });
  if (numbers.has(code)) layer.on("click", () => location.assign(place.dataset.leads + code));
}

async function show() {
  const answer = await fetch(place.dataset.outlines, { headers: { Accept: "application/json" } });
  const shapes = L.geoJSON(answer.ok ? await answer.json() : [], { style, onEachFeature: bind, smoothFactor: 1.5 });
  place.hidden = !shapes.getBounds().isValid();
  if (place.hidden) return;
  const map = L.map(place, { preferCanvas: true, attributionControl: false, zoomSnap: 0.5, maxZoom: 18 });
  map.fitBounds(shapes.getBounds());
  shapes.addTo(map);
  place.dataset.ready = numbers.size;
}

if (place) show();
