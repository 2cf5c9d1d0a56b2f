import { useStore } from '@nanostores/react';
import { ChevronDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BriefSession, SectionContent } from '@/lib/api-types';
import { newKey } from '@/lib/http';
import { saveOpenEdits } from '@/lib/open-edits';
import { explain, NotSaved } from '@/lib/problem';
import { navigate } from '@/lib/router';
import { coveredCount, SECTIONS, type SectionSpec } from '@/lib/sections';
import { recallTyped } from '@/lib/typed';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { ProgressDot } from '@/ui/ProgressDot';
import { ScreenSkeleton } from '@/ui/Skeleton';
import { useArrived } from '@/ui/useArrived';
import { inReview } from './NextStep';
import { Resting } from './Resting';
import { draftNeeds, keptAs } from './ReviewSection';
import { SectionEditor } from './SectionEditor';
import { $session, draftOf, openNow, openSession } from './session';
import { draftNow } from './talk';

/** The Brief as a form, filled with what is known: by choice, or when the co-pilot does not answer. */
export default function FormScreen() {
  const store = useStore($session);
  useEffect(() => void openSession(), []);
  switch (store.kind) {
    case 'loading':
      return <ScreenSkeleton screen="form" />;
    case 'failed':
      return <ErrorIsland title="The form could not be opened." fault={store.fault} onRetry={() => void openSession()} />;
    case 'resting':
      return <Resting />;
    case 'open':
      return <Form session={store.session} />;
  }
}

function Form({ session }: { readonly session: BriefSession }) {
  useArrived(true);
  const [key] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  // Where one goes on; it stays what it was while the section is filled.
  const [begin] = useState(() => SECTIONS.find(({ name }) => session.progress[name] !== 'covered'));
  const review = async () => {
    setBusy(true);
    setFault(null);
    try {
      if (!(await saveOpenEdits())) throw new NotSaved();
      if (!inReview(openNow())) await draftNow(key);
      navigate('/strategy/review');
    } catch (problem) {
      setFault(problem);
      setBusy(false);
    }
  };
  return (
    <div className="document panel" data-testid="form">
      <h1 className="document-title" tabIndex={-1}>
        Your Brief as a form
      </h1>
      <p className="tabular mt-2 text-soft" role="status" data-testid="form-count">
        {coveredCount(session.progress)} of {SECTIONS.length} said
      </p>
      <p className="mt-2 mb-6 max-w-[60ch] text-soft">
        What you said so far is filled in. Everything is saved as you type; you can{' '}
        <a href="/strategy" className="link">
          go back to the conversation
        </a>{' '}
        at any time.
      </p>
      {SECTIONS.map((spec) => (
        <FormSection key={spec.name} spec={spec} session={session} first={spec === begin} />
      ))}
      <div className="border-t border-line-subtle pt-4">
        <button type="button" className="btn btn-primary" disabled={busy} onClick={() => void review()} data-testid="form-review">
          {busy ? 'One moment…' : 'Review your Brief'}
        </button>
        {fault !== null && (
          <p className="mt-2 text-13 text-error" role="alert">
            {explain(fault)}
          </p>
        )}
      </div>
    </div>
  );
}

interface FormSectionProps {
  readonly spec: SectionSpec;
  readonly session: BriefSession;
  /** Where one goes on: unfolded from the start. */
  readonly first: boolean;
}

/** Folded, a section says how far it is and what it says; its words stay where they are typed. */
function FormSection({ spec, session, first }: FormSectionProps) {
  const [open, setOpen] = useState(() => first || recallTyped(keptAs(spec)) !== undefined);
  const id = `form-${spec.name}`;
  const content = draftOf(session, spec.name);
  return (
    <section className="form-section" aria-labelledby={id} data-testid={id}>
      <h2 id={id}>
        <button type="button" className="form-fold" aria-expanded={open} aria-controls={`${id}-body`} onClick={() => setOpen(!open)} data-fold="">
          <ProgressDot progress={session.progress[spec.name]} />
          <span className="flex-1 text-16">{spec.label}</span>
          <span className="tabular text-13 font-normal text-muted">{saidIn(spec, content)}</span>
          <ChevronDown size={16} aria-hidden="true" className={`flex-none text-muted ${open ? 'rotate-180' : ''}`} />
        </button>
      </h2>
      <div id={`${id}-body`} className="pt-2 pb-4" hidden={!open}>
        <SectionEditor needs={draftNeeds(session, spec, 'form')} />
      </div>
    </section>
  );
}

/** "2 of 4 said"; of a list, how many there are. */
function saidIn({ fields }: SectionSpec, content: SectionContent): string {
  const [only, ...more] = fields;
  const values = fields.map(({ name }) => content.fields[name]).filter((value) => value !== undefined && value.length > 0);
  if (only !== undefined && more.length === 0 && only.kind !== 'text') {
    const [list] = values;
    return list === undefined ? 'not yet' : `${list.length} said`;
  }
  return `${values.length} of ${fields.length} said`;
}
