// The names of commands and keys.
import type { CommandId } from './command-table.ts';
import { t } from '../words/words.ts';

/** `Mod` is Command on Apple systems and Ctrl elsewhere. */
export const isMac: boolean = /^(Mac|iP)/.test(navigator.platform);

export function commandName(id: CommandId): string {
  return t(`keys.do.${id}`);
}

/** A shortcut as parts to show one by one: `Mod+K` is Ctrl and K, `G I` is G, then I. */
export function keyParts(keys: string): readonly string[] {
  return keys.split(' ').flatMap((each, at) => {
    const parts = each === '+' ? [each] : each.split('+').map(keyName);
    return at === 0 ? parts : [t('keys.key.then'), ...parts];
  });
}

const named = {
  Alt: 'keys.key.Alt',
  Shift: 'keys.key.Shift',
  Escape: 'keys.key.Escape',
  ArrowDown: 'keys.key.ArrowDown',
  ArrowUp: 'keys.key.ArrowUp',
} as const;

function keyName(part: string): string {
  if (part === 'Mod') return t(isMac ? 'keys.key.Cmd' : 'keys.key.Ctrl');
  return part in named ? t(named[part as keyof typeof named]) : part;
}
