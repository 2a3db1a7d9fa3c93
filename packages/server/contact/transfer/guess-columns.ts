// Guesses what the columns of a file hold from their names. Those of an export are known: its file comes back as
// it left, whatever fields and channels are named.
import type { ChannelKind } from '@opportune/protocol/channel/channel.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { ImportColumn } from '@opportune/protocol/rest/contact/transfer.ts';
import { importableKinds, type ImportChannel, type Known } from './read-row.ts';

const exported = {
  Name: { to: 'name' },
  Language: { to: 'language' },
  Created: { to: 'ignore' },
  'Last contact': { to: 'ignore' },
  Tags: { to: 'tags' },
  'Opt-ins': { to: 'ignore' },
  Customer: { to: 'ignore' },
} as const;
const fixed = Object.keys(exported);

/** The columns of an export. */
export function exportHeader(known: Known): string[] {
  return [...fixed, ...namedOf(known).map(({ name }) => name)];
}

/** Channels and fields in the order of their columns in an export. */
function namedOf({ channels, fields }: Known): { name: string; column: ImportColumn }[] {
  return [
    ...exportedChannels(channels).map(({ id, kind, name }) => ({
      name,
      column: importableKinds.includes(kind)
        ? ({ to: 'address', channel: id } as const)
        : ({ to: 'ignore' } as const),
    })),
    ...fields.map(({ id, name }) => ({ name, column: { to: 'field', field: id } as const })),
  ];
}

/** Browsers are no addresses that help anybody elsewhere. */
export function exportedChannels(channels: readonly ImportChannel[]): readonly ImportChannel[] {
  return channels.filter(({ id }) => id !== webChannel);
}

const names: readonly (readonly [RegExp, ImportColumn['to'] | ChannelKind])[] = [
  [/^(e-?mail|mail|correo)/, 'email'],
  [/^(phone|mobile|sms|tel|telefon|handy|móvil|tel[eé]fono)/, 'sms'],
  [/^(name|full ?name|vollst.*name|nombre)/, 'name'],
  [/^(language|sprache|idioma)/, 'language'],
  [/^(tags?|labels?|etiquetas?|schlagw)/, 'tags'],
];

/** By the name of a field or a channel, then by usual words. Each once. */
export function guessColumns(header: readonly string[], known: Known): ImportColumn[] {
  const isExport = fixed.every((title, at) => header[at] === title);
  const guesses = isExport
    ? [...Object.values(exported), ...guessExported(header.slice(fixed.length), known)]
    : header.map((title) => guessColumn(title.trim().toLowerCase(), known));
  const taken = new Set<string>();
  return guesses.map((guess) => {
    const key = JSON.stringify(guess);
    if (guess.to !== 'ignore' && taken.has(key)) return { to: 'ignore' };
    taken.add(key);
    return guess;
  });
}

/** In the order of an export, whose account may have had others too. */
function guessExported(header: readonly string[], known: Known): ImportColumn[] {
  const left = namedOf(known);
  return header.map((title) => {
    const at = left.findIndex(({ name }) => name.trim() === title);
    return left.splice(0, at + 1).at(-1)?.column ?? guessColumn(title.trim().toLowerCase(), known);
  });
}

function guessColumn(title: string, { fields, channels }: Known): ImportColumn {
  const field = fields.find(({ name }) => name.toLowerCase() === title);
  if (field !== undefined) return { to: 'field', field: field.id };
  const open = channels.filter(({ kind }) => importableKinds.includes(kind));
  const named = open.find(({ name, id }) => name.toLowerCase() === title || id === title);
  if (named !== undefined) return { to: 'address', channel: named.id };
  const to = names.find(([pattern]) => pattern.test(title))?.[1];
  if (to === 'name' || to === 'language' || to === 'tags') return { to };
  const channel = open.find(({ kind }) => kind === to);
  return channel === undefined ? { to: 'ignore' } : { to: 'address', channel: channel.id };
}
