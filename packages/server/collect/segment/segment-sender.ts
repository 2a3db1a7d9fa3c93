// Finds the sender of a Segment call: from the call's context, and from the browser's headers where
// the context is silent. A request on behalf of others is not a bot, whatever its own user agent.
import type { Device } from '@opportune/protocol/behaviour/event.ts';
import { isObject } from '../reading/json.ts';
import type { Call } from '../http-call.ts';
import type { CollectDependencies } from '../seams.ts';
import {
  browserSender,
  describedSender,
  isBrowsers,
  isHeadless,
  reportedSender,
  type Said,
  type Sender,
} from '../sender.ts';

/** By the name in the call. A Map, because the sender chooses the name. */
const systems: ReadonlyMap<string, Device['type']> = new Map([
  ['ios', 'phone'],
  ['ipados', 'tablet'],
  ['android', 'phone'],
  ['tablet', 'tablet'],
]);

/** The sender of one call. Trusts an address in the context only if a server sent it. */
export function segmentSender(
  use: Pick<CollectDependencies, 'geography'>,
  call: Call,
  context: Readonly<Record<string, unknown>>,
  server: boolean,
): Sender {
  const said = saidIn(context);
  const device = describedDevice(context);
  const agent = agentIn(context, device);
  const page = !server && fromPage(call, context, agent !== '' || device.type !== 'server');
  if (page && agent === '') return browserSender(call.request, call.address, use.geography, said);
  const reported = text(context['ip']);
  // A server's own address says nothing about its visitors.
  const own = page || (!server && device.type !== 'server') ? call.address : null;
  const address = server && reported !== '' ? reported : own;
  if (agent === '') return describedSender(device, address, use.geography, said);
  const automated = page && isHeadless(call.request);
  return reportedSender(agent, address, use.geography, { ...said, automated });
}

/**
 * Browsers send their page's origin. Without it, the library's name decides. Without that, a
 * request counts as a page's if it looks like a browser's and describes nobody else.
 */
function fromPage(
  { request }: Call,
  context: Readonly<Record<string, unknown>>,
  described: boolean,
): boolean {
  if (request.headers.origin !== undefined) return true;
  const library = text(object(context['library'])['name']);
  if (library !== '') return library === 'analytics.js';
  return !described && isBrowsers(request);
}

/**
 * If an app describes its device, only a web view's user agent adds anything. `Dalvik/…` does not
 * distinguish phones from tablets.
 */
function agentIn(
  context: Readonly<Record<string, unknown>>,
  { type }: Pick<Device, 'type'>,
): string {
  const agent = text(context['userAgent']);
  return type === 'server' || agent.startsWith('Mozilla/') ? agent : '';
}

function describedDevice(
  context: Readonly<Record<string, unknown>>,
): Pick<Device, 'type' | 'browser' | 'os'> {
  const os = text(object(context['os'])['name']).slice(0, 64);
  const kind = text(object(context['device'])['type']).slice(0, 64).toLowerCase();
  const named = [kind, os.toLowerCase()].map((name) => systems.get(name));
  const type = named.includes('tablet') ? 'tablet' : (named.find((each) => each) ?? 'server');
  return { type, browser: '', os };
}

function saidIn(context: Readonly<Record<string, unknown>>): Said {
  const width = object(context['screen'])['width'];
  return {
    language: text(context['locale']),
    timeZone: timeZoneIn(text(context['timezone'])),
    ...(typeof width === 'number' && width >= 0 ? { viewportWidth: width } : {}),
  };
}

/** RudderStack's web library writes `GMT+0530`, which is not a valid zone; `+05:30` is. */
function timeZoneIn(said: string): string {
  const [, hours, minutes] = /^GMT([+-]\d\d)(\d\d)$/.exec(said) ?? [];
  return hours === undefined || minutes === undefined ? said : `${hours}:${minutes}`;
}

function object(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
