// Two processes save one document at the same time, on one store: one of them is refused. They
// share no memory and no bus.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { AccountId, GoalId, SectionId, SiteId, SkillId, UserId } from '@opportune/protocol/ids.ts';
import { AccountChange, UserChange } from '@opportune/protocol/rest/account.ts';
import { AfterSettings } from '@opportune/protocol/rest/conversation/after.ts';
import { AnswerDraft } from '@opportune/protocol/rest/conversation/answers.ts';
import { AttachmentSettings } from '@opportune/protocol/rest/conversation/attachments.ts';
import { LabelListsDraft } from '@opportune/protocol/rest/conversation/labels.ts';
import { MaskSettings } from '@opportune/protocol/rest/conversation/masking.ts';
import { NeedListDraft } from '@opportune/protocol/rest/conversation/needs.ts';
import { PanelDraft } from '@opportune/protocol/rest/conversation/panels.ts';
import { Reopening } from '@opportune/protocol/rest/conversation/reopening.ts';
import { SearchSettingsChange } from '@opportune/protocol/rest/conversation/search.ts';
import { MailServerSettings } from '@opportune/protocol/rest/mail.ts';
import { AttributeChange, NewGoal, NewSection, SiteChange } from '@opportune/protocol/rest/site.ts';
import { RoutingSettings } from '@opportune/protocol/rest/team/routing.ts';
import { SkillDraft, UserSkills } from '@opportune/protocol/rest/team/skills.ts';
import type { z } from 'zod';
import { startApi } from '../../test/support/api.test-support.ts';
import { goalDraft } from '../../test/support/examples.test-support.ts';
import { openMemoryBus } from './adapter/bus-memory.ts';
import { testEngines, type TestEngines, testLog } from './adapter/engines.test-support.ts';
import { untilOthersWait } from './testing/lock-waits.test-support.ts';
import { createAccountMail } from './account/mail/account-mail.ts';
import { createLabels } from './archive/labels/labels.ts';
import { createReopening } from './archive/reopening/reopening.ts';
import { createSearchIndex } from './archive/search/search-index.ts';
import { createAfterRules } from './followup/followup-settings.ts';
import { problemFor } from './http/problem/answer-errors.ts';
import { unchangedSince, type Unchanged, withRevision } from './http/rest/whole-document.ts';
import { createNeedRecords } from './needs/need-records.ts';
import { createPanels } from './panels/panels.ts';
import { testSealing } from './sealing/sealing.test-support.ts';
import { createSkills } from './team/skills/account-skills.ts';
import { createPredefinedAnswers } from './writing/answers/answers.ts';
import { createAttachmentRules } from './writing/attachments/attachment-settings.ts';
import { createMasking } from './writing/masking/masking.ts';

type Process = Awaited<ReturnType<typeof startProcess>>;
let engines: TestEngines;
let one: Process;
let two: Process;
let account: AccountId;

/** The services that store documents, as one process has them. */
async function startProcess() {
  const { records } = engines;
  const log = testLog();
  const bus = openMemoryBus(log);
  const api = await startApi(async () => ({ ...engines, bus, close: async () => {} }));
  const { clock } = api;
  const ids = { next: () => randomUUID() };
  const schedule = () => () => {};
  const mail = { configured: false, send: async () => {} };
  const ownMail = { open: () => mail, mayReach: async () => true };
  return {
    api,
    mail: createAccountMail({ records, bus, clock, sealing: testSealing(), mail, ownMail }),
    labels: createLabels(records, ids, clock),
    reopening: createReopening(records),
    index: createSearchIndex(records, { schedule, log }),
    after: createAfterRules(records),
    needs: createNeedRecords(records, ids),
    panels: createPanels({ records, ids }),
    skills: createSkills({ records, bus }),
    answers: createPredefinedAnswers(records, ids),
    attachments: createAttachmentRules(records, bus),
    masking: createMasking({ records, bus, clock, log, schedule }),
  };
}

interface Document {
  readonly saved: z.ZodObject;
  read(of: Process): Promise<object>;
  /** Saves a different change for each of the two processes. `at` is 0 or 1. */
  save(of: Process, at: number, unchanged: Unchanged): Promise<object>;
}

