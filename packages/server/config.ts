// Parses the command line and environment into a configuration. A flag wins over its variable. No
// other file reads the environment. Refuses a wrong value with `start.option_invalid`.
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { parseArgs } from 'node:util';
import { passwordCost, type PasswordCost } from './account/passwords/password.ts';
import { logLevels, type LogLevel } from './adapter/log-json.ts';
import { EngineError, reasonOf } from './adapter/engine-error.ts';
import { readSealingKeys, type SealingKey } from './sealing/sealing-keys.ts';
import { clusterLimits } from '@opportune/core/cluster/limits.ts';
import { machineBytes } from './memory/machine.ts';
import { leastMaximumBytes } from './memory/plan.ts';
import { type Option, optionList, type OptionName, optionNames, options } from './options.ts';
import { type NodeConfig, toNode } from './node-config.ts';
import { toVoice, type VoiceConfig } from './voice-config.ts';

export interface ListenOn {
  /** 0 means any free port. */
  readonly port: number;
  /**
   * True if the administrator named the port. A taken port is then an error, and no other port is
   * tried.
   */
  readonly fixed: boolean;
}

export interface Config {
  readonly host: string;
  readonly listen: ListenOn;
  /** Null if the demo shop is switched off. */
  readonly demo: ListenOn | null;
  /** Whether the first account gets its sample shop. */
  readonly sample: boolean;
  readonly publicUrl?: URL | undefined;
  readonly trustedProxies: readonly string[];
  /** An absolute path. */
  readonly dataFolder: string;
  /** How many processes serve. */
  readonly processes: number;
  /** Undefined: the server is no node of a cluster. */
  readonly node?: NodeConfig | undefined;
  /** The most resident memory of all processes that serve, in bytes. */
  readonly maximumBytes: number;
  readonly databaseUrl?: string | undefined;
  readonly databaseAppPassword?: string | undefined;
  readonly databaseConnections: number;
  readonly clickhouseUrl?: string | undefined;
  /** A bucket for files. If absent, files are kept in the data folder. */
  readonly attachments?: BucketConfig | undefined;
  /** Newest first. If empty, the keys in the data folder are used. */
  readonly sealingKeys: readonly SealingKey[];
  readonly adminEmail?: string | undefined;
  readonly adminPassword?: string | undefined;
  /** No option sets another. */
  readonly passwordCost: PasswordCost;
  readonly smtpUrl?: string | undefined;
  /** Whether mail may be sent in plain text to another machine. */
  readonly smtpPlaintext: boolean;
  /** Whether mail servers and channels of accounts may be at private and loopback addresses. */
  readonly allowPrivateDelivery: boolean;
  readonly mailFrom: string;
  readonly geographyFile?: string | undefined;
  /** Null: no calls are offered. */
  readonly voice: VoiceConfig | null;
  readonly logLevel: LogLevel;
}

export interface BucketConfig {
  readonly url: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
}

export type CommandLine =
  | { readonly type: 'start'; readonly config: Config }
  | { readonly type: 'help' }
  | { readonly type: 'version' };

type Environment = Readonly<Record<string, string | undefined>>;

const MiB = 1024 * 1024;
/** Of one machine: beyond, the one writer of ClickHouse is the limit. */
const mostProcesses = 16;
/** The share of the control group's or machine's memory, if no maximum is given. */
const defaultPart = 0.7;
const checkout = path.resolve(import.meta.dirname, '..', '..');

/** Parses the arguments and environment of a start. Throws `start.option_invalid`. */
export function readCommandLine(args: readonly string[], environment: Environment): CommandLine {
  const given = readFlags(args);
  if (given['help'] === true) return { type: 'help' };
  if (given['version'] === true) return { type: 'version' };
  return { type: 'start', config: toConfig(new Given(given, environment)) };
}

type Flags = Readonly<Record<string, string | boolean | undefined>>;

