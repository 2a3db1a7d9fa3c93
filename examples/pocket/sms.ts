// SMS on the telephone, over Twilio.
import { z } from 'zod';
import { segmentsOf, startTwilioTwin } from '../../test/twins/twilio-twin.test-support.ts';
import { TwinFiles } from '../../test/twins/twin-server.test-support.ts';
import { type App, type Arrive, fileBytes, newId, newSecret, person } from './app.ts';

/** Fictitious, by the numbering plan of North America. */
const number = '+12065550177';

export async function openSms(arrive: Arrive): Promise<App> {
  const files = new TwinFiles(fileBytes);
  /** Where the provider reports what became of a message, if it was told. */
  const reports = new Map<string, { readonly url: string; readonly to: string }>();
  const twin = await startTwilioTwin({
    files,
    secrets: { accountSid: `AC${newSecret().slice(0, 32)}`, authToken: newSecret(), number },
    onShown({ address, externalId, posted }) {
      const { Body: text = '', MediaUrl: picture = null, StatusCallback } = Posted.parse(posted);
      if (StatusCallback !== undefined) {
        const [url = ''] = StatusCallback.split('#');
        reports.set(externalId, { url, to: address });
        const [oldest] = reports.keys();
        if (reports.size > reportsKept && oldest !== undefined) reports.delete(oldest);
      }
      arrive({ externalId, bubble: { text, picture, buttons: [] } });
    },
  });
  return {
    kind: 'sms',
    settings: {
      ...{ provider: 'twilio', accountSid: twin.accountSid, authToken: twin.authToken, number },
      apiBase: twin.base,
    },
    files,
    // The address is part of what is signed.
    connected: (webhook) => void (twin.webhookUrl = webhook),
    measure(text) {
      const count = segmentsOf(text);
      return count === 1 ? '1 segment' : `${count} segments`;
    },
    say: (text) => twin.hears(person, newId(), { Body: text }),
    tap: ({ title }) => twin.hears(person, newId(), { Body: title }),
    picture: (jpeg) =>
      twin.incoming(person, newId(), {
        ...{ Body: '', NumMedia: '1', MediaUrl0: twin.media?.put(jpeg) ?? '' },
        MediaContentType0: 'image/jpeg',
      }),
    seen(id) {
      const report = reports.get(id);
      reports.delete(id);
      if (report === undefined) return [];
      const fields = { MessageSid: id, MessageStatus: 'delivered', To: report.to, From: number };
      return [twin.request(report.url, { ...fields, AccountSid: twin.accountSid })];
    },
    stop: () => twin.stop(),
  };
}

const reportsKept = 300;
const Posted = z.object({
  Body: z.string().optional(),
  MediaUrl: z.string().optional(),
  StatusCallback: z.string().optional(),
});
