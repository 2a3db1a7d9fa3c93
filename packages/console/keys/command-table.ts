// Every command of the console, once: what it is called, its keys, where it belongs. The palette, the
// sheet of shortcuts, the keyboard and the generated reference are made from it. Data only: what a
// command does is said where it is done.

export const commandGroups = ['everywhere', 'list', 'open', 'conversation', 'editor'] as const;
export type CommandGroup = (typeof commandGroups)[number];

interface Entry {
  readonly group: CommandGroup;
  /**
   * Each does it. `Mod` is Command on a Mac, else Ctrl; a space stands between keys that are pressed
   * one after the other; `?` and `/` are the signs, wherever a keyboard has them.
   */
  readonly keys: readonly string[];
  /** The first word of its words in the catalogue is `do.`; this is the rest. */
  readonly id: string;
}

/** No key that browsers or screen readers use: Mod+K is the one that every such tool takes. */
export const commands = [
  { id: 'palette', group: 'everywhere', keys: ['Mod+K'] },
  { id: 'sheet', group: 'everywhere', keys: ['?'] },
  { id: 'search', group: 'everywhere', keys: ['/'] },
  { id: 'go.inbox', group: 'everywhere', keys: ['G I'] },
  { id: 'go.visitors', group: 'everywhere', keys: ['G V'] },
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
  { id: 'talk.customer', group: 'conversation', keys: ['C'] },
  { id: 'talk.leave-text', group: 'conversation', keys: ['Escape'] },
  { id: 'edit.undo', group: 'editor', keys: ['Mod+Z'] },
  { id: 'edit.redo', group: 'editor', keys: ['Mod+Shift+Z', 'Mod+Y'] },
] as const satisfies readonly Entry[];

export type CommandId = (typeof commands)[number]['id'];
export interface Command extends Entry {
  readonly id: CommandId;
}

/** Keys that a text box has of its own: there they are the browser's. */
export function isTextKey(keys: string): boolean {
  return /^Mod\+(Shift\+Z|[YZ])$/.test(keys);
}

/** Keys without Ctrl, Command or Alt: off while somebody types, and by a setting [WCAG 2.1.4]. */
export function isLetter(keys: string): boolean {
  return keys !== 'Escape' && !keys.includes('+');
}
