// The service worker: what was seen of the pages that log activities can be opened without a network; nothing else is kept.
const assets = "lt-assets";
const pages = "lt-pages";
const queue = "/activities/queue";
const kept = (path) => path === "/today" || path === "/activities/log" || path === queue;

self.addEventListener("install", (event) => {
  event.waitUntil(self.skipWaiting());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

async function asset(request) {
  const cache = await caches.open(assets);
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

const words = `<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Không có mạng</title>
<h1>Không có mạng</h1><p>Trang này cần mạng. <a href="/activities/log">Ghi hoạt động</a> và <a href="/activities/queue">hàng chờ gửi</a> mở được khi đã từng mở lúc có mạng; những gì đã ghi vẫn còn trong máy.</p></html>`;

async function stored(request, pathname) {
  const cache = await caches.open(pages);
  return (await cache.match(request.url)) ?? (kept(pathname) ? await cache.match(request.url, { ignoreSearch: true }) : undefined);
}

async function page(request) {
  const { pathname } = new URL(request.url);
  try {
    const answer = await fetch(request);
    if (kept(pathname) && answer.ok && !answer.redirected) {
      const cache = await caches.open(pages);
      await cache.put(request.url, answer.clone());
    }
    // What waits in this device is seen also while the server has trouble, so that nobody writes it again.
    return (answer.status >= 500 && pathname === queue ? await stored(request, pathname) : undefined) ?? answer;
  } catch {
    return (await stored(request, pathname)) ?? new Response(words, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/dist/")) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(page(request));
});
