import { useStore } from '@nanostores/react';
import { ChevronDown } from 'lucide-react';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { BriefSession } from '@/lib/api-types';
import { coveredCount, SECTIONS, type SectionSpec } from '@/lib/sections';
import { ProgressDot } from '@/ui/ProgressDot';
import { $facts } from './facts';
import { $unfolded, fold, unfold } from './folds';
import type { ReceiptNeeds } from './Receipt';
import { isBeingEdited, StatementRow } from './StatementRow';
import { $fresh, draftOf } from './session';

interface Props {
  readonly session: BriefSession;
  readonly receipts: ReceiptNeeds;
  /** Without the heading, where the sheet around it has one. */
  readonly bare?: boolean;
}

/** The Brief as far as it is known, filling while one talks. */
export function BriefPanel({ session, receipts, bare = false }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  useNewInSight(panel);
  return (
    <div data-testid="brief-panel" ref={panel}>
      {!bare && (
        <div className="flex items-center justify-between px-4 pt-4 pb-2">
          <h2 id="brief-panel" tabIndex={-1}>
            Your Brief
          </h2>
          <p className="tabular text-13 text-soft" data-testid="brief-count" aria-live="polite">
            {coveredCount(session.progress)} of {SECTIONS.length}
          </p>
        </div>
      )}
      {SECTIONS.map((spec) => (
        <PanelSection key={spec.name} spec={spec} session={session} receipts={receipts} />
      ))}
      <div className="border-t border-line-subtle p-4">
        <a href="/strategy/form" className="btn btn-quiet w-full" data-testid="use-form">
          Use a form instead
        </a>
      </div>
    </div>
  );
}

/** What was just understood comes into sight, unless somebody is at work in the panel or reads there. */
function useNewInSight(panel: RefObject<HTMLElement | null>): void {
  const fresh = useStore($fresh);
  useEffect(() => {
    const element = panel.current;
    if (fresh.size === 0 || element === null || element.contains(document.activeElement) || element.matches(':hover')) return;
    const rows = [...element.querySelectorAll<HTMLElement>('[data-statement]')].filter((row) => fresh.has(row.dataset['statement'] ?? ''));
    const [first] = rows;
    rows.at(-1)?.scrollIntoView({ block: 'nearest' });
    first?.scrollIntoView({ block: 'nearest' });
  }, [panel, fresh]);
}

/** Finished, it folds to its name and how it begins. */
function PanelSection({ spec, session, receipts }: Props & { readonly spec: SectionSpec }) {
  const fresh = useStore($fresh);
  const unfolded = useStore($unfolded).has(spec.name);
  const content = draftOf(session, spec.name);
  const underWay = [...useStore($facts).values()].some(({ section }) => section === spec.name);
  // Words of an earlier visit that were not saved are shown again.
  const [found, setFound] = useState(() => content.statements.some(isBeingEdited));
  const open = unfolded || underWay || found;
  const progress = session.progress[spec.name];
  const lacks = progress === 'partial' ? session.still_open[spec.name]?.[0] : undefined;
  // The panel may stand beside the conversation and in the sheet at once.
  const id = useId();
  const toggle = () => {
    setFound(false);
    if (open) void fold(spec.name);
    else unfold(spec.name);
  };
  const isFilled = content.statements.length > 0;
  return (
    <section className="brief-section" data-section={spec.name} data-progress={progress} aria-labelledby={`${id}-name`}>
      <h3 tabIndex={-1} data-panel-section={spec.name} className="font-medium">
        {isFilled ? (
          <button type="button" className="panel-fold" aria-expanded={open} aria-controls={`${id}-facts`} onClick={toggle} data-fold="" data-testid={`fold-${spec.name}`}>
            <ProgressDot progress={progress} />
            <span id={`${id}-name`} className="flex-none">
              {spec.label}
            </span>
            <span aria-hidden="true" className="min-w-0 flex-1 truncate text-13 font-normal text-muted" dir="auto">
              {!open && content.statements.map(({ text }) => text).join(' ')}
            </span>
            <ChevronDown size={16} aria-hidden="true" className={`flex-none text-muted ${open ? 'rotate-180' : ''}`} />
          </button>
        ) : (
          <span className="panel-fold">
            <ProgressDot progress={progress} />
            <span id={`${id}-name`}>{spec.label}</span>
            {progress === 'open' && <span aria-hidden="true" className="ml-auto text-13 font-normal text-muted">not yet</span>}
          </span>
        )}
      </h3>
      <div id={`${id}-facts`} hidden={!open}>
        {open && isFilled && (
          <ul className="pl-6">
            {content.statements.map((statement) => (
              <StatementRow key={statement.id} section={spec.name} statement={statement} fresh={fresh.has(statement.id)} receipts={receipts} />
            ))}
          </ul>
        )}
        {lacks !== undefined && <p className="mt-1 pl-6 text-13 text-muted">still open: {lacks}</p>}
      </div>
    </section>
  );
}
