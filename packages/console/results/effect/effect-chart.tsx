// Draws the effect over enrolment as a line with its band, control as the line at zero, and a label
// at the end of each. The figures behind it are one click away, in the table.
import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type ECharts } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { onThemeChange } from '../../theme/appearance.ts';
import { format, armName, t } from '../../ui/index.ts';
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
  useEffect(() => {
    if (place.current === null) return;
    const chart = init(place.current, null, { renderer: 'svg' });
    const draw = (): void => drawEffect(chart, path, { of, against });
    draw();
    const stopTheme = onThemeChange(draw);
    const resize = new ResizeObserver(() => chart.resize());
    resize.observe(place.current);
    return () => {
      stopTheme();
      resize.disconnect();
      chart.dispose();
    };
  }, [path, of, against]);
  return <div ref={place} className="chart-place" role="img" aria-label={label} />;
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

interface Look {
  readonly effect: string;
  readonly zero: string;
  readonly text: string;
  readonly font: { readonly fontFamily: string; readonly fontSize: number };
}

function drawEffect(chart: ECharts, path: Path, arms: ChartArms): void {
  const inPoints = path.map(({ at, estimate, lower, upper }) => ({
    at,
    estimate: estimate * 100,
    lower: lower * 100,
    upper: upper * 100,
  }));
  const range = chartRange(inPoints);
  const look: Look = {
    effect: colour(`--${arms.of}`),
    zero: colour(`--${arms.against}`),
    text: colour('--text-3'),
    font: { fontFamily: colour('--font'), fontSize: 12 },
  };
  chart.setOption(
    {
      grid: { left: 40, right: 104, top: 12, bottom: 28 },
      tooltip: {
        trigger: 'axis',
        formatter: (items: unknown) => tip(items, inPoints),
        backgroundColor: colour('--raised'),
        borderColor: colour('--line'),
        textStyle: { color: colour('--text'), ...look.font },
        transitionDuration: 0,
      },
      xAxis: dayAxis(path, look),
      yAxis: pointAxis(range, look),
      series: [
        ...bandSeries(inPoints, range, look),
        ...boundLabels(inPoints, look),
        effectSeries(inPoints, arms, look),
      ],
    },
    true,
  );
}

const bare = { axisLine: { show: false }, axisTick: { show: false } };

function dayFormat(): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    timeZone: format.timeZone,
  });
}

function dayAxis(path: Path, { text, font }: Look) {
  const day = dayFormat();
  return {
    type: 'value',
    ...spanOf(path),
    ...bare,
    splitLine: { show: false },
    axisLabel: {
      color: text,
      ...font,
      hideOverlap: true,
      showMinLabel: false,
      showMaxLabel: false,
      formatter: (at: number) => day.format(at),
    },
  };
}

function pointAxis({ min, max, step }: ReturnType<typeof chartRange>, { text, font }: Look) {
  return {
    type: 'value',
    ...bare,
    ...{ min, max, interval: step },
    axisLabel: { color: text, ...font, formatter: (value: number) => signedTick(value) },
    splitLine: { lineStyle: { color: colour('--line-soft') } },
  };
}

interface InPoints {
  readonly at: number;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

const line = {
  type: 'line' as const,
  symbol: 'none',
  animation: false,
  silent: true,
  clip: true,
  labelLayout: { moveOverlap: 'shiftY' as const },
};

/**
 * The band between the bounds. Bounds far beyond the shown range are cut, so that the band stays
 * drawable.
 */
function bandSeries(
  path: readonly InPoints[],
  { min, max }: ReturnType<typeof chartRange>,
  { effect }: Look,
) {
  const low = ({ lower }: InPoints): number => Math.max(lower, min * 4);
  const high = ({ upper }: InPoints): number => Math.min(upper, max * 4);
  const edge = {
    ...line,
    stack: 'band',
    stackStrategy: 'all',
    lineStyle: { color: effect, opacity: 0.45, width: 1 },
  };
  return [
    { ...edge, name: 'lower', data: path.map((each) => [each.at, low(each)]) },
    {
      ...edge,
      name: 'band',
      data: path.map((each) => [each.at, high(each) - low(each)]),
      areaStyle: { color: effect, opacity: 0.16 },
    },
  ];
}

function boundLabels(path: readonly InPoints[], { font }: Look) {
  return (['lower', 'upper'] as const).map((bound) => ({
    ...line,
    name: `${bound} label`,
    data: path.map((each) => [each.at, each[bound]]),
    lineStyle: { opacity: 0 },
    endLabel: endLabel(pointWords, { ...font, color: colour('--text-2') }),
  }));
}

function effectSeries(path: readonly InPoints[], arms: ChartArms, look: Look) {
  const { effect, font } = look;
  return {
    ...line,
    name: 'effect',
    data: path.map(({ at, estimate }) => [at, estimate]),
    lineStyle: { color: effect, width: 2 },
    symbol: 'circle',
    showSymbol: path.length === 1,
    itemStyle: { color: effect },
    z: 5,
    endLabel: endLabel((value) => t('results.chart.points', { value: pointWords(value) }), {
      ...font,
      color: colour(arms.of === 'optimise' ? '--text' : '--treatment-text'),
      fontWeight: 600,
    }),
    markLine: zeroLine(arms, look),
  };
}

function zeroLine({ against }: ChartArms, { zero, font }: Look) {
  return {
    symbol: 'none',
    silent: true,
    animation: false,
    data: [{ yAxis: 0 }],
    lineStyle: { color: zero, width: 1.5, type: [5, 4] },
    label: {
      formatter:
        against === 'control'
          ? t('results.chart.control')
          : armName('treatment', { optimises: true }),
      color: colour(`--${against}-text`),
      fontWeight: 500,
      ...font,
      distance: 10,
    },
  };
}

function endLabel(words: (value: number) => string, style: object) {
  return {
    show: true,
    distance: 10,
    formatter: ({ value }: { value: unknown }) => words(secondOf(value)),
    ...style,
  };
}

/** The span from the first to the last day, with about six labels. */
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

function tip(items: unknown, path: readonly InPoints[]): string {
  const first: unknown = Array.isArray(items) ? items[0] : undefined;
  const at =
    typeof first === 'object' && first !== null && 'dataIndex' in first
      ? Number(first.dataIndex)
      : -1;
  const point = path[at];
  if (point === undefined) return '';
  return `<b>${t('results.chart.points', { value: pointWords(point.estimate) })}</b><br>${t('results.head.between', { lower: pointWords(point.lower), upper: pointWords(point.upper) })}<br>${format.dateTime(point.at)}`;
}
