/** Whether the person has a keyboard at hand: on a phone the focus in a text box opens one over half of the screen. */
export function hasKeyboard(): boolean {
  return matchMedia('(hover: hover) and (pointer: fine)').matches;
}

function isSeen(element: HTMLElement): boolean {
  return element.checkVisibility();
}

/** The first of these that can be seen: the same words may stand in a panel and in a sheet. */
export function seen(selector: string): HTMLElement | null {
  return [...document.querySelectorAll<HTMLElement>(selector)].find(isSeen) ?? null;
}

/**
 * Puts the focus where the work goes on, once what is about to be shown is there: the first of the selectors that finds something. Focus
 * that somebody has put elsewhere meanwhile stays.
 */
export function focusNext(...selectors: readonly string[]): void {
  const before = document.activeElement;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const now = document.activeElement;
      if (now !== before && now !== document.body && now !== null) return;
      for (const selector of selectors) {
        const element = seen(selector);
        if (element === null) continue;
        element.focus({ preventScroll: false });
        return;
      }
    }),
  );
}
