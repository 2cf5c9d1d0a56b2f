import { atom } from 'nanostores';

export interface Toast {
  readonly id: string;
  readonly text: string;
  readonly undo?: () => void;
}

const SHOWN_MS = 5_000;

export const $toasts = atom<readonly Toast[]>([]);

export function dismiss(id: string): void {
  $toasts.set($toasts.get().filter((one) => one.id !== id));
}

/** Says that something happened, for five seconds; with `undo`, offers the way back. */
export function say(text: string, undo?: () => void): void {
  const toast: Toast = { id: crypto.randomUUID(), text, ...(undo === undefined ? {} : { undo }) };
  $toasts.set([...$toasts.get(), toast].slice(-3));
  setTimeout(() => dismiss(toast.id), SHOWN_MS);
}
