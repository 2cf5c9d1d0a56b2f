import { useRef, useState } from 'react';
import type { Me } from '@/lib/api-types';
import { initialsOf } from '@/lib/me';
import { say } from '@/lib/toast';
import { removePicture, setPicture } from './at-provider';
import { scaled, shownPicture } from './scaled';
import { explainChange } from './words';

/** The person's picture: uploaded, changed, taken away; taking it away can be undone. */
export function Picture({ me }: { readonly me: Me }) {
  const file = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setWrong('');
    try {
      await work();
    } catch (fault) {
      setWrong(explainChange(fault));
    }
    setBusy(false);
  };
  const upload = (chosen: File) =>
    attempt(async () => {
      await setPicture(me, await scaled(chosen));
      say('Your picture is changed.');
    });
  const remove = () =>
    attempt(async () => {
      const before = me.avatar_url === null ? null : await shownPicture(me.avatar_url);
      await removePicture(me);
      say('Your picture is removed.', before === null ? undefined : () => void attempt(() => setPicture(me, before)));
    });
  return (
    <div>
      <p className="label">Picture</p>
      <div className="flex flex-wrap items-center gap-3">
        <span
          className="flex size-16 flex-none items-center justify-center overflow-hidden rounded-full border border-line bg-plus text-20 font-semibold"
          data-testid="settings-picture"
        >
          {me.avatar_url === null ? initialsOf(me) : <img src={me.avatar_url} alt="You" className="size-full object-cover" />}
        </span>
        <button type="button" className="btn btn-quiet" aria-disabled={busy} onClick={() => busy || file.current?.click()}>
          {busy ? 'One moment…' : me.avatar_url === null ? 'Upload a picture' : 'Change it'}
        </button>
        {me.avatar_url !== null && (
          <button type="button" className="btn btn-text" aria-disabled={busy} onClick={() => busy || void remove()} data-testid="remove-picture">
            Remove it
          </button>
        )}
        <input
          ref={file}
          type="file"
          hidden
          aria-label="Picture"
          accept="image/png,image/jpeg,image/webp"
          onChange={({ target }) => {
            const [chosen] = target.files ?? [];
            target.value = '';
            if (chosen !== undefined) void upload(chosen);
          }}
          data-testid="picture-file"
        />
      </div>
      {wrong !== '' && (
        <p className="mt-1 text-13 text-error" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
