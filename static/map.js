// The map beside the list: areas in the colours of what is open there, points that gather where they are many.
(() => {
  "use strict";
  const place = document.getElementById("map");
  const told = (id) => JSON.parse(document.getElementById(id).textContent);
  const lights = told("map-lights");
  const COLOURS = { late: "#bd1f1a", open: "#b0720a", calm: "#1d6b42" };
  const map = L.map(place, { preferCanvas: true, attributionControl: false, zoomSnap: 0.5, maxZoom: 18 });
  if (place.dataset.tiles) L.tileLayer(place.dataset.tiles, { maxZoom: 18 }).addTo(map);

  function style(feature) {
    const [light] = lights[feature.properties.code] ?? ["calm"];
    return { color: COLOURS[light], weight: 1, fillColor: COLOURS[light], fillOpacity: light === "calm" ? 0.06 : 0.25 };
  }
  function bind(feature, layer) {
    const { code, name } = feature.properties;
    const [, url, events, late] = lights[code] ?? ["calm", "", 0, 0];
    const words = document.createElement("span");
    words.textContent = `${name}：在办 ${events}，超期 ${late}`;
    layer.bindTooltip(words, { sticky: true });
    if (url) layer.on("click", () => location.assign(url));
  }
  function addPoints() {
    const gathered = L.markerClusterGroup({ chunkedLoading: true, maxClusterRadius: 50 });
    told("map-points").forEach(([longitude, latitude, number, title, state, late]) => {
      const icon = L.divIcon({ className: `map-point ${late ? "late" : "open"}`, iconSize: [14, 14] });
      const marker = L.marker([latitude, longitude], { icon, title: `${title} ${state}${late ? " 超期" : ""}`, keyboard: false });
      marker.on("click", () => location.assign(`/cases/${number}/`));
      gathered.addLayer(marker);
    });
    map.addLayer(gathered);
  }
  function show(shapes) {
    const areas = L.geoJSON(shapes, { style, onEachFeature: bind, smoothFactor: 1.5 });
    const seen = told("map-points").map(([longitude, latitude]) => [latitude, longitude]);
    const bounds = areas.getBounds().isValid() ? areas.getBounds() : L.latLngBounds(seen);
    place.hidden = !bounds.isValid();
    if (place.hidden) return;
    map.fitBounds(bounds);
    areas.addTo(map);
    addPoints();
  }
  fetch(place.dataset.outlines, { headers: { Accept: "application/json" } })
    .then((reply) => reply.json())
    .catch(() => ({ type: "FeatureCollection", features: [] }))
    .then(show);
})();
