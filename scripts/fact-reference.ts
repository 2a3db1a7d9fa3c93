// docs/reference/facts.md: every fact that a condition may read, with its exact meaning, from the
// catalogue and the words of the console.
import {
  factCatalogue,
  type FactSpan,
  type FactType,
} from '@opportune/protocol/behaviour/fact-catalogue.ts';
import { campaignConditionEn } from '@opportune/words/en/management/campaign-condition.ts';
import { conditionEn } from '@opportune/words/en/condition.ts';

const kinds: Readonly<Record<FactType, string>> = {
  number: 'number',
  money: 'money, as reported',
  seconds: 'seconds',
  percent: 'percent, 0 to 100',
  text: 'text',
  boolean: 'yes or no',
  list: 'list of texts',
  instant: 'instant',
};

const names: Readonly<Record<string, unknown>> = conditionEn;

const spans: Readonly<Record<FactSpan, string>> = {
  page: 'page in front',
  visit: 'this visit',
  visitor: 'all visits',
  now: 'now',
};

/** The page, one row a fact in the order of the catalogue. */
export function factReference(): string {
  const groups = [...new Set(factCatalogue.map(({ group }) => group))];
  return [
    '# Facts',
    '',
    'Every fact that a condition may read, with its exact meaning. A comparison with an unknown fact is false [B1]; `exists` asks whether one is known and not empty. A *page* fact speaks of the page view in front, a fact of *this visit* of the visit that goes on or, between two, of the last one, and begins anew with the next; one of *all visits* is never set back, except as said. Late events change facts of visits and of visitors too, not those of the page in front [T2]. Imported events change neither pages nor attention. What is bounded forgets the oldest, and counts that it did ([limits](limits.md)). This page is generated from `packages/protocol/behaviour/fact-catalogue.ts` by `npm run generate`.',
    '',
    ...groups.flatMap((group) => [
      `## ${campaignConditionEn[`factGroup.${group}`]}`,
      '',
      '| fact | in the console | type | of | what it is | unknown |',
      '|---|---|---|---|---|---|',
      ...factCatalogue.filter((each) => each.group === group).map(row),
      '',
    ]),
    '## Customer and custom attributes',
    '',
    '`customer.<name>` is a trait of the person that the visitor is signed in as: text, number or yes-or-no, the first 256 characters of a text. What a signed token or the business’s server said goes before what the page says. Unknown where nobody said it, and once another person signed in.',
    '',
    '`custom.<name>` is an attribute that the account declares, of its declared type, over all visits. What has another type is unknown; null takes it back; the page changes nothing that was vouched for.',
    '',
  ].join('\n');
}

type CatalogueFact = (typeof factCatalogue)[number];

function row({ fact, type, values, says, span, unknown }: CatalogueFact): string {
  const closed = values === undefined ? '' : `: ${values.join(', ')}`;
  const name = names[`fact.${fact}`] ?? fact;
  return `| \`${fact}\` | ${String(name)} | ${kinds[type]}${closed} | ${spans[span]} | ${says} | ${unknown} |`;
}
