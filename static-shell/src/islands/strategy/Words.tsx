import { useStore } from '@nanostores/react';
import { type RefObject, useEffect, useRef } from 'react';
import type { Message } from '@/lib/api-types';
import { ApiProblem, explain } from '@/lib/problem';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { $talk, type Answer, type Talk, drop, loadEarlier, loadTalk, retry } from './talk';
import { openNow } from './session';

interface Props {
  readonly onTakeBack: (text: string) => void;
}

/** What was said, newest at the bottom. */
export function Words({ onTakeBack }: Props) {
  const talk = useStore($talk);
  if (talk.fault === null) return <Log talk={talk} onTakeBack={onTakeBack} />;
  return <ErrorIsland title="The conversation could not be loaded." fault={talk.fault} onRetry={() => void loadTalk(openNow(), true)} />;
}

function Log({ talk, onTakeBack }: Props & { readonly talk: Talk }) {
  const log = useRef<HTMLDivElement>(null);
  const thinking = talk.answers.some((answer) => answer.state === 'sending');
  useFollowing(log, `${talk.messages.at(-1)?.id ?? ''} ${talk.answers.length}`);
  return (
    <div className="talk-log" ref={log} role="log" aria-label="Conversation" tabIndex={0} data-testid="messages">
      <ol className="talk-column">
        {talk.earlier !== null && (
          <li className="self-center">
            <button type="button" className="btn btn-text" disabled={talk.loadingEarlier} onClick={() => void loadEarlier().catch(() => undefined)}>
              Earlier
            </button>
          </li>
        )}
        {talk.messages.map((message) => (
          <Said key={message.id} message={message} />
        ))}
        {talk.welcome !== null && <li className="self-center text-13 text-muted" data-testid="welcome-back">{talk.welcome}</li>}
        {talk.answers.map((answer) => (
          <Pending key={answer.key} answer={answer} onTakeBack={onTakeBack} />
        ))}
        {thinking && (
          <li className="words-copilot words-thinking">
            <span className="sr-only">The co-pilot is thinking</span>
            <span className="dots" aria-hidden="true">
              <span />
              <span />
              <span />
            </span>
          </li>
        )}
      </ol>
    </div>
  );
}

const NEAR_PX = 24;

/**
 * Keeps the newest words in sight: when there are new ones, and when an offer below or a word about sending takes some of the height. Whoever
 * has scrolled up to read is left alone, and older words that come in above leave the view where it is.
 */
function useFollowing(log: RefObject<HTMLDivElement | null>, newest: string): void {
  const following = useRef(true);
  /** Where our own last scroll went. */
  const put = useRef('');
  useEffect(() => {
    const element = log.current;
    if (element === null) return;
    const scrollers = scrollersOf(element);
    const look = () => {
      const near = scrollers.every((one) => one.scrollHeight - one.scrollTop - one.clientHeight < NEAR_PX);
      // Word of our own scroll may come when the height has changed again: then it is not the reader who went away from the end.
      if (near || places(scrollers) !== put.current) following.current = near;
    };
    const follow = () => {
      if (following.current) put.current = toEnd(scrollers);
    };
    const sizes = new ResizeObserver(follow);
    for (const one of [element, ...element.children]) sizes.observe(one);
    for (const one of scrollers) one.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      for (const one of scrollers) one.removeEventListener('scroll', look);
    };
  }, [log]);
  useEffect(() => {
    following.current = true;
    if (log.current !== null) put.current = toEnd(scrollersOf(log.current));
  }, [log, newest]);
}

/** Where there is little height, the pane around the log scrolls instead of it (conversation.css). */
function scrollersOf(log: HTMLElement): readonly HTMLElement[] {
  return log.parentElement === null ? [log] : [log, log.parentElement];
}

function toEnd(scrollers: readonly HTMLElement[]): string {
  for (const one of scrollers) one.scrollTop = one.scrollHeight;
  return places(scrollers);
}

function places(scrollers: readonly HTMLElement[]): string {
  return scrollers.map((one) => one.scrollTop).join();
}

function Said({ message }: { readonly message: Message }) {
  const mine = message.role === 'owner';
  return (
    <li id={`m-${message.id}`} className={mine ? 'words-owner' : 'words-copilot'} data-testid={`message-${message.role}`}>
      <span className="sr-only">{mine ? 'You said: ' : 'Co-pilot: '}</span>
      <p className="words" dir="auto">
        {message.text}
      </p>
    </li>
  );
}

/** A refusal says why; everything else is a matter of time, and the answer is safe in this browser meanwhile. */
function stateWord(answer: Answer): string {
  if (answer.state === 'sending') return 'Sending';
  const refused = answer.fault instanceof ApiProblem && answer.fault.status < 500;
  return refused ? `Not sent. ${explain(answer.fault)}` : 'Kept here, not sent yet.';
}

/** An answer that is not in the conversation yet. When it fails it stays visible, with the ways on. */
function Pending({ answer, onTakeBack }: { readonly answer: Answer } & Props) {
  const stuck = answer.state !== 'sending';
  return (
    <li className="words-owner" data-testid={`answer-${answer.state}`}>
      <p className={`words ${stuck ? 'opacity-80' : ''}`} dir="auto">
        {answer.text}
      </p>
      {stuck ? (
        <div className="mt-1 flex flex-wrap items-center justify-end gap-x-2 text-13 text-warning" role="status">
          <span>{stateWord(answer)}</span>
          <button type="button" className="btn btn-text" onClick={() => retry(answer.key)}>
            Send again
          </button>
          <button
            type="button"
            className="btn btn-text"
            onClick={() => {
              drop(answer.key);
              onTakeBack(answer.text);
            }}
          >
            Edit
          </button>
        </div>
      ) : (
        <span className="sr-only">{stateWord(answer)}</span>
      )}
    </li>
  );
}
