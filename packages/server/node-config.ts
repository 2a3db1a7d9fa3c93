// The options of a node of a cluster. NATS makes a server a node; everything that nodes must share is
// then somewhere else than in a data folder, or the start is refused.
import { isIP } from 'node:net';
import { EngineError } from './adapter/engine-error.ts';
import { clusterLimits } from '@opportune/core/cluster/limits.ts';
import { type Option, type OptionName, options } from './options.ts';

const MiB = 1024 * 1024;

export interface NodeConfig {
  readonly natsUrl: string;
  /** The address on which other nodes reach this one. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where other nodes reach this one, if it is not there: an IP address and a port. */
  readonly reachedAt: string | null;
  /** How many names a new cluster gets. */
  readonly names: number;
  /** The most memory that was stated. Null: none was. */
  readonly statedBytes: number | null;
}

/** The options as given. */
interface Given {
  text(name: OptionName): string | undefined;
  /** Throws `start.option_invalid`, as the others do. */
  number(name: OptionName, least: number, most: number): number;
  url(name: OptionName, protocols: readonly string[]): URL | undefined;
  refuse(name: OptionName, wanted: string): never;
}

/** What nodes share, and what each would have for itself without it. */
const shared: readonly (readonly [OptionName, string])[] = [
  ['databaseUrl', 'each node would have records of its own'],
  ['clickhouseUrl', 'each node would have facts of its own'],
  ['attachmentsUrl', 'each node would have files of its own'],
  ['sealingKey', 'no node could open what another one encrypted'],
  ['clusterHost', 'no other node could reach this one'],
];

/** Undefined: the server is no node. Throws `start.split_data` for a mix that would split data. */
export function toNode(given: Given): NodeConfig | undefined {
  const natsUrl = given.url('natsUrl', ['nats:', 'tls:']);
  if (natsUrl === undefined) {
    if (given.text('clusterHost') !== undefined) split('natsUrl', 'nodes do not find each other');
    return undefined;
  }
  for (const [name, reason] of shared) if (given.text(name) === undefined) split(name, reason);
  if (given.text('processes') !== undefined && given.number('processes', 1, 1_000) > 1)
    given.refuse('processes', 'left out: a node runs a process for each of its names');
  if (/\d/.test(given.text('voicePorts') ?? ''))
    given.refuse('voicePorts', 'off in a cluster, whose processes cannot share a range');
  const host = given.text('clusterHost') ?? '';
  if (isIP(host) === 0 || host === '0.0.0.0' || host === '::')
    given.refuse('clusterHost', 'the IP address at which other nodes reach this one');
  return {
    ...{ natsUrl: natsUrl.href, host, port: given.number('clusterPort', 0, 65_535) },
    reachedAt: toReachedAt(given),
    names: given.number('clusterNames', 1, clusterLimits.shards),
    statedBytes:
      given.text('memory') === undefined ? null : given.number('memory', 1, 1024 * 1024) * MiB,
  };
}

function toReachedAt(given: Given): string | null {
  const text = given.text('clusterReachedAt');
  if (text === undefined) return null;
  const [, host = '', port = ''] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(text) ?? [];
  if (isIP(host) === 0 || Number(port) === 0 || Number(port) > 65_535)
    given.refuse('clusterReachedAt', 'an IP address and a port, as in 10.0.0.1:7710');
  return text;
}

function split(name: OptionName, reason: string): never {
  const { variable }: Option = options[name];
  throw new EngineError(
    'start.split_data',
    `A node of a cluster needs ${variable}: without it, ${reason}.`,
  );
}
