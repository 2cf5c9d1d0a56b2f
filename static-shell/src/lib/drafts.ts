import { atom } from 'nanostores';

/** Answers that could not be sent and wait for the owner's word, counted for the frame's notice. The conversation fills it. */
export interface Waiting {
  readonly count: number;
  readonly send: () => void;
  readonly discard: () => void;
}

export const $waiting = atom<Waiting | null>(null);
