// Writes the texts of a document as XLIFF 2.1, for translators and their tools. Addresses are left
// out: nobody translates them.
import type { LanguageTag, Translations } from '@opportune/protocol/campaign/translations.ts';
import { isAddress, type TextUnit } from '../languages/text-unit.ts';
import { xliffId, xliffNamespace } from './names.ts';

/** What a file is about. */
export interface XliffSubject {
  /** Such as `campaign/c1`. An import of another document is refused. */
  readonly document: string;
  /** Its name, for people. */
  readonly title: string;
  readonly written: LanguageTag;
  readonly language: LanguageTag;
}

/** One file with a unit for each text. `texts` are the translations that exist. */
export function writeXliff(
  { document, title, written, language }: XliffSubject,
  units: readonly TextUnit[],
  texts: Translations[string] = {},
): string {
  const shown = units.filter((unit) => !isAddress(unit));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<xliff xmlns="${xliffNamespace}" version="2.1" srcLang="${written}" trgLang="${language}">`,
    `  <file id="${xliffId(document)}" original="${escaped(title)}" xml:space="preserve">`,
    ...shown.flatMap((unit) => unitLines(unit, texts[unit.id])),
    '  </file>',
    '</xliff>',
    '',
  ].join('\n');
}

function unitLines({ id, text, limit }: TextUnit, translation: string | undefined): string[] {
  const state = translation === undefined ? 'initial' : 'translated';
  return [
    `    <unit id="${xliffId(id)}" name="${escaped(id)}">`,
    `      <notes><note category="limit">At most ${limit} characters</note></notes>`,
    `      <segment state="${state}">`,
    `        <source>${escaped(text)}</source>`,
    ...(translation === undefined ? [] : [`        <target>${escaped(translation)}</target>`]),
    '      </segment>',
    '    </unit>',
  ];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** Characters that XML does not allow become U+FFFD. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- XML allows none of them
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"\r]/g, (character) => entities[character] ?? character)
  );
}
