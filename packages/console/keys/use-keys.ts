// The console's one keyboard listener, which looks keys up in the command table. Letters do nothing
// while somebody types, while a menu or a dialog is open, or if they are turned off. A key that a
// control has already handled is ignored.
import { useEffect, useRef } from 'react';
import { commands, isTextKey } from './command-table.ts';
import { commandOf, doCommand } from './do-commands.ts';
import { keyOf, readSequence } from './key-reader.ts';
import { isMac } from './keys-words.ts';

const known = new Set(commands.flatMap(({ keys }) => keys.map((each: string) => each)));

/** A key that may begin a sequence, and when it was pressed. */
type Begun = { readonly key: string; readonly at: number };

export function useKeys(): void {
  const begun = useRef<Begun | null>(null);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      begun.current = takeKey(event, begun.current);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** Performs the command of the key. Returns the key if it begins a sequence. */
function takeKey(event: KeyboardEvent, begun: Begun | null): Begun | null {
  if (event.defaultPrevented || event.isComposing) return begun;
  const key = keyOf(event, isMac);
  if (key === null) return begun;
  if (isTextKey(key) && isTyping(event.target)) return begun;
  const free = !key.includes('+');
  if (free && (key === 'Escape' || isTyping(event.target) || isInLayer(event.target))) return null;
  const { keys, waits } = readSequence(begun, key, event.timeStamp, known);
  const next = waits && commandsBegin(key) ? { key, at: event.timeStamp } : null;
  const command = keys === null ? undefined : commandOf(keys);
  if (command !== undefined && doCommand(command.id)) event.preventDefault();
  return next;
}

/** Whether a sequence that is enabled now begins with the key. */
function commandsBegin(key: string): boolean {
  return [...known].some((keys) => keys.startsWith(`${key} `) && commandOf(keys) !== undefined);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button])'))
  );
}

/** Menus, lists of choices and dialogs handle letters themselves. */
function isInLayer(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('[role=menu], [role=listbox], [role=dialog], [role=grid]') !== null
  );
}
