/** Every screen inside the frame. The pages, the sidebar, the bottom bar and the switching read this one table. */
export type ScreenName = 'conversation' | 'form' | 'review' | 'brief' | 'activity' | 'quiet' | 'settings';

export type CategoryKey = 'strategy' | 'brand' | 'sales' | 'finance' | 'operations' | 'team' | 'legal';

export interface Route {
  readonly path: string;
  readonly screen: ScreenName;
  readonly title: string;
  /** The category the screen belongs to; settings belong to none. */
  readonly category: CategoryKey | null;
}

export interface Category {
  readonly key: CategoryKey;
  readonly label: string;
  readonly path: string;
}

export const CATEGORIES: readonly Category[] = [
  { key: 'strategy', label: 'Strategy', path: '/strategy' },
  { key: 'brand', label: 'Brand', path: '/brand' },
  { key: 'sales', label: 'Sales', path: '/sales' },
  { key: 'finance', label: 'Finance', path: '/finance' },
  { key: 'operations', label: 'Operations', path: '/operations' },
  { key: 'team', label: 'Team', path: '/team' },
  { key: 'legal', label: 'Legal', path: '/legal' },
];

const quietRoutes: Route[] = CATEGORIES.filter((category) => category.key !== 'strategy').map((category) => ({
  path: category.path,
  screen: 'quiet',
  title: category.label,
  category: category.key,
}));

export const ROUTES: readonly Route[] = [
  { path: '/strategy', screen: 'conversation', title: 'Conversation', category: 'strategy' },
  { path: '/strategy/form', screen: 'form', title: 'Form', category: 'strategy' },
  { path: '/strategy/review', screen: 'review', title: 'Review', category: 'strategy' },
  { path: '/strategy/brief', screen: 'brief', title: 'Brief', category: 'strategy' },
  { path: '/strategy/activity', screen: 'activity', title: 'Activity', category: 'strategy' },
  ...quietRoutes,
  { path: '/settings', screen: 'settings', title: 'Settings', category: null },
];

/** What the sidebar shows under the open category. */
export const STRATEGY_CHILDREN: readonly Route[] = ROUTES.filter(
  (route) => route.screen === 'conversation' || route.screen === 'brief' || route.screen === 'activity',
);

export function routeOf(path: string): Route | undefined {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path;
  return ROUTES.find((route) => route.path === clean);
}

/** The entry of the sidebar that stands for a screen: the form and the review are parts of the conversation. */
export function navPathOf(route: Route): string {
  return route.screen === 'form' || route.screen === 'review' ? '/strategy' : route.path;
}

/** The category around a screen; none where the screen is the category itself. */
export function around(route: Route): Category | undefined {
  return CATEGORIES.find(({ key, label }) => key === route.category && label !== route.title);
}

/** The nearest first: of many tabs one sees the beginning. */
export function documentTitle(route: Route): string {
  return [route.title, around(route)?.label, 'Xentri'].filter((part) => part !== undefined).join(' · ');
}

/** Only a screen of ours may be the place to go after sign-in, so that no link can send people elsewhere. What it is asked for stays. */
export function safeNext(next: string | null): string {
  const [path = ''] = next?.split('?', 1) ?? [];
  return next !== null && routeOf(path) !== undefined ? next : '/strategy';
}
