// Connects the pocket, which the demo shop's process serves, to the account of the demo shop. The
// process says with which credentials its messengers work, and is told where their webhooks are.
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Log } from '@opportune/core/ports/log.ts';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import type { ChannelFeature } from '../channel/feature.ts';

export interface PocketParts {
  readonly channel: Pick<ChannelFeature, 'pocket'>;
  /** The shop's keys, with its account. */
  readonly keysFile: string;
  /** Remembers the channels, so that one that somebody removed is not created again. */
  readonly channelsFile: string;
  readonly opportuneUrl: string;
  /** Where links to its messengers lead. */
  readonly pocketUrl: string;
}

const Opened = z.object({ pocket: z.record(z.string(), z.record(z.string(), z.string())) });
const Account = z.object({ account: AccountId });
const Ids = z.record(z.string(), ChannelId);

/** Connects the pocket once somebody opens it. The shop works without it. */
export function connectPocket(child: ChildProcess, parts: PocketParts, log: Log): void {
  child.on('message', (message) => {
    const opened = Opened.safeParse(message).data;
    if (opened === undefined) return;
    void connect(parts, opened.pocket).then(
      (webhooks) => child.connected && child.send({ webhooks }),
      (error: unknown) => log.warn('pocket not connected', { error: String(error) }),
    );
  });
}

async function connect(
  { channel, keysFile, channelsFile, opportuneUrl, pocketUrl }: PocketParts,
  settings: z.infer<typeof Opened>['pocket'],
): Promise<Readonly<Record<string, string>>> {
  const { account } = Account.parse(JSON.parse(readFileSync(keysFile, 'utf8')));
  const known = existsSync(channelsFile)
    ? Ids.parse(JSON.parse(readFileSync(channelsFile, 'utf8')))
    : {};
  const entered = Object.entries(settings).map(
    ([app, of]) => [app, { ...of, entry: entryOf(pocketUrl, app, of['kind'] ?? app) }] as const,
  );
  const ids = await channel.pocket.connect(account, Object.fromEntries(entered), known);
  writeFileSync(channelsFile, `${JSON.stringify(ids, null, 2)}\n`, { mode: 0o600 });
  return Object.fromEntries(
    Object.entries(ids).map(([app, id]) => [app, `${opportuneUrl}/v1/channels/${id}/webhook`]),
  );
}

/** Links name the kind of a channel. An app that is another of its kind has a path of its own. */
function entryOf(pocketUrl: string, app: string, kind: string): string {
  return app === kind ? pocketUrl : `${pocketUrl}/${app}`;
}
