import { $waiting, discardWaiting, sendWaiting, type Waiting } from '@/lib/drafts';
import { focusIfLost } from '@/lib/focus';
import { $online } from '@/lib/http';
import { say } from '@/lib/toast';

function button(label: string, style: string, act: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = `btn ${style}`;
  element.textContent = label;
  element.addEventListener('click', act);
  return element;
}

function line(text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = 'flex-1';
  element.textContent = text;
  return element;
}

function counted({ count, kind }: Waiting): string {
  const what = kind ?? 'thing';
  return count === 1 ? `One ${what} is waiting` : `${count} ${what}s are waiting`;
}

const OFFLINE = 'You are offline. What you write is kept here, and nothing is sent without you.';

function wordsAbout(waiting: Waiting | null, online: boolean, wasOffline: boolean): string {
  if (!online) return waiting === null ? OFFLINE : `You are offline. ${counted(waiting)}, and nothing is sent without you.`;
  if (waiting === null) return '';
  return wasOffline ? `You are back online. ${counted(waiting)}.` : `${counted(waiting)} to be sent.`;
}

function throwAway(): void {
  const back = discardWaiting();
  say('Thrown away.', back);
}

/** The quiet line above the screen: offline, or what waits for the owner's word, all of it in one count. */
export function showNotices(place: HTMLElement): void {
  // Things of an earlier visit wait as well, and those that the server could not take.
  let wasOffline = false;
  let shown = '';
  const show = () => {
    const waiting = $waiting.get();
    const online = $online.get();
    wasOffline = !online || (wasOffline && waiting !== null);
    const words = wordsAbout(waiting, online, wasOffline);
    if (words === shown) return;
    shown = words;
    const focused = place.contains(document.activeElement);
    const ways = online && waiting !== null ? [button('Send now', 'btn-quiet', sendWaiting), button('Throw away', 'btn-text', throwAway)] : [];
    place.hidden = words === '';
    place.replaceChildren(...(words === '' ? [] : [line(words), ...ways]));
    // The button that was pressed has gone.
    if (focused) focusIfLost('[data-notice] button', '#main [data-begin]', '#main h1[tabindex="-1"]', '#main');
  };
  $online.subscribe(show);
  $waiting.subscribe(show);
}
