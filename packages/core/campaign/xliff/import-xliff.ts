// Checks a translated file against the document that it is for. Either all of its translations can
// be taken, or none: what speaks against it is listed by unit.
import type { LanguageTag } from '@opportune/protocol/campaign/translations.ts';
import { isAddress, misfit, type TextUnit } from '../languages/text-unit.ts';
import { placeholdersOf, xliffId } from './names.ts';
import { readXliff, type XliffUnit } from './read-xliff.ts';

export type ImportFault = 'unknown' | 'repeated' | 'stale' | 'too-long' | 'placeholders' | 'markup';

export type XliffImport =
  | { readonly type: 'taken'; readonly texts: Readonly<Record<string, string>> }
  /** It is no XLIFF that can be read. */
  | { readonly type: 'unreadable'; readonly why: string }
  /** It is of another document, or in another language. */
  | { readonly type: 'other'; readonly found: string; readonly expected: string }
  | {
      readonly type: 'refused';
      readonly faults: readonly { readonly unit: string; readonly why: ImportFault }[];
    };

/** The translations in a file, by the names of their texts. Units without one are left out. */
export function importXliff(
  file: string,
  of: { readonly document: string; readonly language: LanguageTag },
  units: readonly TextUnit[],
): XliffImport {
  const read = readXliff(file);
  if (!read.ok) return { type: 'unreadable', why: read.why };
  const { document, language, units: found } = read.file;
  if (document !== xliffId(of.document))
    return { type: 'other', found: document, expected: xliffId(of.document) };
  if (language.toLowerCase() !== of.language.toLowerCase())
    return { type: 'other', found: language, expected: of.language };
  return matched(found, units);
}

function matched(found: readonly XliffUnit[], units: readonly TextUnit[]): XliffImport {
  const known = new Map(units.map((unit) => [xliffId(unit.id), unit]));
  const texts = new Map<string, string>();
  const faults: { unit: string; why: ImportFault }[] = [];
  const seen = new Set<string>();
  for (const each of found) {
    const unit = known.get(each.id);
    const why = seen.has(each.id) ? 'repeated' : faultOf(each, unit);
    seen.add(each.id);
    if (why !== null) faults.push({ unit: unit?.id ?? each.id, why });
    else if (unit !== undefined && each.target !== null) texts.set(unit.id, each.target);
  }
  if (faults.length > 0) return { type: 'refused', faults };
  return { type: 'taken', texts: Object.fromEntries(texts) };
}

/** A unit without a translation changes nothing, but one of another text shows an old file. */
function faultOf(
  { source, target, marked }: XliffUnit,
  unit: TextUnit | undefined,
): ImportFault | null {
  if (unit === undefined || isAddress(unit)) return 'unknown';
  if (marked) return 'markup';
  if (sameLines(source) !== sameLines(unit.text)) return 'stale';
  if (target === null) return null;
  if (misfit(unit, target) !== null) return 'too-long';
  return placeholdersOf(source) === placeholdersOf(target) ? null : 'placeholders';
}

/** Tools write ends of lines in their own way. */
function sameLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
