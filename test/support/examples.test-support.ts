// One valid request for every operation of the API that changes something, and freshly made things
// that it acts on. An operation that is missing here fails the tests that walk the document.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Answer, Person } from './people.test-support.ts';

export interface Things {
  readonly user: string;
  readonly site: string;
  readonly key: string;
  /** An exclusion in the campaign's results. */
  readonly exclusion: string;
  readonly section: string;
  readonly goal: string;
  readonly attribute: string;
  readonly skill: string;
  readonly answer: string;
  readonly myAnswer: string;
  readonly myReport: string;
  readonly panel: string;
  readonly myToken: string;
  readonly channel: string;
  readonly webhook: string;
  readonly campaign: string;
  readonly visitor: string;
  readonly decision: string;
  readonly conversation: string;
  /** `none` if the test makes none: they cannot be made over the API. */
  readonly deadLetter: string;
  readonly contact: string;
  readonly otherContact: string;
  readonly contactMove: string;
  /** A note about the contact. */
  readonly note: string;
  readonly contactImport: string;
  readonly contactExport: string;
  readonly delivery: string;
  readonly webhookEvent: string;
  readonly callback: string;
  /** The message of an e-mail. */
  readonly letter: string;
}

/** A PNG of one point. */
export const onePoint = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const goalDraft = {
  name: 'Purchase',
  kind: 'purchase',
  event: { event: 'Order Completed' },
  value: { type: 'property', path: 'total' },
  valueCap: 1500,
  key: 'order_id',
  window: { type: 'duration', seconds: 604_800 },
  trust: 'server',
};

export function campaignDocument(goal: string, sites: readonly string[] = []) {
  return {
    name: 'Help at checkout',
    sites,
    goal,
    audience: { fact: 'cart.total', op: 'gte', value: 100 },
    engagement: {
      id: 'help',
      zone: 'corner',
      moment: { any: [{ dwell: { on: 'page', forS: 20 } }, { leaving: true }] },
      variants: [
        {
          id: 'a',
          name: 'A',
          share: 10_000,
          offer: {
            channel: 'content',
            creative: {
              format: 'toast',
              headline: 'May we help?',
              text: '',
              action: '',
              image: null,
              link: null,
              slot: null,
              side: 'right',
              mutable: true,
            },
          },
        },
      ],
    },
    control: 1000,
    caps: { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null },
    schedule: { from: null, until: null, days: [], hours: null },
    priority: 50,
  };
}

type Visited = Pick<Things, 'visitor' | 'decision' | 'conversation'>;

/** One of everything in a person's account. `visit` is what the visitor socket made. */
export async function makeThings(person: Person, visit: Visited): Promise<Things> {
  const { call } = person;
  // Files for translators need it. Only administrators may set it.
  await call('PATCH', '/account', { languages: { written: 'en', others: ['de'], fallback: null } });
  const site = await made(
    call('POST', '/sites', { name: 'Shop', origins: ['https://shop.example'] }),
  );
  const key = await made(call('POST', `/sites/${site.id}/keys`, { name: 'server' }));
  const known = { ...visit, site: site.id, key: key.key.id };
  // A file is named by its message. Here the conversation's id serves as one.
  const file = `/conversations/${visit.conversation}/attachments/${visit.conversation}`;
  assert.equal((await call('PUT', file, Buffer.from('words'))).status, 200);
  const goal = await makers.goals(person, known);
  const [user, section] = [await makers.users(person, known), await makers.sections(person, known)];
  const attribute = await makers.attributes(person, known);
  const campaign = await makers.campaigns(person, { ...known, goal });
  const exclusion = await makeExclusion(person, campaign);
  const skill = await makers.skills(person, known);
  const answer = await makers.answers(person, known);
  const myAnswer = await makers['my-answers'](person, known);
  const myReport = await makers['my-reports'](person, known);
  const panel = await makers.panels(person, known);
  const myToken = await makers['my-tokens'](person, known);
  const channel = await makers.channels(person, known);
  const webhook = await makers.webhooks(person, known);
  const others = {
    channel,
    webhook,
    webhookEvent: 'none',
    callback: 'not-promised-yet',
    letter: 'none',
    deadLetter: 'none',
    delivery: 'none',
    contactImport: await makers['contact-imports'](person, known),
    contactExport: await makers['contact-exports'](person, known),
    myToken,
    ...noContacts,
  };
  const own = { answer, myAnswer, myReport, panel, ...others };
  return { ...known, user, section, goal, attribute, skill, ...own, campaign, exclusion };
}

