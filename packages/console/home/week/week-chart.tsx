// Seven days as bars, each with a mark at the height of the same day a week before. Today's bar is
// outlined, because the day is not over. The label has all figures.
import { locale, perLocale } from '../../words/language.ts';
import { t } from '../../ui/index.ts';

export interface WeekChartProps {
  readonly name: string;
  readonly days: readonly string[];
  /** By day, oldest first. Null: the day has no figure. */
  readonly now: readonly (number | null)[];
  readonly before: readonly (number | null)[];
  readonly write: (value: number) => string;
}

const width = 196;
const height = 56;
const barWidth = 16;
const step = (width - barWidth) / 6;

export function WeekChart({ name, days, now, before, write }: WeekChartProps) {
  const highest = Math.max(0, ...[...now, ...before].map((value) => value ?? 0));
  const tall = (value: number): number => (highest === 0 ? 0 : (value / highest) * (height - 4));
  const said = (values: WeekChartProps['now']): string =>
    values.map((value) => (value === null ? t('console.dash') : write(value))).join(', ');
  const label = t('overview.week.chart', { name, now: said(now), before: said(before) });
  return (
    <svg
      className="week-chart"
      viewBox={`0 0 ${width} ${height + 18}`}
      role="img"
      aria-label={label}
    >
      <path className="base" d={`M0 ${height + 0.5}H${width}`} />
      {days.map((day, at) => {
        const [value, same] = [now[at] ?? null, before[at] ?? null];
        const isToday = at === days.length - 1;
        const x = at * step;
        return (
          <g key={day}>
            {value !== null && value > 0 && (
              <rect
                className={isToday ? 'today' : 'day'}
                x={isToday ? x + 0.75 : x}
                y={height - Math.max(2, tall(value))}
                width={isToday ? barWidth - 1.5 : barWidth}
                height={Math.max(2, tall(value))}
                rx={2}
              />
            )}
            {same !== null && same > 0 && (
              <path className="same" d={`M${x - 3} ${height - tall(same)}h${barWidth + 6}`} />
            )}
            <text
              className={isToday ? 'on' : ''}
              x={x + barWidth / 2}
              y={height + 15}
              textAnchor="middle"
            >
              {weekday(day)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

const weekdays = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: 'narrow', timeZone: 'UTC' }),
);

function weekday(day: string): string {
  return weekdays()
    .format(Date.parse(`${day}T00:00Z`))
    .toLocaleUpperCase(locale());
}
