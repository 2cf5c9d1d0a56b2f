import { $toasts, dismiss, type Toast } from '@/lib/toast';

function render(toast: Toast): HTMLElement {
  const box = document.createElement('div');
  box.className = 'toast';
  const text = document.createElement('p');
  text.className = 'flex-1';
  text.textContent = toast.text;
  const act = document.createElement('button');
  act.type = 'button';
  act.className = 'btn btn-text';
  act.textContent = toast.undo === undefined ? 'Close' : 'Undo';
  act.addEventListener('click', () => {
    dismiss(toast.id);
    toast.undo?.();
  });
  box.append(text, act);
  return box;
}

export function showToasts(place: HTMLElement): void {
  const shown = new Map<string, HTMLElement>();
  $toasts.subscribe((toasts) => {
    for (const [id, element] of shown) {
      if (toasts.some((toast) => toast.id === id)) continue;
      element.remove();
      shown.delete(id);
    }
    for (const toast of toasts) {
      if (shown.has(toast.id)) continue;
      const element = render(toast);
      shown.set(toast.id, element);
      place.append(element);
    }
  });
}
