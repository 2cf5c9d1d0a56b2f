import { useRef } from 'react';
import type { Me } from '@/lib/api-types';
import { focusNext } from '@/lib/focus';
import { initialsOf } from '@/lib/me';
import { say } from '@/lib/toast';
import { scaled, shownPicture } from './scaled';
import { useAccount } from './useAccount';

/** The person's picture: uploaded, changed, taken away; taking it away can be undone. */
export function Picture({ me }: { readonly me: Me }) {
  const file = useRef<HTMLInputElement>(null);
  const { busy, wrong, attempt } = useAccount();
  const upload = (chosen: File) =>
    attempt(async ({ setPicture }) => {
      await setPicture(me, await scaled(chosen));
      say('Your picture is changed.');
      return undefined;
    });
  const bringBack = (picture: string) =>
    attempt(async ({ setPicture }) => {
      await setPicture(me, picture);
      return undefined;
    });
  const remove = () =>
    attempt(async ({ removePicture }) => {
      const before = me.avatar_url === null ? null : await shownPicture(me.avatar_url);
      await removePicture(me);
      // The button goes with what it removed.
      focusNext('[data-testid="upload-picture"]');
      say('Your picture is removed.', before === null ? undefined : () => void bringBack(before));
      return undefined;
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
        <button type="button" className="btn btn-quiet" aria-disabled={busy} onClick={() => busy || file.current?.click()} data-testid="upload-picture">
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
