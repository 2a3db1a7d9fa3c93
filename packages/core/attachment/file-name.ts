// A file's name, made safe to show and save: no folder, no character that is invisible or changes
// the direction, and an extension that fits the content. An empty result becomes "file".
import type { MediaType } from '@opportune/protocol/conversation/attachment.ts';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';

/** Extensions that a type may have. The first is added if it has none of them. */
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
/** Characters that some systems do not accept in a name. */
const awkward = /[<>:"|?*]/g;

/** The name without its folder and misleading characters, before the type is known. */
export function plainName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const name = last.toWellFormed().replace(unseen, '').replace(awkward, '_');
  return name.replace(/\s+/g, ' ').replace(/^[\s.]+|[\s.]+$/g, '') || 'file';
}

/** The name with an extension of its type, within the length limit. */
export function nameFor(plain: string, type: MediaType): string {
  const known = endings[type];
  const ending = /\.([a-z0-9]{1,5})$/i.exec(plain)?.[1];
  const fits = ending !== undefined && known.includes(ending.toLowerCase());
  const tail = fits ? `.${ending}` : `.${known[0] ?? ''}`;
  const stem = fits ? plain.slice(0, -tail.length) : plain;
  const room = attachmentLimits.nameLength - tail.length;
  // Never splits a surrogate pair.
  return `${(stem || 'file').slice(0, room).replace(/[\ud800-\udbff]$/, '')}${tail}`;
}
