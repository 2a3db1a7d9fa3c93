// Messenger and Instagram on the telephone.
import { z } from 'zod';
import { type PageProduct, startPageTwin } from '../../test/twins/page-twin.test-support.ts';
import { TwinFiles } from '../../test/twins/twin-server.test-support.ts';
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

export async function openPage(kind: PageProduct, arrive: Arrive): Promise<App> {
  const files = new TwinFiles(fileBytes);
  const twin = await startPageTwin(kind, {
    files,
    secrets: { appSecret: newSecret(), verifyToken: newSecret(), token: newSecret() },
    onShown: ({ externalId, posted }) => {
      const action = posted['sender_action'];
      const bubble = action === 'typing_on' ? 'typing' : bubbleOf(posted);
      if (bubble !== null) arrive({ externalId, bubble });
    },
  });
  const { pageId, userId = pageId } = twin.settings;
  const event = (more: object) => ({
    ...{ sender: { id: twin.names?.address(person) }, recipient: { id: userId } },
    ...{ timestamp: Date.now(), ...more },
  });
  const mid = () => twin.names?.message(person, newId()) ?? '';
  return {
    kind,
    settings: { ...twin.settings, apiBase: twin.base },
    files,
    say: (text) => only(twin.tell([words(text)], 0, Date.now())),
    // A quick reply is a message with the words of the button.
    tap: ({ data: payload, title: text }) =>
      twin.request([event({ message: { mid: mid(), text, quick_reply: { payload } } })]),
    picture(jpeg) {
      const url = twin.media?.put(jpeg);
      const attachments = [{ type: 'image', payload: { url } }];
      return twin.request([event({ message: { mid: mid(), attachments } })]);
    },
    refer: (ref) =>
      twin.request([event({ referral: { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' } })]),
    seen(id) {
      const read =
        kind === 'instagram' ? { read: { mid: id } } : { read: { watermark: Date.now() } };
      return [twin.request([event(read)])];
    },
    stop: () => twin.stop(),
  };
}

const Button = z.object({
  title: z.string(),
  payload: z.string().optional(),
  url: z.string().optional(),
});
const Element = z.object({
  title: z.string(),
  subtitle: z.string().optional(),
  image_url: z.string().optional(),
  buttons: z.array(Button).optional(),
});
const Payload = z.object({
  url: z.string(),
  text: z.string(),
  buttons: z.array(Button),
  elements: z.array(Element),
});
const Posted = z.object({
  text: z.string().optional(),
  quick_replies: z.array(Button).default([]),
  attachment: z.object({ type: z.string(), payload: Payload.partial() }).optional(),
});

/** Of several cards, all words and buttons, and the first picture. */
function bubbleOf(posted: unknown): Bubble | null {
  const read = Posted.safeParse(posted);
  if (!read.success) return null;
  const { text, quick_replies: quick, attachment } = read.data;
  const { url, text: asked, buttons = [], elements = [] } = attachment?.payload ?? {};
  const said = [text ?? asked, ...elements.flatMap(({ title, subtitle }) => [title, subtitle])];
  const isPicture = attachment?.type === 'image';
  const lines = [...said, isPicture ? undefined : url].filter((each) => each !== undefined);
  if (lines.length === 0 && url === undefined) return null;
  const picture = isPicture ? url : elements.find((each) => each.image_url)?.image_url;
  const all = [...quick, ...buttons, ...elements.flatMap((each) => each.buttons ?? [])];
  return { text: lines.join('\n'), picture: picture ?? null, buttons: all.map(buttonOf) };
}

function buttonOf({ title, payload = '', url }: z.infer<typeof Button>): Bubble['buttons'][number] {
  return url === undefined ? { title, data: payload } : { title, url };
}
