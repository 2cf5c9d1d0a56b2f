import { atom } from 'nanostores';
import type { ComponentType } from 'react';
import type { Route, ScreenName } from '@/lib/routes';
import { $route } from '@/lib/router';
import { Missing } from '@/lib/problem';

type Loaded = Promise<{ readonly default: ComponentType }>;

/** One bundle per screen, fetched when its link is pointed at or it is opened. */
const LOADERS: Record<ScreenName, () => Loaded> = {
  conversation: () => import('@/islands/strategy/ConversationScreen'),
  form: () => import('@/islands/strategy/FormScreen'),
  review: () => import('@/islands/strategy/ReviewScreen'),
  brief: () => import('@/islands/strategy/BriefScreen'),
  activity: () => import('@/islands/activity/ActivityScreen'),
  quiet: () => import('@/islands/quiet/QuietScreen'),
  settings: () => import('@/islands/settings/SettingsScreen'),
};

const loaded = new Map<ScreenName, Loaded>();

export function prefetchScreen(name: ScreenName): Loaded {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const loading = LOADERS[name]().catch((fault: unknown) => {
    // A lost bundle may come at the next try; a kept rejection never would.
    loaded.delete(name);
    throw fault;
  });
  loaded.set(name, loading);
  return loading;
}

export type Screen =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly route: Route; readonly Screen: ComponentType }
  | { readonly kind: 'failed'; readonly route: Route; readonly fault: unknown };

/** What the island shows. It follows the route, and starts as soon as this file runs, ahead of the first render. */
export const $screen = atom<Screen>({ kind: 'loading' });

export function openScreen(route: Route): void {
  const stillWanted = () => $route.get()?.path === route.path;
  if ($screen.get().kind !== 'ready') $screen.set({ kind: 'loading' });
  prefetchScreen(route.screen).then(
    (module) => {
      if (stillWanted()) $screen.set({ kind: 'ready', route, Screen: module.default });
    },
    (fault: unknown) => {
      if (!stillWanted()) return;
      $screen.set({ kind: 'failed', route, fault: new Missing(fault) });
      // Most likely a new version took the place of the one that this page belongs to (lib/newer-version).
      window.dispatchEvent(new Event('xentri:missing'));
    },
  );
}

$route.subscribe((route) => {
  if (route !== null) openScreen(route);
});
