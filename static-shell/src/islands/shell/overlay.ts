import { atom } from 'nanostores';
import { isTaken } from '@/lib/keys';
import { topmost } from '@/lib/over';
import { isOpen } from '@/lib/tab';

/** What stands over every screen on request: the list of commands, or that of the keys. */
export const $overlay = atom<'none' | 'commands' | 'keys'>('none');

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]');
}

/** Ctrl-K or Cmd-K anywhere, and ? wherever nobody is typing. */
export function startShortcuts(button: HTMLElement): void {
  const open = (what: 'commands' | 'keys') => {
    // One thing over the page at a time.
    if (isOpen() && topmost() === null) $overlay.set(what);
  };
  button.addEventListener('click', () => open('commands'));
  document.addEventListener('keydown', (event) => {
    if (event.altKey || isTaken(event)) return;
    const withCommand = event.ctrlKey || event.metaKey;
    if (withCommand && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      open('commands');
    } else if (!withCommand && event.key === '?' && !isTyping(event.target)) {
      event.preventDefault();
      open('keys');
    }
  });
}
