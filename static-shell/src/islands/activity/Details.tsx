import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import type { SystemEvent } from '@/lib/api-types';
import { factsOf } from '@/lib/event-words';
import { say } from '@/lib/toast';
import { Change, changeOf } from './Change';

interface Props {
  readonly event: SystemEvent;
  readonly myId: string;
}

/** All that is known of an event: in words, and below them as it is written down. */
export function Details({ event, myId }: Props) {
  const change = changeOf([event]);
  return (
    <div data-testid="event-facts">
      <dl className="event-facts text-13">
        {factsOf(event, myId).map(({ label, words }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      {change !== null && (
        <div className="mt-2">
          <Change change={change} />
        </div>
      )}
      <Raw event={event} />
    </div>
  );
}

function Raw({ event }: { readonly event: SystemEvent }) {
  const [copied, setCopied] = useState(false);
  const raw = JSON.stringify(event, null, 2);
  const copy = () => {
    navigator.clipboard.writeText(raw).then(
      () => setCopied(true),
      () => say('The browser did not allow copying. Select the text instead.'),
    );
  };
  return (
    <>
      <div className="mt-3 mb-1 flex items-center justify-between gap-3">
        <p className="text-12 text-muted">As it is written down</p>
        <button type="button" className="btn btn-quiet" onClick={copy} data-testid="event-copy">
          {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
          {copied ? 'Copied' : 'Copy'}
        </button>
      </div>
      <pre className="raw">{raw}</pre>
    </>
  );
}
