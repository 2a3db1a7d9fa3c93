// Which keys were pressed, as the table writes them: `Mod+K`, `Alt+ArrowDown`, `G I`. Pure. Keys of a
// layout without Latin letters are read by their place on the keyboard.

export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The time within which the second of two keys has to come. */
export const sequenceMs = 1500;

/** Null for what no table can name: AltGr, a modifier alone, Mod on the other system. */
export function keyOf(event: Pressed, isMac: boolean): string | null {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const other = isMac ? event.ctrlKey : event.metaKey;
  if (other || (mod && event.altKey)) return null;
  const name = nameOf(event);
  if (name === null) return null;
  // A sign is what it is, with Shift or without; a letter with Shift is another key.
  const shift = event.shiftKey && /^[A-Z]$/.test(name) ? 'Shift+' : '';
  if (event.altKey) return `Alt+${shift}${name}`;
  return mod ? `Mod+${shift}${name}` : `${shift}${name}`;
}

function nameOf({ key, code }: Pressed): string | null {
  if (['Shift', 'Control', 'Alt', 'Meta', 'Dead', 'Process'].includes(key)) return null;
  if (key.length > 1) return key;
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  // A letter of another script; a sign on a letter's key is that sign.
  return place !== undefined && /\p{L}/u.test(key) ? place : key;
}

/** Reads one key after another: answers the keys that are complete, or that a first one waits. */
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
