import { exportBrief, type ExportFormat } from '@/lib/api';
import type { ExportedFile } from '@/lib/api-types';

/** Has the Brief made into a file, and puts it into the downloads under the name that it gives back. */
export async function download(format: ExportFormat): Promise<string> {
  const file = await exportBrief(format);
  save(file);
  return file.filename;
}

function bytesOf({ content, encoding }: ExportedFile): BlobPart {
  return encoding === 'text' ? content : Uint8Array.from(atob(content), (byte) => byte.charCodeAt(0));
}

function save(file: ExportedFile): void {
  const address = URL.createObjectURL(new Blob([bytesOf(file)], { type: file.media_type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.filename;
  link.click();
  // Not at once: the browser has only begun to read it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
