/*
 * Keeps the static frame and its assets, so that the shell opens without a network and says so itself. Nothing else goes through here:
 * no call of the API, no page of the ways in. The build writes VERSION and FILES in front of this text.
 */
const CACHE = `shell-${VERSION}`;
/** One page stands for every screen: it reads the address and shows the screen that belongs to it. */
const FRAME = '/strategy';
const PATIENCE_MS = 8000;

addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});

/** A new version takes over once no page of the old one is open: until then those pages find the files that they were built with. */
addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))));
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate' && SCREENS.includes(url.pathname)) event.respondWith(page(request));
  else if (url.pathname.startsWith('/_astro/')) event.respondWith(asset(request));
});

/** The network first: a page that was kept is only for when there is no other. A server that cannot answer just now (5xx) has none. */
async function page(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.status < 500 ? answer : ((await kept(FRAME)) ?? answer);
  } catch {
    return (await kept(FRAME)) ?? Response.error();
  }
}

/** What is kept first: a hash of the content is in these names. */
async function asset(request) {
  return (await kept(request)) ?? fetch(request);
}

async function kept(what) {
  return (await caches.open(CACHE)).match(what);
}
