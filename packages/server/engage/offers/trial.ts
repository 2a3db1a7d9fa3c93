// Tries drafts and brands in their manager's own browser: each with a profile and configuration of
// its own, fed the same events. Nothing of it is stored, counted, or visible to running campaigns.
import { newVisitor, step } from '@opportune/core/decision/engine.ts';
import type { DecisionContext, Input } from '@opportune/core/decision/engine.ts';
import { variantFor } from '@opportune/core/campaign/languages/translate.ts';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import type { BeforeForm } from '@opportune/protocol/conversation/before.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import { verificationOf } from '@opportune/protocol/contact/verification.ts';
import { type Problem, problem } from '@opportune/protocol/errors.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { DecisionId } from '@opportune/protocol/ids.ts';
import { DecisionId as DecisionIdSchema } from '@opportune/protocol/ids.ts';
import { trialMark } from '@opportune/protocol/rest/trial.ts';
import type { AccountEngine } from '../owner/account-engine.ts';
import type { Deciding, Tried, Trials } from '../seams.ts';
import type { VisitorLink } from '../intake.ts';
import { callOrChat } from './call-or-chat.ts';
import { withWays } from './offers.ts';
import { readsOf, type TrialRun, type VisitorEntry } from '../owner/visitor-entry.ts';

/** Prefix of decision ids that are not counted. */
const trialPrefix = 'trial.';
/** A page shows few at a time. */
const shownKept = 8;
const runsKept = 4;
const evictedKept = 32;
/** A run besides its document. Measured, as are the constants below. */
const runBytes = 64 * 1024;
/** Of the document, which is kept as read and compiled. Each of its objects may be a condition. */
const characterBytes = 4;
const objectBytes = 2400;

/** What a trial begins with. */
interface Beginning {
  readonly trials: Trials;
  /** Told that the draft cannot run at all. */
  readonly failed: (error: unknown) => void;
}

/**
 * Starts the trial behind a browser's code, unless it runs already. A code that is over, or a draft
 * that cannot run, ends the connection: the browser greets again and sees what is published.
 */
export async function beginTrial(
  entry: VisitorEntry,
  link: Pick<VisitorLink, 'site' | 'trial' | 'end'>,
  { account, configuration }: AccountEngine,
  { trials, failed }: Beginning,
): Promise<void> {
  const { site, trial: code } = link;
  if (code === null || entry.trials.has(code)) return;
  const tried = await trials.verifyTrial(account, site, code);
  // Another tab may have come with it meanwhile.
  if (entry.trials.has(code)) return;
  if (tried === null) return link.end(over());
  try {
    keepRun(entry, trialRun(entry, code, configuration, tried));
  } catch (error) {
    failed(error);
    await trials.forget(account, code);
    link.end(over());
  }
}

/** Keeps a new run, and evicts one if there are too many. */
function keepRun(entry: VisitorEntry, run: TrialRun): void {
  const { links, trials, evictedTrials } = entry;
  evictedTrials.delete(run.code);
  trials.set(run.code, run);
  if (trials.size <= runsKept) return;
  const others = [...trials.values()].filter((each) => each !== run);
  const open = new Set([...links].map(({ trial }) => trial));
  const evicted = others.find(({ code }) => !open.has(code)) ?? others[0];
  if (evicted !== undefined) evictRun(entry, evicted);
}

/** Takes away what it shows. Its open tabs stay connected until its hour is over. */
function evictRun(entry: VisitorEntry, run: TrialRun): void {
  const { trials, evictedTrials } = entry;
  trials.delete(run.code);
  withdraw(entry, run);
  evictedTrials.set(run.code, run.until);
  const [oldest] = evictedTrials.keys();
  if (evictedTrials.size > evictedKept && oldest !== undefined) evictedTrials.delete(oldest);
}

/** For a profile that is evicted while a browser is connected. */
export function evictTrials(entry: VisitorEntry): void {
  for (const run of entry.trials.values()) evictRun(entry, run);
}

/** Ends the tabs of evicted trials whose hour is over. Returns when the next one is. */
export function endEvictedTrials(entry: VisitorEntry, now: number): number | null {
  let next: number | null = null;
  for (const [code, until] of entry.evictedTrials)
    if (now < until) next = Math.min(next ?? until, until);
    else {
      entry.evictedTrials.delete(code);
      endLines(entry, code);
    }
  return next;
}

/** What a trial asks before it shows an engagement. */
type Showing = Pick<Deciding, 'ways' | 'agents' | 'hasVoice'>;

/**
 * Passes an input to a trial of the visitor and shows its decision. Returns when to wake it: at its
 * end, at the latest.
 */
export function followTrial(
  entry: VisitorEntry,
  run: TrialRun,
  input: Input,
  { context, ...use }: Showing & { readonly context: DecisionContext },
): number | null {
  if (context.now >= run.until) return endTrial(entry, run);
  const { contents, wakeAt } = stepTrial(run, input, context);
  const calling = { configuration: run.compiled.source, hasVoice: use.hasVoice };
  for (const content of contents.map((each) => callOrChat(each, calling)))
    withWays(entry, content, { ways: use.ways, from: null }, (offer) =>
      withFaces(entry, offer, use, (engagement) => {
        if (entry.trials.get(run.code) === run) show(entry, run, engagement);
      }),
    );
  return Math.min(wakeAt ?? run.until, run.until);
}

