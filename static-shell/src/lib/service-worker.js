/*
 * Keeps the pages of the frame and their files, so that the shell opens at once, and without a network, and says so itself. Nothing else
 * goes through here: no call of the API, no page of the ways in. The build writes VERSION, FILES, SCREENS and
 * PAGES, where the page of each screen lies, in front of this text.
 */
const CACHE = `shell-${VERSION}`;
/** One page can stand for every screen: it reads the address and shows the screen that belongs to it. */
const FRAME = '/strategy';
const PATIENCE_MS = 8000;

addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => Promise.all([cache.addAll(FILES), ...SCREENS.map((path, at) => keepPage(cache, path, PAGES[at]))])));
});

/** The page that is served has its script within (build/in-the-page.ts); the one that is kept finds it beside itself. */
async function keepPage(cache, path, file) {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  const headers = new Headers(answer.headers);
  headers.set('content-type', 'text/html; charset=utf-8');
  await cache.put(path, new Response(await answer.blob(), { headers }));
}

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

/** What is kept first, with the files that it was built with. Once a newer version waits for its turn, it is the server who has the page. */
async function page(request) {
  const own = await kept(new URL(request.url).pathname);
  if (own !== undefined && registration.waiting === null) return own;
  return newest(request, own ?? (await kept(FRAME)));
}

/** A server that cannot answer just now (5xx) has none. */
async function newest(request, instead) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.status < 500 ? answer : (instead ?? answer);
  } catch {
    return instead ?? Response.error();
  }
}

/** What is kept first: a hash of the content is in these names. */
async function asset(request) {
  return (await kept(request)) ?? fetch(request);
}

async function kept(what) {
  return (await caches.open(CACHE)).match(what);
}
