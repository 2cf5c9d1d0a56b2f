import { atom } from 'nanostores';
import { hasKeyboard } from './focus';
import { routeOf, type Route } from './routes';
import { isOpen } from './tab';

/** The screen on show. Switching swaps what is inside the frame; the page itself stays. */
export const $route = atom<Route | null>(null);

/** What the address asks of that screen, as `location.search` has it. */
export const $search = atom('');

/** Where the focus goes once the new screen is there: kept on the frame's link, or moved to the screen's heading. */
let headingWanted = false;
const scrolled = new Map<string, number>();
let visit = '';

function pane(): HTMLElement | null {
  return document.getElementById('main');
}

function leaveScreen(): void {
  const main = pane();
  if (main === null) return;
  scrolled.set(visit, main.scrollTop);
  headingWanted = main.contains(document.activeElement) || document.activeElement === document.body;
}

function visitId(): string {
  const state: unknown = history.state;
  return typeof state === 'string' ? state : '';
}

function show(route: Route): void {
  visit = visitId();
  $search.set(location.search);
  $route.set(route);
}

/** `address` is a path of ours, and what is asked of its screen. */
export function navigate(address: string, { replace = false } = {}): void {
  const { pathname, search } = new URL(address, location.origin);
  const route = routeOf(pathname);
  if (route === undefined || !isOpen()) {
    location.assign(address);
    return;
  }
  if (route.path === $route.get()?.path && search === $search.get()) {
    pane()?.scrollTo({ top: 0 });
    return;
  }
  leaveScreen();
  const id = crypto.randomUUID();
  if (replace) history.replaceState(id, '', address);
  else history.pushState(id, '', address);
  show(route);
}

/**
 * Asks something else of the screen on show. It stays, and so does the focus: whoever chooses goes on choosing.
 *
 * @param search as `location.search` has it; empty for nothing
 */
export function ask(search: string, { replace = false } = {}): void {
  if (search === $search.get() || !isOpen()) return;
  const id = replace ? visitId() : crypto.randomUUID();
  const address = location.pathname + search;
  if (replace) history.replaceState(id, '', address);
  else history.pushState(id, '', address);
  visit = id;
  $search.set(search);
}

/** Something else is about to take the place of what the screen shows: the focus goes along, as to a new screen. */
export function comesAnew(): void {
  headingWanted = true;
}

/** Whether nothing of this page has arrived yet. */
let opening = true;

let settle: () => void = () => undefined;

/** When something stands on the page that one came for. */
export const firstArrival = new Promise<void>((resolve) => {
  settle = resolve;
});

/**
 * A screen calls this when its first real content stands: only then can the scroll come back and the focus go where one begins: to what the
 * screen marks with `data-begin`, or else to its heading.
 */
export function arrived(): void {
  const main = pane();
  if (main === null) return;
  // From now on it is not the page that one waits for (lib/first-paint.js).
  document.documentElement.removeAttribute('data-late');
  document.documentElement.setAttribute('data-arrived', '');
  settle();
  main.scrollTop = scrolled.get(visit) ?? 0;
  const begin = hasKeyboard() ? main.querySelector<HTMLElement>('[data-begin]') : null;
  // Whoever opens a page by its address has put the focus nowhere: a screen made for typing takes it, others leave it to the page.
  const openedHere = opening && begin !== null && document.activeElement === document.body;
  opening = false;
  if (!headingWanted && !openedHere) return;
  headingWanted = false;
  (begin ?? main.querySelector<HTMLElement>('h1[tabindex="-1"]') ?? main).focus({ preventScroll: true });
}

function plainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.defaultPrevented && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

function screenLink(target: EventTarget | null): { link: HTMLAnchorElement; route: Route } | null {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null;
  if (link?.origin !== location.origin || link.target !== '' || link.hash !== '') return null;
  const route = routeOf(link.pathname);
  return route === undefined ? null : { link, route };
}

const WAYS_IN = ['/sign-up', '/sign-in', '/forgot-password', '/sso-callback'];

/** Whoever has just signed in goes on at the screen's heading, as after every step: to them the page is the next one of the same way. */
function cameFromSigningIn(): boolean {
  const [before] = document.referrer.split('?');
  return WAYS_IN.some((path) => before === location.origin + path);
}

/** Takes over links between screens. `prefetch` is called when a link is pointed at or focused. */
export function startRouter(prefetch: (route: Route) => void): void {
  const first = routeOf(location.pathname);
  if (first === undefined) return;
  if (visitId() === '') {
    history.replaceState(crypto.randomUUID(), '');
    headingWanted = cameFromSigningIn();
  }
  show(first);
  document.addEventListener('click', (event) => {
    const found = plainClick(event) ? screenLink(event.target) : null;
    // A closed tab has no screens to switch: the link opens a page of its own, for whoever is there now.
    if (found === null || !isOpen()) return;
    event.preventDefault();
    navigate(found.route.path + found.link.search);
  });
  for (const kind of ['pointerover', 'focusin'] as const) {
    document.addEventListener(kind, (event) => {
      const found = screenLink(event.target);
      if (found !== null) prefetch(found.route);
    });
  }
  window.addEventListener('popstate', () => {
    const route = routeOf(location.pathname);
    if (route === undefined || !isOpen()) return;
    leaveScreen();
    show(route);
  });
}
