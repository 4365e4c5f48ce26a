// My safety plan on this device, for when there is no connection: only after the person asked for it, sealed with a key
// that cannot leave this browser, and gone when they log out, press Exit, or somebody else logs in.
const NAME = "kith-plan";
const offer = document.querySelector("[data-plan-keep]");
const person = document.body.dataset.person;
const canKeep = Boolean(window.indexedDB && window.caches && window.crypto?.subtle && navigator.serviceWorker);
let gone = false; // after leaving nothing is kept any more, whatever is still under way

const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function withStore(act) {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("plan");
  const base = await answered(opening);
  try {
    return await act((mode) => base.transaction("plan", mode).objectStore("plan"));
  } finally {
    base.close();
  }
}

async function kept() {
  if (!(await indexedDB.databases()).some((one) => one.name === NAME)) return null;
  return withStore((store) => answered(store("readonly").get("page")));
}

// Everything the copy needs to look as it should: style sheets, scripts, icons. Nothing of it is about the person.
function lookOf(html) {
  const parts = new DOMParser().parseFromString(html, "text/html").querySelectorAll("link[href], script[src], use");
  const found = [...parts].map((part) => part.getAttribute("href") ?? part.getAttribute("src"));
  return [...new Set(found.map((address) => address.split("#")[0]))];
}

async function keep() {
  const answer = await fetch(offer.dataset.planKeep, { redirect: "error" });
  if (!answer.ok) throw new Error("the plan was not there");
  const html = await answer.text();
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(html));
  await (await caches.open(NAME)).addAll(lookOf(html));
  if (gone) return forget();
  const rules = answer.headers.get("Content-Security-Policy");
  await withStore(async (store) => {
    const both = store("readwrite");
    await Promise.all([answered(both.put(key, "key")), answered(both.put({ iv, sealed, rules, person, at: Date.now() }, "page"))]);
  });
  await navigator.serviceWorker.register(offer.dataset.planWorker);
}

// Asked for at once and not waited for, because the page may be leaving; the worker goes on when the page is gone.
function forget() {
  gone = true;
  navigator.serviceWorker.controller?.postMessage("forget");
  indexedDB.deleteDatabase(NAME);
  return Promise.all([
    caches.delete(NAME),
    navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((one) => one.unregister()))),
  ]);
}

async function show() {
  const page = await kept();
  offer.hidden = false;
  offer.querySelector("[data-plan-off]").hidden = Boolean(page);
  offer.querySelector("[data-plan-on]").hidden = !page;
  if (!page) return;
  const when = { dateStyle: "medium", timeStyle: "short" };
  offer.querySelector("[data-plan-when]").textContent = new Date(page.at).toLocaleString(undefined, when);
}

async function change(act, button) {
  button.disabled = true;
  const failed = offer?.querySelector("[data-plan-failed]");
  try {
    gone = false;
    await act();
    if (failed) failed.hidden = true;
  } catch {
    if (failed) failed.hidden = false;
  }
  button.disabled = false;
  if (offer) await show();
}

async function begin() {
  const page = await kept();
  if (page && person && page.person !== person) await forget(); // somebody else uses this device now
  if (!offer) return;
  if (page?.person === person) await keep().catch(() => {}); // fresher while there is a connection
  await show();
}

if (canKeep) {
  document.addEventListener("kith-leaving", forget);
  document.addEventListener("submit", (event) => event.target.matches("form[data-log-out]") && forget(), true);
  document.querySelectorAll("[data-plan-keep-now]").forEach((button) => button.addEventListener("click", () => change(keep, button)));
  document.querySelectorAll("[data-plan-forget]").forEach((button) =>
    button.addEventListener("click", async () => {
      await change(forget, button);
      if (!offer) window.location.replace("/right-now/"); // the copy itself: leave it, for it is gone
    }),
  );
  begin();
}
