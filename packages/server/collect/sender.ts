// Describes the sender of a request by its headers: device, place, and whether it is a bot. It uses
// only what is known before eligibility, and nothing of behaviour or the past.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import Bowser from 'bowser';
import { isbot } from 'isbot';
import type { IncomingMessage } from 'node:http';
import type { Geography } from '@opportune/core/ports/geography.ts';
import type { Device, Place } from '@opportune/protocol/behaviour/event.ts';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { flatText } from '@opportune/core/bounds/flat-text.ts';

export interface Sender {
  readonly device: Device;
  readonly place: Place | null;
  readonly bot: boolean;
}

/** What the page itself reports. Empty and zero if it does not. */
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

const unknownAgent: Agent = { type: 'unknown', browser: '', os: '', bot: false };
const agentLength = 512;
const agents = new BoundedMap<string, Agent>(tableLimits.userAgents);

/** Reads a browser's sender from its request. The address is looked up and not kept. */
export function browserSender(
  request: IncomingMessage,
  address: string,
  geography: Geography,
  said: Said,
): Sender {
  const agent = readAgent(header(request, 'user-agent'));
  const headless = isHeadless(request);
  const language = said.language ?? header(request, 'accept-language').split(/[,;]/, 1)[0] ?? '';
  return senderOf(agent, agent.bot || headless || said.automated === true, address, geography, {
    ...said,
    language,
  });
}

/** A device described by fields instead of headers, as Segment's mobile libraries do. */
export function describedSender(
  device: Pick<Device, 'type' | 'browser' | 'os'>,
  address: string | null,
  geography: Geography,
  said: Said,
): Sender {
  return senderOf({ ...device, bot: false }, false, address, geography, said);
}

/**
 * Whether a request is probably a browser's: it names its page's origin, or has a browser's user
 * agent, all of which begin alike. Any other comes from a program that reports for somebody.
 */
export function isBrowsers(request: IncomingMessage): boolean {
  return (
    request.headers.origin !== undefined || header(request, 'user-agent').startsWith('Mozilla/')
  );
}

/** The sender of a request from a browser or a program. A program is not a bot. */
export function requestSender(
  request: IncomingMessage,
  address: string,
  geography: Geography,
  said: Said,
): Sender {
  if (isBrowsers(request)) return browserSender(request, address, geography, said);
  return senderOf(unknownAgent, said.automated === true, address, geography, said);
}

/** Whether the request's client hints name a headless browser. */
export function isHeadless(request: IncomingMessage): boolean {
  return header(request, 'sec-ch-ua').includes('Headless');
}

/** The sender behind a user agent in a call's context. */
export function reportedSender(
  userAgent: string,
  address: string | null,
  geography: Geography,
  said: Said,
): Sender {
  const agent = readAgent(userAgent);
  return senderOf(agent, agent.bot || said.automated === true, address, geography, said);
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

/** Parses a user agent. The latest few thousand are cached. */
export function readAgent(userAgent: string): Agent {
  const text = userAgent.length > agentLength ? flatText(userAgent, agentLength) : userAgent;
  return agents.of(text, () => parseAgent(text));
}

function parseAgent(userAgent: string): Agent {
  if (userAgent === '') return unknownAgent;
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
