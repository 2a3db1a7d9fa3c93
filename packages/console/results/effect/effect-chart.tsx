// The effect over enrolment with its band, against control at zero; labelled directly at its end.
// It draws; the figures behind it are one click away in the table.
import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type ECharts } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { onThemeChange } from '../../theme/appearance.ts';
import { armName, useFormat, type Format, t } from '../../ui/index.ts';
import { locale } from '../../words/language.ts';
import { chartRange } from './chart-range.ts';
import { points } from '../words.ts';

register([LineChart, GridComponent, MarkLineComponent, TooltipComponent, LabelLayout, SVGRenderer]);
type Path = CampaignResults['path'];
const dayMs = 86_400_000;

export interface ChartArms {
  readonly of: 'treatment' | 'optimise';
  readonly against: 'control' | 'treatment';
}

export function EffectChart({ path, arms, label }: { path: Path; arms: ChartArms; label: string }) {
  const { of, against } = arms;
  const place = useRef<HTMLDivElement>(null);
  const format = useFormat();
  useEffect(() => {
    if (place.current === null) return;
    const chart = init(place.current, null, { renderer: 'svg' });
    const draw = (): void => drawEffect(chart, path, { of, against }, format);
    draw();
    const stopTheme = onThemeChange(draw);
    const resize = new ResizeObserver(() => chart.resize());
    resize.observe(place.current);
    return () => {
      stopTheme();
      resize.disconnect();
      chart.dispose();
    };
  }, [path, of, against, format]);
  return <div ref={place} className="chart-place" role="img" aria-label={label} />;
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function drawEffect(chart: ECharts, path: Path, arms: ChartArms, format: Format): void {
  const inPoints = path.map(({ at, estimate, lower, upper }) => ({
    at,
    estimate: estimate * 100,
    lower: lower * 100,
    upper: upper * 100,
  }));
  const { min, max, step } = chartRange(inPoints);
  const [effect, zero, text3] = [
    colour(`--${arms.of}`),
    colour(`--${arms.against}`),
    colour('--text-3'),
  ];
  const font = { fontFamily: colour('--font'), fontSize: 12 };
  const day = new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    timeZone: format.timeZone,
  });
  const end = (words: (value: number) => string, style: object) => ({
    show: true,
    distance: 10,
    formatter: ({ value }: { value: unknown }) => words(secondOf(value)),
    ...font,
    ...style,
  });
  const line = {
    type: 'line' as const,
    symbol: 'none',
    animation: false,
    silent: true,
    clip: true,
    labelLayout: { moveOverlap: 'shiftY' as const },
  };
  chart.setOption(
    {
      grid: { left: 40, right: 104, top: 12, bottom: 28 },
      tooltip: {
        trigger: 'axis',
        formatter: (items: unknown) => tip(items, inPoints, format),
        backgroundColor: colour('--raised'),
        borderColor: colour('--line'),
        textStyle: { color: colour('--text'), ...font },
        transitionDuration: 0,
      },
      xAxis: {
        type: 'value',
        ...spanOf(path),
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { show: false },
        axisLabel: {
          color: text3,
          ...font,
          hideOverlap: true,
          showMinLabel: false,
          showMaxLabel: false,
          formatter: (at: number) => day.format(at),
        },
      },
      yAxis: {
        type: 'value',
        axisLine: { show: false },
        axisTick: { show: false },
        min,
        max,
        interval: step,
        axisLabel: { color: text3, ...font, formatter: (value: number) => signedTick(value) },
        splitLine: { lineStyle: { color: colour('--line-soft') } },
      },
      series: [
        {
          ...line,
          name: 'lower',
          stack: 'band',
          stackStrategy: 'all',
          data: inPoints.map(({ at, lower }) => [at, Math.max(lower, min * 4)]),
          lineStyle: { color: effect, opacity: 0.45, width: 1 },
        },
        {
          ...line,
          name: 'band',
          stack: 'band',
          stackStrategy: 'all',
          data: inPoints.map(({ at, lower, upper }) => [
            at,
            Math.min(upper, max * 4) - Math.max(lower, min * 4),
          ]),
          lineStyle: { color: effect, opacity: 0.45, width: 1 },
          areaStyle: { color: effect, opacity: 0.16 },
        },
        {
          ...line,
          name: 'low label',
          data: inPoints.map(({ at, lower }) => [at, lower]),
          lineStyle: { opacity: 0 },
          endLabel: end(pointWords, { color: colour('--text-2') }),
        },
        {
          ...line,
          name: 'high label',
          data: inPoints.map(({ at, upper }) => [at, upper]),
          lineStyle: { opacity: 0 },
          endLabel: end(pointWords, { color: colour('--text-2') }),
        },
        {
          ...line,
          name: 'effect',
          data: inPoints.map(({ at, estimate }) => [at, estimate]),
          lineStyle: { color: effect, width: 2 },
          symbol: 'circle',
          showSymbol: inPoints.length === 1,
          itemStyle: { color: effect },
          z: 5,
          endLabel: end((value) => t('results.chart.points', { value: pointWords(value) }), {
            color: colour(arms.of === 'optimise' ? '--text' : '--treatment-text'),
            fontWeight: 600,
          }),
          markLine: {
            symbol: 'none',
            silent: true,
            animation: false,
            data: [{ yAxis: 0 }],
            lineStyle: { color: zero, width: 1.5, type: [5, 4] },
            label: {
              formatter:
                arms.against === 'control'
                  ? t('results.chart.control')
                  : armName('treatment', { optimises: true }),
              color: colour(`--${arms.against}-text`),
              fontWeight: 500,
              ...font,
              distance: 10,
            },
          },
        },
      ],
    },
    true,
  );
}

/** From the first to the last day, with a label on about every sixth part. */
function spanOf(path: Path): { min: number; max: number; interval: number } {
  const [first, last] = [path[0]?.at ?? 0, path.at(-1)?.at ?? 0];
  const min = first === last ? first - dayMs : first;
  return { min, max: last, interval: Math.max(1, Math.ceil((last - min) / dayMs / 6)) * dayMs };
}

function secondOf(value: unknown): number {
  return Array.isArray(value) && typeof value[1] === 'number' ? value[1] : 0;
}

function pointWords(value: number): string {
  return points(value / 100);
}

function signedTick(value: number): string {
  const size = Math.abs(Math.round(value * 100) / 100);
  return value > 0 ? `+${size}` : value < 0 ? `−${size}` : '0';
}

function tip(
  items: unknown,
  path: readonly { at: number; estimate: number; lower: number; upper: number }[],
  format: Format,
): string {
  const first: unknown = Array.isArray(items) ? items[0] : undefined;
  const at =
    typeof first === 'object' && first !== null && 'dataIndex' in first
      ? Number(first.dataIndex)
      : -1;
  const point = path[at];
  if (point === undefined) return '';
  return `<b>${t('results.chart.points', { value: pointWords(point.estimate) })}</b><br>${t('results.head.between', { lower: pointWords(point.lower), upper: pointWords(point.upper) })}<br>${format.dateTime(point.at)}`;
}
