import { useStore } from '@nanostores/react';
import { useRef } from 'react';
import type { BriefSession } from '@/lib/api-types';
import { coveredCount, SECTIONS, type SectionSpec } from '@/lib/sections';
import { ProgressDot } from '@/ui/ProgressDot';
import { StatementRow } from './StatementRow';
import { $fresh, draftOf } from './session';

interface Props {
  readonly session: BriefSession;
  /** Shows the answer that a statement came from. */
  readonly onReceipt: (messageId: string) => void;
  /** Without the heading, where the sheet around it has one. */
  readonly bare?: boolean;
}

/** The Brief as far as it is known, filling while one talks. */
export function BriefPanel({ session, onReceipt, bare = false }: Props) {
  return (
    <div data-testid="brief-panel">
      {!bare && (
        <div className="flex items-center justify-between px-4 pt-4 pb-2">
          <h2>Your Brief</h2>
          <p className="tabular text-13 text-soft" data-testid="brief-count" aria-live="polite">
            {coveredCount(session.progress)} of {SECTIONS.length}
          </p>
        </div>
      )}
      {SECTIONS.map((spec) => (
        <PanelSection key={spec.name} spec={spec} session={session} onReceipt={onReceipt} />
      ))}
      <div className="border-t border-line-subtle p-4">
        <a href="/strategy/form" className="btn btn-quiet w-full" data-testid="use-form">
          Use a form instead
        </a>
      </div>
    </div>
  );
}

function PanelSection({ spec, session, onReceipt }: Props & { readonly spec: SectionSpec }) {
  const fresh = useStore($fresh);
  const content = draftOf(session, spec.name);
  const progress = session.progress[spec.name];
  const open = progress === 'partial' ? session.still_open[spec.name]?.[0] : undefined;
  const heading = useRef<HTMLHeadingElement>(null);
  const focusHeading = () => heading.current?.focus({ preventScroll: true });
  return (
    <section className="brief-section" data-section={spec.name} data-progress={progress} aria-labelledby={`panel-${spec.name}`}>
      <h3 id={`panel-${spec.name}`} ref={heading} tabIndex={-1} className="flex items-center gap-2 font-medium">
        <ProgressDot progress={progress} />
        {spec.label}
        {progress === 'open' && <span aria-hidden="true" className="ml-auto text-13 font-normal text-muted">not yet</span>}
      </h3>
      {content.statements.length > 0 && (
        <ul className="mt-1 pl-6">
          {content.statements.map((statement) => (
            <StatementRow key={statement.id} section={spec.name} statement={statement} fresh={fresh.has(statement.id)} onReceipt={onReceipt} onRemoved={focusHeading} />
          ))}
        </ul>
      )}
      {open !== undefined && <p className="mt-1 pl-6 text-13 text-muted">still open: {open}</p>}
    </section>
  );
}
