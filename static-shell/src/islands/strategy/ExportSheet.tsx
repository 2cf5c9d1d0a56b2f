import { useStore } from '@nanostores/react';
import { useState } from 'react';
import type { ExportFormat } from '@/lib/api';
import { $online } from '@/lib/http';
import { explain } from '@/lib/problem';
import { say } from '@/lib/toast';
import { Sheet } from '@/ui/Sheet';
import { download } from './export';

const FORMATS: readonly { readonly format: ExportFormat; readonly label: string; readonly what: string }[] = [
  { format: 'pdf', label: 'PDF', what: 'To hand on or print: pages with title, date and version.' },
  { format: 'markdown', label: 'Markdown', what: 'Plain text with headings and tables, for notes and other programs.' },
  { format: 'json', label: 'JSON', what: 'Every fact with where it comes from, for machines.' },
];

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The Brief as a file. */
export function ExportSheet({ open, onClose }: Props) {
  const online = useStore($online);
  const [working, setWorking] = useState<ExportFormat | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const get = (format: ExportFormat) => {
    setWorking(format);
    setFault(null);
    download(format)
      .then(
        (filename) => {
          onClose();
          say(`${filename} is in your downloads.`);
        },
        (failed: unknown) => setFault(failed),
      )
      .finally(() => setWorking(null));
  };
  return (
    <Sheet label="Export" open={open} onClose={onClose}>
      <div className="px-4 pt-2 pb-6" data-testid="export">
        {!online && <p className="mb-2 text-soft">You are offline. Files are made from what is saved, so they come when you are back.</p>}
        <ul>
          {FORMATS.map(({ format, label, what }) => (
            <li key={format}>
              <button type="button" className="menu-item" disabled={!online || working !== null} onClick={() => get(format)} data-testid={`export-${format}`}>
                <span className="min-w-0 text-left">
                  <span className="block font-medium">{working === format ? 'One moment…' : label}</span>
                  <span className="block text-13 text-soft">{what}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        {fault !== null && (
          <p role="alert" className="mt-2 text-13 text-error">
            No file was made. {explain(fault)}
          </p>
        )}
      </div>
    </Sheet>
  );
}
