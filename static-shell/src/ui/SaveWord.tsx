import type { SaveStatus } from '@/lib/autosave';
import { explain } from '@/lib/problem';

interface Props {
  readonly status: SaveStatus;
  /** Whether something is left out because it cannot be saved as it is. It says so itself. */
  readonly held?: boolean;
  readonly onSave: () => void;
}

function wordOf(status: SaveStatus, held: boolean): string {
  switch (status.kind) {
    case 'idle':
      return '';
    case 'saving':
      return 'Saving…';
    case 'saved':
      return held ? 'Saved, but for what is marked.' : 'Saved';
    case 'offline':
      return 'Kept here, not sent yet.';
    case 'conflict':
      return 'Changed elsewhere meanwhile. Choose below.';
    case 'error':
      return `Not saved. ${explain(status.fault)}`;
  }
}

/** The quiet word about saving. What could not be sent is counted by the frame, which has the one "Send now"; what was refused is tried again here. */
export function SaveWord({ status, held = false, onSave }: Props) {
  const waits = status.kind === 'offline' || status.kind === 'error';
  return (
    <p className={`flex min-h-6 flex-wrap items-center gap-2 text-13 ${waits ? 'text-warning' : 'text-muted'}`} role="status" data-testid="save-status">
      {wordOf(status, held)}
      {status.kind === 'error' && (
        <button type="button" className="btn btn-text" onClick={onSave}>
          Try again
        </button>
      )}
    </p>
  );
}
