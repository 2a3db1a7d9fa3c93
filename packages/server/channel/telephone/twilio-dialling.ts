// Has Twilio, or a carrier that speaks its protocols, call somebody.
// https://www.twilio.com/docs/voice/api/call-resource, checked 2026-11-26
import type { DialRules } from '@opportune/core/call/dialling.ts';
import type { Dialling } from '@opportune/core/ports/channel.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { z } from 'zod';
import { callTwilio, type TwilioNumber } from '../sms/twilio/twilio-api.ts';

const Begun = z.object({ sid: z.string() });

const unreadAnswer = 'The carrier’s answer has no id of a call.';

export function twilioDialling(at: TwilioNumber, rules: DialRules): Dialling {
  return {
    rules,
    async begin({ to, url, statusUrl, seconds, withinMs }) {
      const form = new URLSearchParams({
        ...{ To: to, From: at.number, Url: url, Method: 'POST' },
        ...{ StatusCallback: statusUrl, StatusCallbackMethod: 'POST' },
        ...{ TimeLimit: String(seconds), Timeout: String(telephoneLimits.ringS) },
      });
      const called = await callTwilio(at, { method: 'POST', path: 'Calls.json', form, withinMs });
      if (called.type !== 'ok') return called;
      const sid = Begun.safeParse(called.json).data?.sid;
      return sid === undefined
        ? { type: 'uncertain', detail: unreadAnswer }
        : { type: 'begun', externalId: sid };
    },
    async end(sid) {
      const form = new URLSearchParams({ Status: 'completed' });
      const path = `Calls/${encodeURIComponent(sid)}.json`;
      await callTwilio(at, { method: 'POST', path, form, withinMs: telephoneLimits.dialMs });
    },
  };
}