const noContacts = { contact: 'none', otherContact: 'none', contactMove: 'none', note: 'none' };

/** The same things with a new one for this operation, so that the operation may end it. */
export async function freshThings(person: Person, path: string, things: Things): Promise<Things> {
  const collection = collectionOf(path);
  if (path.endsWith('/users/{id}/tokens'))
    return { ...things, user: await makers.programs(person, things) };
  if (collection === 'tokens' || collection === 'my-tokens')
    return { ...things, myToken: await makers['my-tokens'](person, things) };
  if (collection === 'users') return { ...things, user: await makers.users(person, things) };
  if (collection === 'sections')
    return { ...things, section: await makers.sections(person, things) };
  if (collection === 'goals') return { ...things, goal: await makers.goals(person, things) };
  if (collection === 'attributes')
    return { ...things, attribute: await makers.attributes(person, things) };
  if (collection === 'skills') return { ...things, skill: await makers.skills(person, things) };
  if (collection === 'answers') return { ...things, answer: await makers.answers(person, things) };
  if (collection === 'my-answers')
    return { ...things, myAnswer: await makers['my-answers'](person, things) };
  if (collection === 'my-reports')
    return { ...things, myReport: await makers['my-reports'](person, things) };
  if (collection === 'webhooks' && !path.includes('{event}'))
    return { ...things, webhook: await makers.webhooks(person, things) };
  if (collection === 'channels')
    return { ...things, channel: await makers.channels(person, things) };
  if (collection === 'contact-imports')
    return { ...things, contactImport: await makers['contact-imports'](person, things) };
  if (collection === 'contact-exports')
    return { ...things, contactExport: await makers['contact-exports'](person, things) };
  if (collection === 'panels') return { ...things, panel: await makers.panels(person, things) };
  if (collection !== 'campaigns') return things;
  const campaign = await makers.campaigns(person, things);
  if (!path.includes('{exclusion}')) return { ...things, campaign };
  return { ...things, campaign, exclusion: await makeExclusion(person, campaign) };
}

const excludedSpan = { excluded: { type: 'span', from: 0, until: 1 }, note: 'A test' };

async function makeExclusion({ call }: Person, campaign: string): Promise<string> {
  return (await made(call('POST', `/campaigns/${campaign}/exclusions`, excludedSpan))).id;
}

/** A file of one contact. */
const oneContact = Buffer.from('Email\nada@aldermoor.example\n');

type Make = (person: Person, known: Partial<Things>) => Promise<string>;
const makers: Readonly<
  Record<
    | 'users'
    | 'programs'
    | 'my-tokens'
    | 'sections'
    | 'goals'
    | 'attributes'
    | 'skills'
    | 'answers'
    | 'my-answers'
    | 'my-reports'
    | 'panels'
    | 'channels'
    | 'webhooks'
    | 'contact-imports'
    | 'contact-exports'
    | 'campaigns',
    Make
  >
