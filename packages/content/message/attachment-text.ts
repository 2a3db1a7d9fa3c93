// A file in plain words: its name and size. It needs no language.
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';

export function attachmentText({
  name,
  sizeBytes,
}: Pick<Attachment, 'name' | 'sizeBytes'>): string {
  return `${name} (${sizeText(sizeBytes)})`;
}

/** In units of a thousand, as systems show the sizes of files. */
export function sizeText(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  if (sizeBytes < 999_500) return `${Math.round(sizeBytes / 1000)} KB`;
  return `${(sizeBytes / 1_000_000).toFixed(1)} MB`;
}
