// The welcome: what a browser needs to know about its site before it can show anything. It contains
// nothing of any campaign, so a browser in control learns nothing from it.
import type { VisitorConversation, Welcome } from '@opportune/protocol/frames-visitor.ts';
import type { AccountSettings, SiteSettings } from '@opportune/protocol/campaign/configuration.ts';
import type { VisitorId } from '@opportune/protocol/ids.ts';

export interface Welcoming {
  readonly site: SiteSettings;
  readonly account: AccountSettings;
  readonly visitor: VisitorId;
  /** Empty if the browser did not prove that it owns the id. */
  readonly token: string;
  readonly conversations: readonly VisitorConversation[];
  readonly agentsOnline: boolean;
  readonly serverTime: number;
  readonly files: Welcome['settings']['files'] | null;
  /** Whether mail can be sent. */
  readonly mails: boolean;
  /** Whether visitors can speak with agents. */
  readonly voice: boolean;
}

export function welcomeFrame({
  site,
  account,
  visitor,
  token,
  conversations,
  agentsOnline,
  serverTime,
  files,
  mails,
  voice,
}: Welcoming): Welcome {
  const { look, consent, honourPrivacySignals } = site;
  const { typingPreview } = account;
  return {
    type: 'welcome',
    visitor,
    token,
    serverTime,
    settings: {
      ...{ look, typingPreview, agentsOnline, consent, honourPrivacySignals },
      contactButton: buttonOf(site),
      ...(site.home?.shown ? { home: true } : {}),
      ...(files ? { files } : {}),
      ...(voice ? { voice: true } : {}),
      ...(mails ? {} : { unmailed: true }),
    },
    conversations,
  };
}

/** The form before the chat is fetched when needed. */
function buttonOf({ contactButton }: SiteSettings): Welcome['settings']['contactButton'] {
  const { shown, label, before } = contactButton;
  return { shown, label, ...(before == null ? {} : { asks: true }) };
}
