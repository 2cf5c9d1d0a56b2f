import { forgetAllTyped, isAnythingKept } from '@/lib/typed';

/** Why one was brought here, where one did not choose it. */
const WHY: Readonly<Record<string, string>> = {
  ended: 'Your session has ended. Sign in, and go on where you were.',
  gone: 'The account that was signed in here does not exist any more.',
};

/** Says how one came to be here, and that unsent words wait in this browser; nobody sees them, and whoever wants can remove them. */
export function sayWhatHappened(): void {
  const why = document.querySelector<HTMLElement>('[data-why]');
  const words = WHY[new URLSearchParams(location.search).get('why') ?? ''];
  if (why !== null && words !== undefined) {
    why.textContent = words;
    why.hidden = false;
  }
  const kept = document.querySelector<HTMLElement>('[data-kept]');
  if (kept === null || !isAnythingKept()) return;
  kept.hidden = false;
  kept.querySelector('[data-forget]')?.addEventListener('click', () => {
    forgetAllTyped();
    kept.textContent = 'They are removed.';
  });
}
