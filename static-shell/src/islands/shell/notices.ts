import { $waiting } from '@/lib/drafts';
import { $online } from '@/lib/http';

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

function wordsAbout(count: number, wasOffline: boolean): string {
  const waiting = count === 1 ? 'One answer is waiting' : `${count} answers are waiting`;
  return wasOffline ? `You are back online. ${waiting}.` : `${waiting} to be sent.`;
}

/** The quiet line above the screen: offline, or answers that wait for the owner's word. */
export function showNotices(place: HTMLElement): void {
  // Answers of an earlier visit wait as well, and those that the server could not take.
  let wasOffline = false;
  const show = () => {
    const waiting = $waiting.get();
    place.hidden = $online.get() && waiting === null;
    wasOffline = !$online.get() || (wasOffline && waiting !== null);
    if (!$online.get()) {
      place.replaceChildren(line('You are offline. What you write is kept here, and nothing is sent without you.'));
    } else if (waiting !== null) {
      place.replaceChildren(line(wordsAbout(waiting.count, wasOffline)), button('Send now', 'btn-quiet', waiting.send), button('Discard', 'btn-text', waiting.discard));
    } else {
      place.replaceChildren();
    }
  };
  $online.subscribe(show);
  $waiting.subscribe(show);
}
