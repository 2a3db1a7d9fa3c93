// The counts so far by day of enrolment, in the account's time zone, with the arms side by side.
import { Fragment } from 'react';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { format, ArmMark, t } from '../../ui/index.ts';
import { locale } from '../../words/language.ts';
import { armWords } from '../words.ts';
import { Section } from '../section.tsx';

type Counts = CampaignResults['days'][number]['control'];
const offered = ['eligible', 'exposed', 'engaged', 'converted'] as const;
const ofControl = ['eligible', 'converted'] as const;

export function ByDay({ results }: { results: CampaignResults }) {
  const days = [...results.days].reverse();
  const brought = ({ optimise, treatment, control }: CampaignResults['days'][number]): boolean =>
    (optimise?.value ?? 0) + treatment.value + control.value > 0;
  const hasValue = results.hasValue && days.some(brought);
  const arms = [
    ...(results.comparisons === undefined ? [] : (['optimise'] as const)),
    ...(['treatment', 'control'] as const),
  ];
  const stepsOf = (arm: (typeof arms)[number]) => (arm === 'control' ? ofControl : offered);
  return (
    <Section
      title={t('results.days.title')}
      note={t('results.days.note', { zone: results.timeZone })}
    >
      {days.length === 0 ? (
        <p className="t2">{t('results.days.empty')}</p>
      ) : (
        <div
          className="table-scroll"
          tabIndex={0}
          role="region"
          aria-label={t('results.days.title')}
        >
          <table className={`table num flat-table days-table${arms.length > 2 ? ' three' : ''}`}>
            <caption className="aside-voice">{t('results.days.title')}</caption>
            <colgroup>
              <col className="days-day" />
              {arms.map((arm) => (
                <Fragment key={arm}>
                  <col className="days-count" span={stepsOf(arm).length} />
                  {hasValue && <col className="days-value" />}
                </Fragment>
              ))}
            </colgroup>
            <thead>
              <tr>
                <th rowSpan={2} scope="col">
                  {t('results.days.day')}
                </th>
                {arms.map((arm) => (
                  <th key={arm} colSpan={stepsOf(arm).length + (hasValue ? 1 : 0)} scope="colgroup">
                    <ArmMark arm={arm} label={armWords(arm, results)} />
                  </th>
                ))}
              </tr>
              <tr>
                {arms.map((arm) => (
                  <Fragment key={arm}>
                    {stepsOf(arm).map((step) => (
                      <th key={step} scope="col" className="right">
                        {t(`results.funnel.${step}`)}
                      </th>
                    ))}
                    {hasValue && <ValueHead />}
                  </Fragment>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map((each) => (
                <tr key={each.day}>
                  <th scope="row">{dayWords(each.day)}</th>
                  {arms.map((arm) => (
                    <Cells key={arm} counts={each[arm]} steps={stepsOf(arm)} hasValue={hasValue} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

interface CellsProps {
  readonly counts: Counts | undefined;
  readonly steps: readonly (typeof offered)[number][];
  readonly hasValue: boolean;
}

function Cells({ counts, steps, hasValue }: CellsProps) {
  return (
    <>
      {steps.map((step) => (
        <td key={step} className="right">
          {format.number(counts?.[step] ?? 0)}
        </td>
      ))}
      {hasValue && (
        <td className="right">
          {counts === undefined || counts.value === 0
            ? t('console.dash')
            : format.money(counts.value)}
        </td>
      )}
    </>
  );
}

function ValueHead() {
  return (
    <th scope="col" className="right">
      {t('results.days.value')}
    </th>
  );
}

/**
 * For example "Wed 6 May" for `2026-05-06`. The day is a calendar date, so the viewer's time zone
 * must not shift it.
 */
export function dayWords(day: string): string {
  const at = Date.parse(`${day}T12:00:00Z`);
  return Number.isNaN(at)
    ? day
    : new Intl.DateTimeFormat(locale(), {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        timeZone: 'UTC',
      }).format(at);
}
