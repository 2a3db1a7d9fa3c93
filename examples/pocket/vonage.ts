// SMS on the telephone, over Vonage. Vonage answers no words by itself: STOP and HELP are Opportune's.
import { z } from 'zod';
import { segmentsOf } from '../../test/twins/twilio-twin.test-support.ts';
import { TwinFiles } from '../../test/twins/twin-server.test-support.ts';
import { startVonageTwin } from '../../test/twins/vonage-twin.test-support.ts';
import { type App, type Arrive, fileBytes, newId, newSecret, person } from './app.ts';

/** Fictitious, by the numbering plan of North America. */
const number = '+12065550188';
const digits = number.slice(1);
const reportsKept = 300;
const Posted = z.object({ text: z.string(), to: z.string(), client_ref: z.string().optional() });

export async function openVonage(arrive: Arrive): Promise<App> {
  const files = new TwinFiles(fileBytes);
  /** What is reported of a message once its reader sees it. */
  const reports = new Map<string, z.infer<typeof Posted>>();
  const twin = await startVonageTwin({
    files,
    secrets: { signatureSecret: newSecret(), number: digits },
    onShown({ externalId, posted }) {
      const message = Posted.parse(posted);
      reports.set(externalId, message);
      const [oldest] = reports.keys();
      if (reports.size > reportsKept && oldest !== undefined) reports.delete(oldest);
      arrive({ externalId, bubble: { text: message.text, picture: null, buttons: [] } });
    },
  });
  const say = (fields: object) => twin.incoming(person, newId(), Date.now(), fields);
  return {
    id: 'vonage',
    kind: 'sms',
    settings: { provider: 'vonage', ...twin.settings, number, apiBase: twin.base },
    files,
    measure: (text) => countOf(segmentsOf(text)),
    say: (text) => say({ text }),
    tap: ({ title }) => say({ text: title }),
    picture: (jpeg) =>
      say({
        message_type: 'image',
        image: { url: twin.media?.put(jpeg) ?? '', name: 'image.jpg' },
      }),
    seen(id) {
      const report = reports.get(id);
      reports.delete(id);
      if (report === undefined) return [];
      const { to, client_ref } = report;
      const about = { message_uuid: id, to, from: digits, channel: 'sms', status: 'delivered' };
      return [twin.request({ ...about, client_ref, timestamp: new Date().toISOString() })];
    },
    stop: () => twin.stop(),
  };
}

function countOf(segments: number): string {
  return segments === 1 ? '1 segment' : `${segments} segments`;
}
