/** Lets the shell open without a network (lib/service-worker.js). Starts when the page has come to rest: it must not compete with the first screen. */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const start = () => {
    // Without it the shell works as before, only not offline: a browser that refuses (a private window) is no fault of anybody.
    navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  };
  if (document.readyState === 'complete') start();
  else window.addEventListener('load', start, { once: true });
}