> = {
  users: async ({ call }) => {
    const email = `someone.${randomBytes(6).toString('hex')}@aldermoor.example`;
    const user = { email, name: 'Some One', role: 'agent', room: 2 };
    return (await made(call('POST', '/users', user))).user.id;
  },
  'contact-imports': async ({ call }) =>
    (await made(call('POST', '/contact-imports', oneContact))).id,
  'contact-exports': async ({ call }) => (await call('POST', '/contact-exports', {})).body.id,
  programs: async ({ call }) =>
    (await made(call('POST', '/programs', { name: 'Helper', room: 2 }))).id,
  'my-tokens': async ({ call }) => {
    // A user may have only a few, so those of earlier tests are removed.
    const { body } = await call('GET', '/my-tokens');
    for (const { id } of body.tokens ?? []) await call('DELETE', `/my-tokens/${id}`);
    return (await made(call('POST', '/my-tokens', tokenDraft))).token.id;
  },
  sections: async ({ call }, { site }) =>
    (await made(call('POST', '/sections', { site, name: 'Cart', patterns: ['/cart'] }))).id,
  goals: async ({ call }) => (await made(call('POST', '/goals', goalDraft))).id,
  attributes: async ({ call }) => {
    const name = `tier-${randomBytes(6).toString('hex')}`;
    const attribute = { name, type: 'text', privacy: 'internal' };
    return (await made(call('POST', '/attributes', attribute))).name;
  },
  skills: async ({ call }) => {
    const id = `skill-${randomBytes(6).toString('hex')}`;
    return (await made(call('POST', '/skills', { id, name: id }))).id;
  },
  answers: async ({ call }) => (await made(call('POST', '/answers', answerDraft()))).id,
  panels: async ({ call }) => {
    // An account may have only a few, so those of earlier tests are removed.
    const { body } = await call('GET', '/panels');
    for (const { id } of body.panels ?? []) await call('DELETE', `/panels/${id}`);
    const answer = await call('POST', '/panels', panelDraft);
    // Only administrators manage them.
    return answer.status === 403 ? 'none' : (await made(Promise.resolve(answer))).id;
  },
  webhooks: async ({ call }) => {
    const { body: known } = await call('GET', '/webhooks');
    for (const { id } of known.webhooks ?? []) await call('DELETE', `/webhooks/${id}`);
    const answer = await call('POST', '/webhooks', webhookDraft);
    // Only administrators manage them.
    return answer.status === 403 ? 'none' : (await made(Promise.resolve(answer))).id;
  },
  channels: async ({ call }) => {
    const answer = await call('POST', '/channels', channelDraft);
    // Only administrators manage them.
    return answer.status === 403 ? 'none' : (await made(Promise.resolve(answer))).id;
  },
  'my-reports': async ({ call }) => {
    // A user may have only a few, so those of earlier tests are removed.
    const { body } = await call('GET', '/my-reports');
    for (const { id } of body.reports ?? []) await call('DELETE', `/my-reports/${id}`);
    const answer = await call('POST', '/my-reports', reportDraft);
    // Agents have none.
    return answer.status === 403 ? 'none' : (await made(Promise.resolve(answer))).id;
  },
  'my-answers': async ({ call }) => (await made(call('POST', '/my-answers', answerDraft()))).id,
  campaigns: async ({ call }, { goal = '', site = '' }) =>
    (await made(call('POST', '/campaigns', { document: campaignDocument(goal, [site]) }))).id,
};

const panelDraft = {
  name: 'Orders',
  url: 'https://crm.example/panel',
  shares: ['conversation', 'name'],
  traits: ['tier'],
};

const tokenDraft = { name: 'The warehouse', scopes: ['read'], days: 30 };

const channelDraft = {
  kind: 'custom',
  name: 'ERP',
  // An address for documentation. Nothing is sent there.
  deliverTo: 'https://erp.aldermoor.example/messages',
};

const webhookDraft = {
  name: 'Warehouse',
  url: 'https://warehouse.aldermoor.example/events',
  events: ['message.created'],
};

const reportDraft = { every: 'week', weekday: 1, hour: 7, figures: ['begun', 'csat'] };

function answerDraft() {
  const shortcut = `a-${randomBytes(6).toString('hex')}`;
  return { shortcut, title: 'Opening hours', text: 'Hello {{visitor.name}}' };
}

/** A file for German in which nothing is translated yet. */
/** A file for translators with one unit, or with none. */
export function translated(file: string, unit?: { id: string; source: string; target: string }) {
  const units =
    unit === undefined
      ? ''
      : `<unit id="${unit.id}"><segment><source>${unit.source}</source><target>${unit.target}</target></segment></unit>`;
  const xliff = `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="de"><file id="${file}">${units}</file></xliff>`;
  return { xliff };
}

async function made(answer: ReturnType<Person['call']>): Promise<Answer['body']> {
  const { status, body } = await answer;
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

/** Fills in a path's parameters. Throws for a path without an example. */
export function fillPath(path: string, things: Things): string {
  return path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const collection = collectionOf(path);
    const { key, exclusion, delivery, letter, note, webhookEvent: event } = things;
    const others = { key, exclusion, delivery, letter, note, event, language: 'de' };
    const named: Readonly<Record<string, string>> = others;
    const thing = named[name] ?? thingIn(collection, things);
    assert.ok(thing !== undefined, `no example of {${name}} in ${path}`);
    return thing;
  });
}

function collectionOf(path: string): string {
  return /^\/api\/v1\/([\w-]+)/.exec(path)?.[1] ?? '';
}

