// The table of the bench's parts and of the figures that each yields. `npm run bench` walks it. A
// part is loaded only when it runs.
import type { BenchRow } from './row.ts';

export interface Part {
  readonly name: string;
  /** This part also runs if that other part is asked for. */
  readonly under?: string;
  /** The figures that must appear. A part fails if one is missing, and may yield more. */
  readonly figures: readonly string[];
  /** The part is stopped after this time. */
  readonly mostMs: number;
  rows(): Promise<AsyncIterable<BenchRow>>;
}

export const parts: readonly Part[] = [
  {
    name: 'tag',
    figures: [
      ...['tag.core.brotli', 'tag.engage.brotli', 'tag.window.brotli', 'tag.call.brotli'],
      'tag.blocking.ms',
    ],
    mostMs: 90_000,
    rows: async () => (await import('./tag.ts')).tagRows(),
  },
  {
    name: 'engine',
    figures: ['engine.event.mean.us', 'engine.event.p99.us'],
    mostMs: 90_000,
    rows: async () => (await import('./engine.ts')).engineRows(),
  },
  {
    name: 'masking',
    figures: ['masking.event.ns', 'masking.file.s'],
    mostMs: 60_000,
    rows: async () => (await import('./masking.ts')).maskingRows(),
  },
  {
    name: 'costs',
    figures: ['intake.cost.ms'],
    mostMs: 300_000,
    rows: async () => (await import('./costs.ts')).costRows(),
  },
  {
    name: 'intake',
    figures: [
      'decide.p99.ms',
      'decide.p99.20k.ms',
      'ack.p50.200.ms',
      'ack.p99.ms',
      'ack.p99.20k.ms',
      'intake.main.us',
      'intake.collections',
      'intake.events.per_s',
    ],
    mostMs: 480_000,
    rows: async () => (await import('./intake.ts')).intakeRows(),
  },
  {
    name: 'visitors',
    figures: ['visitors.per_process', 'visitor.memory.kb'],
    mostMs: 180_000,
    rows: async () => (await import('./visitors.ts')).visitorRows(),
  },
  {
    // Half an hour: the load grows until it is not held, and then ten minutes of what was.
    name: 'leader',
    figures: [
      ...['leader.share', 'leader.decide.p99.ms', 'leader.message.p99.ms'],
      ...['leader.memory.growth', 'leader.cores', 'leader.lost'],
    ],
    mostMs: 3_600_000,
    rows: async () => (await import('./leader.ts')).leaderRows(),
  },
  {
    name: 'timer',
    figures: ['timer.p999.ms'],
    mostMs: 120_000,
    rows: async () => (await import('./timer.ts')).timerRows(),
  },
  {
    name: 'message',
    figures: ['message.p99.ms'],
    mostMs: 90_000,
    rows: async () => (await import('./message.ts')).messageRows(),
  },
  {
    name: 'conversations',
    figures: ['conversations.p99.ms'],
    mostMs: 600_000,
    rows: async () => (await import('./conversations.ts')).conversationRows(),
  },
  {
    name: 'voice',
    figures: [
      ...['voice.calls', 'voice.delay.p99.ms', 'voice.loss', 'voice.setup.p95.ms'],
      'voice.call.cpu',
    ],
    mostMs: 900_000,
    rows: async () => (await import('./voice.ts')).voiceRows(),
  },
  {
    name: 'channels',
    figures: ['channels.webhook.p99.ms', 'channels.shown.p99.ms'],
    mostMs: 300_000,
    rows: async () => (await import('./channels.ts')).channelRows(),
  },
  {
    name: 'channels-out',
    figures: ['channels.out.per_s'],
    mostMs: 300_000,
    rows: async () => (await import('./channels-out.ts')).channelOutRows(),
  },
  {
    name: 'channels-queue',
    figures: ['channels.queue.per_s', 'channels.queue.live.p99.ms'],
    mostMs: 1_800_000,
    rows: async () => (await import('./channels-queue.ts')).channelQueueRows(),
  },
  {
    name: 'console-frames',
    figures: ['console.frames.p95.ms'],
    mostMs: 300_000,
    rows: async () => (await import('./console-frames.ts')).consoleFrameRows(),
  },
  {
    name: 'contacts',
    figures: ['contacts.list.p95.ms'],
    mostMs: 120_000,
    rows: async () => (await import('./contacts.ts')).contactRows(),
  },
  {
    name: 'search',
    figures: ['search.p95.ms'],
    mostMs: 300_000,
    rows: async () => (await import('./search.ts')).searchRows(),
  },
  {
    name: 'history',
    figures: ['history.ms'],
    mostMs: 600_000,
    rows: async () => (await import('./history.ts')).historyRows(),
  },
  {
    name: 'report',
    figures: ['report.fresh.p99.ms'],
    mostMs: 120_000,
    rows: async () => (await import('./report.ts')).reportRows(),
  },
  {
    name: 'rehearsal',
    figures: ['rehearsal.100k.s', 'rehearsal.first.s', 'rehearsal.turn.ms'],
    mostMs: 600_000,
    rows: async () => (await import('./rehearsal.ts')).rehearsalRows(),
  },
  {
    name: 'start',
    figures: ['start.first.ms', 'start.again.ms', 'sample.made.ms'],
    mostMs: 480_000,
    rows: async () => (await import('./start.ts')).startRows(),
  },
  {
    name: 'restart',
    figures: ['restart.gap.ms', 'restart.lines.lost'],
    mostMs: 600_000,
    rows: async () => (await import('./restart.ts')).restartRows(),
  },
  {
    // It also yields a row for each attack.
    name: 'attack',
    figures: ['attack.met'],
    mostMs: 2_700_000,
    rows: async () => (await import('./attack.ts')).attackRows(),
  },
  {
    name: 'proof',
    under: 'engine',
    figures: [
      'proof.aa.false_alarms',
      'proof.coverage',
      'proof.width',
      'proof.width.sparse',
      'proof.harm.false_stops',
      'proof.plan.power',
      'proof.srm.false_alarms',
      'proof.srm.visitors',
    ],
    mostMs: 900_000,
    rows: async () => (await import('./proof.ts')).proofRows(),
  },
  {
    // Its figures `intent.*` need data files. If one is absent, they are skipped by name.
    name: 'intent',
    under: 'engine',
    figures: [
      'score.p99.us',
      'learn.p99.us',
      'intent.uci.auc',
      'intent.uci.nopagevalues.auc',
      'intent.uci.cold100.auc',
      'intent.uci.ece',
      'intent.shop.first5.auc',
      'intent.shop.first8.auc',
    ],
    mostMs: 300_000,
    rows: async () => (await import('./intent.ts')).intentRows(),
  },
  {
    name: 'needs',
    under: 'engine',
    figures: ['needs.banking77.accuracy'],
    mostMs: 600_000,
    rows: async () => (await import('./needs.ts')).needsRows(),
  },
  {
    name: 'uplift',
    under: 'engine',
    figures: [
      'uplift.womens.lift',
      'uplift.womens.vs_response',
      'uplift.womens.capacity_error',
      'uplift.womens.capacity_error.worst1000',
      'uplift.mens.vs_response',
      'uplift.score.p99.us',
      'uplift.learn.p99.us',
    ],
    mostMs: 300_000,
    rows: async () => (await import('./uplift.ts')).upliftRows(),
  },
  {
    // Its figures need a data file, like those of `uplift` except for the speed.
    name: 'uplift-nested',
    under: 'engine',
    figures: [
      'uplift.womens.nested.lift',
      'uplift.womens.nested.vs_response',
      'uplift.womens.nested.capacity_error',
      'uplift.womens.nested.capacity_error.worst1000',
      'uplift.mens.nested.vs_response',
    ],
    mostMs: 1_200_000,
    rows: async () => (await import('./uplift-nested.ts')).upliftNestedRows(),
  },
  {
    name: 'uplift-shop',
    under: 'engine',
    figures: [
      'uplift.shop.median',
      'uplift.shop.worst',
      'uplift.shop.equal',
      'uplift.shop.nogain.told',
      'uplift.shop.nogain.minutes',
      'uplift.shop.nogain.false_claims',
    ],
    mostMs: 5_400_000,
    rows: async () => (await import('./uplift-shop.ts')).shopRows(),
  },
  {
    name: 'uplift-product',
    under: 'engine',
    figures: ['uplift.shop.product'],
    mostMs: 3_600_000,
    rows: async () => (await import('./uplift-product.ts')).productRows(),
  },
];
