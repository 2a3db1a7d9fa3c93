// Tries a draft in its manager's own browser: with a profile and configuration of its own, fed the
// same events. Nothing of it is stored, counted, or visible to running campaigns.
import { newVisitor, step } from '@opportune/core/decision/engine.ts';
import type { DecisionContext, Input } from '@opportune/core/decision/engine.ts';
import { variantFor } from '@opportune/core/campaign/languages/translate.ts';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import type { BeforeForm } from '@opportune/protocol/conversation/before.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { DecisionId } from '@opportune/protocol/ids.ts';
import { DecisionId as DecisionIdSchema } from '@opportune/protocol/ids.ts';
import type { AccountEngine } from '../owner/account-engine.ts';
import type { Deciding, Tried, Trials } from '../seams.ts';
import type { VisitorLink } from '../intake.ts';
import { withWays } from './offers.ts';
import { readsOf, type TrialRun, type VisitorEntry } from '../owner/visitor-entry.ts';

/** Prefix of decision ids that are not counted. */
const trialPrefix = 'trial.';
/** A page shows few at a time. */
const shownKept = 8;

/**
 * Starts the trial behind a code for this visitor, if the code is valid and the trial is not
 * running yet.
 */
export async function beginTrial(
  entry: VisitorEntry,
  { site, trial: code }: Pick<VisitorLink, 'site' | 'trial'>,
  { account, configuration }: AccountEngine,
  trials: Trials,
): Promise<void> {
  if (code === null || entry.trial?.code === code) return;
  const trial = await trials.verifyTrial(account, site, code);
  if (trial !== null) entry.trial = trialRun(entry, code, configuration, trial);
}

/** What a trial asks before it shows an engagement. */
type Showing = Pick<Deciding, 'ways' | 'agents'>;

/**
 * Passes an input to the visitor's trial, if any, and shows its decision. Returns when to wake it: at
 * its end, at the latest.
 */
export function followTrial(
  entry: VisitorEntry,
  input: Input,
  context: DecisionContext,
  use: Showing,
): number | null {
  const { trial } = entry;
  if (trial === null) return null;
  if (context.now >= trial.until) return endTrial(entry, trial);
  const { contents, wakeAt } = stepTrial(trial, input, context);
  for (const content of contents)
    withWays(entry, content, { ways: use.ways, from: null }, (offer) =>
      withFaces(entry, offer, use, (engagement) => {
        if (entry.trial === trial) show(entry, trial, engagement);
      }),
    );
  return Math.min(wakeAt ?? trial.until, trial.until);
}

/** Browsers that are open lose what it showed. */
function endTrial(entry: VisitorEntry, { code, shown }: TrialRun): null {
  entry.trial = null;
  for (const decision of shown) sendTo(entry, code, { type: 'withdraw', decision });
  return null;
}

/** A trial takes no agent's place, so it asks for faces alone. */
function withFaces(
  entry: VisitorEntry,
  offer: EngagementContent,
  { agents }: Showing,
  heard: (offer: EngagementContent) => void,
): void {
  const { action, creative, skill } = offer;
  if (action !== 'chat' || creative.faces !== true) return heard(offer);
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
function sendTo({ links }: VisitorEntry, code: string, frame: ServerFrame): void {
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
  return { code, until: trial.until, shown: new Set(), compiled, document, state };
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
  const { trial } = entry;
  const made = [...(trial?.state.decisions ?? [])].find(({ id }) => trialDecision(id) === decision);
  const variants = trial?.document.engagement.variants ?? [];
  const variant = variants.find(({ id }) => id === made?.variant);
  if (trial === null || variant === undefined) return null;
  const { languages } = trial.compiled.source.settings;
  const { offer } = variantFor(variant, trial.document, languages, readsOf(entry));
  return (offer.channel === 'chat' ? offer.before : null) ?? null;
}

/** Runs the input through the trial. Returns what to show and when to wake it again. */
function stepTrial(
  run: TrialRun,
  input: Input,
  context: DecisionContext,
): { readonly contents: readonly EngagementContent[]; readonly wakeAt: number | null } {
  const effects = step(run.state, input, { ...context, configuration: run.compiled });
  const contents = effects.flatMap((effect) =>
    effect.type === 'decide' && effect.content !== null ? [asTrial(effect.content)] : [],
  );
  const wake = effects.findLast((effect) => effect.type === 'wake');
  return { contents, wakeAt: wake?.type === 'wake' ? wake.at : null };
}

function asTrial(content: EngagementContent): EngagementContent {
  return { ...content, trial: true, heldUntil: null, decision: trialDecision(content.decision) };
}

function trialDecision(id: DecisionId): DecisionId {
  return DecisionIdSchema.parse(`${trialPrefix}${id}`.slice(0, 64));
}

export function isTrialDecision(id: DecisionId): boolean {
  return id.startsWith(trialPrefix);
}
