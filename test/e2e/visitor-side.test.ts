// The visitor's side of the product in real browsers: "don't ask again", a message left while
// nobody is there, the contact button, an agent who disappears, and a browser that does not read
// its socket.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { VisitorDetail } from '@opportune/protocol/rest/visitor.ts';
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import {
  aboutToLeave,
  administrator,
  eventually,
  goToCheckout,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { personIn, visitorIdOf } from './shop-person.test-support.ts';
import { comeToWork, type SocketAgent } from './socket-agent.test-support.ts';
import { comeToShop, type SocketVisitor } from './socket-visitor.test-support.ts';

let product: Product;
let browser: Browser;

const conversations = async (): Promise<readonly Conversation[]> =>
  (await product.call<{ items: Conversation[] }>('GET', '/conversations')).items;

before(async () => {
  [product, browser] = await startWithBrowser({ whole: true });
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('while nobody is there', () => {
  it('offers to leave a message with an address, which agents find and the visitor can see again', async () => {
    const page = await personIn('treatment', browser, product);
    await page
      .getByRole('button', { name: /message/i })
      .first()
      .click();
    await page.getByLabel(/e-mail/i).fill('clara@jensen');
    await page
      .getByRole('textbox', { name: /question|message/i })
      .fill('Do you take old lamps with you?');
    await page
      .getByRole('button', { name: /send|leave/i })
      .last()
      .click();
    await page.getByText(/full address/i).waitFor();
    await page.getByLabel(/e-mail/i).fill('clara@jensen.example');
    await page
      .getByRole('button', { name: /send|leave/i })
      .last()
      .click();
    const [left] = await eventually(conversations, (all) => all.length === 1);
    assert.equal(left?.status, 'message');
    assert.equal(left?.replyTo, 'clara@jensen.example');
    assert.equal(left?.lastText, 'Do you take old lamps with you?');
    await page.context().close();
  });

  it('opens the form for a message from the contact button too', async () => {
    const page = await newPerson(browser);
    await page.goto(product.shopUrl);
    await page.getByRole('button', { name: 'Ask us' }).click();
    await page.getByLabel(/e-mail/i).waitFor();
    await page.context().close();
  });
});

describe('“don’t ask again”', () => {
  it('is honoured on the next page and at the next moment, and recorded', async () => {
    const page = await personIn('treatment', browser, product);
    const id = await visitorIdOf(page);
    await page.getByText("Don't ask again").click();
    await eventually(
      () => product.call<VisitorDetail>('GET', `/visitors/${id}`),
      (of) => of.why[0]?.gate === 'muted',
    );
    await page.goto(`${product.shopUrl}/product/brae`);
    await goToCheckout(page, product);
    await aboutToLeave(page);
    const detail = await eventually(
      () => product.call<VisitorDetail>('GET', `/visitors/${id}`),
      (of) => of.why[0]?.moment.holds === true,
    );
    assert.equal(detail.why[0]?.gate, 'muted');
    assert.equal(detail.decisions.length, 1);
    await page.context().close();
  });
});

describe('a visitor whose browser does not read', () => {
  const neighbours = 8;
  /** The longest text, in a script of three bytes a character. */
  const wide = '€'.repeat(4000);
  let agent: SocketAgent;

  /** A visitor with a conversation that the agent has. */
  async function inTalk(): Promise<{ visitor: SocketVisitor; conversation: string }> {
    const visitor = await comeToShop(product, { path: '/', title: 'Shop' });
    const message = { id: `m.${visitor.id}`, text: 'Hello' };
    visitor.send({ type: 'chat.start', request: `r.${visitor.id}`, message });
    const { id } = (await visitor.frame('chat.state')).conversation;
    await eventually(conversations, (all) =>
      all.some((each) => each.id === id && each.status === 'active'),
    );
    return { visitor, conversation: id };
  }

  /** Writes to each and returns how long it took to arrive, in ms. */
  function delays(
    to: readonly { visitor: SocketVisitor; conversation: string }[],
    round: string,
  ): Promise<readonly number[]> {
    return Promise.all(
      to.map(async ({ visitor: { id: name, socket }, conversation }) => {
        const id = `${round}.${name}`;
        const startedAt = performance.now();
        const heard = new Promise<void>((resolve) => {
          socket.on('message', function hear(data) {
            if (!String(data).includes(id)) return;
            socket.off('message', hear);
            resolve();
          });
        });
        agent.send({ type: 'message.post', conversation, id, text: 'And you?', note: false });
        await heard;
        return performance.now() - startedAt;
      }),
    );
  }

  it('[C42] is disconnected at the limit, slows nobody, and gets every message once and in order after coming back', async () => {
    const { items } = await product.call<{ items: { id: string }[] }>('GET', '/users');
    await product.call('PATCH', `/users/${items[0]?.id}`, { room: neighbours + 1 });
    agent = await comeToWork(product, administrator);
    agent.send({ type: 'agent.state', state: 'online' });
    const { visitor: slow, conversation } = await inTalk();
    const others = await Promise.all(Array.from({ length: neighbours }, inTalk));
    const { token } = await slow.frame('welcome');
    const said: string[] = [];
    /** Enough long answers to fill half of the outbound limit, while the others get messages. */
    const round = (): Promise<readonly number[]> => {
      for (let count = 0; count < socketLimits.outboundBytes / 2 / 12_000; count += 1) {
        const id = `wide.${said.length}`;
        said.push(id);
        agent.send({ type: 'message.post', conversation, id, text: wide, note: false });
      }
      return delays(others, `round.${said.length}`);
    };
    const usually = [...(await round()), ...(await round()), ...(await round())];
    await eventually(
      () => Promise.resolve(slow.texts().size),
      (count) => count > said.length,
    );

    const closed = new Promise<number>((resolve) => slow.socket.once('close', resolve));
    slow.socket.pause();
    const meanwhile: number[] = [];
    for (let rounds = 0; await isHere(slow); rounds += 1) {
      assert.ok(rounds < 80, 'the slow reader was never let go');
      meanwhile.push(...(await round()));
    }
    slow.socket.resume();
    // A visitor who does not read for another second is disconnected.
    assert.ok([4008, 1006].includes(await closed));
    const last = (delays: readonly number[]) => Math.max(...delays);
    assert.ok(
      last(meanwhile) <= 3 * last(usually) + 500,
      `${last(meanwhile)} ms beside ${last(usually)} ms`,
    );

    const back = await comeToShop(product, { path: '/', title: 'Shop' }, { id: slow.id, token });
    const sequences = () => [slow, back].flatMap(sequencesOf);
    await back.frame('welcome');
    const resume = () =>
      back.send({ type: 'chat.resume', conversation, after: Math.max(...sequences()) });
    const pages = () => back.received.filter(({ type }) => type === 'chat.messages').length;
    for (let asked = 0; textsOf([slow, back]).length <= said.length; asked += 1) {
      assert.ok(asked < 20, `${textsOf([slow, back]).length} of ${said.length}`);
      const before = pages();
      resume();
      await eventually(
        () => Promise.resolve(pages()),
        (count) => count > before,
      );
    }
    assert.deepEqual(textsOf([slow, back]), [`m.${slow.id}`, ...said]);
    const numbers = sequences();
    assert.ok(numbers.every((each, at) => at === 0 || each > (numbers[at - 1] ?? 0)));
    for (const each of [slow, back, ...others.map(({ visitor }) => visitor)]) each.close();
    agent.close();
  });

  const isHere = async ({ id }: SocketVisitor): Promise<boolean> =>
    (await product.call<VisitorDetail>('GET', `/visitors/${id}`)).row?.online === true;
});

/** Messages in the order of arrival, over all connections. */
const messagesOf = ({ received }: SocketVisitor) =>
  received.flatMap((frame) => (frame.type === 'chat.messages' ? frame.messages : []));
const sequencesOf = (visitor: SocketVisitor): number[] =>
  messagesOf(visitor).map(({ sequence }) => sequence);
const textsOf = (lines: readonly SocketVisitor[]): string[] =>
  lines.flatMap(messagesOf).flatMap(({ id, body }) => (body.type === 'text' ? [id] : []));

describe('with an agent online', () => {
  it('lets any visitor start a chat unprompted, and returns it to the queue when the agent disappears', async () => {
    const agent = await openConsole(browser, product, '/inbox');
    const page = await newPerson(browser);
    await page.goto(product.shopUrl);
    await page.getByRole('button', { name: 'Ask us' }).click();
    await page.getByRole('textbox', { name: /question/i }).fill('Is the Orla dimmable?');
    await page.getByRole('button', { name: 'Start chat' }).click();
    await agent.getByText('Is the Orla dimmable?').first().waitFor();
    const [mine] = await eventually(conversations, (all) =>
      all.some(({ status }) => status === 'active'),
    );
    assert.equal(mine?.origin, null, 'it came from no campaign');
    await agent.context().close();
    await eventually(
      conversations,
      (all) => all.find(({ id }) => id === mine?.id)?.status === 'waiting',
      45_000,
    );
    await page
      .getByText(/in line|next/i)
      .first()
      .waitFor();
    await page.context().close();
  });
});
