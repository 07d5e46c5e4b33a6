/** What IndexedDB says by events, as promises. */

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves when it is on the device. @param {IDBTransaction} transaction */
export const finished = (transaction) =>
  new Promise((/** @type {(value?: unknown) => void} */ resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
