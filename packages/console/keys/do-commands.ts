// Performs commands. A command presses the visible button or field that carries its id, or else
// runs the function that a component registered. A command with neither is unavailable: keys and
// palette do not offer it.
import { useEffect, useLayoutEffect, useRef } from 'react';
import { readSetting, writeSetting } from '../ui/setting.ts';
import { createStore } from '../ui/store.ts';
import { commands, isLetter, type Command, type CommandId } from './command-table.ts';

type Doing = Partial<Record<CommandId, () => void>>;
/** The functions of each component, as of its last render. */
const doings = new Set<{ now: Doing }>();

const key = 'opportune.letter-keys';
/** Whether shortcuts of single letters work in this browser. */
export const letterKeys = createStore(readSetting(key) !== 'off');

export function setLetterKeys(on: boolean): void {
  writeSetting(key, on ? 'on' : 'off');
  letterKeys.set(on);
}

/** Registers these commands while the component is mounted. The component that came last wins. */
export function useCommands(doing: Doing): void {
  const held = useRef({ now: doing });
  useLayoutEffect(() => {
    held.current.now = doing;
  });
  useEffect(() => {
    const mine = held.current;
    doings.add(mine);
    return () => void doings.delete(mine);
  }, []);
}

/**
 * Attributes for the button of a command: its keys press the button, and screen readers announce
 * them.
 */
export function asCommand(id: CommandId): {
  readonly 'data-command': string;
  readonly 'aria-keyshortcuts': string | undefined;
} {
  const keys: readonly string[] = commands.find((each) => each.id === id)?.keys ?? [];
  const heard = keys.filter((each) => !each.includes(' ')).join(' ');
  return { 'data-command': id, 'aria-keyshortcuts': heard === '' ? undefined : heard };
}

export function holds(id: CommandId): boolean {
  return toDo(id) !== null;
}

/** False if the command is unavailable. */
export function doCommand(id: CommandId): boolean {
  const doing = toDo(id);
  doing?.();
  return doing !== null;
}

/** The command of these keys. None if they are single letters and those are off. */
export function commandOf(keys: string): Command | undefined {
  return commands.find(
    (each) =>
      (each.keys as readonly string[]).includes(keys) && (letterKeys.get() || !isLetter(keys)),
  );
}

function toDo(id: CommandId): (() => void) | null {
  const button = [...document.querySelectorAll<HTMLElement>(`[data-command="${id}"]`)].find(
    (each) => !each.matches(':disabled') && each.getClientRects().length > 0,
  );
  if (button !== undefined) return () => press(button);
  return [...doings].findLast(({ now }) => now[id] !== undefined)?.now[id] ?? null;
}

/**
 * Focuses a button before it is clicked, so that what it opens can give the focus back. A text
 * field is only focused and selected.
 */
function press(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  if (element instanceof HTMLInputElement) element.select();
  else element.click();
}
