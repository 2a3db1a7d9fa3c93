// What commands do now. A command is done by the button or field on the page that bears its name, else
// by whoever said how; where there is neither, it does not hold, and neither keys nor the palette offer it.
import { useEffect, useLayoutEffect, useRef } from 'react';
import { readSetting, writeSetting } from '../ui/setting.ts';
import { createStore } from '../ui/store.ts';
import { commands, isLetter, type Command, type CommandId } from './command-table.ts';

type Doing = Partial<Record<CommandId, () => void>>;
/** Each as its component last drew it. */
const doings = new Set<{ now: Doing }>();

const key = 'opportune.letter-keys';
/** Whether single letters do something, in this browser. */
export const letterKeys = createStore(readSetting(key) !== 'off');

export function setLetterKeys(on: boolean): void {
  writeSetting(key, on ? 'on' : 'off');
  letterKeys.set(on);
}

/** While the component is there, these commands do this; the one that came last counts. */
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

/** For the button that does a command: the keys press it, and it is heard which ones. */
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

/** False where it does not hold. */
export function doCommand(id: CommandId): boolean {
  const doing = toDo(id);
  doing?.();
  return doing !== null;
}

/** The commands that keys may stand for now. */
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

/** What opens beside a button gives the focus back to it; a field is only gone to. */
function press(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  if (element instanceof HTMLInputElement) element.select();
  else element.click();
}
