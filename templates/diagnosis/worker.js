// Answers for the pages of the diagnosis: a visit that was opened once opens without network too.
// Pages and their files are put into the cache by the visit's own page; signing out takes the cache away.
const CACHE = "axcenter-visit";
const VISIT = /^\/diagnosis\/[0-9a-f-]{36}\/visit\/$/;
const OFFLINE = "{% url 'diagnosis:offline' %}";
const HASHED = /\.[0-9a-f]{12}\./;
const PATIENCE = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request, url.pathname));
});

async function page(request, path) {
  const kept = VISIT.test(path) ? await caches.match(path, { cacheName: CACHE }) : undefined;
  try {
    const answer = await (kept ? soon(fetch(request)) : fetch(request));
    return kept && answer.status >= 502 ? kept : answer;
  } catch {
    return kept || (await caches.match(OFFLINE, { cacheName: CACHE })) || Response.error();
  }
}

async function file(request, path) {
  const kept = await caches.match(path, { cacheName: CACHE });
  if (kept && HASHED.test(path)) return kept;
  try {
    return await fetch(request);
  } catch {
    return kept || Response.error();
  }
}

function soon(answer) {
  const late = new Promise((_resolve, reject) => self.setTimeout(() => reject(new Error("late")), PATIENCE));
  return Promise.race([answer, late]);
}
