// The browser's own databases: one store of records by their key in each.

/** How the store is asked: in a mode ("readonly", "readwrite"), by an act that makes one request of it; what that answered once all is committed. */
export function storeOf(name, records) {
  let opening;
  const open = () =>
    (opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(records, { keyPath: "key" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    }));
  return async (mode, act) => {
    const database = await open();
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(records, mode);
      const request = act(transaction.objectStore(records));
      // Kept means kept: only what the transaction has committed survives a closed browser.
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  };
}
