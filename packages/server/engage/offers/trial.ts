// A draft tried in its manager's own browser: a profile and a configuration of its own, fed with the
// same events. Nothing of it is stored, counted, or seen by the running campaigns.
import { newVisitor, step } from '@opportune/core/decision/engine.ts';
import type { DecisionContext, Input } from '@opportune/core/decision/engine.ts';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import type { BeforeForm } from '@opportune/protocol/conversation/before.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import type { CampaignId, DecisionId } from '@opportune/protocol/ids.ts';
import { DecisionId as DecisionIdSchema } from '@opportune/protocol/ids.ts';
import type { AccountEngine } from '../owner/account-engine.ts';
import type { Trials } from '../seams.ts';
import type { TrialRun, VisitorEntry } from '../owner/visitor-entry.ts';

/** Prefix of the ids of decisions that count nowhere. */
const trialPrefix = 'trial.';

/** Starts the trial behind a code for this visitor, if the code holds and it does not run already. */
export async function beginTrial(
  entry: VisitorEntry,
  code: string,
  { account, configuration }: AccountEngine,
  trials: Trials,
): Promise<void> {
  if (entry.trial?.code === code) return;
  const trial = await trials.verifyTrial(account, code);
  if (trial !== null) entry.trial = trialRun(entry, code, configuration, trial);
}

/** Tells the visitor's trial, if any; shows what it decides where it runs. Answers when to wake it. */
export function followTrial(
  entry: VisitorEntry,
  input: Input,
  context: DecisionContext,
): number | null {
  if (entry.trial === null) return null;
  const { contents, wakeAt } = stepTrial(entry.trial, input, context);
  for (const engagement of contents) {
    for (const link of entry.links)
      if (link.trial !== null) link.send({ type: 'engage', engagement });
  }
  return wakeAt;
}

/** The draft alone, for everybody: no control, no holdout, no caps, no schedule. */
function trialRun(
  entry: VisitorEntry,
  code: string,
  configuration: Configuration,
  trial: { readonly campaign: CampaignId; readonly document: CampaignDocument },
): TrialRun {
  const document: CampaignDocument = {
    ...trial.document,
    control: 0,
    mode: 'always',
    caps: { perVisit: null, perDay: null, perVisitor: null, afterDismissalS: null },
    schedule: { from: null, until: null, days: [], hours: null },
  };
  const compiled = compileConfiguration({
    ...configuration,
    settings: { ...configuration.settings, holdout: 0 },
    campaigns: [{ id: trial.campaign, period: 1, document }],
  });
  const state = newVisitor(entry.account, entry.site, entry.visitor);
  return { code, compiled, document, state };
}

/** What the draft asks before the chat of a decision of this visitor's trial; null where it is none. */
export function trialFormOf({ trial }: VisitorEntry, decision: DecisionId): BeforeForm | null {
  const made = [...(trial?.state.decisions ?? [])].find(({ id }) => trialDecision(id) === decision);
  const variants = trial?.document.engagement.variants ?? [];
  const offer = variants.find(({ id }) => id === made?.variant)?.offer;
  return (offer?.channel === 'chat' ? offer.before : null) ?? null;
}

/** Runs the input through the trial; answers what to show, and when to wake it again. */
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
