import { isShown, type Shown } from './shown';

/** What the tabs of one browser tell each other: ids, and nothing else about anybody. */
export type Word = { readonly kind: 'in'; readonly shown: Shown } | { readonly kind: 'out' };

const NAME = 'xentri.session';
/** One for the page: a channel does not hear itself. */
let channel: BroadcastChannel | null = null;

function open(): BroadcastChannel {
  channel ??= new BroadcastChannel(NAME);
  return channel;
}

function wordOf(value: unknown): Word | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  if (value.kind === 'out') return { kind: 'out' };
  return value.kind === 'in' && 'shown' in value && isShown(value.shown) ? { kind: 'in', shown: value.shown } : null;
}

export function tell(word: Word): void {
  open().postMessage(word);
}

export function listen(hear: (word: Word) => void): void {
  open().addEventListener('message', (event: MessageEvent<unknown>) => {
    const word = wordOf(event.data);
    if (word !== null) hear(word);
  });
}
