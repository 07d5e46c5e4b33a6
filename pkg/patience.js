/** Lets the page draw and answer the shopper before more is done. */
export const breath = () => globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));

/**
 * Whether something is done within so many milliseconds. Browsers' storage has been known never to answer; nobody waits
 * for it longer than that.
 * @param {Promise<unknown>} doing rejections are passed on while it is waited for
 * @param {number} ms
 * @returns {Promise<boolean>}
 */
export function doneWithin(doing, ms) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return Promise.race([doing.then(() => true), late]).finally(() => clearTimeout(timer));
}
