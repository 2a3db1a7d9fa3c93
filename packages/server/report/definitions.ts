// The page of definitions: what each figure of the reports means, in words, beside its SQL. It
// computes nothing. Each part of the SQL is defined once, in results-sql.ts, site-sql.ts and
// visits-sql.ts.
import { figuresEn } from '@opportune/words/en/figures.ts';
import { adjustedSql } from './optimise/adjusted-sql.ts';
import { agentTimeSql } from './optimise/agent-time-sql.ts';
import { burstsFor } from './sensitivity/bursts-sql.ts';
import { byCallSql } from './results/by-call.ts';
import { byChannelSql } from './results/by-channel.ts';
import { byHandSql } from './results/by-hand.ts';
import { competingSql } from './results/competing.ts';
import { conversionsSql, takenBackSql } from './conversions/conversions-sql.ts';
import {
  enrolledSql,
  everything,
  holdoutSql,
  reactionsSql,
  resultsSql,
  unitsSql,
} from './results/results-sql.ts';
import { beginningsSql } from './sensitivity/excluded-sql.ts';
import { leavingSql } from './optimise/leaving-sql.ts';
import { ordersSql } from './site/site-sql.ts';
import { visitsSql } from './site/visits-sql.ts';
import { whatIfSql } from './what-if/what-if-sql.ts';

export interface FigureDefinition {
  readonly figure: string;
  readonly words: string;
  readonly sql: string;
}

/** Each figure in words, with its SQL, for the page beside the results. */
export const figureDefinitions: readonly FigureDefinition[] = [
  {
    figure: 'eligible',
    words: figuresEn['about.eligible'],
    sql: enrolledSql,
  },
  {
    figure: 'exposed',
    words: figuresEn['about.exposed'],
    sql: reactionsSql,
  },
  {
    figure: 'engaged',
    words: figuresEn['about.engaged'],
    sql: reactionsSql,
  },
  {
    figure: 'converted',
    words: figuresEn['about.converted'],
    sql: conversionsSql,
  },
  {
    figure: 'value',
    words: figuresEn['about.value'],
    sql: unitsSql,
  },
  {
    figure: 'taken back',
    words: figuresEn['about.taken back'],
    sql: takenBackSql,
  },
  {
    figure: 'closed',
    words: figuresEn['about.closed'],
    sql: unitsSql,
  },
  {
    figure: 'effect',
    words: figuresEn['about.effect'],
    sql: resultsSql,
  },
  {
    figure: 'incremental',
    words: figuresEn['about.incremental'],
    sql: resultsSql,
  },
  {
    figure: 'arms compared',
    words: figuresEn['about.arms compared'],
    sql: resultsSql,
  },
  {
    figure: 'adjusted',
    words: figuresEn['about.adjusted'],
    sql: adjustedSql,
  },
  {
    figure: 'agent minutes',
    words: figuresEn['about.agent minutes'],
    sql: agentTimeSql,
  },
  {
    figure: 'learnt',
    words: figuresEn['about.learnt'],
    sql: whatIfSql,
  },
  {
    figure: 'what if',
    words: figuresEn['about.what if'],
    sql: whatIfSql,
  },
  {
    figure: 'left at once',
    words: figuresEn['about.left at once'],
    sql: leavingSql,
  },
  {
    figure: 'competing',
    words: figuresEn['about.competing'],
    sql: competingSql,
  },
  {
    figure: 'by channel',
    words: figuresEn['about.by channel'],
    sql: byChannelSql,
  },
  {
    figure: 'by call',
    words: figuresEn['about.by call'],
    sql: byCallSql,
  },
  {
    figure: 'by hand',
    words: figuresEn['about.by hand'],
    sql: byHandSql,
  },
  {
    figure: 'bursts',
    words: figuresEn['about.bursts'],
    sql: burstsFor(everything),
  },
  {
    figure: 'sensitivity analysis',
    words: figuresEn['about.sensitivity analysis'],
    sql: beginningsSql,
  },
  {
    figure: 'visits',
    words: figuresEn['about.visits'],
    sql: visitsSql,
  },
  {
    figure: 'server-side visits',
    words: figuresEn['about.server-side visits'],
    sql: visitsSql,
  },
  {
    figure: 'visits with a cart',
    words: figuresEn['about.visits with a cart'],
    sql: visitsSql,
  },
  {
    figure: 'visits with an order',
    words: figuresEn['about.visits with an order'],
    sql: visitsSql,
  },
  {
    figure: 'orders',
    words: figuresEn['about.orders'],
    sql: ordersSql,
  },
  {
    figure: 'holdout',
    words: figuresEn['about.holdout'],
    sql: holdoutSql,
  },
];
