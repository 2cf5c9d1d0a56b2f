import { atom } from 'nanostores';

/**
 * The dialogs that stand over the page, the topmost last. Everything outside the topmost one is inert: what is to be seen and pressed
 * meanwhile has to be within it.
 */
export const $over = atom<readonly HTMLDialogElement[]>([]);

/** Opens a dialog over everything else. It leaves the list when it closes, however that comes about. */
export function openOver(dialog: HTMLDialogElement): void {
  if (dialog.open) return;
  dialog.showModal();
  dialog.addEventListener('close', () => $over.set($over.get().filter((one) => one !== dialog)), { once: true });
  $over.set([...$over.get(), dialog]);
}

/** For a dialog that goes away with what it belongs to: nobody closes it then. */
export function closeGone(dialog: HTMLDialogElement): void {
  if (dialog.open) dialog.close();
  $over.set($over.get().filter((one) => one !== dialog));
}

export function topmost(): HTMLDialogElement | null {
  return $over.get().findLast((dialog) => dialog.isConnected && dialog.open) ?? null;
}
