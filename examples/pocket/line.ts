// LINE on the telephone.
import { z } from 'zod';
import { startLineTwin } from '../../test/twins/line-twin.test-support.ts';
import { numberFor, TwinFiles } from '../../test/twins/twin-server.test-support.ts';
import { type App, type Arrive, type Bubble, fileBytes, newId, newSecret, person } from './app.ts';

export async function openLine(arrive: Arrive): Promise<App> {
  const files = new TwinFiles(fileBytes);
  const twin = await startLineTwin({
    files,
    secrets: { channelSecret: newSecret(), channelToken: newSecret() },
    onShown: ({ externalId, posted }) => {
      const bubble = bubbleOf(posted);
      if (bubble !== null) arrive({ externalId, bubble });
    },
  });
  const userId = twin.names?.address(person) ?? '';
  const event = (type: string, more: object) =>
    twin.request([
      {
        ...{ type, mode: 'active', timestamp: Date.now(), source: { type: 'user', userId } },
        ...{ webhookEventId: newId(), deliveryContext: { isRedelivery: false } },
        ...{ replyToken: twin.newReplyToken(userId), ...more },
      },
    ]);
  return {
    kind: 'line',
    settings: {
      ...{ channelSecret: twin.channelSecret, channelToken: twin.channelToken },
      apiBase: twin.base,
    },
    files,
    say: (text) =>
      event('message', {
        message: { id: String(numberFor(newId())), type: 'text', quoteToken: 'q', text },
      }),
    tap: ({ data }) => event('postback', { postback: { data } }),
    picture: (jpeg) =>
      event('message', {
        message: {
          ...{ id: twin.media?.put(jpeg), type: 'image', quoteToken: 'q' },
          contentProvider: { type: 'line' },
        },
      }),
    seen: () => [],
    stop: () => twin.stop(),
  };
}

const Action = z.object({
  label: z.string(),
  data: z.string().optional(),
  uri: z.string().optional(),
});
const actions = z.array(z.object({ action: Action }));
const Card = z.object({
  hero: z.object({ url: z.string() }).optional(),
  body: z.object({ contents: z.array(z.object({ text: z.string() })) }),
  footer: z.object({ contents: actions }).optional(),
});
const Posted = z.object({
  text: z.string().optional(),
  title: z.string().optional(),
  originalContentUrl: z.string().optional(),
  quickReply: z.object({ items: actions }).optional(),
  contents: z.union([Card, z.object({ contents: z.array(Card) })]).optional(),
});

/** Of several cards, all words and buttons, and the first picture. */
function bubbleOf(posted: unknown): Bubble | null {
  const read = Posted.safeParse(posted);
  if (!read.success) return null;
  const { text, title, originalContentUrl: picture, quickReply, contents } = read.data;
  const cards = contents === undefined ? [] : 'body' in contents ? [contents] : contents.contents;
  const lines = cards.flatMap(({ body }) => body.contents.map((each) => each.text));
  const tapped = [
    ...(quickReply?.items ?? []),
    ...cards.flatMap(({ footer }) => footer?.contents ?? []),
  ];
  return {
    text: text ?? title ?? lines.join('\n'),
    picture: picture ?? cards.find(({ hero }) => hero)?.hero?.url ?? null,
    buttons: tapped.map(({ action: { label, data = '', uri } }) =>
      uri === undefined ? { title: label, data } : { title: label, url: uri },
    ),
  };
}
