// The pictures of the pocket, a conversation over WhatsApp with a question that has choices, and of the
// steps by which a channel is connected.
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { type Product, newPerson, openConsole } from './product.ts';

type Take = (page: Page, name: string) => Promise<void>;

interface Listed {
  readonly items: readonly { readonly id: string; readonly channel: string }[];
}

export async function takePocket(product: Product, browser: Browser, take: Take): Promise<void> {
  await product.call('PUT', '/my-state', { state: 'online' });
  const telephone = await newPerson(browser);
  await telephone.goto(`${product.shopUrl}/pocket`);
  await telephone.getByRole('button', { name: 'WhatsApp' }).click();
  const says = async (text: string) => {
    await telephone.getByLabel('Message', { exact: true }).fill(text);
    await telephone.keyboard.press('Enter');
    await telephone.getByText(text).waitFor();
  };
  await says('Hello! Which wool of the Sund armchair is easy to clean?');
  const id = await arrived(product);
  await product.call('POST', `/conversations/${id}/take`, {});
  const answer = (said: object) =>
    product.call('POST', `/conversations/${id}/messages`, { id: randomUUID(), ...said });
  await answer({ text: 'Both are: a damp cloth is enough. We can send you samples.' });
  const replies = [
    { id: 'green', text: 'Green wool' },
    { id: 'grey', text: 'Grey wool' },
  ];
  await answer({ content: { type: 'replies', text: 'Which one may we send?', replies } });
  await telephone.getByRole('button', { name: 'Grey wool' }).click();
  await telephone.getByText('Grey wool').nth(1).waitFor();
  await says('And is it there before Friday?');
  await telephone.getByText('sending').first().waitFor({ state: 'detached' });
  await take(telephone, 'pocket');
  await telephone.context().close();
  await takeSteps(await openConsole(browser, product), product, take);
}

async function takeSteps(agent: Page, { url }: Product, take: Take): Promise<void> {
  await agent.goto(`${url}/settings/channels`);
  await agent.getByRole('button', { name: 'Add a channel' }).click();
  const dialog = agent.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'WhatsApp', exact: true }).check();
  await dialog.getByRole('button', { name: 'Show me step 2' }).click();
  await dialog.getByRole('img', { name: /^Sketch of/ }).waitFor();
  await take(agent, 'channel-steps');
  await agent.context().close();
}

/** The conversation over the pocket's WhatsApp, once it is there. */
async function arrived({ call }: Product): Promise<string> {
  type Channels = { readonly channels: readonly { readonly id: string; readonly kind: string }[] };
  for (;;) {
    const { channels } = await call<Channels>('GET', '/channels');
    const channel = channels.find(({ kind }) => kind === 'whatsapp');
    const { items } = await call<Listed>('GET', `/conversations?channel=${channel?.id}`);
    const [first] = items;
    if (first !== undefined) return first.id;
  }
}
