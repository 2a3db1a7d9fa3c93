// Explains a past decision twice: by the recorded reasons, and by replaying the stored log,
// configuration and availability. Reports whether the two agree, or that too much happened before
// the decision to replay it.
import { isDeepStrictEqual } from 'node:util';
import { declaredBy } from '@opportune/core/behaviour/facts/custom-facts.ts';
import {
  decisionWithoutPersonal,
  reasonsWithoutPersonal,
} from '@opportune/core/behaviour/condition/personal-reasons.ts';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import { evaluateAt } from '@opportune/core/decision/engine.ts';
import { standing } from '@opportune/core/decision/restore/restore.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import { type Decision, NoCall } from '@opportune/protocol/campaign/decision.ts';
import type { AccountId, DecisionId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import type { DecisionExplanation } from '@opportune/protocol/rest/visitor.ts';
import { decisionColumns, decisionOfRow } from '../ledger/fact-rows.ts';
import type { DecisionColumns } from '../ledger/fact-rows.ts';
import { readLogs } from '../history/visitor-history.ts';
import type { VisitorLog } from '../history/visitor-history.ts';
import type { Configurations } from '../seams.ts';

/** Null if the account has no such decision, or only one that a crash separated from its event. */
export async function explainDecision(
  facts: FactStore,
  configurations: Configurations,
  account: AccountId,
  id: DecisionId,
): Promise<DecisionExplanation | null> {
  const rows = await facts.query<DecisionColumns>(
    account,
    `SELECT ${decisionColumns} FROM $decisions WHERE id = {id:String} ORDER BY ordinal DESC LIMIT 1`,
    { id },
  );
  const { attributes = [] } = await configurations.current(account);
  const declared = declaredBy(attributes);
  const [found] = rows;
  if (found === undefined) return null;
  // Hides values that are personal now, also in earlier decisions.
  const decision = decisionWithoutPersonal(decisionOfRow(found), declared);
  const { visitor, ordinal: through } = decision;
  // The newest events before the decision. A visitor who stayed has many more since.
  const log = (await readLogs(facts, account, [visitor], undefined, through)).get(visitor);
  if (
    log === undefined ||
    !standing(log).decisions.some(({ ordinal }) => ordinal === decision.ordinal)
  )
    return null;
  const again = await replay(facts, configurations, decision, log);
  const replayed = again === null ? null : reasonsWithoutPersonal(again, declared);
  const recorded = JSON.parse(JSON.stringify(decision.reasons)) as Decision['reasons'];
  const agrees =
    replayed !== null && isDeepStrictEqual(JSON.parse(JSON.stringify(replayed)), recorded);
  const whole = log.events.length < profileLimits.restoreEvents;
  const instead = await insteadOf(facts, decision);
  const explained = { decision, replayed: replayed ?? decision.reasons, agrees, whole };
  return instead === null ? explained : { ...explained, instead };
}

/** Why a chat was shown where a call was decided, as the browser reported with the offer. */
async function insteadOf(
  facts: FactStore,
  { account, visitor, id }: Decision,
): Promise<NoCall | null> {
  const [row] = await facts.query<{ instead: string }>(
    account,
    `SELECT JSONExtractString(properties, 'instead') AS instead FROM $events
     WHERE visitor = {visitor:String} AND decision = {id:String} AND name = 'Engagement Shown' LIMIT 1`,
    { visitor, id },
  );
  return NoCall.safeParse(row?.instead).data ?? null;
}

async function replay(
  facts: FactStore,
  configurations: Configurations,
  decision: Decision,
  log: VisitorLog,
): Promise<Decision['reasons'] | null> {
  const [configuration, availability] = await Promise.all([
    configurations.at(decision.account, decision.configurationVersion),
    availabilityOf(facts, decision),
  ]);
  if (configuration === null || availability === null) return null;
  return evaluateAt(decision, log, compileConfiguration(configuration), availability);
}

/**
 * A version may recur after a restart, so take the one nearest the decision. It may be stored
 * before or after: a decision carries the receipt time of its event, which may have waited for a
 * profile.
 */
async function availabilityOf(facts: FactStore, decision: Decision): Promise<Availability | null> {
  const rows = await facts.query<{ at_ms: number; skills: string }>(
    decision.account,
    `SELECT toFloat64(toUnixTimestamp64Milli(at)) AS at_ms, skills FROM $availability
     WHERE version = {version:UInt64}
     ORDER BY abs(toFloat64(toUnixTimestamp64Milli(at)) - {at:Float64}) LIMIT 1`,
    { version: decision.availabilityVersion, at: decision.at },
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    version: decision.availabilityVersion,
    at: row.at_ms,
    skills: JSON.parse(row.skills) as Availability['skills'],
  };
}
