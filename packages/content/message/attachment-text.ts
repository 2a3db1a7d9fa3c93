// A file in plain words: its name, and its size or length. It needs no language.
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';

export function attachmentText({
  name,
  sizeBytes,
  sound,
}: Pick<Attachment, 'name' | 'sizeBytes' | 'sound'>): string {
  const much = sound === undefined ? sizeText(sizeBytes) : timeText(sound.durationMs);
  return `${name} (${much})`;
}

/** In minutes and seconds. */
function timeText(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** In units of a thousand, as systems show the sizes of files. */
export function sizeText(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  if (sizeBytes < 999_500) return `${Math.round(sizeBytes / 1000)} KB`;
  return `${(sizeBytes / 1_000_000).toFixed(1)} MB`;
}
