import { useEffect, useState } from 'react';
import type { SystemEvent } from '@/lib/api-types';
import { chainOf, sentenceOf } from '@/lib/event-words';
import { explain } from '@/lib/problem';
import { thread } from './timeline';

interface Props {
  readonly event: SystemEvent;
  readonly myId: string;
}

type State = { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly fault: unknown } | { readonly kind: 'ready'; readonly chain: readonly SystemEvent[] };

const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** The chain of causes, the first one on top. */
export function Why({ event, myId }: Props) {
  const [state, setState] = useState<State>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    thread(event).then(
      (known) => gone || setState({ kind: 'ready', chain: chainOf(event, known) }),
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
  if (state.chain.length === 1) return <p className="text-13 text-soft" data-testid="why-chain">Nothing led to this: it began here.</p>;
  return (
    <ol className="chain text-13" data-testid="why-chain">
      {state.chain.map((cause) => (
        <li key={cause.id} aria-current={cause.id === event.id ? 'true' : undefined}>
          {sentenceOf(cause, myId)} <span className="tabular text-muted">{when.format(new Date(cause.occurred_at))}</span>
        </li>
      ))}
    </ol>
  );
}
