import { $route } from '@/lib/router';

/**
 * Beside the collapsed sidebar a category opens what it holds: under the pointer, under the keyboard's focus, and by a tap, where neither
 * is. Arrows go into it and through it, Esc closes it, and it goes with the focus and with the step that it led to.
 */
export function startFlyouts(sidebar: HTMLElement): void {
  const hosts = [...sidebar.querySelectorAll<HTMLElement>('[data-category]')].filter((host) => host.querySelector('[data-children]') !== null);
  const flyouts = hosts.map(flyoutOf);
  const closeAll = () => flyouts.forEach((flyout) => flyout.close());
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeAll();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    flyouts.filter(({ host }) => !(target instanceof Node && host.contains(target))).forEach((flyout) => flyout.close());
  });
  $route.listen(closeAll);
}

interface Flyout {
  readonly host: HTMLElement;
  readonly close: () => void;
}

function isCollapsed(): boolean {
  return document.documentElement.dataset['sidebar'] === 'collapsed';
}

function flyoutOf(host: HTMLElement): Flyout {
  const link = host.querySelector<HTMLElement>('.nav-item');
  const ways = [...host.querySelectorAll<HTMLElement>('.nav-child')];
  const isOpen = () => host.hasAttribute('data-flyout');
  const open = () => {
    if (!isCollapsed()) return;
    host.setAttribute('data-flyout', '');
    link?.setAttribute('aria-expanded', 'true');
  };
  const shut = () => {
    host.removeAttribute('data-flyout');
    link?.removeAttribute('aria-expanded');
  };
  const close = () => {
    // What closes must not take the focus with it.
    if (isOpen() && isCollapsed() && ways.some((way) => way === document.activeElement)) link?.focus();
    shut();
  };
  const enter = (at: number) => {
    open();
    ways.at(at)?.focus();
  };
  host.addEventListener('pointerenter', ({ pointerType }) => {
    if (pointerType !== 'touch') open();
  });
  host.addEventListener('pointerleave', ({ pointerType }) => {
    if (pointerType !== 'touch' && !host.matches(':focus-within')) close();
  });
  host.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && target.matches(':focus-visible')) open();
  });
  host.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && host.contains(relatedTarget))) shut();
  });
  host.addEventListener('keydown', (event) => {
    if (isCollapsed()) move(event, ways, { enter, leave: () => (link?.focus(), close()) });
  });
  openAtFirst(link, () => isCollapsed() && !isOpen(), () => enter(0));
  return { host, close };
}

interface Moves {
  readonly enter: (at: number) => void;
  readonly leave: () => void;
}

function move(event: KeyboardEvent, ways: readonly HTMLElement[], { enter, leave }: Moves): void {
  const at = ways.findIndex((way) => way === document.activeElement);
  const steps: Partial<Record<string, () => void>> = {
    ArrowDown: () => enter((at + 1) % ways.length),
    ArrowUp: () => enter(at < 0 ? -1 : (at - 1 + ways.length) % ways.length),
    ...(at < 0 ? { ArrowRight: () => enter(0) } : { ArrowLeft: leave }),
  };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  step();
}

/** A tap, or a key where the list was put away, opens it; with a mouse it is open, and a click follows the link. */
function openAtFirst(link: HTMLElement | null, isWanted: () => boolean, open: () => void): void {
  let touched = false;
  link?.addEventListener('pointerdown', ({ pointerType }) => {
    touched = pointerType === 'touch';
  });
  link?.addEventListener('click', (event) => {
    const byFinger = touched;
    touched = false;
    if (!isWanted() || !(byFinger || event.detail === 0) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
}
