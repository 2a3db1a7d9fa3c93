// Every command of the console: its name, its keys and its group. The palette, the shortcut sheet,
// the keyboard and the generated reference are made from this table. It holds data only: the page
// on which a command acts says what it does.

export const commandGroups = ['everywhere', 'list', 'open', 'conversation', 'editor'] as const;
export type CommandGroup = (typeof commandGroups)[number];

interface Entry {
  readonly group: CommandGroup;
  /**
   * Each of these triggers the command. `Mod` is Command on a Mac and Ctrl elsewhere. A space
   * separates keys that are pressed one after the other. `?` and `/` are characters, wherever a
   * keyboard has them.
   */
  readonly keys: readonly string[];
  /** The catalogue names it under `keys.do.` and this id. */
  readonly id: string;
}

/**
 * Avoids the keys of browsers and screen readers. Mod+K is what similar tools use for the palette.
 */
export const commands = [
  { id: 'palette', group: 'everywhere', keys: ['Mod+K'] },
  { id: 'sheet', group: 'everywhere', keys: ['?'] },
  { id: 'search', group: 'everywhere', keys: ['/'] },
  { id: 'go.home', group: 'everywhere', keys: ['G H'] },
  { id: 'go.inbox', group: 'everywhere', keys: ['G I'] },
  { id: 'go.visitors', group: 'everywhere', keys: ['G V'] },
  { id: 'go.contacts', group: 'everywhere', keys: ['G P'] },
  { id: 'go.campaigns', group: 'everywhere', keys: ['G C'] },
  { id: 'go.results', group: 'everywhere', keys: ['G R'] },
  { id: 'go.team', group: 'everywhere', keys: ['G T'] },
  { id: 'go.settings', group: 'everywhere', keys: ['G S'] },
  { id: 'state.online', group: 'everywhere', keys: [] },
  { id: 'state.back-soon', group: 'everywhere', keys: [] },
  { id: 'state.away', group: 'everywhere', keys: [] },
  { id: 'state.offline', group: 'everywhere', keys: [] },
  { id: 'theme.system', group: 'everywhere', keys: [] },
  { id: 'theme.light', group: 'everywhere', keys: [] },
  { id: 'theme.dark', group: 'everywhere', keys: [] },
  { id: 'keys', group: 'everywhere', keys: [] },
  { id: 'visitor.chat', group: 'everywhere', keys: ['W'] },
  { id: 'list.next', group: 'list', keys: ['J', 'Alt+ArrowDown'] },
  { id: 'list.previous', group: 'list', keys: ['K', 'Alt+ArrowUp'] },
  { id: 'list.unread', group: 'list', keys: ['U'] },
  { id: 'open.next', group: 'open', keys: ['.'] },
  { id: 'open.previous', group: 'open', keys: [','] },
  { id: 'open.close', group: 'open', keys: ['X'] },
  { id: 'talk.accept', group: 'conversation', keys: ['A'] },
  { id: 'talk.decline', group: 'conversation', keys: ['D'] },
  { id: 'talk.reply', group: 'conversation', keys: ['R'] },
  { id: 'talk.note', group: 'conversation', keys: ['N'] },
  { id: 'talk.answer', group: 'conversation', keys: ['I'] },
  { id: 'talk.transfer', group: 'conversation', keys: ['T'] },
  { id: 'talk.end', group: 'conversation', keys: ['E'] },
  { id: 'talk.reopen', group: 'conversation', keys: ['O'] },
  { id: 'talk.join', group: 'conversation', keys: [] },
  { id: 'talk.leave', group: 'conversation', keys: [] },
  { id: 'talk.take-over', group: 'conversation', keys: [] },
  { id: 'call.propose', group: 'conversation', keys: [] },
  { id: 'call.mute', group: 'conversation', keys: ['M'] },
  { id: 'call.hold', group: 'conversation', keys: ['H'] },
  { id: 'call.consult', group: 'conversation', keys: ['L'] },
  { id: 'call.hand-over', group: 'conversation', keys: ['V'] },
  { id: 'call.conference', group: 'conversation', keys: ['B'] },
  { id: 'call.return', group: 'conversation', keys: ['F'] },
  { id: 'call.end', group: 'conversation', keys: ['Q'] },
  { id: 'talk.customer', group: 'conversation', keys: ['C'] },
  { id: 'talk.leave-text', group: 'conversation', keys: ['Escape'] },
  { id: 'edit.undo', group: 'editor', keys: ['Mod+Z'] },
  { id: 'edit.redo', group: 'editor', keys: ['Mod+Shift+Z', 'Mod+Y'] },
] as const satisfies readonly Entry[];

export type CommandId = (typeof commands)[number]['id'];
export interface Command extends Entry {
  readonly id: CommandId;
}

/** Keys that text boxes use themselves. There they belong to the browser. */
export function isTextKey(keys: string): boolean {
  return /^Mod\+(Shift\+Z|[YZ])$/.test(keys);
}

/**
 * Keys without Ctrl, Command or Alt. They are off while somebody types, and a setting turns them
 * off [WCAG 2.1.4].
 */
export function isLetter(keys: string): boolean {
  return keys !== 'Escape' && !keys.includes('+');
}
