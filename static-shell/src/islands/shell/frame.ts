import { keep } from '@/lib/keep';
import { rememberLeft } from '@/lib/left';
import type { Me } from '@/lib/api-types';
import { $me, changeTheme, initialsOf, loadMe, nameOf, showAsBefore } from '@/lib/me';
import { explain, SignedOut } from '@/lib/problem';
import { around, documentTitle, navPathOf, type Route } from '@/lib/routes';
import { $route, startRouter } from '@/lib/router';
import { forgetWaiting } from '@/lib/drafts';
import { catchLostFocus } from '@/lib/lost-focus';
import { openOver } from '@/lib/over';
import { $tab, isOpen } from '@/lib/tab';
import { shownTheme } from '@/lib/theme';
import { $toasts, say } from '@/lib/toast';
import { startFlyouts } from './flyout';
import { showNotices } from './notices';
import { fetchFont, keepForOffline, watchNetwork } from './offline';
import { startShortcuts } from './overlay';
import { prefetchScreen } from './screens';
import { signOutHere } from './sign-out';
import { showToasts } from './toasts';
import { watchSession } from './watch';

/** Brings the static frame to life. Everything it touches is already on the page and painted. */
function one(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (element === null) throw new Error(`The frame has no ${selector}`);
  return element;
}

export function startFrame(): void {
  showAsBefore();
  startRouter((route) => void prefetchScreen(route.screen));
  let first = true;
  $route.subscribe((route) => {
    if (route === null) return;
    markCurrent(route);
    // Offline, the page of another screen may stand in for this one.
    document.title = documentTitle(route);
    if (!first) announce(route);
    first = false;
  });
  startSidebar();
  startFlyouts(one('.frame-sidebar'));
  startThemeSwitch();
  startUserMenu();
  startMoreSheet();
  startSkipLinks();
  startShortcuts(one('[data-commands]'));
  showNotices(one('[data-notice]'));
  showToasts(one('body > [data-toasts]'));
  catchLostFocus(one('#main'));
  keepForOffline();
  fetchFont();
  watchNetwork();
  $tab.subscribe((tab) => {
    if (tab.kind !== 'open') emptyFrame();
  });
  watchSession();
  loadMe().catch((fault: unknown) => {
    if (!(fault instanceof SignedOut)) one('[data-me-name]').textContent = explain(fault);
  });
}

function markCurrent(route: Route): void {
  const here = navPathOf(route);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.frame-sidebar a, .frame-bottom a, [data-more-sheet] a')) {
    const opensList = link.classList.contains('nav-item') && link.parentElement?.querySelector('[data-children]') !== null;
    if (link.pathname === here && !opensList) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  for (const item of document.querySelectorAll<HTMLElement>('[data-category]')) {
    const open = item.dataset['category'] === route.category;
    item.querySelector('.nav-item')?.classList.toggle('is-within', open);
  }
  const category = around(route);
  one('[data-crumb-category]').hidden = category === undefined;
  if (category !== undefined) lead('[data-crumb-category] a', category.path, category.label);
  lead('[data-crumb-title]', route.path, route.title);
}

function lead(selector: string, path: string, words: string): void {
  const link = one(selector);
  link.setAttribute('href', path);
  link.textContent = words;
}

function announce(route: Route): void {
  one('[data-announcer]').textContent = route.title;
  document.querySelector<HTMLDialogElement>('[data-more-sheet]')?.close();
  document.querySelector<HTMLElement>('[data-user-menu]')?.hidePopover();
}

function startSidebar(): void {
  const root = document.documentElement;
  const toggle = one('[data-sidebar-toggle]');
  const show = () => {
    const collapsed = root.dataset['sidebar'] === 'collapsed';
    toggle.setAttribute('aria-expanded', String(!collapsed));
    toggle.dataset['tip'] = collapsed ? 'Expand' : 'Collapse';
  };
  show();
  toggle.addEventListener('click', () => {
    const collapse = root.dataset['sidebar'] !== 'collapsed';
    if (collapse) root.dataset['sidebar'] = 'collapsed';
    else delete root.dataset['sidebar'];
    keep('sidebar', collapse ? 'collapsed' : 'open');
    show();
  });
}

function startThemeSwitch(): void {
  one('[data-theme-switch]').addEventListener('click', () => {
    changeTheme(shownTheme() === 'dark' ? 'light' : 'dark').catch((fault: unknown) => {
      if (!(fault instanceof SignedOut)) say('The theme is kept in this browser only for now.');
    });
  });
}

function startUserMenu(): void {
  const menu = one('[data-user-menu]');
  const button = one('[data-user-button]');
  menu.addEventListener('toggle', (event) => {
    if (event.newState === 'open') menu.querySelector<HTMLElement>('a, button')?.focus();
  });
  menu.addEventListener('keydown', (event) => moveInMenu(menu, event));
  button.setAttribute('aria-haspopup', 'true');
  $me.subscribe((state) => {
    if (state.kind === 'ready' && isOpen()) showMe(state.me);
  });
  one('[data-sign-out]').addEventListener('click', () => void signOut());
}

function moveInMenu(menu: HTMLElement, event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll<HTMLElement>('a, button')];
  const at = items.findIndex((item) => item === document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
}

/** What the frame itself says about the person; the screens are the island's (App). */
function emptyFrame(): void {
  rememberLeft();
  one('[data-me-name]').textContent = '';
  one('[data-me-email]').textContent = '';
  one('[data-me-org]').textContent = '';
  one('[data-initials]').textContent = '';
  one('[data-user-menu]').hidePopover();
  one('[data-user-button]').hidden = true;
  forgetWaiting();
  $toasts.set([]);
}

function showMe(me: Me): void {
  one('[data-me-name]').textContent = nameOf(me);
  one('[data-me-email]').textContent = me.email;
  one('[data-me-org]').textContent = me.org.name;
  one('[data-initials]').replaceChildren(me.avatar_url === null ? initialsOf(me) : portrait(me.avatar_url));
}

function portrait(address: string): HTMLImageElement {
  const image = new Image();
  image.src = address;
  // The button says whose it is.
  image.alt = '';
  image.className = 'size-full object-cover';
  return image;
}

async function signOut(): Promise<void> {
  try {
    await signOutHere();
  } catch (fault) {
    if (!(fault instanceof SignedOut)) say(explain(fault));
  }
}

function startMoreSheet(): void {
  const sheet = document.querySelector<HTMLDialogElement>('[data-more-sheet]');
  if (sheet === null) return;
  one('[data-more]').addEventListener('click', () => openOver(sheet));
  sheet.querySelector('[data-close]')?.addEventListener('click', () => sheet.close());
  sheet.addEventListener('click', (event) => {
    if (event.target === sheet) sheet.close();
  });
}

/** The focus goes there, and the address stays: it is a step within the screen. */
function startSkipLinks(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.skip-link')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      document.querySelector<HTMLElement>(link.hash)?.focus();
    });
  }
}
