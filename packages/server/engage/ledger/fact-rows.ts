// Converts between domain values and rows of the fact tables. Reading parses each row. It relies on
// the columns of the migration and assumes nothing else.
import type {
  AcceptedEvent,
  Device,
  Json,
  JsonObject,
  Page,
  Place,
} from '@opportune/protocol/behaviour/event.ts';
import { VisitIntent } from '@opportune/protocol/behaviour/intent.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import { Unit, type Conversion, type Decision } from '@opportune/protocol/campaign/decision.ts';
import {
  AccountId,
  CampaignId,
  DecisionId,
  EngagementId,
  EventId,
  GoalId,
  PageViewId,
  SiteId,
  VariantId,
  VisitId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { DecisionPolicy } from '@opportune/protocol/campaign/policy.ts';
import type { BurstMark } from '@opportune/core/proof/alarms/burst-watch.ts';
import { onlyOwner } from '@opportune/core/world/owner.ts';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import type { StoredEvent } from '@opportune/core/decision/engine.ts';

export function eventRow(event: StoredEvent): FactRow {
  const { page, device, place } = event;
  return {
    account: event.account,
    site: event.site,
    visitor: event.visitor,
    visit: event.visit,
    ordinal: event.ordinal,
    id: event.id,
    kind: event.kind,
    name: event.name,
    trust: event.trust,
    at: event.at,
    received_at: event.receivedAt,
    page_view: event.pageView ?? '',
    url: page?.url ?? '',
    path: page?.path ?? '',
    title: page?.title ?? '',
    search: page?.search ?? '',
    referrer: page?.referrer ?? '',
    sections: event.sections ?? [],
    properties: JSON.stringify(event.properties),
    user_id: event.userId ?? '',
    device: device?.type ?? '',
    browser: device?.browser ?? '',
    os: device?.os ?? '',
    language: device?.language ?? '',
    time_zone: device?.timeZone ?? '',
    viewport_width: device?.viewportWidth ?? 0,
    country: place?.country ?? '',
    region: place?.region ?? '',
    city: place?.city ?? '',
    decision: event.decision ?? '',
    bot: event.bot ? 1 : 0,
    imported: event.imported ? 1 : 0,
    holdout: event.holdout ? 1 : 0,
    intent: event.intent === undefined ? '' : JSON.stringify(event.intent),
  };
}

/** The columns of `$events` for `eventOfRow`. Instants are numbers, exact below 2^53. */
export const eventColumns = `account, site, visitor, visit, toFloat64(ordinal) AS ordinal, id, kind, name,
  trust, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms,
  toFloat64(toUnixTimestamp64Milli(received_at)) AS received_ms, page_view, url, path, title, search,
  referrer, sections, properties, user_id, device, browser, os, language, time_zone, viewport_width,
  country, region, city, decision, bot, imported, holdout, intent`;

export interface EventColumns {
  readonly account: string;
  readonly site: string;
  readonly visitor: string;
  readonly visit: string;
  readonly ordinal: number;
  readonly id: string;
  readonly kind: AcceptedEvent['kind'];
  readonly name: string;
  readonly trust: AcceptedEvent['trust'];
  readonly at_ms: number;
  readonly received_ms: number;
  readonly page_view: string;
  readonly url: string;
  readonly path: string;
  readonly title: string;
  readonly search: string;
  readonly referrer: string;
  readonly sections: readonly string[];
  readonly properties: string;
  readonly user_id: string;
  readonly device: string;
  readonly browser: string;
  readonly os: string;
  readonly language: string;
  readonly time_zone: string;
  readonly viewport_width: number;
  readonly country: string;
  readonly region: string;
  readonly city: string;
  readonly decision: string;
  readonly bot: number;
  readonly imported: number;
  readonly holdout: number;
  readonly intent: string;
}

export function eventOfRow(row: EventColumns): StoredEvent {
  const page = pageOf(row);
  const device = deviceOf(row);
  const place = placeOf(row);
  return {
    account: AccountId.parse(row.account),
    site: SiteId.parse(row.site),
    visitor: VisitorId.parse(row.visitor),
    visit: VisitId.parse(row.visit),
    ordinal: row.ordinal,
    id: EventId.parse(row.id),
    kind: row.kind,
    name: row.name,
    trust: row.trust,
    at: row.at_ms,
    receivedAt: row.received_ms,
    ...(row.page_view === '' ? {} : { pageView: PageViewId.parse(row.page_view) }),
    ...(page === null ? {} : { page }),
    ...(row.sections.length === 0 ? {} : { sections: row.sections }),
    properties: objectOf(row.properties),
    ...(row.user_id === '' ? {} : { userId: row.user_id }),
    ...(device === null ? {} : { device }),
    ...(place === null ? {} : { place }),
    ...(row.decision === '' ? {} : { decision: DecisionId.parse(row.decision) }),
    bot: row.bot === 1,
    imported: row.imported === 1,
    holdout: row.holdout === 1,
    ...intentOf(row),
  };
}

/** Drops an unreadable score, and keeps the rest of the row. */
function intentOf({ intent }: EventColumns): Pick<StoredEvent, 'intent'> {
  if (intent === '') return {};
  const read = VisitIntent.safeParse(JSON.parse(intent));
  return read.success ? { intent: read.data } : {};
}

function pageOf({ url, path, title, search, referrer }: EventColumns): Page | null {
  return url === '' && path === '' ? null : { url, path, title, search, referrer };
}

function deviceOf(row: EventColumns): Device | null {
  if (row.device === '') return null;
  return {
    type: row.device as Device['type'],
    browser: row.browser,
    os: row.os,
    language: row.language,
    timeZone: row.time_zone,
    viewportWidth: row.viewport_width,
  };
}

function placeOf({ country, region, city }: EventColumns): Place | null {
  if (country === '') return null;
  return { country, region: region === '' ? null : region, city: city === '' ? null : city };
}

function objectOf(text: string): JsonObject {
  const value = JSON.parse(text) as Json;
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

/** `network` is that of the visitor's sender, or null if unknown. The only owner decided it. */
export function decisionRow(decision: Decision, network: number | null = null): FactRow {
  return {
    account: decision.account,
    site: decision.site,
    visitor: decision.visitor,
    visit: decision.visit,
    ordinal: decision.ordinal,
    id: decision.id,
    campaign: decision.campaign,
    period: decision.period,
    engagement: decision.engagement,
    goal: decision.goal,
    arm: decision.arm.type,
    variant: decision.arm.type === 'control' ? '' : decision.arm.variant,
    zone: decision.zone,
    offer: decision.offer,
    event: decision.event ?? '',
    page_view: decision.pageView ?? '',
    at: decision.at,
    configuration_version: decision.configurationVersion,
    availability_version: decision.availabilityVersion,
    propensity: decision.propensity,
    reasons: JSON.stringify(decision.reasons),
    policy: decision.policy === undefined ? '' : JSON.stringify(decision.policy),
    network: network ?? 0,
    unit_kind: decision.unit.kind,
    unit: decision.unit.id,
    owner: onlyOwner.shard,
    epoch: onlyOwner.epoch,
  };
}

export const decisionColumns = `account, site, visitor, visit, toFloat64(ordinal) AS ordinal, id, campaign,
  toFloat64(period) AS period, engagement, goal, arm, variant, zone, offer, event, page_view,
  toFloat64(toUnixTimestamp64Milli(at)) AS at_ms,
  toFloat64(configuration_version) AS configuration_version,
  toFloat64(availability_version) AS availability_version, propensity, reasons, policy, unit_kind, unit`;

export interface DecisionColumns {
  readonly account: string;
  readonly site: string;
  readonly visitor: string;
  readonly visit: string;
  readonly ordinal: number;
  readonly id: string;
  readonly campaign: string;
  readonly period: number;
  readonly engagement: string;
  readonly goal: string;
  readonly arm: 'treatment' | 'optimise' | 'control';
  readonly variant: string;
  readonly zone: Decision['zone'];
  readonly offer: Decision['offer'];
  readonly event: string;
  readonly page_view: string;
  readonly at_ms: number;
  readonly configuration_version: number;
  readonly availability_version: number;
  readonly propensity: number;
  readonly reasons: string;
  readonly policy: string;
  readonly unit_kind: string;
  readonly unit: string;
}

export function decisionOfRow(row: DecisionColumns): Decision {
  return {
    id: DecisionId.parse(row.id),
    account: AccountId.parse(row.account),
    site: SiteId.parse(row.site),
    visitor: VisitorId.parse(row.visitor),
    visit: VisitId.parse(row.visit),
    unit: Unit.parse({ kind: row.unit_kind, id: row.unit }),
    campaign: CampaignId.parse(row.campaign),
    period: row.period,
    engagement: EngagementId.parse(row.engagement),
    goal: GoalId.parse(row.goal),
    arm:
      row.arm === 'control'
        ? { type: 'control' }
        : { type: row.arm, variant: VariantId.parse(row.variant) },
    zone: row.zone,
    offer: row.offer,
    event: row.event === '' ? null : EventId.parse(row.event),
    pageView: row.page_view === '' ? null : PageViewId.parse(row.page_view),
    at: row.at_ms,
    ordinal: row.ordinal,
    configurationVersion: row.configuration_version,
    availabilityVersion: row.availability_version,
    propensity: row.propensity,
    reasons: JSON.parse(row.reasons) as Decision['reasons'],
    ...policyOf(row),
  };
}

/** Drops an unreadable value like a score. Arm and reasons stay. */
function policyOf({ policy }: DecisionColumns): Pick<Decision, 'policy'> {
  if (policy === '') return {};
  const read = DecisionPolicy.safeParse(JSON.parse(policy));
  return read.success ? { policy: read.data } : {};
}

export function conversionRow(conversion: Conversion): FactRow {
  const { receivedAt, keyProperty, ...rest } = conversion;
  return { ...rest, key_property: keyProperty, received_at: receivedAt };
}

export const conversionColumns = `account, site, visitor, toFloat64(ordinal) AS ordinal, goal, key, key_property, event,
  toFloat64(toUnixTimestamp64Milli(at)) AS at_ms,
  toFloat64(toUnixTimestamp64Milli(received_at)) AS received_ms, value, currency, trust`;

export interface ConversionColumns {
  readonly account: string;
  readonly site: string;
  readonly visitor: string;
  readonly ordinal: number;
  readonly goal: string;
  readonly key: string;
  readonly key_property: string;
  readonly event: string;
  readonly at_ms: number;
  readonly received_ms: number;
  readonly value: number;
  readonly currency: string;
  readonly trust: Conversion['trust'];
}

export function conversionOfRow(row: ConversionColumns): Conversion {
  return {
    account: AccountId.parse(row.account),
    site: SiteId.parse(row.site),
    visitor: VisitorId.parse(row.visitor),
    ordinal: row.ordinal,
    goal: GoalId.parse(row.goal),
    key: row.key,
    keyProperty: row.key_property,
    event: EventId.parse(row.event),
    at: row.at_ms,
    receivedAt: row.received_ms,
    value: row.value,
    currency: row.currency,
    trust: row.trust,
  };
}

export function burstRow(
  account: AccountId,
  { visitor, burst, kind, client, at }: BurstMark,
): FactRow {
  return { account, visitor, burst, kind, client, at };
}

export function availabilityRow(account: AccountId, availability: Availability): FactRow {
  return {
    account,
    version: availability.version,
    at: availability.at,
    skills: JSON.stringify(availability.skills),
  };
}