function readFlags(args: readonly string[]): Flags {
  const flags: Record<string, { type: 'string' | 'boolean' }> = {
    help: { type: 'boolean' },
    version: { type: 'boolean' },
  };
  for (const name of optionNames) {
    const { flag }: Option = options[name];
    if (flag !== undefined) flags[flag] = { type: 'string' };
  }
  try {
    return parseArgs({
      args: args.map(whole),
      options: flags,
      strict: true,
      allowPositionals: false,
    }).values;
  } catch (cause) {
    throw new EngineError('start.option_invalid', `${reasonOf(cause)} See --help.`, cause);
  }
}

/** A flag that stands alone, with its value. */
function whole(arg: string): string {
  const option = optionList.find(({ flag, alone }) => alone !== undefined && arg === `--${flag}`);
  return option === undefined ? arg : `${arg}=${option.alone}`;
}

/** Reads an option from its flag or variable, and refuses wrong values. */
class Given {
  readonly #flags: Flags;
  readonly #environment: Environment;

  constructor(flags: Flags, environment: Environment) {
    this.#flags = flags;
    this.#environment = environment;
  }

  /** An empty variable counts as not given. */
  text(name: OptionName): string | undefined {
    const { flag, variable }: Option = options[name];
    const byFlag = flag === undefined ? undefined : this.#flags[flag];
    const text = typeof byFlag === 'string' ? byFlag : this.#environment[variable];
    return text === undefined || text === '' ? undefined : text;
  }

  number(name: OptionName, least: number, most: number): number {
    const text = this.text(name) ?? (options[name] as Option).fallback ?? '';
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    return this.refuse(name, `a whole number from ${least} to ${most}`);
  }

  url(name: OptionName, protocols: readonly string[]): URL | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol))
      return this.refuse(
        name,
        `a URL that starts with ${protocols.map((each) => `${each}//`).join(' or ')}`,
      );
    const url = new URL(text);
    if ([url.username, url.password, url.pathname].every(isDecodable)) return url;
    return this.refuse(name, 'a URL in which a % is written as %25, in its password too');
  }

  /** Throws `start.option_invalid`. The message never repeats the value, which may be a secret. */
  refuse(name: OptionName, wanted: string): never {
    const { flag, variable }: Option = options[name];
    const names = flag === undefined ? variable : `--${flag} (${variable})`;
    throw new EngineError('start.option_invalid', `${names} must be ${wanted}.`);
  }
}

