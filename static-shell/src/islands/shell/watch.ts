import * as api from '@/lib/api';
import { listen, type Word } from '@/lib/other-tabs';
import { $shown, isAssumed, lastSignedIn, sameShown } from '@/lib/shown';
import { $tab, beginAnew, close, isOpen } from '@/lib/tab';

const ASK_AGAIN_MS = 20_000;
const PATIENCE_MS = 5_000;
let asked = Date.now();

/** Notices that the browser's session has changed: told by another tab, asked when one looks at this one, asked before a kept page shows again. */
export function watchSession(): void {
  listen(hear);
  document.addEventListener('visibilitychange', lookedAt);
  window.addEventListener('focus', lookedAt);
  window.addEventListener('pagehide', (event) => {
    if (event.persisted) cover(true);
  });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) void comeBack();
  });
}

function hear(word: Word): void {
  const shown = $shown.get();
  const { kind } = $tab.get();
  if (word.kind === 'out') close({ kind: 'left', why: 'signed_out' });
  else if (shown !== null && !sameShown(word.shown, shown)) {
    if (isAssumed()) beginAnew();
    else close({ kind: 'taken' });
  }
  // What this tab was opened for is there again, or there is something at last: it starts with that.
  else if (kind === 'taken' || kind === 'no_workspace') location.reload();
}

/** Other browsers and other clients change sessions too. Asking costs a call, so not each time. */
function lookedAt(): void {
  const due = Date.now() - asked >= ASK_AGAIN_MS;
  if (due && document.visibilityState === 'visible' && isOpen() && $shown.get() !== null) void ask();
}

/** Whether somebody answered. What the answer means for the tab is decided where every answer is read (lib/http). */
async function ask(): Promise<boolean> {
  asked = Date.now();
  return api.getMe().then(
    () => true,
    () => !isOpen(),
  );
}

/** The browser keeps a page as it was left: left covered, it comes back covered. */
function cover(on: boolean): void {
  document.documentElement.toggleAttribute('data-covered', on);
}

async function comeBack(): Promise<void> {
  if ($tab.get().kind === 'left') {
    location.replace('/sign-in');
    return;
  }
  if (isOpen() && $shown.get() !== null && !(await Promise.race([ask(), patience()]))) trustWhatIsKnown();
  cover(false);
}

function patience(): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), PATIENCE_MS));
}

/** Without an answer, what the tabs of this browser left behind says who is signed in. */
function trustWhatIsKnown(): void {
  if (!sameShown(lastSignedIn(), $shown.get())) close({ kind: 'taken' });
}
