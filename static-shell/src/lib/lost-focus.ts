import { isLost, seen } from './focus';

/**
 * Whatever had the focus may go away: a button that has done its work, a row, a whole part of a screen. Who takes it away says where the work goes
 * on (lib/focus); where nobody has, the focus would fall to the page, and whoever works by keyboard or ear would begin at its top. Then it goes to
 * the nearest thing around the place where it was.
 */
const WAIT_MS = 300;

const HEADING = ':is(h1, h2, h3)[tabindex="-1"]';
const PLACES = [HEADING, 'button:not(:disabled)', 'a[href]'];

function nearest(around: readonly HTMLElement[]): HTMLElement | null {
  for (const element of around.filter(({ isConnected }) => isConnected)) {
    if (element.id === 'main') break;
    for (const place of PLACES) {
      const found = [...element.querySelectorAll<HTMLElement>(place)].find((one) => one.checkVisibility());
      if (found !== undefined) return found;
    }
  }
  return null;
}

function ancestorsOf(element: HTMLElement): HTMLElement[] {
  const all: HTMLElement[] = [];
  for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement) all.push(at);
  return all;
}

/** @param main what the screens stand in; outside of it nothing goes away by itself */
export function catchLostFocus(main: HTMLElement): void {
  let around: readonly HTMLElement[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let byHand = false;
  main.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) around = ancestorsOf(target);
  });
  // A click beside everything takes the focus away on purpose.
  document.addEventListener('pointerdown', () => (byHand = true), { capture: true });
  document.addEventListener('focusin', () => (byHand = false));
  const look = () => {
    clearTimeout(timer);
    if (around.length === 0 || !isLost()) return;
    timer = setTimeout(() => {
      if (!isLost() || byHand) return;
      (nearest(around) ?? seen(`#main ${HEADING}`) ?? main).focus({ preventScroll: true });
    }, WAIT_MS);
  };
  new MutationObserver(look).observe(main, { childList: true, subtree: true, attributes: true, attributeFilter: ['hidden', 'disabled'] });
}
