import { Fragment, useEffect, useState } from 'react';
import type { SystemEvent } from '@/lib/api-types';
import { beginningOf, isBeginning, placeOf, sentenceOfAll, waysToAnswers } from '@/lib/event-words';
import { explain } from '@/lib/problem';
import { type Row, steps } from './rows';
import { wayTo, type Way } from './timeline';

interface Props {
  readonly event: SystemEvent;
  readonly myId: string;
}

type State = { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly fault: unknown } | { readonly kind: 'ready'; readonly way: Way };

const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** The chain of causes, the first one on top. */
export function Why({ event, myId }: Props) {
  const [state, setState] = useState<State>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    wayTo(event).then(
      (way) => gone || setState({ kind: 'ready', way }),
      (fault: unknown) => gone || setState({ kind: 'failed', fault }),
    );
    return () => {
      gone = true;
    };
  }, [event, attempt]);
  if (state.kind === 'loading') return <p className="skeleton text-13 text-muted">Looking for what led to it…</p>;
  if (state.kind === 'failed') {
    return (
      <p role="alert" className="text-13 text-error">
        {explain(state.fault)}{' '}
        <button type="button" className="link" onClick={() => setAttempt(attempt + 1)}>
          Try again
        </button>
      </p>
    );
  }
  return <Chain event={event} way={state.way} myId={myId} />;
}

function Chain({ event, way: { chain, cut }, myId }: Props & { readonly way: Way }) {
  const [first = event] = chain;
  return (
    <div data-testid="why-chain">
      {chain.length > 1 && (
        <ol className="chain text-13">
          {cut && <li className="text-muted">More than is shown here led to it.</li>}
          {steps(chain).map((step) => (
            <Step key={step.events[0].id} step={step} isIt={step.events.some(({ id }) => id === event.id)} myId={myId} />
          ))}
        </ol>
      )}
      {(chain.length === 1 || (!cut && !isBeginning(first))) && <p className="mt-1 text-13 text-soft">{beginningOf(first)}</p>}
    </div>
  );
}

function Step({ step: { events }, isIt, myId }: { readonly step: Row; readonly isIt: boolean; readonly myId: string }) {
  const [newest] = events;
  const { path, label } = placeOf(newest);
  const answers = waysToAnswers(newest);
  return (
    <li aria-current={isIt ? 'true' : undefined}>
      {sentenceOfAll(events, myId)} <span className="tabular text-muted">{when.format(new Date(newest.occurred_at))}</span>{' '}
      <a href={path} className="link" aria-label={`${label}: ${sentenceOfAll(events, myId)}`}>
        {label}
      </a>
      {answers.length > 0 && <MadeFrom ways={answers} />}
    </li>
  );
}

/** Each leads to the very words. */
function MadeFrom({ ways }: { readonly ways: readonly string[] }) {
  const [only, ...more] = ways;
  return (
    <span className="block text-muted" data-testid="made-from">
      It was made from{' '}
      {more.length === 0 ? (
        <a href={only} className="link">
          one of your answers
        </a>
      ) : (
        <>
          {ways.length} of your answers:{' '}
          {ways.map((way, at) => (
            <Fragment key={way}>
              <a href={way} className="link" aria-label={`Answer ${at + 1} of ${ways.length}`}>
                {at + 1}
              </a>
              {at < ways.length - 1 && ', '}
            </Fragment>
          ))}
        </>
      )}
      .
    </span>
  );
}
