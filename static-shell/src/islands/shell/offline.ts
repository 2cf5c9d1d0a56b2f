import * as api from '@/lib/api';
import { $online } from '@/lib/http';
import { keep } from '@/lib/keep';
import { firstArrival } from '@/lib/router';
import { isOpen } from '@/lib/tab';

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

const SOON_MS = 2_000;
const LATEST_MS = 30_000;

let next = SOON_MS;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Looks whether Xentri can be reached again: when the browser says that there is a network, when one comes back to the tab, and now and then.
 * Only an answer counts: it is what makes a call end with $online (lib/http).
 */
export function watchNetwork(): void {
  const soon = () => {
    next = SOON_MS;
    look();
  };
  window.addEventListener('online', soon);
  document.addEventListener('visibilitychange', soon);
  $online.subscribe((online) => {
    clearTimeout(timer);
    next = SOON_MS;
    if (!online) lookLater();
  });
}

function lookLater(): void {
  clearTimeout(timer);
  timer = setTimeout(look, next);
  next = Math.min(next * 2, LATEST_MS);
}

function look(): void {
  if ($online.get() || !isOpen() || document.visibilityState === 'hidden') return;
  // Not now: `lookLater` asks again, and what the answer means for the tab is decided where every answer is read.
  if (navigator.onLine) void api.getMe().catch(() => undefined);
  lookLater();
}
