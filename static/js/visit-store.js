// The store on the device where notes of a visit wait until the server has them.

export const NAME = "axcenter-visit";
const STORE = "waiting";
const PENDING = "axcenter:visit:waiting";

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
opened.then((store) => (store.onversionchange = () => store.close())).catch(() => {});

async function inStore(mode, act) {
  const store = await opened;
  return new Promise((resolve, reject) => {
    const change = store.transaction(STORE, mode);
    const request = act(change.objectStore(STORE));
    change.oncomplete = () => resolve(request.result);
    change.onerror = change.onabort = () => reject(change.error);
  });
}

export async function everything() {
  const records = await inStore("readonly", (store) => store.getAll());
  localStorage.setItem(PENDING, String(records.length));
  return records;
}

export const keepRecord = (record) => inStore("readwrite", (store) => store.put(record)).then(everything);
export const dropRecord = (key) => inStore("readwrite", (store) => store.delete(key)).then(everything);
export const storedRecord = (key) => inStore("readonly", (store) => store.get(key));

export function form({ data, file, name }) {
  const body = new FormData();
  for (const [field, value] of Object.entries(data)) for (const one of [value].flat()) body.append(field, one);
  if (file) body.append("file", file, name);
  return body;
}

export function element(tag, more = {}) {
  return Object.assign(document.createElement(tag), more);
}

export async function thumbnail(file) {
  const picture = await createImageBitmap(file, { resizeHeight: 96 });
  const canvas = element("canvas", { className: "visit__picture", width: picture.width, height: picture.height });
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas;
}

export function local(moment) {
  if (!moment) return "";
  const at = new Date(moment);
  return new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

export const zoned = (text) => (text ? new Date(text).toISOString() : null);
