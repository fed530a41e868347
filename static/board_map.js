// The map of the leader's board: each area in a shade of how much stands for it in the list beside it. A click goes where
// its line leads: inside, or to the list of what lies there. Which area a line is about stands in the address of its list.
const place = document.getElementById("map");
const SHADES = place?.dataset.late === undefined
  ? ["#e6effa", "#bdd4f0", "#86afe0", "#4a83c9", "#1753a5"]
  : ["#fbe9e7", "#f3c1bd", "#e58c86", "#d2534c", "#bd1f1a"];
const rows = new Map(
  [...document.querySelectorAll(".map-list td:last-child a")].map((link) => [
    new URL(link.href).searchParams.get("area"),
    { number: Number(link.textContent.replaceAll(",", "")), leads: link.closest("tr").querySelector("a").href },
  ]),
);
const most = Math.max(1, ...[...rows.values()].map(({ number }) => number));

const numberOf = (code) => rows.get(code)?.number ?? 0;

function style({ properties: { code } }) {
  const number = numberOf(code);
  const shade = SHADES[Math.ceil((number / most) * SHADES.length) - 1];
  return { color: "#8a97a6", weight: 0.6, fillColor: shade ?? "#ffffff", fillOpacity: number ? 0.9 : 0.4 };
}

function bind({ properties: { code, name } }, layer) {
  const words = document.createElement("span");
  words.textContent = `${name} ${numberOf(code)} ${place.dataset.counts}`;
  layer.bindTooltip(words, { sticky: true });
  const leads = rows.get(code)?.leads;
  if (leads) layer.on("click", () => location.assign(leads));
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
