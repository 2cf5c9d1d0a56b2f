import { useEffect, useRef } from 'react';
import { $online } from '@/lib/http';
import { ApiProblem, explain, isExpected, Unreachable } from '@/lib/problem';

interface Props {
  readonly title: string;
  readonly fault: unknown;
  readonly onRetry: () => void;
  /** Inside a panel, whose own space around it is enough. */
  readonly inside?: boolean;
}

/** What went wrong in one part of the screen, and the way to try again. */
export function ErrorIsland({ title, fault, onRetry, inside = false }: Props) {
  useEffect(() => {
    // A refusal is told to the person; a fault of ours must also reach whoever looks for faults.
    if (!isExpected(fault)) reportError(fault);
  }, [fault]);
  const again = useRef(onRetry);
  useEffect(() => {
    again.current = onRetry;
  });
  // What nobody could be asked about comes by itself once somebody can.
  useEffect(() => {
    if (!(fault instanceof Unreachable)) return;
    return $online.listen((online) => {
      if (online) again.current();
    });
  }, [fault]);
  // Where it stands for a whole screen, the screen has no other heading.
  const Title = inside ? 'p' : 'h1';
  const trace = fault instanceof ApiProblem ? fault.facts.traceId : null;
  return (
    <div role="alert" className={`status tone-error ${inside ? '' : 'm-6'}`} data-testid="error-island">
      <Title className="text-[1em] leading-[inherit] font-medium text-text">{title}</Title>
      <p className="mt-1">{explain(fault)}</p>
      {trace !== null && <p className="mt-1 text-12 text-muted">Trace {trace}</p>}
      <button type="button" className="btn btn-quiet mt-3" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
