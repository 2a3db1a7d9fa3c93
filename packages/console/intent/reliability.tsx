// Compares predicted with actual shares: one point for each range of chances, with its interval,
// beside the line where both are equal. Both axes double from mark to mark, because most visits
// have small chances. The table is one click away.
import { useState } from 'react';
import type { CalibrationFigure } from '@opportune/protocol/rest/campaign/intent.ts';
import { format, Button, Table, t, column, figureColumn, type Column } from '../ui/index.ts';
import { chanceWords } from './words.ts';

export function Reliability({ rows }: { rows: readonly CalibrationFigure[] }) {
  const [asTable, setAsTable] = useState(false);
  return (
    <section>
      <div className="results-h">
        <h2>{t('intent.right.title')}</h2>
        <span className="grow" />
        {rows.length > 0 && (
          <Button variant="quiet" icon="table" onClick={() => setAsTable(!asTable)}>
            {t(asTable ? 'intent.right.chart' : 'intent.right.table')}
          </Button>
        )}
      </div>
      <p className="t2 intent-text">
        {t(rows.length === 0 ? 'intent.right.none' : 'intent.right.text')}
      </p>
      {rows.length > 0 && (asTable ? <RangeTable rows={rows} /> : <Chart rows={rows} />)}
    </section>
  );
}

const size = { width: 380, height: 290, left: 36, right: 70, top: 8, bottom: 36 };
const marks = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64];
const least = 0.003;

/** 0 at the least chance drawn, 1 at certainty. */
function place(share: number): number {
  return Math.log(Math.max(least, share) / least) / Math.log(1 / least);
}
function x(share: number): number {
  return size.left + place(share) * (size.width - size.left - size.right);
}
function y(share: number): number {
  return size.height - size.bottom - place(share) * (size.height - size.top - size.bottom);
}

function Chart({ rows }: { rows: readonly CalibrationFigure[] }) {
  return (
    <svg
      className="reliability"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={t('intent.right.label', { n: rows.length })}
    >
      {marks.map((mark) => (
        <Mark key={mark} mark={mark} />
      ))}
      <path className="perfect" d={`M${x(least)} ${y(least)}L${x(1)} ${y(1)}`} />
      <text className="said" x={x(1) + 6} y={y(1) + 10}>
        {t('intent.right.perfect')}
      </text>
      {rows.map((row) => (
        <Point key={row.from} row={row} />
      ))}
      <text className="axis" x={x(1)} y={size.height - 6} textAnchor="end">
        {t('intent.right.axis.predicted')}
      </text>
      <text className="axis" x={size.left + 6} y={size.top + 10}>
        {t('intent.right.axis.happened')}
      </text>
    </svg>
  );
}

function Mark({ mark }: { mark: number }) {
  const words = format.percent(mark, mark < 0.01 ? 1 : 0);
  return (
    <>
      <path className="grid" d={`M${x(least)} ${y(mark)}H${x(1)}`} />
      <text x={size.left - 6} y={y(mark) + 4} textAnchor="end">
        {words}
      </text>
      <text x={x(mark)} y={size.height - size.bottom + 16} textAnchor="middle">
        {words}
      </text>
    </>
  );
}

/** A point whose size grows with the number of visits. */
function Point({ row }: { row: CalibrationFigure }) {
  const at = x(row.predicted);
  const radius = Math.min(7, 2.5 + Math.log10(row.visits + 1));
  const words = t('intent.right.tip', {
    predicted: chanceWords(row.predicted),
    happened: chanceWords(row.happened),
    visits: row.visits,
  });
  return (
    <g className="point">
      <title>{words}</title>
      <path d={`M${at} ${y(row.lower)}V${y(row.upper)}`} />
      <circle cx={at} cy={y(row.happened)} r={radius} />
    </g>
  );
}

function RangeTable({ rows }: { rows: readonly CalibrationFigure[] }) {
  return (
    <Table
      caption={t('intent.right.title')}
      className="num flat-table"
      rows={rows}
      rowKey={({ from }) => String(from)}
      columns={rangeColumns()}
    />
  );
}

function rangeColumns(): readonly Column<CalibrationFigure>[] {
  const chance = (share: number): string => chanceWords(share);
  return [
    column('intent.right.column.range', ({ from, until }) =>
      t('intent.right.range', { from: chance(from), until: chance(until) }),
    ),
    figureColumn('intent.right.column.visits', ({ visits }) => format.number(visits)),
    figureColumn('intent.right.column.predicted', ({ predicted }) => chance(predicted)),
    figureColumn('intent.right.column.happened', ({ happened }) => (
      <span className="medium">{chance(happened)}</span>
    )),
    figureColumn('intent.right.column.interval', ({ lower, upper }) =>
      t('intent.right.interval', { lower: chance(lower), upper: chance(upper) }),
    ),
  ];
}
