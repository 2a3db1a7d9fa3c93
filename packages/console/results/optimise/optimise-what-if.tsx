// Answers "What if this rule had been used instead?" from the decisions that were left to chance.
// It says what the answer holds for. It gives no answer if too few decisions support one.
import { useState } from 'react';
import { WhatIf, type WhatIfRule } from '@opportune/protocol/rest/report/optimise.ts';
import {
  format,
  NotYet,
  SelectField,
  TextField,
  useApiQuery,
  t,
  choicesOf,
} from '../../ui/index.ts';
import { useSettled } from '../../ui/data/use-settled.ts';
import { points, signedMoney } from '../words.ts';
import { Section } from '../section.tsx';

const rules = ['never', 'now', 'after', 'intent', 'cart'] as const;
const first: Readonly<Record<WhatIfRule, number>> = {
  never: 0,
  now: 0,
  after: 30,
  intent: 70,
  cart: 100,
};

export function WhatIfView({ id, period }: { id: string; period: number }) {
  const [rule, setRule] = useState<WhatIfRule>('now');
  const [asked, setAsked] = useState(first);
  const drawn = useApiQuery(`/campaigns/${id}/what-if`, WhatIf, {
    query: { period, rule: 'never', at: 0 },
    enabled: rule === 'after',
    keep: true,
  }).data?.delays;
  const at = rule === 'after' ? nearest(asked.after, drawn ?? []) : asked[rule];
  const question = useSettled(`${rule} ${at}`);
  const [settledRule = rule, settledAt = ''] = question.split(' ');
  const { data, error, refetch } = useApiQuery(`/campaigns/${id}/what-if`, WhatIf, {
    query: { period, rule: settledRule, at: settledAt },
    refetchMs: 300_000,
    keep: true,
  });
  const isAnswered = data?.rule === rule && (data.at === null || data.at === at);
  const set = (at: number): void => setAsked((now) => ({ ...now, [rule]: at }));
  return (
    <Section title={t('results.if.title')} about="what if" className="results-wide what-if">
      <div className="what-if-ask">
        <SelectField
          label={t('results.if.rule')}
          value={rule}
          choices={choicesOf(rules, (value) => t(`results.if.${value}`))}
          onChange={(event) =>
            setRule(rules.find((each) => each === event.currentTarget.value) ?? rule)
          }
        />
        {data !== undefined && <At rule={rule} at={at} of={data} onChange={set} />}
      </div>
      {data === undefined ? (
        <NotYet error={error} rows={2} columns={1} onRetry={refetch} />
      ) : (
        <div className="what-if-answer" role="status">
          {isAnswered ? <Answer answer={data} /> : <p className="t3">{t('results.if.asking')}</p>}
        </div>
      )}
      <p className="small t3">{t('results.if.holds')}</p>
    </Section>
  );
}

/** The chosen delay if the campaign has drawn it, otherwise the first delay that it has drawn. */
function nearest(at: number, delays: readonly number[]): number {
  return delays.includes(at) ? at : (delays[0] ?? at);
}

