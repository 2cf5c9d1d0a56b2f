import { $over, topmost } from '@/lib/over';
import { $toasts, dismiss, goOn, hold, type Toast, undoLast } from '@/lib/toast';

/** Where the focus was before it came into a toast: there it goes back to when the toast goes. */
let cameFrom: HTMLElement | null = null;

function render(toast: Toast): HTMLElement {
  const box = document.createElement('div');
  box.className = 'toast';
  const text = document.createElement('p');
  text.className = 'min-w-0 flex-1';
  text.dir = 'auto';
  text.textContent = toast.text;
  const act = document.createElement('button');
  act.type = 'button';
  act.className = 'btn btn-text';
  act.textContent = toast.undo === undefined ? 'Close' : 'Undo';
  act.addEventListener('click', () => {
    dismiss(toast.id);
    toast.undo?.();
  });
  box.append(text, act);
  return box;
}

/** In the topmost dialog, or in the frame: wherever else they were, they would be inert. Above everything there, as popovers are. */
function placeNow(frame: HTMLElement): HTMLElement {
  return topmost()?.querySelector<HTMLElement>('[data-toasts]') ?? frame;
}

/** Shown as long as its dialog is, empty or not: only a region that was there before is read out. */
function bringToTop(place: HTMLElement): void {
  if (typeof place.showPopover !== 'function') return;
  if (place.matches(':popover-open')) place.hidePopover();
  place.showPopover();
}

function watch(place: HTMLElement): void {
  place.addEventListener('pointerenter', hold);
  place.addEventListener('pointerleave', () => {
    if (!place.contains(document.activeElement)) goOn();
  });
  place.addEventListener('focusin', (event) => {
    if (event.relatedTarget instanceof HTMLElement && !place.contains(event.relatedTarget)) cameFrom = event.relatedTarget;
    hold();
  });
  place.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && place.contains(event.relatedTarget))) goOn();
  });
}

function giveFocusBack(): void {
  const back = cameFrom?.isConnected === true ? cameFrom : document.getElementById('main');
  cameFrom = null;
  back?.focus({ preventScroll: true });
}

/** Shows toasts where they can be seen and pressed, also while a sheet is open. */
export function showToasts(frame: HTMLElement): void {
  const shown = new Map<string, HTMLElement>();
  const known = new WeakSet<HTMLElement>();
  const show = () => {
    const toasts = $toasts.get();
    const place = placeNow(frame);
    const focused = [...shown.values()].find((element) => element.contains(document.activeElement));
    for (const [id, element] of shown) {
      if (toasts.some((toast) => toast.id === id)) continue;
      element.remove();
      shown.delete(id);
    }
    for (const toast of toasts) {
      const element = shown.get(toast.id) ?? render(toast);
      shown.set(toast.id, element);
      if (element.parentElement !== place) place.append(element);
    }
    if (focused !== undefined && !focused.contains(document.activeElement)) giveFocusBack();
    // What was under the pointer went from under it without a word.
    if (toasts.length > 0 && !place.matches(':hover') && !place.contains(document.activeElement)) goOn();
  };
  watch(frame);
  known.add(frame);
  bringToTop(frame);
  $over.listen(() => {
    const place = placeNow(frame);
    if (!known.has(place)) {
      known.add(place);
      watch(place);
    }
    if (place !== frame) bringToTop(place);
    show();
  });
  $toasts.subscribe(show);
  document.addEventListener('keydown', (event) => {
    if (isUndo(event) && !isTyping(event.target) && undoLast()) event.preventDefault();
  });
}

function isUndo({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'z' && (ctrlKey || metaKey) && !shiftKey && !altKey;
}

/** There it takes back what was typed. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]');
}