function document(saved: z.ZodObject, read: Document['read'], save: Document['save']): Document {
  return { saved, read, save };
}

const by = 'test';
const skill = (name: string) => SkillDraft.parse({ name });
const answer = (text: string) => AnswerDraft.parse({ shortcut: 'hello', title: 'Hello', text });
const panel = (name: string) =>
  PanelDraft.parse({ name, url: 'https://crm.example/', shares: [], traits: [] });
const goal = (name: string) => NewGoal.parse({ ...goalDraft, name });

async function documents(): Promise<Readonly<Record<string, Document>>> {
  const { api, skills, answers, panels } = one;
  const user = (await api.account.users.list(account, { limit: 1 })).items[0]?.id;
  assert.ok(user !== undefined);
  const { sites, sections, goals, attributes } = api.site;
  const site = SiteId.parse(
    (await sites.create(account, by, { name: 'Shop', origins: ['https://shop.example'] })).id,
  );
  const section = (name: string) => NewSection.parse({ site, name, patterns: ['/till'] });
  const sectionId = SectionId.parse((await sections.create(account, by, section('Till'))).id);
  const goalId = GoalId.parse((await goals.create(account, by, goal('Sale'))).id);
  await attributes.create(account, by, { name: 'plan', type: 'text', privacy: 'public' });
  const skillId = SkillId.parse('returns');
  await skills.create(account, { ...skill('Returns'), id: skillId });
  const answerId = (await answers.create(account, null, answer('Hello'))).id;
  const panelId = (await panels.create(account, panel('Orders'))).id;
  const host = { host: 'mail.example', port: 587, tls: 'starttls', user: null } as const;
  const sender = (at: number) => ({ sender: `help${at}@shop.example`, senderName: null });
  const questions = { satisfaction: true, recommend: false, resolved: true, text: true };
  return {
    account: document(
      AccountChange,
      (of) => of.api.account.accounts.settings(account),
      (of, at, unchanged) =>
        of.api.account.accounts.changeSettings(account, by, { name: `Shop ${at}` }, unchanged),
    ),
    user: document(
      UserChange,
      (of) => of.api.account.users.read(account, user),
      (of, at, unchanged) =>
        of.api.account.users.change(account, user, { room: 7 + at }, unchanged),
    ),
    site: document(
      SiteChange,
      (of) => of.api.site.sites.read(account, site),
      (of, at, unchanged) =>
        of.api.site.sites.change(account, by, site, { name: `Shop ${at}` }, unchanged),
    ),
    section: document(
      NewSection,
      (of) => of.api.site.sections.read(account, sectionId),
      (of, at, unchanged) =>
        of.api.site.sections.replace(account, by, sectionId, section(`Till ${at}`), unchanged),
    ),
    goal: document(
      NewGoal,
      (of) => of.api.site.goals.read(account, goalId),
      (of, at, unchanged) =>
        of.api.site.goals.replace(account, by, goalId, goal(`Sale ${at}`), unchanged),
    ),
    attribute: document(
      AttributeChange,
      async (of) => (await of.api.site.attributes.list(account))[0] ?? {},
      (of, at, unchanged) => {
        const change = { type: 'text', privacy: at === 0 ? 'internal' : 'personal' } as const;
        const attribute = { name: 'plan', ...change };
        return of.api.site.attributes.replace(account, by, attribute, unchanged);
      },
    ),
    mail: document(
      MailServerSettings,
      (of) => of.mail.current(account),
      (of, at, unchanged) => {
        const settings = { server: { ...host, ...sender(at) } };
        return of.mail.change(account, UserId.parse(user), settings, unchanged);
      },
    ),
    skill: document(
      SkillDraft,
      async (of) => (await of.skills.list(account))[0] ?? {},
      (of, at, unchanged) => of.skills.change(account, skillId, skill(`Returns ${at}`), unchanged),
    ),
    userSkills: document(
      UserSkills,
      (of) => of.skills.of(account, UserId.parse(user)),
      (of, at, unchanged) => {
        const skills = { skills: [{ skill: skillId, level: at + 1 }] };
        return of.skills.give(account, UserId.parse(user), UserSkills.parse(skills), unchanged);
      },
    ),
    routing: document(
      RoutingSettings,
      (of) => of.skills.routing(account),
      (of, at, unchanged) =>
        of.skills.setRouting(account, RoutingSettings.parse({ ringS: 40 + at }), unchanged),
    ),
    labels: document(
      LabelListsDraft,
      (of) => of.labels.lists(account),
      (of, at, unchanged) =>
        of.labels.replace(account, { tags: [{ name: `Delivery ${at}` }] }, unchanged),
    ),
    needs: document(
      NeedListDraft,
      async (of) => ({ needs: await of.needs.list(account) }),
      async (of, at, unchanged) => {
        const draft = NeedListDraft.parse({ needs: [{ name: `Refund ${at}` }] });
        return { needs: await of.needs.replace(account, draft, unchanged) };
      },
    ),
    reopening: document(
      Reopening,
      (of) => of.reopening.of(account),
      (of, at, unchanged) =>
        of.reopening.change(account, { agentH: 8 + at, visitorH: 24 }, unchanged),
    ),
    search: document(
      SearchSettingsChange,
      (of) => of.index.settings(account),
      (of, at, unchanged) => of.index.change(account, at === 0 ? 'german' : 'english', unchanged),
    ),
    after: document(
      AfterSettings,
      (of) => of.after.of(account),
      (of, at, unchanged) =>
        of.after.change(account, { survey: at === 0, questions, transcript: at === 1 }, unchanged),
    ),
    answer: document(
      AnswerDraft,
      (of) => of.answers.read(account, null, answerId),
      (of, at, unchanged) =>
        of.answers.change(account, null, answerId, answer(`Hello ${at}`), unchanged),
    ),
    panel: document(
      PanelDraft,
      async (of) => (await of.panels.list(account))[0] ?? {},
      (of, at, unchanged) => of.panels.change(account, panelId, panel(`Orders ${at}`), unchanged),
    ),
    attachments: document(
      AttachmentSettings,
      (of) => of.attachments.of(account),
      (of, at, unchanged) => {
        const settings = {
          visitors: true,
          agents: true,
          types: ['image/png' as const],
          sizeMb: 2 + at,
        };
        return of.attachments.change(account, settings, unchanged);
      },
    ),
    masking: document(
      MaskSettings,
      (of) => of.masking.current(account),
      (of, at, unchanged) => {
        const pattern = { name: 'Tag', expression: `tag-${at}`, replacement: 'removed' };
        const settings = MaskSettings.parse({ ibans: true, patterns: [pattern] });
        return of.masking.change(account, user, settings, unchanged);
      },
    ),
  };
}

