// Takes a visit's page and files along on the device, and lists those it has.

import { element, NAME } from "./visit-store.js";

const OWNER = "axcenter:visit:owner";

// Whether page and files are in the cache that the service worker answers from. Pages of somebody who was here before
// and did not sign out go.
export async function takeAlong({ worker, offline, user }) {
  if (!navigator.serviceWorker) return false;
  if (localStorage.getItem(OWNER) !== user) await caches.delete(NAME);
  localStorage.setItem(OWNER, user);
  try {
    await navigator.serviceWorker.register(worker);
    const cache = await caches.open(NAME);
    for (const path of [location.pathname, offline]) {
      const answer = await fetch(path, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) await cache.put(path, answer);
    }
    for (const path of files()) if (!(await cache.match(path))) await cache.add(path);
    return true;
  } catch {
    // Without network there is nothing newer to take along.
    return Boolean(await caches.match(location.pathname, { cacheName: NAME }));
  }
}

function files() {
  const named = [...document.querySelectorAll("link[href], script[src], use")].map(
    (one) => one.href?.baseVal ?? one.href ?? one.src,
  );
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const paths = [...named, ...loaded].map((one) => new URL(one, location.href));
  const own = paths.filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/"));
  return new Set(own.map((one) => one.pathname));
}

// Without network: the visits this device has with it.
async function listKept(list) {
  const cache = await caches.open(NAME);
  for (const { url } of await cache.keys()) {
    const path = new URL(url).pathname;
    if (!/\/visit\/$/.test(path)) continue;
    const page = new DOMParser().parseFromString(await (await cache.match(path)).text(), "text/html");
    const item = element("li");
    item.append(element("a", { href: path, textContent: page.title }));
    list.append(item);
  }
  if (!list.children.length) list.append(element("li", { textContent: list.dataset.textNone }));
}

for (const list of document.querySelectorAll("[data-visits-kept]")) listKept(list);