/** The field for the rule's seconds, score or cart value, if it has one. */
function At(props: { rule: WhatIfRule; at: number; of: WhatIf; onChange: (at: number) => void }) {
  const { rule, at, of, onChange } = props;
  const [text, setText] = useState<Partial<Record<WhatIfRule, string>>>({});
  if (rule === 'never' || rule === 'now') return null;
  if (rule === 'after')
    return of.delays.length === 0 ? (
      <p className="small t3">{t('results.if.delay.none')}</p>
    ) : (
      <SelectField
        label={t('results.if.at.after')}
        value={String(at)}
        choices={of.delays.map((n) => ({ value: String(n), label: t('results.if.delay', { n }) }))}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      />
    );
  const most = rule === 'intent' ? 100 : 1_000;
  const change = (next: string): void => {
    setText((now) => ({ ...now, [rule]: next }));
    const number = Number(next);
    if (next.trim() !== '' && number >= 0 && number <= most) onChange(number);
  };
  return (
    <TextField
      label={t(`results.if.at.${rule}`)}
      type="number"
      min={0}
      max={most}
      step="any"
      value={text[rule] ?? String(at)}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

/**
 * The differences in rate and value side by side. If both are withheld, one reason stands for both.
 */
function Answer({ answer }: { answer: WhatIf }) {
  const { difference, value, rate, invited, decisions } = answer;
  if (difference.type === 'withheld' && (value === null || value.difference.type === 'withheld'))
    return <p className="t2">{t(`results.if.withheld.${difference.reason}`)}</p>;
  return (
    <>
      <div className="what-if-parts">
        <Part
          title={t('results.if.part.rate')}
          big={t('results.if.rate', {
            rate: format.percent(rate.rule, 1),
            logged: format.percent(rate.logged, 1),
          })}
          difference={difference}
          write={points}
          words={{ difference: 'results.if.difference', verdict: 'results.if.verdict' }}
        />
        {value !== null && <ValuePart value={value} />}
      </div>
      <p className="t2 num">
        {t('results.if.invited', {
          rule: format.percent(invited.rule, 0),
          logged: format.percent(invited.logged, 0),
        })}{' '}
        {t('results.if.rests', { n: decisions })}
      </p>
    </>
  );
}

function ValuePart({ value }: { value: NonNullable<WhatIf['value']> }) {
  const { cap, rule, logged, difference } = value;
  return (
    <Part
      title={
        cap === null
          ? t('results.if.part.value')
          : t('results.if.part.value.capped', { cap: format.sum(cap) })
      }
      big={t('results.if.value', { value: format.money(rule), logged: format.money(logged) })}
      difference={difference}
      write={signedMoney}
      words={{ difference: 'results.if.value.difference', verdict: 'results.if.value.verdict' }}
    />
  );
}

interface PartProps {
  readonly title: string;
  readonly big: string;
  readonly difference: WhatIf['difference'];
  readonly write: (value: number) => string;
  readonly words:
    | { readonly difference: 'results.if.difference'; readonly verdict: 'results.if.verdict' }
    | {
        readonly difference: 'results.if.value.difference';
        readonly verdict: 'results.if.value.verdict';
      };
}

function Part({ title, big, difference, write, words }: PartProps) {
  return (
    <div>
      <h3 className="small t3">{title}</h3>
      {difference.type === 'withheld' ? (
        <p className="t2">{withheld(difference.reason, words.verdict)}</p>
      ) : (
        <>
          <p className="what-if-big num">{big}</p>
          <p className="num">
            <span className="medium">{differenceWords(difference, write, words.difference)}</span>{' '}
            <span className="t2">{t(`${words.verdict}.${verdictOf(difference)}`)}</span>
          </p>
        </>
      )}
    </div>
  );
}

type Interval = Extract<WhatIf['difference'], { type: 'interval' }>;
type Withheld = Extract<WhatIf['difference'], { type: 'withheld' }>;

function withheld(
  reason: Withheld['reason'],
  of: 'results.if.verdict' | 'results.if.value.verdict',
): string {
  if (reason === 'few-carry-it' && of === 'results.if.value.verdict')
    return t('results.if.value.few-carry-it');
  return t(`results.if.withheld.${reason}`);
}

function differenceWords(
  { estimate, lower, upper }: Interval,
  write: (value: number) => string,
  words: 'results.if.difference' | 'results.if.value.difference',
): string {
  const ends = { lower: write(lower), upper: write(upper) };
  return words === 'results.if.difference'
    ? t(words, { points: write(estimate), ...ends })
    : t(words, { value: write(estimate), ...ends });
}

function verdictOf({ lower, upper }: Interval): 'gain' | 'loss' | 'open' {
  return lower > 0 ? 'gain' : upper < 0 ? 'loss' : 'open';
}
