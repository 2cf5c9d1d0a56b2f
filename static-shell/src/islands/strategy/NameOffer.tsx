import { useStore } from '@nanostores/react';
import { useState } from 'react';
import { focusNext } from '@/lib/focus';
import { $me, leads } from '@/lib/me';
import { explain } from '@/lib/problem';
import { say } from '@/lib/toast';
import { keepWorkspaceName, LONGEST_NAME, renameWorkspace } from '@/lib/workspace-name';

/** Asks once whether the workspace is to be called as the business is, which the Brief says by now. What is answered is known on every device. */
export function NameOffer({ business }: { readonly business: string }) {
  const me = useStore($me);
  const org = me.kind === 'ready' && leads(me.me) ? me.me.org : null;
  const [busy, setBusy] = useState(false);
  const fits = business !== '' && business.length <= LONGEST_NAME && business !== org?.name;
  if (org === null || org.name_settled || !fits) return null;
  const settle = async (work: () => Promise<void>, said: () => void) => {
    setBusy(true);
    try {
      await work();
      said();
      focusNext('#main h1[tabindex="-1"]');
    } catch (fault) {
      say(`Not saved. ${explain(fault)}`);
    }
    setBusy(false);
  };
  const undo = () => void renameWorkspace(org.name).catch((fault: unknown) => say(`Not changed. ${explain(fault)}`));
  const yes = () => settle(() => renameWorkspace(business), () => say(`Your workspace is called ${business} now.`, undo));
  const no = () => settle(keepWorkspaceName, () => say('It keeps its name. You can change it in Settings.'));
  return (
    <div className="no-print mb-6 status tone-copilot" data-testid="name-offer">
      <p className="break-words">
        Your Brief calls the business <bdi className="font-medium text-text">{business}</bdi>. Shall this workspace be called so, too? It is{' '}
        <bdi className="font-medium text-text">{org.name}</bdi> now.
      </p>
      <p className="mt-2 flex flex-wrap gap-2">
        <button type="button" className="btn btn-quiet" aria-disabled={busy} onClick={() => void (busy ? undefined : yes())} data-testid="name-yes">
          Yes, rename it
        </button>
        <button type="button" className="btn btn-text" aria-disabled={busy} onClick={() => void (busy ? undefined : no())} data-testid="name-no">
          No, leave it
        </button>
      </p>
    </div>
  );
}
