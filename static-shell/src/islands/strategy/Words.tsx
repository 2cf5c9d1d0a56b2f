import { useStore } from '@nanostores/react';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { Message } from '@/lib/api-types';
import { focusNext } from '@/lib/focus';
import { ApiProblem, explain } from '@/lib/problem';
import { SECTION_NAMES } from '@/lib/sections';
import { say as sayToast } from '@/lib/toast';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { $sought, $talk, type Answer, type Talk, drop, lastAnswer, loadEarlier, loadTalk, retry, standing } from './talk';
import { $session, draftOf, openNow } from './session';

interface Props {
  readonly onTakeBack: (text: string) => void;
}

/** What was said, newest at the bottom. */
export function Words({ onTakeBack }: Props) {
  const talk = useStore($talk);
  if (talk.fault === null) return <Log talk={talk} onTakeBack={onTakeBack} />;
  return (
    <div className="m-6">
      <ErrorIsland title="The conversation could not be loaded." fault={talk.fault} onRetry={() => void loadTalk(openNow(), true)} inside />
    </div>
  );
}

function Log({ talk, onTakeBack }: Props & { readonly talk: Talk }) {
  const log = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const thinking = talk.answers.some((answer) => answer.state === 'sending');
  useReadingPlace(log, talk.messages[0]?.id);
  const sought = useStore($sought);
  useFollowing(log, `${talk.messages.at(-1)?.id ?? ''} ${talk.answers.length}`, sought !== null);
  useSought(sought, talk.messages.some(({ id }) => id === sought));
  useGliding(list);
  const earlier = () => {
    loadEarlier().then(
      // The last of them takes the button away: reading goes on in the log.
      () => focusNext('[data-testid="earlier"]', '[data-testid="messages"]'),
      (fault: unknown) => sayToast(`Earlier words could not be loaded. ${explain(fault)}`),
    );
  };
  return (
    <div className="talk-log" ref={log} role="log" aria-label="Conversation" tabIndex={0} data-testid="messages">
      <ol className="talk-column" ref={list}>
        {talk.earlier !== null && (
          <li className="self-center">
            <button type="button" className="btn btn-text" aria-disabled={talk.loadingEarlier} onClick={earlier} data-testid="earlier">
              {talk.loadingEarlier ? 'One moment…' : 'Earlier'}
            </button>
          </li>
        )}
        {standing(talk).map((message) => (
          <Said key={message.id} message={message} first={isFirst(talk)} sought={message.id === sought} />
        ))}
        <Noted talk={talk} />
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

/** On a phone the live Brief lies behind a sheet: what the last answer has told stands under the reply to it. */
function Noted({ talk }: { readonly talk: Talk }) {
  const store = useStore($session);
  const last = lastAnswer(talk);
  if (store.kind !== 'open' || last === null) return null;
  const facts = SECTION_NAMES.flatMap((name) => draftOf(store.session, name).statements).filter(({ receipts }) => receipts.includes(last.id));
  if (facts.length === 0) return null;
  return (
    <li className="phone-only status tone-copilot ml-5 flex-col items-start text-13" data-testid="noted">
      <p className="text-12 text-muted">Noted in your Brief</p>
      {facts.map(({ id, text }) => (
        <p key={id} className="words" dir="auto">
          {text}
        </p>
      ))}
    </li>
  );
}

/** Words that come in above move nothing: what one was reading stays where it was. */
function useReadingPlace(log: RefObject<HTMLDivElement | null>, oldest: string | undefined): void {
  const before = useRef<{ oldest: string | undefined; height: number } | null>(null);
  useLayoutEffect(() => {
    const element = log.current;
    if (element === null) return;
    const was = before.current;
    const scroller = scrollersOf(element).find((one) => one.scrollHeight > one.clientHeight) ?? element;
    if (was?.oldest !== undefined && was.oldest !== oldest && document.getElementById(`m-${was.oldest}`) !== null) {
      scroller.scrollBy({ top: scroller.scrollHeight - was.height, behavior: 'instant' });
    }
    before.current = { oldest, height: scroller.scrollHeight };
  });
}

const GLIDES_MS = 160;

/**
 * Few words stand near the box, so those that come push the others up. One sees them glide there and keeps one's place; a log that is full
 * scrolls instead. It begins in the moment of the change, whatever took height beside the log, so that nothing is seen to jump first.
 */
function useGliding(list: RefObject<HTMLOListElement | null>): void {
  useEffect(() => {
    const element = list.current;
    const around = element?.closest('.talk-words');
    if (element === null || around == null) return;
    const said = () => element.querySelector('li[id]') !== null;
    let before = element.offsetTop;
    let stood = said();
    const changes = new MutationObserver(() => {
      const by = before - element.offsetTop;
      // What comes with the page takes its place at once: only what stood there already can be seen to move.
      const seen = stood;
      before = element.offsetTop;
      stood = said();
      if (!seen || by === 0 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
      element.animate([{ transform: `translateY(${by}px)` }, { transform: 'none' }], { duration: GLIDES_MS, easing: 'ease-out' });
    });
    changes.observe(around, { childList: true, subtree: true });
    return () => changes.disconnect();
  }, [list]);
}

const NEAR_PX = 24;

/**
 * Keeps the newest words in sight: when there are new ones, and when an offer below or a word about sending takes some of the height. Whoever
 * has scrolled up to read is left alone, as is who looks for something (`held`), and older words that come in above leave the view where it is.
 */
function useFollowing(log: RefObject<HTMLDivElement | null>, newest: string, held: boolean): void {
  const following = useRef(true);
  const holds = useRef(held);
  useLayoutEffect(() => {
    holds.current = held;
    if (held) following.current = false;
  }, [held]);
  /** How high everything was when it was last looked at. */
  const known = useRef('');
  useEffect(() => {
    const element = log.current;
    if (element === null) return;
    const scrollers = scrollersOf(element);
    const follow = () => {
      known.current = heights(scrollers);
      if (following.current) toEnd(scrollers);
    };
    const look = () => {
      // Where something has taken height or given it back meanwhile, it is not the reader who went away from the end.
      if (heights(scrollers) !== known.current) follow();
      else following.current = scrollers.every((one) => one.scrollHeight - one.scrollTop - one.clientHeight < NEAR_PX);
    };
    const sizes = new ResizeObserver(follow);
    for (const one of new Set([...scrollers, ...scrollers.flatMap((scroller) => [...scroller.children])])) sizes.observe(one);
    for (const one of scrollers) one.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      for (const one of scrollers) one.removeEventListener('scroll', look);
    };
  }, [log]);
  useEffect(() => {
    if (holds.current) return;
    following.current = true;
    if (log.current !== null) toEnd(scrollersOf(log.current));
  }, [log, newest]);
}

/** Brings what is looked for in sight, once it is there. */
export function useSought(sought: string | null, isThere: boolean): void {
  useEffect(() => {
    if (sought === null || !isThere) return;
    const element = document.getElementById(`m-${sought}`);
    element?.scrollIntoView({ block: 'center', behavior: 'instant' });
    element?.focus({ preventScroll: true });
  }, [sought, isThere]);
}

/** Where there is little height, the pane around the log scrolls instead of it (conversation.css). */
function scrollersOf(log: HTMLElement): readonly HTMLElement[] {
  return log.parentElement === null ? [log] : [log, log.parentElement];
}

function toEnd(scrollers: readonly HTMLElement[]): void {
  for (const one of scrollers) one.scrollTop = one.scrollHeight;
}

function heights(scrollers: readonly HTMLElement[]): string {
  return scrollers.map((one) => `${one.clientHeight}/${one.scrollHeight}`).join();
}

/** Nothing but the first question has been said. */
function isFirst({ messages, answers, earlier }: Talk): boolean {
  return messages.length === 1 && answers.length === 0 && earlier === null;
}

interface SaidProps {
  readonly message: Message;
  readonly first: boolean;
  /** Whether it is what one came for. */
  readonly sought: boolean;
}

export function Said({ message, first, sought }: SaidProps) {
  const mine = message.role === 'owner';
  const style = `${mine ? 'words-owner' : 'words-copilot'} ${first ? 'words-first' : ''} ${sought ? 'is-found' : ''}`;
  return (
    <li id={`m-${message.id}`} tabIndex={-1} className={style} aria-current={sought ? 'true' : undefined} data-testid={`message-${message.role}`}>
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
          {answer.state === 'failed' && (
            <button type="button" className="btn btn-text" onClick={() => retry(answer.key)}>
              Send again
            </button>
          )}
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
