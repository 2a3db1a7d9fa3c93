// An offer of a call as it leaves: a chat where calls are not available, and with the expected wait where
// no agent is free. Whom a campaign meets does not depend on it, so that the arms stay alike. A page
// without a microphone makes a chat of it itself (packages/tag/engage).
import type { Availability, Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { EngagementContent, NoCall } from '@opportune/protocol/campaign/decision.ts';

export interface Calling {
  readonly configuration: Pick<Configuration, 'settings'>;
  /** The installation carries calls. */
  readonly hasVoice: boolean;
}

export function callOrChat(content: EngagementContent, calling: Calling): EngagementContent {
  const why = content.action === 'call' ? whyNoCall(calling) : null;
  return why === null ? content : { ...content, action: 'chat', instead: why };
}

function whyNoCall({ configuration, hasVoice }: Calling): NoCall | null {
  if (configuration.settings.voice === false) return 'account';
  return hasVoice ? null : 'server';
}

/** 0: nobody knows how long. */
export function withWait(
  content: EngagementContent,
  isHeld: boolean,
  { skills }: Availability,
): EngagementContent {
  if (content.action !== 'call' || isHeld) return content;
  const room = skills[content.skill ?? '*'] ?? skills['*'];
  return { ...content, waitS: room?.waitS ?? 0 };
}
