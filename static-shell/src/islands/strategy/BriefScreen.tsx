import { useStore } from '@nanostores/react';
import { Download, History, Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Brief, SectionContent } from '@/lib/api-types';
import { focusNext } from '@/lib/focus';
import { $me } from '@/lib/me';
import { same } from '@/lib/merge';
import { explain } from '@/lib/problem';
import { $search, ask } from '@/lib/router';
import { SECTIONS, type SectionSpec } from '@/lib/sections';
import { say } from '@/lib/toast';
import { recallTyped } from '@/lib/typed';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { ScreenSkeleton } from '@/ui/Skeleton';
import { useArrived } from '@/ui/useArrived';
import { $approvedNow, $brief, $edited, answerOf, beginEdit, contentOf, currentContent, leaveEdited, loadBrief, saveSection, setStatus, takeBack } from './brief';
import { ExportSheet } from './ExportSheet';
import { HistoryDrawer } from './HistoryDrawer';
import { NameOffer } from './NameOffer';
import { SectionBody } from './SectionBody';
import { SectionDiff } from './SectionDiff';
import { SectionEditor, showsWrong } from './SectionEditor';

/** The Brief as a document one would print. */
export default function BriefScreen() {
  const store = useStore($brief);
  useEffect(() => void loadBrief(), []);
  switch (store.kind) {
    case 'loading':
      return <ScreenSkeleton screen="brief" />;
    case 'failed':
      return <ErrorIsland title="Your Brief could not be loaded." fault={store.fault} onRetry={() => void loadBrief()} />;
    case 'none':
      return <NothingYet />;
    case 'ready':
      return <Document brief={store.brief} behind={store.behind} />;
  }
}

function NothingYet() {
  useArrived(true);
  return (
    <div className="document panel" data-testid="brief-empty">
      <h1 className="text-20" tabIndex={-1}>
        Your Brief will stand here.
      </h1>
      <p className="mt-2 max-w-[60ch] text-soft">It is written from the conversation, and it counts once you approve it.</p>
      <a href="/strategy" className="btn btn-primary mt-4">
        Go to the conversation
      </a>
    </div>
  );
}

function titleOf(brief: Brief, fallback: string): string {
  const { name = '' } = brief.sections.identity.fields;
  return name === '' ? fallback : name;
}

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' });

function Document({ brief, behind }: { readonly brief: Brief; readonly behind?: unknown }) {
  const me = useStore($me);
  const approved = useStore($approvedNow);
  const wanted = wantedVersion(useStore($search));
  const [sheet, setSheet] = useState<'none' | 'history' | 'export'>('none');
  const close = () => {
    setSheet('none');
    if (wanted !== null) ask('', { replace: true });
  };
  useArrived(true);
  useEffect(() => () => $approvedNow.set(false), []);
  return (
    <div className="document-layout">
      <Contents />
      <article className="document panel" data-testid="brief">
        {behind !== undefined && (
          <div className="no-print mb-6">
            <ErrorIsland title="This is your Brief as it stood when you saw it last." fault={behind} onRetry={() => void loadBrief()} inside />
          </div>
        )}
        {approved && (
          <p className="no-print mb-6 status tone-success" role="status" data-testid="approved-line">
            Your Brief is approved. Export or print it for the bank or a partner, or read{' '}
            <a className="link" href="/brand">what Xentri will do with it</a>. Nothing is published or sent: a website and follow-ups from your Brief are still being built.
          </p>
        )}
        <NameOffer business={titleOf(brief, '')} />
        <header className="document-cover">
          <div className="min-w-0">
            <p className="document-kind">Universal Brief</p>
            <h1 className="document-title" tabIndex={-1} dir="auto" data-testid="brief-title">
              {titleOf(brief, me.kind === 'ready' ? me.me.org.name : 'Your Brief')}
            </h1>
            <p className="tabular mt-2 text-soft">
              <time dateTime={brief.updated_at}>{dates.format(new Date(brief.updated_at))}</time> · Version {brief.version}
            </p>
          </div>
          <div className="no-print -mt-2 -mr-2 flex">
            <button type="button" className="icon-btn" aria-label="History" title="History" aria-haspopup="dialog" onClick={() => setSheet('history')} data-testid="open-history">
              <History size={20} aria-hidden="true" />
            </button>
            <button type="button" className="icon-btn" aria-label="Export" title="Export" aria-haspopup="dialog" onClick={() => setSheet('export')} data-testid="open-export">
              <Download size={20} aria-hidden="true" />
            </button>
            <button type="button" className="icon-btn" aria-label="Print" title="Print" onClick={() => print()}>
              <Printer size={20} aria-hidden="true" />
            </button>
          </div>
        </header>
        {SECTIONS.map((spec) => (
          <BriefSection key={spec.name} spec={spec} brief={brief} />
        ))}
      </article>
      <HistoryDrawer now={brief.version} wanted={wanted} open={sheet === 'history' || wanted !== null} onClose={close} />
      <ExportSheet open={sheet === 'export'} onClose={close} />
    </div>
  );
}

