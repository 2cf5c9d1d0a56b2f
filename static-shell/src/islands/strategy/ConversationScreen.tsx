import { useStore } from '@nanostores/react';
import { ChevronUp } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { BriefSession } from '@/lib/api-types';
import { hasKeyboard } from '@/lib/focus';
import { coveredCount, SECTIONS } from '@/lib/sections';
import type { Copy } from '@/lib/typed';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { OtherWords } from '@/ui/OtherWords';
import { Sheet } from '@/ui/Sheet';
import { ScreenSkeleton } from '@/ui/Skeleton';
import { useArrived } from '@/ui/useArrived';
import { useTyped } from '@/ui/useTyped';
import { Asked } from './Asked';
import { BriefPanel } from './BriefPanel';
import { Composer } from './Composer';
import { NextStep } from './NextStep';
import { Resting } from './Resting';
import { COMPOSER } from './kept-as';
import { $session, openSession, type Words as SessionWords } from './session';
import { $talk, findMessage, loadTalk, say } from './talk';
import { Words } from './Words';

/** The conversation beside the live Brief. */
export default function ConversationScreen() {
  const store = useStore($session);
  useEffect(() => void openSession(), []);
  switch (store.kind) {
    case 'loading':
      return <ScreenSkeleton screen="conversation" />;
    case 'failed':
      return <ErrorIsland title="The conversation could not be opened." fault={store.fault} onRetry={() => void openSession()} />;
    case 'resting':
      return <Resting />;
    case 'open':
      return <Conversation {...store} />;
  }
}

const FOUND_MS = 2_000;

async function showAnswer(messageId: string): Promise<void> {
  if ((await findMessage(messageId)) === null) return;
  // The list renders the older words first; the next frame has them.
  requestAnimationFrame(() => {
    const element = document.getElementById(`m-${messageId}`);
    element?.scrollIntoView({ block: 'center' });
    element?.focus({ preventScroll: true });
    element?.classList.add('is-found');
    setTimeout(() => element?.classList.remove('is-found'), FOUND_MS);
  });
}

interface Open {
  readonly session: BriefSession;
  readonly resumed: boolean;
  readonly words?: SessionWords;
}

function Conversation({ session, resumed, words }: Open) {
  const { text, change: setText, others, use: exchange, discard } = useTyped(COMPOSER, '');
  const [sheet, setSheet] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { engineDown } = useStore($talk);
  // Words that came along stand there with the first paint.
  useLayoutEffect(() => void loadTalk(session, resumed, words), [session, resumed, words]);
  useArrived(true);
  const count = `${coveredCount(session.progress)} of ${SECTIONS.length}`;

  const send = (words: string, replaces: string | null) => {
    say(words, replaces);
    setText('');
    field.current?.focus();
  };
  const reply = (words: string) => {
    say(words);
    // Tapping a reply is no wish for the keyboard of a phone.
    if (hasKeyboard()) field.current?.focus();
  };
  const takeBack = (words: string) => {
    setText(text.trim() === '' ? words : `${words}\n${text}`);
    field.current?.focus();
  };
  const takeOther = (copy: Copy) => {
    exchange(copy);
    field.current?.focus();
  };
  const receipt = (messageId: string) => {
    setSheet(false);
    void showAnswer(messageId);
  };
  return (
    <div className="talk panel" data-testid="conversation">
      <h1 className="sr-only" tabIndex={-1}>
        Conversation
      </h1>
      <div className="talk-words">
        <div className="phone-only items-center justify-end border-b border-line-subtle px-2">
          <button type="button" className="btn btn-text tabular" aria-haspopup="dialog" onClick={() => setSheet(true)} data-testid="brief-sheet">
            Your Brief: {count}
            <ChevronUp size={16} aria-hidden="true" />
          </button>
        </div>
        <Words onTakeBack={takeBack} />
        {engineDown && (
          <div className="talk-column mb-3" role="status" data-testid="degraded">
            <p className="status tone-warning">
              Working without the co-pilot. Your answers are saved.{' '}
              <a className="link" href="/strategy/form">
                Use a form instead
              </a>
            </p>
          </div>
        )}
        <Asked session={session} />
        <NextStep session={session} onAnswer={reply} />
        {others.length > 0 && (
          <div className="talk-column mb-3">
            <OtherWords offers={others.map((copy) => ({ copy, words: copy.value }))} onUse={takeOther} onDiscard={discard} />
          </div>
        )}
        <Composer text={text} onText={setText} onSend={send} field={field} />
      </div>
      <aside className="talk-brief" aria-label="Your Brief">
        <BriefPanel session={session} onReceipt={receipt} />
      </aside>
      <Sheet label={`Your Brief: ${count}`} open={sheet} onClose={() => setSheet(false)}>
        {sheet && <BriefPanel session={session} onReceipt={receipt} bare />}
      </Sheet>
    </div>
  );
}