function thingIn(collection: string, things: Things): string | undefined {
  const { user, site, section, goal, attribute, skill, campaign, visitor, decision, conversation } =
    things;
  const { answer, myAnswer, myReport, panel, channel, deadLetter, myToken } = things;
  const { contact, contactMove } = things;
  const known: Readonly<Record<string, string>> = {
    users: user,
    sites: site,
    sections: section,
    goals: goal,
    attributes: attribute,
    skills: skill,
    answers: answer,
    'my-answers': myAnswer,
    'my-reports': myReport,
    panels: panel,
    'dead-letters': deadLetter,
    tokens: myToken,
    'my-tokens': myToken,
    channels: channel,
    webhooks: things.webhook,
    contacts: contact,
    'contact-imports': things.contactImport,
    'contact-exports': things.contactExport,
    'contact-moves': contactMove,
    campaigns: campaign,
    visitors: visitor,
    decisions: decision,
    conversations: conversation,
    callbacks: things.callback,
  };
  return known[collection];
}

type MakeBody = (things: Things) => unknown;

/** Bodies by `METHOD path`. Undefined: the operation takes none. */
const bodies: Readonly<Record<string, MakeBody>> = {
  'POST /api/v1/users': () => ({
    email: `new.${randomBytes(6).toString('hex')}@aldermoor.example`,
    name: 'New',
    role: 'agent',
    room: 1,
  }),
  'PATCH /api/v1/users/{id}': () => ({ name: 'Another Name' }),
  'POST /api/v1/users/{id}/link': () => undefined,
  'POST /api/v1/sample': () => undefined,
  'POST /api/v1/sample/enter': () => undefined,
  'POST /api/v1/sample/leave': () => undefined,
  'POST /api/v1/users/{id}/tokens': () => tokenDraft,
  'POST /api/v1/my-tokens': () => tokenDraft,
  'POST /api/v1/programs': () => ({ name: 'Helper', room: 2 }),
  'PUT /api/v1/my-state': () => ({}),
  'POST /api/v1/conversations/{id}/take': () => undefined,
  'POST /api/v1/conversations/{id}/finish': () => undefined,
  'POST /api/v1/mail/test': () => undefined,
  'PATCH /api/v1/account': () => ({ typingPreview: false }),
  'POST /api/v1/password': () => ({
    password: 'slow rivers under old bridges',
    current: 'tall trees over quiet water',
  }),
  'POST /api/v1/sites': () => ({ name: 'Another shop', origins: [] }),
  'PATCH /api/v1/sites/{id}': () => ({ name: 'Renamed' }),
  'PUT /api/v1/sites/{id}/translations/{language}': ({ site }) => translated(`site.${site}`),
  'POST /api/v1/sites/{id}/brand/read': () => undefined,
  'POST /api/v1/sites/{id}/brand/try': () => ({
    look: { colour: '#7a1fa2', radiusPx: 8, name: 'Shop' },
    creative: { format: 'toast', headline: 'Hello' },
  }),
  'POST /api/v1/sites/{id}/keys': () => ({ name: 'another' }),
  'POST /api/v1/sections': ({ site }) => ({ site, name: 'Home', patterns: ['/'] }),
  'PUT /api/v1/sections/{id}': ({ site }) => ({ site, name: 'Basket', patterns: ['/basket'] }),
  'POST /api/v1/goals': () => goalDraft,
  'POST /api/v1/goals/suggested-cap': () => ({
    event: goalDraft.event,
    value: goalDraft.value,
    key: goalDraft.key,
  }),
  'PUT /api/v1/goals/{id}': () => ({ ...goalDraft, name: 'Order' }),
  'POST /api/v1/attributes': () => ({
    name: `tier-${randomBytes(6).toString('hex')}`,
    type: 'text',
    privacy: 'internal',
  }),
  'PUT /api/v1/attributes/{name}': () => ({ type: 'text', privacy: 'personal' }),
  'POST /api/v1/campaigns': ({ goal }) => ({ document: campaignDocument(goal) }),
  'PUT /api/v1/campaigns/{id}/draft': ({ goal }) => ({ document: campaignDocument(goal) }),
  'PUT /api/v1/campaigns/{id}/translations/{language}': ({ campaign }) =>
    translated(`campaign.${campaign}`),
  'PUT /api/v1/campaigns/{id}/guardrail': () => ({ pauseOnHarm: false, pauseOnLeaving: true }),
  'POST /api/v1/campaigns/{id}/exclusions': () => excludedSpan,
  'POST /api/v1/campaigns/{id}/publish': () => ({ revision: 1 }),
  'POST /api/v1/campaigns/{id}/pause': () => ({ revision: 2 }),
  'POST /api/v1/campaigns/{id}/resume': () => ({ revision: 3 }),
  'POST /api/v1/campaigns/{id}/archive': () => ({ revision: 1 }),
  'POST /api/v1/campaigns/{id}/discard': () => ({ revision: 2 }),
  'POST /api/v1/campaigns/{id}/publication': () => ({ revision: 1 }),
  'POST /api/v1/campaigns/{id}/approval': () => ({ revision: 1, note: 'For Monday' }),
  'POST /api/v1/campaigns/{id}/approval/decline': () => ({ note: 'Too early' }),
  'POST /api/v1/campaigns/{id}/trial': () => undefined,
  'POST /api/v1/campaigns/{id}/plan': () => ({}),
  'POST /api/v1/campaigns/{id}/rehearsal': () => undefined,
  'POST /api/v1/skills': () => {
    const id = `skill-${randomBytes(6).toString('hex')}`;
    return { id, name: id };
  },
  'PUT /api/v1/skills/{id}': ({ skill }) => ({ name: `Renamed ${skill}`, priority: 4 }),
  'POST /api/v1/webhooks': () => webhookDraft,
  'PATCH /api/v1/webhooks/{id}': () => ({ state: 'paused' }),
  'POST /api/v1/webhooks/{id}/secret': () => undefined,
  'POST /api/v1/webhooks/{id}/test': () => undefined,
  'POST /api/v1/webhooks/{id}/events/{event}/again': () => undefined,
  'POST /api/v1/channels': () => channelDraft,
  'PATCH /api/v1/channels/{id}': () => ({ name: 'Warehouse' }),
  'POST /api/v1/channels/{id}/check': () => undefined,
  'POST /api/v1/conversations/{id}/control': () => ({ act: 'take' }),
  'POST /api/v1/channels/{id}/test-message': () => ({ address: 'ada@aldermoor.example' }),
  'POST /api/v1/channels/{id}/templates/refresh': () => undefined,
  'POST /api/v1/channels/{id}/secret': () => undefined,
  'POST /api/v1/contacts/{id}/merge': ({ otherContact }) => ({ into: otherContact }),
  'POST /api/v1/contacts/{id}/separate': ({ contact }) => ({
    addresses: [{ channel: 'sms', address: `second of ${contact}` }],
  }),
  'PATCH /api/v1/contacts/{id}/details': () => ({ name: 'Ada', language: 'de', tags: ['VIP'] }),
  'POST /api/v1/contacts/{id}/notes': () => ({ text: 'Prefers to be called in the morning' }),
  'PUT /api/v1/contact-fields': () => ({ fields: [] }),
  'POST /api/v1/conversations/{id}/caller-code': () => ({ code: '123456' }),
  'POST /api/v1/contact-verifications': ({ conversation }) => ({ by: 'link', conversation }),
  'POST /api/v1/contact-imports': () => oneContact,
  'POST /api/v1/contact-imports/{id}/rehearse': () => ({
    ...{ columns: [{ to: 'address', channel: 'email' }], existing: 'fill' },
  }),
  'POST /api/v1/contact-imports/{id}/run': () => undefined,
  'POST /api/v1/contact-exports': () => ({}),
  'POST /api/v1/contact-moves/{id}/undo': () => undefined,
  'POST /api/v1/opt-ins': ({ contact }) => ({
    ...{ channel: 'sms', address: `first of ${contact}`, purpose: 'marketing', givenAt: 0 },
    ...{ place: 'The shop', words: 'Yes, send me offers.' },
  }),
  'POST /api/v1/opt-ins/withdraw': () => ({ channel: 'sms', address: '+1', purpose: null }),
  'POST /api/v1/suppressions': () => ({ channel: 'sms', address: '+1' }),
  'POST /api/v1/suppressions/release': () => ({ channel: 'sms', address: '+1' }),
  'POST /api/v1/panels': () => panelDraft,
  'PUT /api/v1/panels/{id}': () => ({ ...panelDraft, name: 'Tickets' }),
  'POST /api/v1/dead-letters/{id}/retry': () => undefined,
  'POST /api/v1/conversations/{id}/deliveries/{delivery}/retry': () => undefined,
  'POST /api/v1/answers': answerDraft,
  'PUT /api/v1/answers/{id}': answerDraft,
  'POST /api/v1/answers/{id}/uses': ({ conversation }) => ({ conversation }),
  'POST /api/v1/answers/import': () => ({ answers: [answerDraft()] }),
  'POST /api/v1/my-answers': answerDraft,
  'PUT /api/v1/my-answers/{id}': answerDraft,
  'POST /api/v1/my-reports': () => reportDraft,
  'PUT /api/v1/my-reports/{id}': () => ({ ...reportDraft, every: 'day' }),
  'POST /api/v1/my-answers/import': () => ({ answers: [answerDraft()] }),
  'PUT /api/v1/users/{id}/skills': () => ({ skills: [] }),
  'PUT /api/v1/users/{id}/room': () => ({ room: 2 }),
  'PATCH /api/v1/setup': () => ({ wants: 'cart', dismissed: true }),
  'PUT /api/v1/my-name': () => ({ name: 'Mara Lindqvist' }),
  'PUT /api/v1/my-language': () => ({ language: 'en' }),
  'PUT /api/v1/routing': () => ({ ringS: 20, mode: 'ring' }),
  'PUT /api/v1/needs': () => ({ needs: [] }),
  'PUT /api/v1/mail/server': () => ({ server: null }),
  'PUT /api/v1/masking': () => ({ ibans: false, patterns: [] }),
  'PUT /api/v1/conversation-labels': () => ({ tags: [{ name: 'Refund' }] }),
  'PUT /api/v1/after-chat': () => ({
    survey: true,
    questions: { satisfaction: true, recommend: true, resolved: true, text: true },
    transcript: true,
  }),
  'PUT /api/v1/reopening': () => ({ agentH: null, visitorH: 0 }),
  'PUT /api/v1/recording-settings': () => ({ on: true, keepDays: 30 }),
  'PUT /api/v1/callback-settings': () => ({
    ...{ on: true, perAgent: 2, retries: [10], aheadDays: 14, skills: null, ways: ['telephone'] },
    texts: false,
  }),
  'PUT /api/v1/callbacks/{id}/slot': () => ({ from: 0 }),
  'POST /api/v1/callbacks/{id}/cancel': () => undefined,
  'POST /api/v1/callbacks/{id}/call': () => undefined,
  'PUT /api/v1/attachment-settings': () => ({
    visitors: true,
    agents: true,
    types: ['image/png', 'text/plain'],
    sizeMb: 5,
  }),
  'PUT /api/v1/conversations/{id}/attachments/{attachment}': () => Buffer.from('words'),
  'PUT /api/v1/my-photo': () => onePoint,
  'PUT /api/v1/sites/{id}/logo': () => onePoint,
  'PUT /api/v1/search-settings': () => ({ language: 'english' }),
  'PUT /api/v1/conversations/{id}/labels': () => ({ disposition: null }),
  'POST /api/v1/conversations/{id}/continue': () => ({
    ...{ to: { channel: 'sms', address: '+15550100' }, text: 'Here?' },
    id: randomBytes(8).toString('hex'),
  }),
  'PUT /api/v1/conversations/{id}/merges': ({ conversation }) => ({ into: conversation }),
  'PUT /api/v1/conversations/{id}/need': () => ({ need: null }),
  'POST /api/v1/conversations/{id}/messages': () => ({
    id: randomBytes(8).toString('hex'),
    text: 'Called back.',
    note: true,
  }),
  'POST /api/v1/conversations/{id}/transcript': () => undefined,
  'PUT /api/v1/conversations/{id}/case': () => ({ state: 'open' }),
  'POST /api/v1/conversations/{id}/answer': () => ({
    id: randomBytes(8).toString('hex'),
    text: 'We do.',
  }),
};

/** The body of an operation. Throws for an operation without an example. */
export function bodyOf(method: string, path: string, things: Things): unknown {
  if (method === 'GET' || method === 'DELETE') return undefined;
  const make = bodies[`${method} ${path}`];
  assert.ok(
    make !== undefined,
    `no example for ${method} ${path}; add one to examples.test-support.ts`,
  );
  return make(things);
}

/** Brings a campaign or a left message into the state in which the operation is possible. */
export async function prepare(
  { call }: Person,
  path: string,
  { campaign, conversation }: Things,
): Promise<void> {
  if (/\/(answer|finish)$/.test(path)) {
    await call('PUT', `/conversations/${conversation}/case`, { state: 'open' });
    return;
  }
  if (path.endsWith('/publication')) {
    await call('POST', `/campaigns/${campaign}/publication`, { revision: 1 });
    return;
  }
  if (
    !/\/(pause|resume|discard|results|results\.csv|by-channel|calls|agent-time|adjusted|leaving|sensitivity|what-if)$/.test(
      path,
    )
  )
    return;
  await call('POST', `/campaigns/${campaign}/publish`, { revision: 1 });
  if (path.endsWith('/resume')) await call('POST', `/campaigns/${campaign}/pause`, { revision: 2 });
}
