// The counts by day of enrolment, in the account's time zone, both arms beside each other, so far.
import type { CampaignResults } from '@opportune/protocol/rest/report.ts';
import { ArmMark, t, useFormat } from '../ui/index.ts';
import { r } from './words.ts';

export function ByDay({ results }: { results: CampaignResults }) {
  const format = useFormat();
  const days = [...results.days].reverse();
  const hasValue = days.some(({ treatment, control }) => treatment.value + control.value > 0);
  return (
    <section className="results-wide">
      <div className="results-h">
        <h2>{r('days.title')}</h2>
        <span className="small t3">{r('days.note', { zone: results.timeZone })}</span>
      </div>
      {days.length === 0 ? (
        <p className="t2">{r('days.empty')}</p>
      ) : (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={r('days.title')}>
          <table className="table num flat-table days-table">
            <caption className="aside-voice">{r('days.title')}</caption>
            <thead>
              <tr>
                <th rowSpan={2} scope="col">
                  {r('days.day')}
                </th>
                <th colSpan={hasValue ? 5 : 4} scope="colgroup">
                  <ArmMark arm="treatment" />
                </th>
                <th colSpan={hasValue ? 3 : 2} scope="colgroup">
                  <ArmMark arm="control" />
                </th>
              </tr>
              <tr>
                {(['eligible', 'exposed', 'engaged', 'converted'] as const).map((step) => (
                  <th key={step} scope="col" className="right">
                    {r(`funnel.${step}`)}
                  </th>
                ))}
                {hasValue && <ValueHead />}
                {(['eligible', 'converted'] as const).map((step) => (
                  <th key={step} scope="col" className="right">
                    {r(`funnel.${step}`)}
                  </th>
                ))}
                {hasValue && <ValueHead />}
              </tr>
            </thead>
            <tbody>
              {days.map(({ day, treatment, control }) => (
                <tr key={day}>
                  <th scope="row">{dayWords(day)}</th>
                  {[
                    treatment.eligible,
                    treatment.exposed,
                    treatment.engaged,
                    treatment.converted,
                  ].map((count, at) => (
                    <td key={at} className="right">
                      {format.number(count)}
                    </td>
                  ))}
                  {hasValue && (
                    <td className="right">
                      {treatment.value === 0 ? t('dash') : format.money(treatment.value)}
                    </td>
                  )}
                  {[control.eligible, control.converted].map((count, at) => (
                    <td key={at} className="right">
                      {format.number(count)}
                    </td>
                  ))}
                  {hasValue && (
                    <td className="right">
                      {control.value === 0 ? t('dash') : format.money(control.value)}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function ValueHead() {
  return (
    <th scope="col" className="right">
      {r('days.value')}
    </th>
  );
}

/** Wed 6 May, of a day that is written `2026-05-06`; the day is a name, so no time zone moves it. */
export function dayWords(day: string): string {
  const at = Date.parse(`${day}T12:00:00Z`);
  return Number.isNaN(at)
    ? day
    : new Intl.DateTimeFormat(navigator.language || 'en', {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        timeZone: 'UTC',
      }).format(at);
}
