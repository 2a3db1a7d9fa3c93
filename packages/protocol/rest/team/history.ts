// Results of the conversations of a span of days, by REST: each figure once, with its basis; and
// the reports that a manager has sent by e-mail. words/en/management/history.ts says what each
// figure means.
import { z } from 'zod';
import { AgentKind } from '../../conversation/conversation.ts';
import { ChannelId, UserId } from '../../ids.ts';
import { SpokenLanguage } from '../common.ts';

/** The unit of a figure. `s`: seconds; `share`: 0 to 1; `points`: −100 to 100. */
export const FigureUnit = z.enum(['count', 's', 'share', 'ratio', 'points']);
export type FigureUnit = z.infer<typeof FigureUnit>;

/** Every figure, in the order in which pages, files and letters show them. */
export const historyFigures = {
  begun: 'count',
  invited: 'count',
  own: 'count',
  messages: 'count',
  answered: 'count',
  abandoned: 'count',
  abandonment: 'share',
  'wait-median': 's',
  'wait-p90': 's',
  'first-answer': 's',
  'service-level': 'share',
  'handle-time': 's',
  transfers: 'count',
  calls: 'count',
  'calls-answered': 'count',
  'calls-abandoned': 'count',
  'call-speed': 's',
  'talk-time': 's',
  'hold-time': 's',
  'wrap-up-time': 's',
  callbacks: 'count',
  'callbacks-kept': 'share',
  'callbacks-missed': 'count',
  'callbacks-reached': 'share',
  concurrency: 'ratio',
  occupancy: 'share',
  csat: 'share',
  nps: 'points',
  resolved: 'share',
} as const satisfies Record<string, FigureUnit>;

export const FigureId = z.enum(
  Object.keys(historyFigures) as [keyof typeof historyFigures, ...(keyof typeof historyFigures)[]],
);
export type FigureId = z.infer<typeof FigureId>;
export const figureIds: readonly FigureId[] = FigureId.options;

/**
 * How the span is divided: by hours or days of the account's time zone, or by a property of its
 * conversations. `kind`: that of the last agent, a person or a program.
 */
export const HistoryBy = z.enum(['hour', 'day', 'skill', 'agent', 'kind', 'channel', 'campaign']);
export type HistoryBy = z.infer<typeof HistoryBy>;

export const historyLimits = {
  /** Days of a span. Beyond: `request.invalid`. */
  days: 400,
  /** Days of a span that is divided by hours. Beyond: `request.invalid`. */
  daysByHour: 14,
  /** Parts of an answer. Beyond: those with the fewest conversations are left out and counted. */
  parts: 500,
  /** Reports that one user has sent. Beyond: `account.full`. */
  reportsOfUser: 5,
  /** Attempts for one letter if the mail server does not accept it. */
  reportTries: 5,
} as const;

/** A day of the account's time zone. */
const Day = z.iso.date();
/** Of these centuries, because the comparison needs the days before it too. */
const AskedDay = Day.regex(/^(19|2)/, 'a day since 1900');

/** Languages of files and letters. */
export const ReportLanguage = SpokenLanguage;
export type ReportLanguage = z.infer<typeof ReportLanguage>;

/** GET /history and /history.csv. Default: today. */
export const HistoryQuery = z.object({
  from: AskedDay.optional(),
  /** The last day, inclusive. */
  until: AskedDay.optional(),
  /** Default: only the whole. */
  by: HistoryBy.optional(),
  /** Only conversations on it. Then there are no figures of agents' time. */
  channel: ChannelId.optional(),
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;
export const HistoryFileQuery = HistoryQuery.extend({ language: ReportLanguage.default('en') });

const Figure = z.object({
  /** Null without data, or if it is not defined for a part. */
  value: z.number().nullable(),
  /** Its basis: conversations, answers, or seconds for `concurrency` and `occupancy`. */
  of: z.number(),
});
export type Figure = z.infer<typeof Figure>;
export const Figures = z.record(FigureId, Figure);
export type Figures = z.infer<typeof Figures>;

export const HistoryPart = z.object({
  /**
   * The instant in ms at which an hour or day begins, an id, or a kind of agent. Empty: without
   * one.
   */
  key: z.string(),
  /** Of a skill, agent, channel or campaign. Empty if it has none, or is named as its kind. */
  name: z.string(),
  /** Of an agent. Null for anything else. */
  kind: AgentKind.nullable(),
  figures: Figures,
});
export type HistoryPart = z.infer<typeof HistoryPart>;

export const History = z.object({
  asOf: z.number(),
  timeZone: z.string(),
  from: Day,
  until: Day,
  by: HistoryBy.nullable(),
  /** The channel it is limited to. Null: all. */
  channel: ChannelId.nullable(),
  whole: Figures,
  /**
   * The same number of days before, up to the same time of day if the span reaches into the
   * present.
   */
  before: z.object({ from: Day, until: Day, whole: Figures }),
  parts: z.array(HistoryPart),
  /** The number of parts left out because there are too many. */
  more: z.number().int(),
});
export type History = z.infer<typeof History>;

/** GET /history/figures: each figure once, in words. */
export const FigureDefinition = z.object({
  id: FigureId,
  name: z.string(),
  unit: FigureUnit,
  words: z.string(),
  formula: z.string(),
  leavesOut: z.string(),
});
export type FigureDefinition = z.infer<typeof FigureDefinition>;

/** A report by e-mail: of the previous day, or of the previous seven days. */
export const ReportDraft = z.object({
  every: z.enum(['day', 'week']),
  /** 1 Monday to 7 Sunday, for a weekly one. */
  weekday: z.number().int().min(1).max(7).default(1),
  /** In the account's time zone. */
  hour: z.number().int().min(0).max(23),
  figures: z.array(FigureId).min(1).max(figureIds.length),
  by: HistoryBy.nullable().default(null),
  language: ReportLanguage.default('en'),
});
export type ReportDraft = z.infer<typeof ReportDraft>;

export const ScheduledReport = ReportDraft.extend({
  id: z.string(),
  user: UserId,
  /** The recipient. */
  address: z.string(),
  dueAt: z.number(),
  /** The newest that the mail server accepted, and the result of the newest attempt. */
  sentAt: z.number().nullable(),
  last: z.enum(['none', 'sent', 'failed', 'unknown']),
});
export type ScheduledReport = z.infer<typeof ScheduledReport>;

/** GET /my-reports */
export const ScheduledReports = z.object({
  reports: z.array(ScheduledReport),
  /** Whether a mail server is configured. Without one nothing is sent. */
  mail: z.boolean(),
});
export type ScheduledReports = z.infer<typeof ScheduledReports>;
