import { keep } from '@/lib/keep';
import { firstArrival } from '@/lib/router';

/** The font is used from the next page on (lib/first-paint.js): letters do not change under one's eyes. */
export function fetchFont(): void {
  void firstArrival.then(async () => {
    // Without it the system's letters stay.
    const found = await document.fonts.load('1em Inter').catch(() => []);
    if (found.length > 0) keep('font', 'kept');
  });
}

/** Lets the shell open at once and without a network (lib/service-worker.js). Starts when the first screen stands: it must not compete with it. */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const start = () => {
    // Without it the shell works as before, only not offline: a browser that refuses (a private window) is no fault of anybody.
    navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  };
  void firstArrival.then(start);
}
