// XLIFF files of the API: how one is sent, and why a translated one is refused. It stores nothing.
import { importXliff, type ImportFault } from '@opportune/core/campaign/xliff/import-xliff.ts';
import { writeXliff, type XliffSubject } from '@opportune/core/campaign/xliff/write-xliff.ts';
import type { TextUnit } from '@opportune/core/campaign/languages/text-unit.ts';
import type { AccountLanguages, Translations } from '@opportune/protocol/campaign/translations.ts';
import { problem } from '@opportune/protocol/errors.ts';
import type { FastifyReply } from 'fastify';
import { refuse, refuseAll } from '../problem/refusal.ts';

export const xliffType = 'application/xliff+xml';

/** The texts of a document and what is known of their languages. */
export interface Translated {
  /** Such as `campaign/c1`. */
  readonly document: string;
  readonly title: string;
  readonly units: readonly TextUnit[];
  readonly translations: Translations | undefined;
  readonly languages: AccountLanguages | undefined;
}

/** Throws `translation.unset` if the account has not said in which language it writes. */
export function sendXliff(reply: FastifyReply, language: string, of: Translated): FastifyReply {
  const { document, title, units, translations, languages } = of;
  if (languages === undefined) throw refuse('translation.unset', { path: 'languages' });
  const subject: XliffSubject = { document, title, written: languages.written, language };
  const name = `${document.replace(/[^A-Za-z0-9-]/g, '-')}-${language}.xlf`;
  return reply
    .type(`${xliffType}; charset=utf-8`)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(writeXliff(subject, units, translations?.[language]));
}

/** The translations of a file. Throws all that speaks against it, so that nothing is half taken. */
export function readTranslated(
  file: string,
  language: string,
  { document, units }: Pick<Translated, 'document' | 'units'>,
): Readonly<Record<string, string>> {
  const read = importXliff(file, { document, language }, units);
  switch (read.type) {
    case 'taken':
      return read.texts;
    case 'unreadable':
      throw refuse('translation.unreadable', { path: 'xliff', detail: read.why });
    case 'other':
      throw refuse('translation.other', {
        path: 'xliff',
        detail: `The file is for “${read.found}”, not for “${read.expected}”.`,
      });
    case 'refused': {
      const [first, ...rest] = read.faults.map(({ unit, why }) =>
        problem('translation.unit', { path: unit, detail: sentences[why] }),
      );
      throw first === undefined ? refuse('translation.unreadable') : refuseAll([first, ...rest]);
    }
    default:
      return read satisfies never;
  }
}

const sentences: Readonly<Record<ImportFault, string>> = {
  unknown: 'There is no such text here.',
  repeated: 'The file has this text twice.',
  stale: 'The original has changed since the file was made.',
  'too-long': 'The translation is too long for its place.',
  placeholders: 'The translation must keep the places in braces.',
  markup: 'The text contains markup, which is not shown here.',
};
