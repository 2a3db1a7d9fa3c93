// The kind *sms*: a phone number at Twilio or at Vonage, each in its folder.
import type { ChannelAdapter } from '@opportune/core/ports/channel.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { SmsSettings } from '@opportune/protocol/channel/sms.ts';
import { secretSettings } from '../provider/settings.ts';
import type { Reach } from '../reach.ts';
import type { HelpWords } from './sms-words.ts';
import { openTwilio } from './twilio/twilio-channel.ts';
import { openVonage } from './vonage/vonage-channel.ts';

export function createSmsKind(reach: Reach, clock: Clock, helpWords: HelpWords): ChannelAdapter {
  return {
    kind: 'sms',
    open(stored) {
      const read = SmsSettings.safeParse(secretSettings(stored.settings, stored.secret));
      if (!read.success) return null;
      return read.data.provider === 'twilio'
        ? openTwilio(stored, read.data, reach)
        : openVonage(stored, read.data, { reach, clock, helpWords });
    },
  };
}
