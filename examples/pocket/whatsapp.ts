// WhatsApp on the telephone.
import { z } from 'zod';
import { TwinFiles } from '../../test/twins/twin-server.test-support.ts';
import { startWhatsappTwin } from '../../test/twins/whatsapp-twin.test-support.ts';
import {
  type App,
  type Arrive,
  type Bubble,
  fileBytes,
  newId,
  newSecret,
  only,
  person,
  words,
} from './app.ts';

export async function openWhatsapp(arrive: Arrive): Promise<App> {
  const files = new TwinFiles(fileBytes);
  const twin = await startWhatsappTwin({
    files,
    secrets: { appSecret: newSecret(), verifyToken: newSecret(), accessToken: newSecret() },
    onShown: ({ externalId, posted }) => {
      const bubble = 'typing_indicator' in posted ? 'typing' : bubbleOf(posted);
      if (bubble !== null) arrive({ externalId, bubble });
    },
  });
  const address = twin.names?.address(person) ?? '';
  const message = (content: object) => {
    const id = twin.names?.message(person, newId()) ?? '';
    const timestamp = String(Math.floor(Date.now() / 1000));
    return twin.request({
      contacts: [{ profile: { name: 'Ada' }, user_id: address }],
      messages: [{ from_user_id: address, id, timestamp, ...content }],
    });
  };
  return {
    kind: 'whatsapp',
    settings: { ...twin.settings, apiBase: twin.base },
    files,
    say: (text) => only(twin.tell([words(text)], 0, Date.now())),
    tap: ({ data: id, title, of }) =>
      message({
        ...{ type: 'interactive', context: { id: of } },
        interactive: { type: 'button_reply', button_reply: { id, title } },
      }),
    picture: (jpeg) =>
      message({ type: 'image', image: { id: twin.media?.put(jpeg), mime_type: 'image/jpeg' } }),
    seen: (id) =>
      (['delivered', 'read'] as const).map((status) =>
        twin.request({
          statuses: [
            {
              ...{ id, status, timestamp: String(Math.floor(Date.now() / 1000)) },
              recipient_user_id: address,
            },
          ],
        }),
      ),
    stop: () => twin.stop(),
  };
}

const Media = z.object({ id: z.string().optional(), link: z.string().optional() });
const Header = z.object({ image: Media }).optional();
const Posted = z.object({
  text: z.object({ body: z.string() }).optional(),
  image: Media.extend({ caption: z.string().optional() }).optional(),
  document: z.object({ filename: z.string().optional() }).optional(),
  location: z.object({ name: z.string().optional() }).optional(),
  template: z.object({ name: z.string() }).optional(),
  interactive: z
    .object({
      header: Header,
      body: z.object({ text: z.string() }),
      action: z
        .object({
          buttons: z.array(z.object({ reply: z.object({ id: z.string(), title: z.string() }) })),
          sections: z.array(
            z.object({ rows: z.array(z.object({ id: z.string(), title: z.string() })) }),
          ),
          parameters: z.object({ display_text: z.string(), url: z.string() }),
        })
        .partial(),
    })
    .optional(),
});

function bubbleOf(posted: unknown): Bubble | null {
  const read = Posted.safeParse(posted);
  if (!read.success) return null;
  const { text, image, document, location, template, interactive } = read.data;
  const picture = image ?? interactive?.header?.image;
  const { buttons = [], sections = [], parameters } = interactive?.action ?? {};
  const choices = [
    ...buttons.map(({ reply: { id, title } }) => ({ title, data: id })),
    ...sections.flatMap(({ rows }) => rows.map(({ id, title }) => ({ title, data: id }))),
    ...(parameters === undefined ? [] : [{ title: parameters.display_text, url: parameters.url }]),
  ];
  const said = [
    text?.body,
    interactive?.body.text,
    image?.caption,
    document && (document.filename ?? 'file'),
    location && (location.name ?? 'a place'),
    template?.name,
  ].find((each) => each !== undefined);
  if (said === undefined && picture === undefined) return null;
  return { text: said ?? '', picture: picture?.id ?? picture?.link ?? null, buttons: choices };
}
