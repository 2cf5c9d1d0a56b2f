import { useEffect, useRef } from 'react';
import { openEdit } from '@/lib/open-edits';

/** Tells of an editor while it is open (lib/open-edits). */
export function useOpenEdit(save: () => Promise<boolean>): void {
  const newest = useRef(save);
  useEffect(() => {
    newest.current = save;
  });
  useEffect(() => openEdit(() => newest.current()), []);
}
