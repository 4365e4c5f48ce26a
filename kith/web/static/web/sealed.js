// A shelf in this browser for what waits to be sent, sealed with a key that cannot leave the browser.
export const canSeal = Boolean(window.indexedDB && window.crypto?.subtle);

const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function sealingKey(store) {
  const known = await answered(store("readonly").get("key"));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await answered(store("readwrite").put(made, "key"));
  return made;
}

export function shelf(name) {
  let gone = false; // after leaving nothing is kept any more, whatever is still under way

  // The store is opened for one act only, so that leaving can delete it at once.
  async function withStore(act) {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    const base = await answered(opening);
    try {
      return await act((mode) => base.transaction("kept", mode).objectStore("kept"));
    } finally {
      base.close();
    }
  }

  return {
    isGone: () => gone,

    async keep(place, what) {
      if (gone) return;
      await withStore(async (store) => {
        const key = await sealingKey(store);
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(what)));
        await answered(store("readwrite").put({ iv, sealed }, place));
      });
    },

    // All that waits, as [place, what was kept there].
    async all() {
      if (!(await indexedDB.databases?.())?.some((one) => one.name === name)) return [];
      return withStore(async (store) => {
        const key = await answered(store("readonly").get("key"));
        const places = (await answered(store("readonly").getAllKeys())).filter((place) => place !== "key");
        const found = [];
        for (const place of places) {
          const { iv, sealed } = await answered(store("readonly").get(place));
          const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);
          found.push([place, JSON.parse(new TextDecoder().decode(plain))]);
        }
        return found;
      });
    },

    async forget(place) {
      const left = await withStore(async (store) => {
        await answered(store("readwrite").delete(place));
        return (await answered(store("readonly").getAllKeys())).length;
      });
      if (left <= 1) indexedDB.deleteDatabase(name);
    },

    // Whoever leaves or logs out takes nothing with them and leaves nothing behind.
    leave() {
      gone = true;
      if (window.indexedDB) indexedDB.deleteDatabase(name);
    },
  };
}
