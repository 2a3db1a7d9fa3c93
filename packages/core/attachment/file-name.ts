// A file's name as it may be shown and saved: no folder, no sign that is not seen or turns the
// direction, an ending that fits what the file is. What is left of nothing is "file".
import type { MediaType } from '@opportune/protocol/conversation/attachment.ts';
import { attachmentLimits } from '@opportune/protocol/limits.ts';

/** Endings that a type may have; the first is added where it has none of them. */
const endings: Readonly<Record<MediaType, readonly string[]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'log', 'csv', 'md', 'json'],
};

// oxlint-disable-next-line no-control-regex -- they are what it takes out
const unseen =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
/** What some system does not take in a name. */
const awkward = /[<>:"|?*]/g;

/** The name without its folder and without signs that mislead, before the type is known. */
export function plainName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const name = last.toWellFormed().replace(unseen, '').replace(awkward, '_');
  return name.replace(/\s+/g, ' ').replace(/^[\s.]+|[\s.]+$/g, '') || 'file';
}

/** The name with an ending of its type, within the bound of its length. */
export function nameFor(plain: string, type: MediaType): string {
  const known = endings[type];
  const ending = /\.([a-z0-9]{1,5})$/i.exec(plain)?.[1];
  const fits = ending !== undefined && known.includes(ending.toLowerCase());
  const tail = fits ? `.${ending}` : `.${known[0] ?? ''}`;
  const stem = fits ? plain.slice(0, -tail.length) : plain;
  const room = attachmentLimits.nameLength - tail.length;
  // Never half of a surrogate pair.
  return `${(stem || 'file').slice(0, room).replace(/[\ud800-\udbff]$/, '')}${tail}`;
}
