// Who sent a Segment call: the browser whose headers came with it, or the device that the call's
// context describes. A server's library is no bot, whatever its user agent looks like.
import type { Device } from '@opportune/protocol/event.ts';
import { isObject } from './json.ts';
import type { Call } from './http-call.ts';
import type { CollectDependencies } from './seams.ts';
import {
  browserSender,
  describedSender,
  reportedSender,
  type Said,
  type Sender,
} from './sender.ts';

const systems: Readonly<Record<string, Device['type']>> = {
  ios: 'phone',
  ipados: 'tablet',
  android: 'phone',
};

/** The sender of one call. An address in the context is believed only from a server. */
export function segmentSender(
  use: Pick<CollectDependencies, 'geography'>,
  call: Call,
  context: Readonly<Record<string, unknown>>,
  server: boolean,
): Sender {
  const said = saidIn(context);
  const library = text(object(context['library'])['name']);
  const agent = text(context['userAgent']);
  if (!server && (library === '' || library === 'analytics.js'))
    return browserSender(call.request, call.address, use.geography, said);
  const reported = text(context['ip']);
  const device = describedDevice(context);
  // A server's own address says nothing of its visitors.
  const address =
    server || device.type === 'server'
      ? server && reported !== ''
        ? reported
        : null
      : call.address;
  if (agent !== '') return reportedSender(agent, address, use.geography, said);
  return describedSender(device, address, use.geography, said);
}

function describedDevice(
  context: Readonly<Record<string, unknown>>,
): Pick<Device, 'type' | 'browser' | 'os'> {
  const os = text(object(context['os'])['name']).slice(0, 64);
  const kind = text(object(context['device'])['type']).toLowerCase();
  const type =
    kind === 'tablet' ? 'tablet' : (systems[kind] ?? systems[os.toLowerCase()] ?? 'server');
  return { type, browser: '', os };
}

function saidIn(context: Readonly<Record<string, unknown>>): Said {
  const width = object(context['screen'])['width'];
  return {
    language: text(context['locale']),
    timeZone: text(context['timezone']),
    ...(typeof width === 'number' && width >= 0 ? { viewportWidth: width } : {}),
  };
}

function object(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
