// The options for calls: which ports, at which address, and the servers that help browsers to connect.
// Calls are offered where they can work: if ports are named, or if everybody is on this machine.
import { isIPv4 } from 'node:net';
import type { HostSettings } from './adapter/media/questions.ts';
import type { TurnSettings } from './call/seams.ts';
import { type OptionName, options } from './options.ts';

export interface VoiceConfig {
  readonly host: Omit<HostSettings, 'recordings'>;
  readonly turn: TurnSettings;
}

/** The options as given. */
interface Given {
  text(name: OptionName): string | undefined;
  /** Throws `start.option_invalid`. */
  refuse(name: OptionName, wanted: string): never;
}

/** Each browser in a call takes a port, so that fewer than two are of no use. */
const leastPorts = 2;

export function toVoice(given: Given): VoiceConfig | null {
  const turn = toTurn(given);
  const address = toAddress(given);
  const isLoopback = listensOnLoopback(given);
  const named = given.text('voicePorts');
  if (named === 'off') return null;
  // A server that listens on loopback may be behind a proxy: browsers reach its ports from elsewhere.
  if (named !== undefined)
    return { host: { ports: toRange(given, named), address, isLoopback: false }, turn };
  if (!isLoopback || given.text('publicUrl') !== undefined) return null;
  return { host: { ports: null, address, isLoopback }, turn };
}

function listensOnLoopback(given: Given): boolean {
  const host = given.text('host') ?? options.host.fallback;
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function toRange(given: Given, text: string): readonly [number, number] {
  const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(text) ?? [];
  const range = [Number(first), Number(last)] as const;
  const isRange = range[0] >= 1024 && range[1] <= 65_535 && range[1] - range[0] + 1 >= leastPorts;
  return isRange ? range : given.refuse('voicePorts', 'a range such as 40000-40199, or off');
}

function toAddress(given: Given): string | null {
  const text = given.text('voiceAddress');
  if (text === undefined) return null;
  return isIPv4(text) ? text : given.refuse('voiceAddress', 'an IPv4 address');
}

/** As browsers take them; anything else would throw in the visitor's page (RFC 7064, RFC 7065). */
const iceUrl =
  /^(?:stuns?:[\w.-]+(?::\d{1,5})?|turns?:[\w.-]+(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?)$/;

function toTurn(given: Given): TurnSettings {
  const urls = (given.text('turnUrl') ?? '').split(',').flatMap((each) => each.trim() || []);
  const secret = given.text('turnSecret') ?? null;
  if (!urls.every((url) => iceUrl.test(url)))
    given.refuse('turnUrl', 'URLs such as turn:turn.example.com:3478, separated by commas');
  if (secret === null && urls.some((url) => url.startsWith('turn')))
    given.refuse('turnSecret', 'given with a TURN server');
  if (secret !== null && urls.length === 0) given.refuse('turnUrl', 'given with the secret');
  return { urls, secret };
}