/**
 * Browsers that are open lose what it showed, and greet again. The greeting also removes what an
 * earlier server or connection showed, and the tried look.
 */
function endTrial(entry: VisitorEntry, run: TrialRun): null {
  entry.trials.delete(run.code);
  withdraw(entry, run);
  endLines(entry, run.code);
  return null;
}

/**
 * A trial that failed is over for everybody. Its code is forgotten first, or each browser that
 * greets again would begin it again.
 */
export async function giveUpTrial(
  entry: VisitorEntry,
  run: TrialRun,
  trials: Pick<Trials, 'forget'>,
): Promise<void> {
  const { code } = run;
  entry.trials.delete(code);
  withdraw(entry, run);
  await trials.forget(entry.account, code).finally(() => endLines(entry, code));
}

function withdraw(entry: Pick<VisitorEntry, 'links'>, { code, shown }: TrialRun): void {
  for (const decision of shown) sendTo(entry, code, { type: 'withdraw', decision });
}

function endLines({ links }: VisitorEntry, code: string): void {
  for (const link of links) if (link.trial === code) link.end(over());
}

function over(): Problem {
  return problem('trial.over');
}

/** A trial takes no agent's place, so it asks for faces alone. */
function withFaces(
  entry: VisitorEntry,
  offer: EngagementContent,
  { agents }: Showing,
  heard: (offer: EngagementContent) => void,
): void {
  const { action, creative, skill } = offer;
  if ((action !== 'chat' && action !== 'call') || creative.faces !== true) return heard(offer);
  const site = entry.state?.site ?? entry.site;
  agents.faces({ account: entry.account, site, skill }, (faces) =>
    heard(faces.length > 0 ? { ...offer, faces } : offer),
  );
}

function show(entry: VisitorEntry, { code, shown }: TrialRun, engagement: EngagementContent): void {
  shown.add(engagement.decision);
  const [oldest] = shown;
  if (shown.size > shownKept && oldest !== undefined) shown.delete(oldest);
  sendTo(entry, code, { type: 'engage', engagement });
}

/** To the browsers that came with the code. */
function sendTo({ links }: Pick<VisitorEntry, 'links'>, code: string, frame: ServerFrame): void {
  for (const link of links) if (link.trial === code) link.send(frame);
}

/** The draft alone, for everybody: no control, no holdout, no caps, no schedule. */
function trialRun(
  entry: VisitorEntry,
  code: string,
  configuration: Configuration,
  trial: Tried,
): TrialRun {
  const document = withoutLimits(trial.document);
  const compiled = compileConfiguration({
    ...configuration,
    settings: { ...configuration.settings, holdout: 0 },
    campaigns: [{ id: trial.campaign, period: 1, document }],
  });
  const state = newVisitor(entry.account, entry.site, entry.visitor);
  const sizeBytes = runBytes + bytesOf(document);
  return { code, until: trial.until, shown: new Set(), compiled, document, state, sizeBytes };
}

function bytesOf(document: CampaignDocument): number {
  const text = JSON.stringify(document);
  return characterBytes * text.length + objectBytes * text.split('{').length;
}

/** Offered to everybody, always, and without caps. */
function withoutLimits(document: CampaignDocument): CampaignDocument {
  return {
    ...document,
    control: 0,
    mode: 'always',
    caps: { perVisit: null, perDay: null, perVisitor: null, afterDismissalS: null },
    schedule: { from: null, until: null, days: [], hours: null },
  };
}

/**
 * The form before the chat of a decision of this visitor's trial. Null if the decision is not of a
 * trial.
 */
export function trialFormOf(entry: VisitorEntry, decision: DecisionId): BeforeForm | null {
  const run = [...entry.trials.values()].find(({ code }) => decision.startsWith(trialMark(code)));
  if (run === undefined) return null;
  const made = [...run.state.decisions].find(({ id }) => trialDecision(run, id) === decision);
  const variant = run.document.engagement.variants.find(({ id }) => id === made?.variant);
  if (variant === undefined) return null;
  const { languages } = run.compiled.source.settings;
  const { offer } = variantFor(variant, run.document, languages, readsOf(entry));
  return (offer.channel === 'content' ? null : offer.before) ?? null;
}

/** Runs the input through the trial. Returns what to show and when to wake it again. */
function stepTrial(
  run: TrialRun,
  input: Input,
  context: DecisionContext,
): { readonly contents: readonly EngagementContent[]; readonly wakeAt: number | null } {
  const effects = step(run.state, input, { ...context, configuration: run.compiled });
  const contents = effects.flatMap((effect) =>
    effect.type === 'decide' && effect.content !== null ? [asTrial(run, effect.content)] : [],
  );
  const wake = effects.findLast((effect) => effect.type === 'wake');
  return { contents, wakeAt: wake?.type === 'wake' ? wake.at : null };
}

function asTrial(run: TrialRun, content: EngagementContent): EngagementContent {
  const decision = trialDecision(run, content.decision);
  return { ...content, trial: true, heldUntil: null, decision };
}

/** Two trials of one draft decide under different ids. */
function trialDecision({ code }: TrialRun, id: DecisionId): DecisionId {
  return DecisionIdSchema.parse(`${trialMark(code)}${id}`.slice(0, 64));
}

/** Of a trial, or of a question to a contact. */
export function isUncounted(id: DecisionId): boolean {
  return id.startsWith(trialPrefix) || verificationOf(id) !== null;
}
