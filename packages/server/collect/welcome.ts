// The welcome: what a browser needs to know of its site before it can show anything. It holds
// nothing of any campaign, so that a control browser learns nothing from it.
import type { VisitorConversation, Welcome } from '@opportune/protocol/frames-visitor.ts';
import type { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { problem } from '@opportune/protocol/errors.ts';
import { Refusal } from '../http/refusal.ts';
import type { CollectDependencies } from './seams.ts';

interface Of {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  /** Empty where the browser did not prove that the id is its own. */
  readonly token: string;
  readonly conversations: readonly VisitorConversation[];
}

/** Throws `key.unknown` where the site is gone from the configuration. */
export async function welcomeFrame(
  use: Pick<CollectDependencies, 'configuration' | 'agentsOnline' | 'clock'>, of: Of,
): Promise<Welcome> {
  const { settings, sites } = await use.configuration.current(of.account);
  const site = sites.find(({ id }) => id === of.site);
  if (site === undefined) throw new Refusal(problem('key.unknown'));
  return {
    type: 'welcome',
    visitor: of.visitor,
    token: of.token,
    serverTime: use.clock.now(),
    settings: {
      look: site.look,
      contactButton: site.contactButton,
      typingPreview: settings.typingPreview,
      agentsOnline: use.agentsOnline(of.account),
    },
    conversations: of.conversations,
  };
}
