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

/** The quiet line above the screen: offline, or answers that wait for the owner's word. */
export function showNotices(place: HTMLElement): void {
  const show = () => {
    const waiting = $waiting.get();
    place.hidden = $online.get() && waiting === null;
    if (!$online.get()) {
      place.replaceChildren(line('You are offline. What you write is kept here, and nothing is sent without you.'));
    } else if (waiting !== null) {
      const text = waiting.count === 1 ? 'You are back online. One answer is waiting.' : `You are back online. ${waiting.count} answers are waiting.`;
      place.replaceChildren(line(text), button('Send now', 'btn-quiet', waiting.send), button('Discard', 'btn-text', waiting.discard));
    } else {
      place.replaceChildren();
    }
  };
  $online.subscribe(show);
  $waiting.subscribe(show);
}
