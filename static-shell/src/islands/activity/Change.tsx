import { useEffect, useRef, useState } from 'react';
import type { BriefChange, SectionName, SystemEvent } from '@/lib/api-types';
import { bySection, inALine } from '@/lib/brief-changes';
import { explain } from '@/lib/problem';
import { SECTION_NAMES } from '@/lib/sections';
import { ChangeLines } from '@/ui/ChangeLines';
import { compare } from './timeline';

/** What edits of one section have come to: between which versions. */
export interface SectionChange {
  readonly section: SectionName;
  readonly from: number;
  readonly to: number;
}

/** Of edits of one section, newest first; null for events that change no section. */
export function changeOf(events: readonly [SystemEvent, ...SystemEvent[]]): SectionChange | null {
  const [newest] = events;
  const oldest = events.at(-1) ?? newest;
  const section = SECTION_NAMES.find((name) => name === newest.payload['section']);
  const [from, to] = [oldest.payload['version'], newest.payload['version']];
  if (newest.type !== 'xentri.brief.updated.v1' || section === undefined || typeof from !== 'number' || typeof to !== 'number') return null;
  return { section, from: from - 1, to };
}

type Found =
  | { readonly kind: 'looking' }
  | { readonly kind: 'failed'; readonly fault: unknown }
  | { readonly kind: 'found'; readonly changes: readonly BriefChange[] };

/** Asks once it is wanted, and again when told so. */
function useChange({ section, from, to }: SectionChange, wanted: boolean): readonly [Found, () => void] {
  const [found, setFound] = useState<Found>({ kind: 'looking' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    compare(to, from).then(
      ({ changes }) => gone || setFound({ kind: 'found', changes: bySection(changes).find((one) => one.section === section)?.changes ?? [] }),
      (fault: unknown) => gone || setFound({ kind: 'failed', fault }),
    );
    return () => {
      gone = true;
    };
  }, [section, from, to, wanted, attempt]);
  return [found, () => setAttempt(attempt + 1)];
}

/** Whether the element has come in sight. */
function useInSight() {
  const ref = useRef<HTMLParagraphElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null || seen) return;
    const watch = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [seen]);
  return [ref, seen] as const;
}

/** From what to what, in a line that stands there from the start: nothing moves when the words come, which is when somebody sees it. */
export function ChangeInALine({ change }: { readonly change: SectionChange }) {
  const [ref, seen] = useInSight();
  const [found] = useChange(change, seen);
  return (
    <p ref={ref} className="event-change" dir="auto" data-testid="event-change">
      {found.kind === 'found' ? inALine(found.changes) : found.kind === 'failed' ? 'What changed could not be loaded' : ' '}
    </p>
  );
}

/** The same in full. */
export function Change({ change }: { readonly change: SectionChange }) {
  const [found, again] = useChange(change, true);
  switch (found.kind) {
    case 'looking':
      return <p className="skeleton text-13 text-muted">Looking for what changed…</p>;
    case 'failed':
      return (
        <p role="alert" className="text-13 text-error">
          {explain(found.fault)}{' '}
          <button type="button" className="link" onClick={again}>
            Try again
          </button>
        </p>
      );
    case 'found':
      return found.changes.length === 0 ? (
        <p className="text-soft">It says the same as before.</p>
      ) : (
        <div className="diff" data-testid="event-diff">
          <ChangeLines changes={found.changes} />
        </div>
      );
  }
}
