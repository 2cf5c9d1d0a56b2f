import { useStore } from '@nanostores/react';
import { ChevronUp } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { BriefSession } from '@/lib/api-types';
import { hasKeyboard } from '@/lib/focus';
import { explain } from '@/lib/problem';
import { $search, ask } from '@/lib/router';
import { coveredCount, SECTIONS } from '@/lib/sections';
import { say as sayToast } from '@/lib/toast';
import type { Copy } from '@/lib/typed';
import { saidIn } from '@/lib/way-to-answer';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { OtherWords } from '@/ui/OtherWords';
import { Sheet } from '@/ui/Sheet';
import { ScreenSkeleton } from '@/ui/Skeleton';
import { useArrived } from '@/ui/useArrived';
import { useTyped } from '@/ui/useTyped';
import type { FoundAnswer } from './answers';
import { Asked } from './Asked';
import { answerOf } from './brief';
import { BriefPanel } from './BriefPanel';
import { Composer } from './Composer';
import { NextStep } from './NextStep';
import { PastConversation } from './PastConversation';
import { Resting } from './Resting';
import { COMPOSER } from './kept-as';
import { $session, openSession, type Words as SessionWords } from './session';
import { $sought, $talk, findMessage, loadTalk, say, seek } from './talk';
import { Words } from './Words';

/** The conversation beside the live Brief. */
export default function ConversationScreen() {
  const store = useStore($session);
  const asked = saidIn(useStore($search));
  useEffect(() => void openSession(), []);
  // The one that is open, or none of those that have ended.
  const isElsewhere = asked?.session != null && (store.kind === 'resting' || (store.kind === 'open' && store.session.id !== asked.session));
  if (isElsewhere) return <PastConversation key={asked.session + asked.message} session={asked.session} said={asked.message} />;
  switch (store.kind) {
    case 'loading':
      return <ScreenSkeleton screen="conversation" />;
    case 'failed':
      return <ErrorIsland title="The conversation could not be opened." fault={store.fault} onRetry={() => void openSession()} />;
    case 'resting':
      return <Resting />;
    case 'open':
      return <Conversation {...store} said={asked?.message ?? null} />;
  }
}

const FOUND_MS = 2_000;

/** Marked for a moment: who asks from beside the conversation looks at it already. */
async function showAnswer(messageId: string): Promise<void> {
  if (!(await seek(messageId))) return;
  setTimeout(() => {
    if ($sought.get() === messageId) $sought.set(null);
  }, FOUND_MS);
}

/** What the address asks to see. It stays marked as long as it does, also after a reload. */
function useAskedFor(said: string | null, isLoaded: boolean): void {
  useEffect(() => {
    if (said === null || !isLoaded) return;
    seek(said).then(
      (found) => found || sayToast('This answer is not in the conversation any more.'),
      (fault: unknown) => sayToast(`Earlier words could not be loaded. ${explain(fault)}`),
    );
    return () => $sought.set(null);
  }, [said, isLoaded]);
}

/** A conversation goes on: nobody looks for anything in it any more. */
function goOn(): void {
  $sought.set(null);
  ask('', { replace: true });
}

/** What was said in it, wherever one comes from: in this conversation, or in one before it. */
async function findAnswer(session: string, messageId: string): Promise<FoundAnswer | null> {
  const message = await findMessage(messageId);
  return message === null ? answerOf(messageId) : { text: message.text, session, isHere: true };
}

interface Open {
  readonly session: BriefSession;
  readonly resumed: boolean;
  readonly words?: SessionWords;
  /** The id of a message that the address asks to see. */
  readonly said: string | null;
}

function Conversation({ session, resumed, words, said }: Open) {
  const { text, change: setText, others, use: exchange, discard } = useTyped(COMPOSER, '');
  const [sheet, setSheet] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { engineDown, sessionId } = useStore($talk);
  // Words that came along stand there with the first paint.
  useLayoutEffect(() => void loadTalk(session, resumed, words), [session, resumed, words]);
  useArrived(true);
  useAskedFor(said, sessionId === session.id);
  const count = `${coveredCount(session.progress)} of ${SECTIONS.length}`;

  const send = (words: string, replaces: string | null) => {
    goOn();
    say(words, replaces);
    setText('');
    field.current?.focus();
  };
  const reply = (words: string) => {
    goOn();
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
  const { id } = session;
  const receipts = useMemo(
    () => ({
      find: (messageId: string) => findAnswer(id, messageId),
      onShow: (messageId: string) => {
        setSheet(false);
        void showAnswer(messageId);
      },
    }),
    [id],
  );
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
        <BriefPanel session={session} receipts={receipts} />
      </aside>
      <Sheet label={`Your Brief: ${count}`} open={sheet} onClose={() => setSheet(false)}>
        {sheet && <BriefPanel session={session} receipts={receipts} bare />}
      </Sheet>
    </div>
  );
}
