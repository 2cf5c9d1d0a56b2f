import { useStore } from '@nanostores/react';
import { useEffect, useRef, useState } from 'react';
import type { BriefVersionDetail } from '@/lib/api-types';
import { bySection } from '@/lib/brief-changes';
import { $online } from '@/lib/http';
import { $me } from '@/lib/me';
import { explain } from '@/lib/problem';
import { specOf } from '@/lib/sections';
import { say } from '@/lib/toast';
import { ChangeLines } from '@/ui/ChangeLines';
import { ErrorIsland } from '@/ui/ErrorIsland';
import { Sheet } from '@/ui/Sheet';
import { Skeleton } from '@/ui/Skeleton';
import { restoreVersion } from './brief';
import { $history, entriesOf, type Entry, loadEarlier, loadEntry, loadHistory, sentenceOf } from './history';

interface Props {
  /** The version that stands. */
  readonly now: number;
  /** The version whose changes one came to see; null for none. */
  readonly wanted?: number | null;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Every version of the Brief: who, when, what, and the way back to it. */
export function HistoryDrawer({ now, wanted = null, open, onClose }: Props) {
  const online = useStore($online);
  useEffect(() => {
    if (open) void loadHistory();
  }, [open, now, online]);
  return (
    <Sheet label="History" open={open} onClose={onClose} drawer>
      <div className="px-4 pt-2 pb-6" data-testid="history">
        {open && <Versions now={now} wanted={wanted} onRestored={onClose} />}
      </div>
    </Sheet>
  );
}

function Offline() {
  return <p className="py-4 text-soft">You are offline. The history is not kept on this device; it comes when you are back.</p>;
}

interface VersionsProps {
  readonly now: number;
  readonly wanted: number | null;
  readonly onRestored: () => void;
}

function Versions({ now, wanted, onRestored }: VersionsProps) {
  const history = useStore($history);
  useEffect(() => {
    if (wanted !== null && history.kind === 'ready' && history.more === 'no' && (history.versions.at(-1)?.version ?? 0) > wanted) void loadEarlier();
  }, [wanted, history]);
  const online = useStore($online);
  switch (history.kind) {
    case 'loading':
      return online ? <Skeleton rows={5} inside /> : <Offline />;
    case 'failed':
      return !online ? <Offline /> : <ErrorIsland title="The history could not be loaded." fault={history.fault} onRetry={() => void loadHistory()} inside />;
    case 'ready':
      return (
        <>
          {history.versions.length === 0 && <p className="py-4 text-soft">No version yet. The first one is kept when you approve your Brief.</p>}
          <ol>
            {entriesOf(history.versions).map((entry) => (
              <Version
                key={entry.last.version}
                entry={entry}
                isWanted={wanted !== null && entry.first.version <= wanted && wanted <= entry.last.version}
                stands={entry.last.version === now}
                online={online}
                onRestored={onRestored}
              />
            ))}
          </ol>
          {typeof history.more === 'object' && (
            <p role="alert" className="mt-2 text-13 text-error">
              {explain(history.more.fault)}
            </p>
          )}
          {history.next !== null && (
            <button type="button" className="btn btn-quiet mt-3" disabled={history.more === 'loading'} onClick={() => void loadEarlier()}>
              {history.more === 'loading' ? 'One moment…' : 'Earlier'}
            </button>
          )}
        </>
      );
  }
}

const times = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' });

interface VersionProps {
  readonly entry: Entry;
  readonly isWanted: boolean;
  readonly stands: boolean;
  readonly online: boolean;
  readonly onRestored: () => void;
}

function Version({ entry, isWanted, stands, online, onRestored }: VersionProps) {
  const me = useStore($me);
  const row = useRef<HTMLLIElement>(null);
  const [shown, setShown] = useState(isWanted);
  useEffect(() => {
    if (isWanted) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isWanted]);
  const { version, created_at } = entry.last;
  const id = `version-${version}`;
  return (
    <li ref={row} className="version-row" data-testid={id}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 className="text-14 font-semibold">
          Version {version} {stands && <span className="status tone-success ml-1 text-13 font-normal">Stands now</span>}
        </h3>
        <time className="tabular text-13 text-muted" dateTime={created_at}>
          {times.format(new Date(created_at))}
        </time>
      </div>
      <p className="text-soft" dir="auto">
        {sentenceOf(entry.last, me.kind === 'ready' ? me.me.id : '')}.
      </p>
      <div className="mt-1 flex flex-wrap gap-2">
        <button
          type="button"
          className="btn btn-text -ml-2"
          aria-expanded={shown}
          aria-controls={`${id}-changes`}
          onClick={() => setShown(!shown)}
          data-testid={`changes-${version}`}
        >
          {shown ? 'Hide' : 'What changed'}
          <span className="sr-only"> in version {version}</span>
        </button>
        {!stands && <BringBack version={version} online={online} onRestored={onRestored} />}
      </div>
      <div id={`${id}-changes`}>{shown && <Changes entry={entry} />}</div>
    </li>
  );
}

function BringBack({ version, online, onRestored }: { readonly version: number } & Pick<VersionProps, 'online' | 'onRestored'>) {
  const [state, setState] = useState<'rest' | 'working' | { readonly fault: unknown }>('rest');
  const bring = () => {
    setState('working');
    const before = $history.get();
    const stood = before.kind === 'ready' ? before.versions[0]?.version : undefined;
    restoreVersion(version).then(
      () => {
        onRestored();
        say(`Version ${version} is back.`, stood === undefined ? undefined : () => bringAgain(stood));
      },
      (fault: unknown) => setState({ fault }),
    );
  };
  return (
    <>
      <button type="button" className="btn btn-text" disabled={!online || state === 'working'} onClick={bring} data-testid={`restore-${version}`}>
        {state === 'working' ? 'One moment…' : 'Bring it back'}
        <span className="sr-only">: version {version}</span>
      </button>
      {typeof state === 'object' && (
        <p role="alert" className="text-13 text-error">
          Not brought back. {explain(state.fault)}
        </p>
      )}
    </>
  );
}

function bringAgain(version: number): void {
  restoreVersion(version).then(
    () => say(`Version ${version} is back.`),
    (fault: unknown) => say(`Not undone. ${explain(fault)}`),
  );
}

type Found = { readonly kind: 'looking' } | { readonly kind: 'failed'; readonly fault: unknown } | { readonly kind: 'found'; readonly detail: BriefVersionDetail };

function Changes({ entry }: { readonly entry: Entry }) {
  const [found, setFound] = useState<Found>({ kind: 'looking' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    loadEntry(entry).then(
      (detail) => gone || setFound({ kind: 'found', detail }),
      (fault: unknown) => gone || setFound({ kind: 'failed', fault }),
    );
    return () => {
      gone = true;
    };
  }, [entry, attempt]);
  switch (found.kind) {
    case 'looking':
      return <Skeleton rows={2} inside />;
    case 'failed':
      return <ErrorIsland title="What changed could not be loaded." fault={found.fault} onRetry={() => setAttempt(attempt + 1)} inside />;
    case 'found':
      return <Diff detail={found.detail} />;
  }
}

function Diff({ detail }: { readonly detail: BriefVersionDetail }) {
  if (detail.against === undefined) return <p className="text-soft">The first version: there is nothing to compare it with.</p>;
  if (detail.changes.length === 0) return <p className="text-soft">It says the same as the version before.</p>;
  return (
    <div className="diff" data-testid="diff">
      {bySection(detail.changes).map(({ section, changes }) => (
        <section key={section} className="mt-2" aria-label={specOf(section).label}>
          <h4 className="section-label mb-1">{specOf(section).label}</h4>
          <ChangeLines changes={changes} />
        </section>
      ))}
    </div>
  );
}