/** The version that the address asks to see, with what it changed; null for none. */
function wantedVersion(search: string): number | null {
  const version = Number(new URLSearchParams(search).get('version'));
  return Number.isSafeInteger(version) && version > 0 ? version : null;
}

function goTo(id: string): void {
  const heading = document.getElementById(id);
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}

/** Where there is room beside the document. The page stays the same, so the address does too. */
function Contents() {
  return (
    <nav className="document-contents no-print" aria-label="Contents" data-testid="contents">
      <p className="section-label mb-2">Contents</p>
      <ol>
        {SECTIONS.map((spec) => (
          <li key={spec.name}>
            <button type="button" className="btn btn-text" onClick={() => goTo(`brief-${spec.name}`)}>
              {spec.label}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const RECEIPTS = { find: answerOf };

/** What an edit has changed, until somebody has looked at it. It counts already. */
function ChangedHere({ spec, before, content }: { readonly spec: SectionSpec; readonly before: SectionContent; readonly content: SectionContent }) {
  const [busy, setBusy] = useState(false);
  const goOn = () => focusNext(`[data-testid="edit-${spec.name}"]`);
  const back = async () => {
    setBusy(true);
    try {
      const putBack = await takeBack(spec.name);
      say('Your change is taken back.', () => void putBack().catch((fault: unknown) => say(`Not put back. ${explain(fault)}`)));
      goOn();
    } catch (fault) {
      say(`Not taken back. ${explain(fault)}`);
    }
    setBusy(false);
  };
  return (
    <aside className="no-print mt-4 status tone-copilot" aria-label={`What you changed: ${spec.label}`} data-testid={`changed-${spec.name}`}>
      <p className="mb-2 text-13">What you changed. It is saved: your Brief says it now.</p>
      <SectionDiff spec={spec} before={before} after={content} changesOnly />
      <p className="mt-2 flex flex-wrap gap-2">
        <button
          type="button"
          className="btn btn-quiet"
          aria-label={`Keep the change: ${spec.label}`}
          onClick={() => {
            leaveEdited(spec.name);
            goOn();
          }}
        >
          Keep the change
        </button>
        <button type="button" className="btn btn-text" aria-label={`Take it back: ${spec.label}`} aria-disabled={busy} onClick={() => void (busy ? undefined : back())}>
          Take it back
        </button>
      </p>
    </aside>
  );
}

function BriefSection({ spec, brief }: { readonly spec: SectionSpec; readonly brief: Brief }) {
  const keptAs = `brief.${spec.name}`;
  // Words of an earlier visit that were not saved are shown again, to be sent or changed.
  const [editing, setEditing] = useState(() => recallTyped(keptAs) !== undefined);
  const ready = brief.section_status[spec.name] === 'ready';
  const content = contentOf(brief, spec.name);
  const before = useStore($edited).get(spec.name);
  useEffect(() => {
    if (editing) beginEdit(spec.name);
  }, [editing, spec.name]);
  const needs = {
    view: 'document' as const,
    spec,
    content,
    keptAs,
    save: (base: typeof content, mine: typeof content) => saveSection(spec.name, base, mine),
    current: () => currentContent(spec.name),
  };
  const close = () => {
    setEditing(false);
    focusNext(`[data-testid="edit-${spec.name}"]`);
  };
  const toggleStatus = () => {
    setStatus(spec.name, ready ? 'draft' : 'ready').catch((fault: unknown) => say(`Not saved. ${explain(fault)}`));
  };
  return (
    <section className="document-section" aria-labelledby={`brief-${spec.name}`} data-testid={`brief-${spec.name}`}>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id={`brief-${spec.name}`} className="document-heading" tabIndex={-1}>
          {spec.label}
        </h2>
        <p className={`status text-13 ${ready ? 'tone-success no-print' : 'tone-warning'}`}>{ready ? 'Ready' : 'Draft'}</p>
      </div>
      {editing ? <SectionEditor needs={needs} focus onClose={close} /> : <SectionBody spec={spec} content={content} receipts={RECEIPTS} />}
      {!editing && before !== undefined && !same(before, content) && <ChangedHere spec={spec} before={before} content={content} />}
      <div className="document-actions no-print">
        <button
          type="button"
          className="btn btn-text"
          aria-expanded={editing}
          aria-label={`${editing ? 'Done' : 'Edit'}: ${spec.label}`}
          onClick={() => setEditing(!editing || showsWrong(spec))}
          data-testid={`edit-${spec.name}`}
        >
          {editing ? 'Done' : 'Edit'}
        </button>
        {editing && (
          <button type="button" className="btn btn-text" onClick={toggleStatus}>
            {ready ? 'Make it a draft' : 'Mark as ready'}
          </button>
        )}
      </div>
    </section>
  );
}
