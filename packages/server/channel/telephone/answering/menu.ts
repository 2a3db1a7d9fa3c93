// The menu by keys of a telephone channel: what callers are told, and where each key leads.
import { TelephoneMenu } from '@opportune/protocol/channel/telephone.ts';
import type { SkillId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { isSpoken, type Said } from '../twiml.ts';

export interface Menu {
  /** In the order in which they are said. Empty: the greeting names the keys. */
  readonly words: readonly Said[];
  readonly skills: ReadonlyMap<string, SkillId>;
}

/** `written`: the language of words that name none, or null if it is not known. Null: there is no menu. */
export function menuOf(settings: unknown, written: string | null): Menu | null {
  const { menu = '', ...keys } = TelephoneMenu.safeParse(settings).data ?? {};
  const skills = Object.entries(keys).flatMap(([name, skill]) =>
    skill === undefined ? [] : [[name.slice(-1), skill] as const],
  );
  if (skills.length === 0) return null;
  return {
    words: menu.split('\n').flatMap((line) => saidIn(line, written)),
    skills: new Map(skills),
  };
}

/** A line may begin with its language, as `de: Für den Verkauf …`. */
function saidIn(line: string, written: string | null): readonly Said[] {
  const [, named = '', rest = ''] = /^\s*([a-z]{2}):(.*)$/.exec(line) ?? [];
  const said = isSpoken(named)
    ? { text: rest, language: named }
    : { text: line, language: written };
  return said.text.trim() === '' ? [] : [said];
}

/** What a caller has done who was asked `asked` times. `again`: that key leads nowhere. */
export function chosenBy(
  { skills }: Menu,
  { digits, asked }: { readonly digits: string; readonly asked: number },
): { readonly skill: SkillId | null } | 'again' {
  const skill = skills.get(digits);
  if (skill !== undefined) return { skill };
  return digits === '' || asked >= telephoneLimits.menuTimes ? { skill: null } : 'again';
}
