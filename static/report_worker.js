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
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname === PAGE) event.respondWith(pageFirst(event.request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(kept(event.request));
  else if (address.pathname.startsWith(OUTLINES)) event.respondWith(kept(event.request));
});
async function pageFirst(request) {
  const cache = await caches.open(KEPT);
  try {
    const reply = await fetch(request);
    if (reply.ok && !reply.redirected) await keepWhole(cache, reply.clone()).catch(() => undefined);
    return reply;
  } catch (error) {
    const found = await cache.match(PAGE);
    if (found) return found;
    throw error;
  }
}
async function kept(request) {
  const cache = await caches.open(KEPT);
  try {
    const reply = await fetch(request);
    if (reply.ok) await cache.put(request, reply.clone());
    return reply;
  } catch (error) {
    const found = await cache.match(request);
    if (found) return found;
    throw error;
  }
}
