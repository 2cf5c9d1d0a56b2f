import { X } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { closeGone, openOver } from '@/lib/over';

interface Props {
  readonly label: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Stands at the side where there is room for that. */
  readonly drawer?: boolean;
  /** Stands above, where a list under a box has room. */
  readonly above?: boolean;
}

/** A sheet from below. The browser's own dialog keeps the focus inside and gives it back. */
export function Sheet({ label, open, onClose, children, drawer = false, above = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the next key: whoever types on at once types into it.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null || open === element.open) return;
    if (open) openOver(element);
    else element.close();
  }, [open]);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    const outside = (event: MouseEvent) => {
      if (event.target === element) element.close();
    };
    element.addEventListener('click', outside);
    return () => {
      element.removeEventListener('click', outside);
      closeGone(element);
    };
  }, []);
  return (
    <dialog ref={dialog} className={`sheet ${drawer ? 'sheet-drawer' : ''} ${above ? 'sheet-above' : ''}`} aria-label={label} onClose={onClose}>
      <div className="sticky top-0 z-10 flex items-center justify-between border-b border-line-subtle bg-surface py-1 pr-1 pl-4">
        <h2 className="text-16">{label}</h2>
        <button type="button" className="icon-btn" aria-label="Close" title="Close" onClick={onClose}>
          <X size={20} aria-hidden="true" />
        </button>
      </div>
      {children}
      <ToastPlace />
    </dialog>
  );
}

/** Every dialog has one: while it is open, what is said stands here (islands/shell/toasts), because everything outside is inert. */
export function ToastPlace() {
  return <div popover="manual" role="status" className="toasts no-print" data-toasts="" />;
}