before(async () => {
  engines = await testEngines();
  one = await startProcess();
  two = await startProcess();
  account = AccountId.parse((await one.api.newAccount()).account);
});
after(async () => {
  await Promise.all([one, two].map(({ api }) => api.close()));
  await engines.close();
});

/** Holds each save until both processes have begun theirs. */
async function whileHeld<T>(begin: () => Promise<T>): Promise<T> {
  const begun = await engines.records.withAccount(account, async (sql) => {
    await sql.rows('SELECT 1 FROM accounts FOR UPDATE');
    const result = begin();
    await untilOthersWait(engines.records, sql, 2);
    return { result };
  });
  return begun.result;
}

test('[WD1] of two processes that save a document from the same revision, one is refused', async () => {
  const all = Object.entries(await documents());
  assert.ok(all.length >= 19, `only ${all.length}`);
  for (const [name, { saved, read, save }] of all) {
    const { revision } = withRevision(saved, await read(one));
    const unchanged = unchangedSince(`"${revision}"`, saved);
    const both = await whileHeld(() =>
      Promise.allSettled([save(one, 0, unchanged), save(two, 1, unchanged)]),
    );
    const kept = both.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const refused = both.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    const [problem] = refused.map(problemFor);
    assert.deepEqual([problem?.code, problem?.path], ['request.conflict', 'revision'], name);
    assert.equal(kept.length, 1, name);
    // Read by a fresh process: the answer equals what is stored.
    const [answered] = kept.map((each) => withRevision(saved, each).revision);
    const later = await startProcess();
    assert.equal(withRevision(saved, await read(later)).revision, answered, name);
    await later.api.close();
  }
});
