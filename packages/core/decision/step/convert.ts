// Credits goals reached by an event. A goal accepts events of its trust or higher. A key is
// credited once for a visitor, however often and by whichever sender it is reported. Results
// compute refunds and find the conversion by its key. Here only a page's untrusted refund is
// reported back.
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { Conversion } from '@opportune/protocol/campaign/decision.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import type { AcceptedEvent, JsonObject, Trust } from '@opportune/protocol/behaviour/event.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { eventValueIn } from '../../behaviour/apply/order-value.ts';
import { readPath } from '../../behaviour/condition/pattern.ts';
import { recentOf } from '../../behaviour/recent/recent-events.ts';
import { fingerprint } from '../../world/fingerprint.ts';
import type { CompiledConfiguration } from '../configuration/compile.ts';
import { currencyIn, isForeign } from './currency.ts';
import type { Effect } from '../effect.ts';
import type { VisitorState } from '../state/state.ts';

const trustRank: Readonly<Record<Trust, number>> = { page: 0, signed: 1, server: 2 };
/** The kept length of a conversion's key, in characters. Refunds find it by the same length. */
export const conversionKeyLength = 128;

/** Adds the conversions of an event, or an effect saying that a goal requires more trust. */
export function convert(
  state: VisitorState,
  event: AcceptedEvent,
  configuration: CompiledConfiguration,
  effects: Effect[],
): void {
  tellDisbelief(event, configuration, effects);
  const goals = configuration.goals.get(event.name);
  if (goals === undefined) return;
  const seen = recentOf(event, state.visits);
  for (const { goal, pattern } of goals) {
    if (!pattern.matches(seen)) continue;
    if (trustRank[event.trust] < trustRank[goal.trust]) {
      effects.push({
        type: 'tell',
        id: event.id,
        code: 'goal.trust_too_low',
        detail: trustDetail(goal, event),
      });
      continue;
    }
    const keyed = keyOf(goal, event);
    if (!credit(state, goal.id, keyed.key)) continue;
    const conversion = conversionOf(goal, keyed, event);
    effects.push({ type: 'convert', conversion });
    tellCurrency(goal, conversion, configuration, effects);
  }
}

/** Refunds and cancellations reduce value only from signed trust up. */
function tellDisbelief(
  { id, name, trust }: AcceptedEvent,
  { goals }: CompiledConfiguration,
  effects: Effect[],
): void {
  if (trust !== 'page' || !goals.has(eventName.orderCompleted)) return;
  if (name !== eventName.orderRefunded && name !== eventName.orderCancelled) return;
  const detail = `${name} takes value back from signed or server trust only; this one has page trust.`;
  effects.push({ type: 'tell', id, code: 'goal.trust_too_low', detail });
}

/** The value is stored as sent, so that an account with a wrong currency can correct it. */
function tellCurrency(
  goal: Goal,
  { event: id, value, currency }: Conversion,
  { source: { settings } }: CompiledConfiguration,
  effects: Effect[],
): void {
  if (value === 0 || !isForeign(goal, currency, settings.currency)) return;
  const detail = `The value of the goal "${goal.name}" is in ${currency}, the account counts in ${settings.currency}.`;
  effects.push({ type: 'tell', id, code: 'goal.other_currency', detail });
}

function trustDetail(goal: Goal, { trust }: AcceptedEvent): string {
  return `The goal "${goal.name}" accepts events of ${goal.trust} trust; this one has ${trust} trust.`;
}

type Keyed = Pick<Conversion, 'key' | 'keyProperty'>;

/** Event ids are unique within a visitor only: a server may number them for each. */
function keyOf({ key: property }: Goal, event: AcceptedEvent): Keyed {
  const value = property === null ? undefined : readPath(event.properties, property);
  const named = (typeof value === 'string' && value !== '') || typeof value === 'number';
  if (property === null || !named) return { key: `${event.visitor} ${event.id}`, keyProperty: '' };
  return { key: cutKey(String(value)), keyProperty: property };
}

/** Characters as the fact store counts them: one outside the basic plane counts as one. */
function cutKey(key: string): string {
  if (key.length <= conversionKeyLength) return key;
  return [...key].slice(0, conversionKeyLength).join('');
}

/** Records a key. False if it was credited before. */
export function credit(state: VisitorState, goal: GoalId, key: string): boolean {
  const print = fingerprint(`${goal}\n${key}`);
  if (state.credited.includes(print)) return false;
  for (const decision of state.decisions) if (decision.goal === goal) decision.step = 'converted';
  const isFull = state.credited.length >= profileLimits.goalKeys;
  state.credited = (isFull ? state.credited.slice(1) : state.credited).concat(print);
  if (isFull) state.dropped++;
  return true;
}

function conversionOf(goal: Goal, keyed: Keyed, event: AcceptedEvent): Conversion {
  const { account, site, visitor, name, at, receivedAt, ordinal, trust, properties } = event;
  return {
    account,
    site,
    visitor,
    goal: goal.id,
    ...keyed,
    event: event.id,
    at,
    receivedAt,
    ordinal,
    value: valueOf(goal, name, properties),
    currency: currencyIn(properties),
    trust,
  };
}

/** Uncapped and in any currency: results apply a period's cap and the account's currency. */
function valueOf({ value }: Goal, event: string, properties: JsonObject): number {
  if (value.type === 'none') return 0;
  if (value.type === 'fixed') return value.amount;
  return eventValueIn(event, value.path, properties);
}
