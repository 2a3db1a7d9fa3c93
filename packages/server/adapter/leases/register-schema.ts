// The register of a cluster as it is stored.
import { clusterLimits } from '@opportune/core/cluster/limits.ts';
import type { Register } from '@opportune/core/cluster/register.ts';
import { z } from 'zod';

const name = z.string().min(1).max(clusterLimits.nameLength);
const number = z.int().nonnegative();
const owner = { shard: name, epoch: number };

const shard = z.object({
  ...owner,
  holder: name,
  address: z.string().max(clusterLimits.addressLength),
  speaks: z.object({ oldest: number, newest: number }),
  beat: number,
  heard: number,
  isLeaving: z.boolean(),
});

export const registerSchema: z.ZodType<Register> = z.object({
  revision: number,
  epoch: number,
  shards: z.array(shard).max(clusterLimits.shards),
  views: z
    .array(z.object({ epoch: number, owners: z.array(z.object(owner)).max(clusterLimits.shards) }))
    .max(clusterLimits.views + clusterLimits.shards),
  gone: z
    .array(z.object({ ...owner, holder: name, heard: number }))
    .max(clusterLimits.views + clusterLimits.shards),
  seals: z.array(z.object({ ...owner, ordinal: number })).max(clusterLimits.seals),
});
