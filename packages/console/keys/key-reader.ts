// Names pressed keys as the command table does: `Mod+K`, `Alt+ArrowDown`, `G I`. On layouts without
// Latin letters it reads a key by its position. Pure.

export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** How soon the second key of a sequence must follow. */
export const sequenceMs = 1500;

/** Null for what no table names: AltGr, a modifier alone, the Mod key of the other system. */
export function keyOf(event: Pressed, isMac: boolean): string | null {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const other = isMac ? event.ctrlKey : event.metaKey;
  if (other || (mod && event.altKey)) return null;
  const name = nameOf(event);
  if (name === null) return null;
  // Only a letter becomes another key with Shift. Other characters need Shift on some layouts.
  const shift = event.shiftKey && /^[A-Z]$/.test(name) ? 'Shift+' : '';
  if (event.altKey) return `Alt+${shift}${name}`;
  return mod ? `Mod+${shift}${name}` : `${shift}${name}`;
}

function nameOf({ key, code }: Pressed): string | null {
  if (['Shift', 'Control', 'Alt', 'Meta', 'Dead', 'Process'].includes(key)) return null;
  if (key.length > 1) return key;
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  // Only letters of another script are read by position. Other characters on a letter's key are
  // themselves.
  return place !== undefined && /\p{L}/u.test(key) ? place : key;
}

/**
 * Reads keys one after another. Returns the completed keys, and whether the key begins a sequence.
 */
export function readSequence(
  before: { readonly key: string; readonly at: number } | null,
  key: string,
  at: number,
  known: ReadonlySet<string>,
): { readonly keys: string | null; readonly waits: boolean } {
  if (before !== null && at - before.at <= sequenceMs) {
    const both = `${before.key} ${key}`;
    if (known.has(both)) return { keys: both, waits: false };
  }
  const begins = [...known].some((each) => each.startsWith(`${key} `));
  return { keys: known.has(key) ? key : null, waits: begins };
}
