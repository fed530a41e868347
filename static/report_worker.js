// Keeps a page for phones and what it loads on the phone, so that it opens without a signal. The page says nothing about
// the person, so what is kept tells nobody anything. What the server says is asked for anew whenever it can be.
const KEPT = "phone-pages-1";
const OUTLINES = "/maps/outlines/";
const PAGE = new URL("./", self.location).pathname;

self.addEventListener("install", (event) => {
  event.waitUntil(keepPage().then(() => self.skipWaiting()).catch(() => undefined));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});
async function keepPage() {
  const cache = await caches.open(KEPT);
  const reply = await fetch(PAGE, { redirect: "manual" });
  if (reply.ok) await keepWhole(cache, reply);
}
// A new page takes the place of the old one when all that it loads is here: never half of each.
async function keepWhole(cache, reply) {
  const text = await reply.clone().text();
  const wanted = [...text.matchAll(/(?:src|href|data-leaflet|data-leaflet-style)="(\/static\/[^"#]+)/g)].map(([, url]) => url);
  const missing = [];
  for (const url of new Set(wanted)) if (!(await cache.match(url))) missing.push(url);
  await cache.addAll(missing);
  await cache.put(PAGE, reply);
}
// A line that is there and carries little keeps nobody waiting for what the phone has; what comes late serves the next time.
const PATIENCE = 4000;
// A name of this kind is of one content for good.
const OF_ONE_CONTENT = /\.[0-9a-f]{12}\.[a-z0-9]+$/;
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname === PAGE) event.respondWith(fresh(event, PAGE, pageOf));
  else if (OF_ONE_CONTENT.test(address.pathname)) event.respondWith(keptOrFetched(request));
  else if (address.pathname.startsWith("/static/") || address.pathname.startsWith(OUTLINES)) event.respondWith(fresh(event, request, partOf));
});
async function fresh(event, name, get) {
  const cache = await caches.open(KEPT);
  const coming = get(cache, event.request);
  const found = await cache.match(name);
  if (!found) return coming;
  event.waitUntil(coming.catch(() => undefined));
  return Promise.race([coming.catch(() => found), new Promise((resolve) => setTimeout(resolve, PATIENCE, found))]);
}
async function pageOf(cache, request) {
  const reply = await fetch(request);
  if (reply.ok && !reply.redirected) await keepWhole(cache, reply.clone()).catch(() => undefined);
  return reply;
}
async function partOf(cache, request) {
  const reply = await fetch(request);
  // A phone that is full shows what it was given all the same.
  if (reply.ok) await cache.put(request, reply.clone()).catch(() => undefined);
  return reply;
}
async function keptOrFetched(request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(request)) ?? partOf(cache, request);
}
