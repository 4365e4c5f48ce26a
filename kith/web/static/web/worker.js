// Shows the plan that somebody keeps on this device when a page cannot be reached. It keeps nothing by itself, and every
// page that can be reached comes from the service as if this were not there.
const NAME = "kith-plan";
const DOWN = [502, 503, 504]; // something in front of the service answers in its place

const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function keptPlan() {
  if (!(await indexedDB.databases()).some((one) => one.name === NAME)) return null;
  const base = await answered(indexedDB.open(NAME, 1));
  try {
    const store = base.transaction("plan", "readonly").objectStore("plan");
    const [key, kept] = await Promise.all([answered(store.get("key")), answered(store.get("page"))]);
    if (!key || !kept) return null;
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, key, kept.sealed);
    return new Response(plain, {
      headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": kept.rules, "Cache-Control": "no-store" },
    });
  } finally {
    base.close();
  }
}

async function pageOrPlan(request) {
  try {
    const answer = await fetch(request);
    return (DOWN.includes(answer.status) && (await keptPlan())) || answer;
  } catch {
    return (await keptPlan()) || Response.error();
  }
}

async function lookOrKept(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { cacheName: NAME })) || Response.error();
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(pageOrPlan(event.request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(lookOrKept(event.request));
});
self.addEventListener("message", (event) => {
  if (event.data !== "forget") return;
  indexedDB.deleteDatabase(NAME);
  event.waitUntil(Promise.all([caches.delete(NAME), self.registration.unregister()]));
});
