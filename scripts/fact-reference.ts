// Writes docs/reference/facts.md from the catalogue and the words of the console: every fact that a
// condition may read, with its exact meaning.
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

/** One row per fact, in the order of the catalogue. */
export function factReference(): string {
  const groups = [...new Set(factCatalogue.map(({ group }) => group))];
  return [
    '# Facts',
    '',
    'Every fact that a condition may read, with its exact meaning. `npm run generate` makes this page from `packages/protocol/behaviour/fact-catalogue.ts`.',
    '',
    '- A comparison with an unknown fact is false [B1]. `exists` asks whether a fact is known and not empty.',
    '- *Page in front*: the fact is about the page view in front.',
    '- *This visit*: the fact is about the current visit. Between visits it is about the last one. It starts anew with the next one.',
    '- *All visits*: the fact is never reset, unless its row says so.',
    '- Late events change facts of visits and visitors, but not those of the page in front [T2].',
    '- Imported events change neither pages nor attention.',
    '- Lists with a bound forget the oldest entry and count it ([limits](limits.md)).',
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
    '`customer.<name>` is a trait of the person whom the visitor is signed in as: a text of at most 256 characters, a number, or yes or no. A signed token or the business’s server takes precedence over the page. It is unknown until somebody reports it, and after another person signs in.',
    '',
    '`custom.<name>` is an attribute that the account declares, over all visits. A value of another type than declared is unknown. Null removes the value. The page cannot change a verified value.',
    '',
  ].join('\n');
}

type CatalogueFact = (typeof factCatalogue)[number];

function row({ fact, type, values, says, span, unknown }: CatalogueFact): string {
  const closed = values === undefined ? '' : `: ${values.join(', ')}`;
  const name = names[`fact.${fact}`] ?? fact;
  return `| \`${fact}\` | ${String(name)} | ${kinds[type]}${closed} | ${spans[span]} | ${says} | ${unknown} |`;
}
