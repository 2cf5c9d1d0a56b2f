import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  readonly label: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Stands at the side where there is room for that. */
  readonly drawer?: boolean;
}

/** A sheet from below. The browser's own dialog keeps the focus inside and gives it back. */
export function Sheet({ label, open, onClose, children, drawer = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null || open === element.open) return;
    if (open) element.showModal();
    else element.close();
  }, [open]);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    const outside = (event: MouseEvent) => {
      if (event.target === element) element.close();
    };
    element.addEventListener('click', outside);
    return () => element.removeEventListener('click', outside);
  }, []);
  return (
    <dialog ref={dialog} className={drawer ? 'sheet sheet-drawer' : 'sheet'} aria-label={label} onClose={onClose}>
      <div className="sticky top-0 z-10 flex items-center justify-between border-b border-line-subtle bg-surface py-1 pr-1 pl-4">
        <h2 className="text-16">{label}</h2>
        <button type="button" className="icon-btn" aria-label="Close" title="Close" onClick={onClose}>
          <X size={20} aria-hidden="true" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
