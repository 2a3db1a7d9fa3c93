// What a request's headers say of whoever sends: device, place, and whether it is a bot. Only what
// is known before eligibility counts; nothing here looks at behaviour or at the past.
import Bowser from 'bowser';
import { isbot } from 'isbot';
import type { IncomingMessage } from 'node:http';
import type { Geography } from '@opportune/core/ports/geography.ts';
import type { Device, Place } from '@opportune/protocol/event.ts';
import { BoundedMap } from './bounded-map.ts';

export interface Sender {
  readonly device: Device;
  readonly place: Place | null;
  readonly bot: boolean;
}

/** What the page itself says; empty and zero where it does not. */
export interface Said {
  readonly language?: string;
  readonly timeZone?: string;
  readonly viewportWidth?: number;
  readonly automated?: boolean;
}

interface Agent {
  readonly type: Device['type'];
  readonly browser: string;
  readonly os: string;
  readonly bot: boolean;
}

const agentLength = 512;
const agents = new BoundedMap<string, Agent>(5000);

/** Reads a browser's sender from its request. The address is looked up and forgotten. */
export function browserSender(
  request: IncomingMessage,
  address: string,
  geography: Geography,
  said: Said,
): Sender {
  const agent = readAgent(header(request, 'user-agent'));
  const headless = header(request, 'sec-ch-ua').includes('Headless');
  const language = said.language ?? header(request, 'accept-language').split(/[,;]/, 1)[0] ?? '';
  return senderOf(agent, agent.bot || headless || said.automated === true, address, geography, {
    ...said,
    language,
  });
}

/** A device described in words rather than headers, as Segment's mobile libraries do. */
export function describedSender(
  device: Pick<Device, 'type' | 'browser' | 'os'>,
  address: string | null,
  geography: Geography,
  said: Said,
): Sender {
  return senderOf({ ...device, bot: false }, false, address, geography, said);
}

/** The sender behind a user agent that a server passes on. */
export function reportedSender(
  userAgent: string,
  address: string | null,
  geography: Geography,
  said: Said,
): Sender {
  const agent = readAgent(userAgent);
  return senderOf(agent, agent.bot, address, geography, said);
}

function senderOf(
  agent: Agent,
  bot: boolean,
  address: string | null,
  geography: Geography,
  said: Said,
): Sender {
  const device: Device = {
    type: bot ? 'bot' : agent.type,
    browser: agent.browser,
    os: agent.os,
    language: (said.language ?? '').slice(0, 35),
    timeZone: (said.timeZone ?? '').slice(0, 64),
    viewportWidth: Math.min(Math.floor(said.viewportWidth ?? 0), 100_000),
  };
  return { device, place: address === null ? null : geography.locate(address), bot };
}

/** What a user agent says; the latest few thousand are remembered. */
export function readAgent(userAgent: string): Agent {
  const text = userAgent.slice(0, agentLength);
  return agents.of(text, () => parseAgent(text));
}

function parseAgent(userAgent: string): Agent {
  if (userAgent === '') return { type: 'unknown', browser: '', os: '', bot: false };
  const { browser, os, platform } = Bowser.parse(userAgent);
  return {
    type: deviceType(platform.type),
    browser: browser.name ?? '',
    os: os.name ?? '',
    bot: isbot(userAgent),
  };
}

function deviceType(platform: string | undefined): Device['type'] {
  if (platform === 'mobile') return 'phone';
  if (platform === 'tablet' || platform === 'desktop') return platform;
  return 'unknown';
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
