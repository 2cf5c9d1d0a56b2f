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

/** Once what is about to be shown is there. */
function afterwards(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

export function isLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function focusFirst(selectors: readonly string[]): void {
  for (const selector of selectors) {
    const element = seen(selector);
    if (element === null) continue;
    element.focus();
    return;
  }
}

/** Puts the focus where the work goes on: the first of the selectors that finds something. Focus that somebody puts elsewhere meanwhile stays. */
export function focusNext(...selectors: readonly string[]): void {
  const before = document.activeElement;
  afterwards(() => {
    if (document.activeElement === before || isLost()) focusFirst(selectors);
  });
}

/** The same where something has come back from the server: whoever has gone on in the meantime stays where they are. */
export function focusIfLost(...selectors: readonly string[]): void {
  afterwards(() => {
    if (isLost()) focusFirst(selectors);
  });
}
