// The map beside the list: areas in the colours of what is open there, points that gather where they are many. Shapes
// come as coarse as the whole view wants them, and finer once somebody looks closer.
(() => {
  "use strict";
  const place = document.getElementById("map");
  place.hidden = false;
  let lights = {};
  const COLOURS = { late: "#bd1f1a", open: "#b0720a", calm: "#1d6b42" };
  const CLOSER = 3;
  const map = L.map(place, { preferCanvas: true, attributionControl: false, zoomSnap: 0.5, maxZoom: 18 });
  if (place.dataset.tiles) L.tileLayer(place.dataset.tiles, { maxZoom: 18 }).addTo(map);

  function style(feature) {
    const [light] = lights[feature.properties.code] ?? ["calm"];
    return { color: COLOURS[light], weight: 1, fillColor: COLOURS[light], fillOpacity: light === "calm" ? 0.06 : 0.25 };
  }
  function bind(feature, layer) {
    const { code, name } = feature.properties;
    const [, events, late] = lights[code] ?? ["calm", 0, 0];
    const words = document.createElement("span");
    words.textContent = place.dataset.map ? `${name}：在办 ${events}，超期 ${late}` : name;
    layer.bindTooltip(words, { sticky: true });
    if (place.dataset.map) layer.on("click", () => location.assign(`${place.dataset.map}${code}`));
  }
  const areasOf = (shapes) => L.geoJSON(shapes, { style, onEachFeature: bind, smoothFactor: 1.5 });
  const got = (address) =>
    fetch(address, { headers: { Accept: "application/json" } }).then((reply) => (reply.ok ? reply.json() : null));

  function gathered({ states, points }) {
    const markers = L.markerClusterGroup({ chunkedLoading: true, maxClusterRadius: 50 });
    markers.addLayers(
      points.map(([longitude, latitude, url, title, state, late]) => {
        const icon = L.divIcon({ className: `map-point ${late ? "late" : "open"}`, iconSize: [14, 14] });
        const words = `${title} ${states[state]}${late ? " 超期" : ""}`;
        const marker = L.marker([latitude, longitude], { icon, title: words, keyboard: false });
        return marker.on("click", () => location.assign(url));
      }),
    );
    return markers;
  }
  function drawn({ points, states, ways }) {
    const lines = ways.map(([place, way]) => {
      const [, , url, title, state, late] = points[place];
      const line = L.polyline(
        way.map(([longitude, latitude]) => [latitude, longitude]),
        { color: COLOURS[late ? "late" : "calm"], weight: 4, opacity: 0.8 },
      );
      const words = document.createElement("span");
      words.textContent = `${title} ${states[state]}${late ? " 超期" : ""}`;
      return line.bindTooltip(words, { sticky: true }).on("click", () => location.assign(url));
    });
    return L.layerGroup(lines);
  }
  function finer(coarse) {
    const start = map.getZoom();
    const look = async () => {
      if (map.getZoom() < start + CLOSER) return;
      map.off("zoomend", look);
      const shapes = await got(`${place.dataset.outlines}&fine`).catch(() => null);
      if (!shapes) return;
      map.removeLayer(coarse);
      areasOf(shapes).addTo(map).bringToBack();
    };
    map.on("zoomend", look);
  }
  async function show() {
    const none = { features: [], type: "FeatureCollection" };
    const [shapes, told] = await Promise.all([
      got(place.dataset.outlines).catch(() => null),
      got(place.dataset.points).catch(() => null),
    ]);
    const { states, points, ways = [], areas: colours } = told ?? { states: [], points: [], areas: {} };
    lights = colours;
    const areas = areasOf(shapes ?? none);
    const seen = points.map(([longitude, latitude]) => [latitude, longitude]);
    const bounds = areas.getBounds().isValid() ? areas.getBounds() : L.latLngBounds(seen);
    place.hidden = !bounds.isValid();
    if (place.hidden) return;
    map.fitBounds(bounds);
    areas.addTo(map);
    map.addLayer(drawn({ states, points, ways }));
    map.addLayer(gathered({ states, points }));
    finer(areas);
    place.dataset.ready = points.length;
  }
  show();
})();