function toConfig(given: Given): Config {
  const node = toNode(given);
  const processes = given.number('processes', 1, mostProcesses);
  if (processes > 1 && /\d/.test(given.text('voicePorts') ?? ''))
    given.refuse('voicePorts', 'off with several processes, which cannot share a range');
  return {
    host: toHost(given),
    listen: { port: given.number('port', 0, 65_535), fixed: given.text('port') !== undefined },
    demo: toDemo(given),
    sample: toYes(given, 'sample'),
    passwordCost,
    publicUrl: given.url('publicUrl', ['http:', 'https:']),
    trustedProxies: toProxies(given),
    dataFolder: path.resolve(given.text('dataFolder') ?? path.join(checkout, 'data')),
    processes,
    node,
    maximumBytes: toMaximum(
      given,
      processes,
      node === undefined ? processes : clusterLimits.shards,
    ),
    databaseUrl: given.url('databaseUrl', ['postgres:', 'postgresql:'])?.href,
    databaseAppPassword: given.text('databaseAppPassword'),
    databaseConnections: given.number('databaseConnections', 1, 500),
    clickhouseUrl: given.url('clickhouseUrl', ['http:', 'https:'])?.href,
    attachments: toBucket(given),
    sealingKeys: toSealingKeys(given),
    ...toAdministrator(given),
    smtpUrl: toMailServer(given),
    smtpPlaintext: toYes(given, 'smtpPlaintext'),
    allowPrivateDelivery: toYes(given, 'allowPrivateDelivery'),
    mailFrom: given.text('mailFrom') ?? options.mailFrom.fallback,
    geographyFile: given.text('geographyFile'),
    voice: toVoice(given),
    logLevel: toLogLevel(given),
  };
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

/**
 * For all processes together, of which `most` may serve at a time. Capped at V8's heap limit of each:
 * V8 ends a process at that limit, before a higher maximum could apply.
 */
function toMaximum(given: Given, processes: number, most: number): number {
  const least = (processes * leastMaximumBytes) / MiB;
  const stated =
    given.text('memory') === undefined
      ? Math.max(least * MiB, machineBytes() * defaultPart)
      : given.number('memory', least, 1024 * 1024) * MiB;
  return Math.floor(Math.min(stated, most * getHeapStatistics().heap_size_limit));
}

function toHost(given: Given): string {
  const host = given.text('host') ?? options.host.fallback;
  return isIP(host) !== 0 || host === 'localhost'
    ? host
    : given.refuse('host', 'an IP address or localhost');
}

function toDemo(given: Given): ListenOn | null {
  if (given.text('demoPort') === 'off') return null;
  return { port: given.number('demoPort', 0, 65_535), fixed: given.text('demoPort') !== undefined };
}

function toProxies(given: Given): readonly string[] {
  const listed = (given.text('trustedProxies') ?? '').split(',').map((each) => each.trim());
  const proxies = listed.filter((each) => each !== '');
  return proxies.every(isRange)
    ? proxies
    : given.refuse('trustedProxies', 'IP addresses or ranges such as 10.0.0.0/8');
}

function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

function toAdministrator(given: Given): Pick<Config, 'adminEmail' | 'adminPassword'> {
  const adminEmail = given.text('adminEmail');
  const adminPassword = given.text('adminPassword');
  if (adminPassword !== undefined && adminEmail === undefined)
    given.refuse('adminEmail', 'given with the password');
  if (adminEmail !== undefined && !/^[^\s@]+@[^\s@]+$/.test(adminEmail))
    given.refuse('adminEmail', 'an e-mail address');
  return { adminEmail, adminPassword };
}

function toBucket(given: Given): BucketConfig | undefined {
  const url = given.url('attachmentsUrl', ['http:', 'https:']);
  if (url === undefined) return undefined;
  if (url.pathname.replaceAll('/', '') === '' || url.username !== '' || url.search !== '')
    given.refuse('attachmentsUrl', 'a URL with the bucket in its path and nothing secret in it');
  const wanted = 'given with the URL of the bucket';
  return {
    url: url.href,
    region: given.text('attachmentsRegion') ?? options.attachmentsRegion.fallback,
    keyId: given.text('attachmentsKeyId') ?? given.refuse('attachmentsKeyId', wanted),
    secret: given.text('attachmentsSecret') ?? given.refuse('attachmentsSecret', wanted),
  };
}

function toSealingKeys(given: Given): readonly SealingKey[] {
  return (
    readSealingKeys(given.text('sealingKey') ?? '') ??
    given.refuse('sealingKey', '32 bytes in base64 or hexadecimal, several separated by commas')
  );
}

/** Refuses a URL with a query. Options of ours replace the query parameters of the mail library. */
function toMailServer(given: Given): string | undefined {
  const url = given.url('smtpUrl', ['smtp:', 'smtps:']);
  if (url !== undefined && url.search !== '')
    given.refuse('smtpUrl', 'a URL without a query; OPPORTUNE_SMTP_PLAINTEXT allows plain text');
  return url?.href;
}

function toYes(given: Given, name: 'smtpPlaintext' | 'allowPrivateDelivery' | 'sample'): boolean {
  const text = given.text(name) ?? options[name].fallback;
  if (text === 'yes' || text === 'on') return true;
  return text === 'no' || text === 'off' ? false : given.refuse(name, options[name].takes);
}

function toLogLevel(given: Given): LogLevel {
  const wanted = given.text('logLevel') ?? options.logLevel.fallback;
  return (
    logLevels.find((level) => level === wanted) ?? given.refuse('logLevel', options.logLevel.takes)
  );
}

/** The version from the root package.json. */
export function productVersion(): string {
  const manifest = JSON.parse(readFileSync(path.join(checkout, 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
