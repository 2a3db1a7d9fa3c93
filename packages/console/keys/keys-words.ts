// The words of commands and keys.
import { keysEn } from '@opportune/words/en/desk/keys.ts';
import { createWords } from '../words/words.ts';
import type { CommandId } from './command-table.ts';

export const k = createWords(keysEn, 'keys');

/** Command on a Mac, Ctrl elsewhere. */
export const isMac: boolean = /^(Mac|iP)/.test(navigator.platform);

export function commandName(id: CommandId): string {
  return k(`do.${id}`);
}

/** Shortcuts as parts to be shown one by one: `Mod+K` is Ctrl and K, `G I` is G, then I. */
export function keyParts(keys: string): readonly string[] {
  return keys.split(' ').flatMap((each, at) => {
    const parts = each === '+' ? [each] : each.split('+').map(keyName);
    return at === 0 ? parts : [k('key.then'), ...parts];
  });
}

const named = {
  Alt: 'key.Alt',
  Shift: 'key.Shift',
  Escape: 'key.Escape',
  ArrowDown: 'key.ArrowDown',
  ArrowUp: 'key.ArrowUp',
} as const;

function keyName(part: string): string {
  if (part === 'Mod') return k(isMac ? 'key.Cmd' : 'key.Ctrl');
  return part in named ? k(named[part as keyof typeof named]) : part;
}
