import { firstArrival } from '@/lib/router';

/** Lets the shell open at once and without a network (lib/service-worker.js). Starts when the first screen stands: it must not compete with it. */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const start = () => {
    // Without it the shell works as before, only not offline: a browser that refuses (a private window) is no fault of anybody.
    navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  };
  void firstArrival.then(start);
}
