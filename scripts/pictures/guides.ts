// Takes the pictures of the guides: a page of the console each, with what a step of the guide opens. It
// first gives the account what those pages list: a colleague, skills, answers, labels and needs.
import type { Locator, Page } from 'playwright-core';
import type { Product } from './product.ts';

/** Takes a picture of the page under this name. */
export type Take = (page: Page, name: string) => Promise<void>;

interface Shot {
  readonly name: string;
  /** The address in the console. */
  readonly at: string;
  /** Opens what the picture shows, and waits for it. */
  readonly open: (page: Page) => Promise<void>;
}

const heading = (page: Page, name: string): Locator => page.getByRole('heading', { name });
const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).first().click();

/** Fills the lists that the pictures show. All people in them are invented. */
export async function seedGuides({ call }: Product): Promise<void> {
  await call('POST', '/skills', { id: 'orders', name: 'Orders' });
  await call('POST', '/skills', { id: 'returns', name: 'Returns' });
  const noor = { email: 'noor@aldermoor.example', name: 'Noor van Dijk', role: 'agent', room: 3 };
  await call('POST', '/users', noor);
  for (const answer of answers) await call('POST', '/answers', answer);
  await call('PUT', '/conversation-labels', {
    tags: [{ name: 'Delivery' }, { name: 'Refund' }, { name: 'Lighting' }],
    dispositions: [{ name: 'Solved' }, { name: 'Order placed' }, { name: 'Not solved' }],
  });
  await call('PUT', '/needs', {
    needs: ['Delivery time', 'Return an order', 'Choose a lamp'].map((name) => ({ name })),
  });
}

const answers = [
  {
    shortcut: 'delivery',
    title: 'Delivery time',
    text: 'Ordered before 2 pm, it is with you in two working days.',
    folder: 'Shipping',
  },
  {
    shortcut: 'return',
    title: 'Return an order',
    text: 'You can return it for 30 days, {{visitor.firstName}}. The label is in the box.',
    folder: 'Returns',
  },
  {
    shortcut: 'bulb',
    title: 'Which bulb fits',
    text: 'The Orla takes an E27 bulb of up to 60 W.',
    folder: 'Lighting',
  },
];

/** Takes them one after the other, on the page of somebody who is signed in. */
export async function takeGuides(page: Page, product: Product, take: Take): Promise<void> {
  await takeConversation(page, take);
  for (const { name, at, open } of shots) {
    await page.goto(product.url + at);
    await page.locator('.rail').waitFor();
    await open(page);
    await take(page, name);
  }
  await takeDraft(page, take);
}

/** What opens in the conversation that is on the page. */
async function takeConversation(page: Page, take: Take): Promise<void> {
  await press(page, 'Transfer');
  await page.getByLabel('Note for the next agent').fill('Wants gift wrapping');
  await take(page, 'transfer');
  await page.keyboard.press('Escape');
  const reply = page.getByRole('textbox', { name: /^Reply to/ });
  await reply.pressSequentially('/');
  await page.getByText('Which bulb fits').first().waitFor();
  await take(page, 'answer-picker');
  await page.keyboard.press('Escape');
  await reply.fill('');
  const customer = page.getByRole('complementary');
  await customer.getByRole('button', { name: 'Add a tag' }).click();
  await page.getByRole('searchbox', { name: 'Find a tag' }).waitFor();
  await take(page, 'labels');
  await page.keyboard.press('Escape');
}

/** A campaign from a template: what is asked before it is published, and how it optimises. */
async function takeDraft(page: Page, take: Take): Promise<void> {
  const part = (name: string) => page.getByRole('region', { name, exact: true });
  await page.goto(new URL('/campaigns/new', page.url()).href);
  await page.getByRole('radio', { name: /^Large cart/ }).check();
  await press(page, 'Create draft');
  await part('Goal').waitFor();
  await press(page, 'Publish');
  await page.getByRole('dialog').getByText('For whom').waitFor();
  await take(page, 'publish-dialog');
  await page.keyboard.press('Escape');
  await page.getByLabel('Gain to show, in percent').scrollIntoViewIfNeeded();
  await take(page, 'plan');
  await part('Offered').getByText('Optimise', { exact: true }).click();
  await part('Offered')
    .getByText(/It asks at once/)
    .waitFor();
  await part('Offered').scrollIntoViewIfNeeded();
  await take(page, 'optimise-part');
}

const shots: readonly Shot[] = [
  {
    name: 'own-menu',
    at: '/inbox',
    open: async (page) => {
      await page.locator('.me-button').click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
    },
  },
  {
    name: 'sounds',
    at: '/inbox',
    open: async (page) => {
      await page.locator('.me-button').click();
      await press(page, 'Sounds and notifications');
      await page.getByRole('dialog', { name: 'Sounds and notifications' }).waitFor();
    },
  },
  {
    name: 'search',
    at: '/search?q=friday',
    open: (page) => page.getByText('before Friday').first().waitFor(),
  },
  { name: 'team-now', at: '/team', open: (page) => heading(page, 'Queues').waitFor() },
  { name: 'report-dialog', at: '/team/reports', open: dialogBy('New report') },
  { name: 'goal-form', at: '/settings/goals', open: dialogBy('New goal') },
  { name: 'skill-form', at: '/settings/skills', open: dialogBy('New skill') },
  {
    name: 'routing-settings',
    at: '/settings/routing',
    open: (page) => page.getByText('Missed in a row until away').first().waitFor(),
  },
  {
    name: 'answers-settings',
    at: '/settings/answers',
    open: (page) => page.getByText('Which bulb fits').first().waitFor(),
  },
  {
    name: 'needs-settings',
    at: '/settings/needs',
    open: (page) => page.getByText('Choose a lamp').first().waitFor(),
  },
  {
    name: 'conversation-settings',
    at: '/settings/conversations',
    open: (page) => page.getByText('Refund').first().waitFor(),
  },
  { name: 'panel-form', at: '/settings/panels', open: dialogBy('New panel') },
  { name: 'channel-form', at: '/settings/channels', open: dialogBy('Add a channel') },
  {
    name: 'people-settings',
    at: '/settings/people',
    open: (page) => page.getByText('Noor van Dijk').first().waitFor(),
  },
  {
    name: 'site-settings',
    at: '/settings/sites',
    open: (page) => page.getByText('Allowed origins').first().waitFor(),
  },
  {
    name: 'mail-settings',
    at: '/settings/email',
    open: (page) => heading(page, 'E-mail').waitFor(),
  },
  {
    name: 'new-campaign',
    at: '/campaigns/new',
    open: (page) => heading(page, 'New campaign').waitFor(),
  },
];

/** Opens the dialog behind a button. */
function dialogBy(button: string): Shot['open'] {
  return async (page) => {
    await press(page, button);
    await page.getByRole('dialog').waitFor();
  };
}
