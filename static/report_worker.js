// Keeps the report page and what it loads on the phone, so that it opens without a signal. The page says nothing about
// the person, so what is kept tells nobody anything. What the server says is asked for anew whenever it can be.
const KEPT = "grid-report-1";
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
  if (reply.ok) await cache.put(PAGE, reply);
}
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname === PAGE) event.respondWith(pageFirst(event.request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(kept(event.request));
});
async function pageFirst(request) {
  const cache = await caches.open(KEPT);
  try {
    const reply = await fetch(request);
    if (reply.ok && !reply.redirected) await cache.put(PAGE, reply.clone());
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
