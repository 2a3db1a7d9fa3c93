// The results page of a campaign that optimises: three arms and each comparison of two, agents'
// time, the estimate for another rule, and what was learnt, all as in the API. The past is its own,
// because six weeks of the sample shop are too few visitors to prove what is compared here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { migratedDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import type { AdjustedEffects } from '@opportune/protocol/rest/report/adjusted.ts';
import type { CampaignLearnt } from '@opportune/protocol/rest/campaign/learnt.ts';
import type { AgentTime, WhatIf } from '@opportune/protocol/rest/report/optimise.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { publishWithPast } from './optimising-past.test-support.ts';
import { barriers } from './looks.test-support.ts';
import {
  eventually,
  goTo,
  openBrowser,
  openConsole,
  startProduct,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let id: string;
const data = await migratedDataFolder();

const results = (): Promise<CampaignResults> => product.call('GET', `/campaigns/${id}/results`);
const learnt = (): Promise<CampaignLearnt> => product.call('GET', `/campaigns/${id}/learnt`);
const section = (title: string): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
const text = async (of: Locator): Promise<string> =>
  (await of.innerText()).replaceAll(/\s+/g, ' ').trim();
const points = (difference: number): string => {
  const value = (Math.round(Math.abs(difference) * 1000) / 10).toFixed(1);
  return `${difference > 0 ? '+' : '−'}${value}`;
};

before(async () => {
  ({ id } = await publishWithPast(data.path, (draft) => ({
    ...draft,
    name: 'Help where it helps',
  })));
  [product, browser] = await Promise.all([startProduct({ dataFolder: data.path }), openBrowser()]);
  page = await openConsole(browser, product, `/results/${id}`);
});
after(async () => {
  await browser?.close();
  await product?.close();
  data.remove();
});

describe('the results of a campaign that optimises', () => {
  it('begin with optimise against control, and watch three shares', async () => {
    const { incrementalConversions: effect, sampleRatio, comparisons } = await results();
    assert.ok(effect.type === 'interval' && effect.lower > 0);
    assert.equal(sampleRatio.verdict, 'as-planned');
    assert.deepEqual(
      sampleRatio.counts.map(({ arm, share }) => [arm, Math.round(share * 100)]),
      [
        ['Optimise', 40],
        ['Always', 40],
        ['Control', 20],
      ],
    );
    assert.equal(comparisons?.length, 3);
    await page.getByText('As planned').waitFor();
    const headline = page.locator('.results-head').locator('.figure').first();
    assert.equal(
      Number((await headline.innerText()).replaceAll(/\D/g, '')),
      Math.round(effect.estimate),
    );
  });

  it('compare each pair of arms, as the API does', async () => {
    const { comparisons } = await results();
    const names = {
      'optimise.control': 'Optimise against control',
      'optimise.treatment': 'Optimise against always',
      'treatment.control': 'Always against control',
    };
    const share = (of: number): string =>
      `${of > 0 ? '+' : '−'}${new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(Math.abs(of))}`;
    for (const { between, rate, gain, incremental, incrementalValue } of comparisons ?? []) {
      assert.ok(rate.type === 'interval');
      const row = section('Arms against each other').getByRole('row', { name: names[between] });
      const said = await text(row);
      assert.ok(said.includes(points(rate.estimate)), said);
      assert.ok(said.includes(`${points(rate.lower)} to ${points(rate.upper)}`), said);
      assert.ok(gain.type === 'interval' && incremental.type === 'interval');
      assert.ok(incrementalValue.type === 'interval');
      const gained = `${share(gain.estimate)} ${share(gain.lower)} to ${share(gain.upper)}`;
      assert.ok(said.includes(gained), `${gained} in ${said}`);
      // Conversions, value, gain and effect, each with its interval.
      assert.equal(said.split(' to ').length, 5, said);
    }
  });

  it('draw the effect against control or against always', async () => {
    const chart = page.getByRole('region', { name: /^Effect of optimise on purchase rate/ });
    const label = async (): Promise<string> =>
      (await chart.getByRole('img').first().getAttribute('aria-label')) ?? '';
    const before = await label();
    await chart.getByText('Always', { exact: true }).click();
    await eventually(label, (now) => now !== before);
    await chart.getByText('Control', { exact: true }).first().click();
    await eventually(label, (now) => now === before);
  });

  it('show all three arms in the funnel, by day and in the CSV', async () => {
    const { days } = await results();
    const funnel = page.getByRole('region', { name: 'Funnel by arm, so far' });
    for (const arm of ['Optimise', 'Always', 'Control'])
      await funnel.getByText(arm).first().waitFor();
    const table = page.getByRole('table', { name: 'By day' });
    assert.equal(await table.locator('tbody tr').count(), days.length);
    await page.setViewportSize({ width: 1280, height: 900 });
    const cut = await table
      .locator('th, td')
      .evaluateAll((cells) =>
        cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
      );
    assert.deepEqual(cut, [], 'no figure is cut off');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download this period as CSV' }).click(),
    ]);
    const [, ...lines] = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    const rows = lines.map((line) => line.split(','));
    const byDay = rows.filter(([day]) => day !== 'all');
    assert.equal(byDay.length, 3 * days.length);
    assert.deepEqual(
      byDay.slice(0, 3).map(([, arm]) => arm),
      ['optimise', 'always', 'control'],
    );
    assert.deepEqual(
      rows.slice(byDay.length).map(([day, arm]) => `${day} ${arm}`),
      ['all optimise', 'all always', 'all control', 'all optimise against always'],
    );
    const sum = (arm: string): number =>
      byDay.filter((row) => row[1] === arm).reduce((total, row) => total + Number(row[2]), 0);
    const eligible = days.reduce((total, { optimise }) => total + (optimise?.eligible ?? 0), 0);
    assert.equal(sum('optimise'), eligible);
  });

  it('show the effect adjusted for intent beside the plain one', async () => {
    const { effects, scored } = await product.call<AdjustedEffects>(
      'GET',
      `/campaigns/${id}/adjusted`,
    );
    assert.equal(scored, 1);
    assert.equal(effects.length, 3);
    const [first] = effects;
    assert.ok(first?.difference.type === 'interval' && first.difference.varianceLeft < 1);
    const row = section('Adjusted for intent').getByRole('row', {
      name: 'Optimise against control',
    });
    const said = await text(row);
    assert.ok(said.includes(points(first.difference.estimate)), said);
  });

  it('show the agents’ time per conversion, which is less where it optimises', async () => {
    const { arms } = await product.call<AgentTime>('GET', `/campaigns/${id}/agent-time`);
    const [optimise, always] = arms;
    assert.ok(optimise?.perGain.type === 'interval' && always?.perGain.type === 'interval');
    assert.ok(optimise.perGain.estimate < always.perGain.estimate);
    const row = section('Agents’ time').getByRole('row', { name: /^Optimise/ });
    const { estimate, lower, upper } = optimise.perGain;
    const written = (value: number): string => String(Math.round(value * 10) / 10);
    const said = await text(row);
    assert.ok(said.includes(`${written(estimate)} ${written(lower)} to ${written(upper)}`), said);
  });

  it('estimate what another rule would have brought, and say when that is valid', async () => {
    const what = section('What if that rule had been used instead?');
    await what.getByLabel('Rule').selectOption('never');
    const never = await product.call<WhatIf>('GET', `/campaigns/${id}/what-if?rule=never`);
    assert.ok(never.difference.type === 'interval' && never.difference.upper < 0);
    await what.getByText('The rule would have done worse than Optimise.').waitFor();
    await what.getByText(`${points(never.difference.estimate)} points`).waitFor();
    const { value } = never;
    assert.ok(value?.difference.type === 'interval' && value.difference.upper < 0);
    await what.getByText('The rule would have brought less than Optimise.').waitFor();
    const [rule, logged] = [value.rule, value.logged].map((each) => `€${each.toFixed(2)}`);
    await what.getByText(`${rule} a visitor, instead of ${logged}`).waitFor();
    await what.getByLabel('Rule').selectOption('intent');
    await what.getByLabel('Intent score, 0 to 100').fill('60');
    const asked = await product.call<WhatIf>('GET', `/campaigns/${id}/what-if?rule=intent&at=60`);
    const share = `${Math.round(asked.invited.rule * 100)}%`;
    await what.getByText(`It would have asked ${share} of visitors`).waitFor();
    await what.getByLabel('Rule').selectOption('after');
    await what.getByLabel('Later by').waitFor();
    await what
      .getByText(/It is valid for the load and prices of those days and for each visitor’s first/)
      .waitFor();
  });

  it('show what was learnt from real outcomes: what decides whom it asks, and what asking adds', async () => {
    const { policy } = await learnt();
    assert.ok(policy?.gain && policy.outcomes > 9_000 && policy.gain.lower > 0);
    assert.deepEqual([policy.using, policy.why], ['uplift', 'confirmed']);
    const said = await text(section('What it learnt'));
    const outcomes = new Intl.NumberFormat('en').format(policy.outcomes);
    assert.ok(said.includes(`From ${outcomes} outcomes that were left to chance`), said);
    const { mean, lower, upper } = policy.gain;
    assert.ok(said.includes('It asks by what it learnt'), said);
    const { confirmedBounds: bounds } = policy;
    assert.ok(bounds !== null && bounds.lower > 0);
    const [least, most] = [bounds.lower, bounds.upper].map((share) => Math.round(share * 100));
    assert.ok(said.includes(`by these alone it is ${least}% to ${most}% of what it seems`), said);
    assert.ok(
      said.includes(
        `adds ${points(mean)} points to the goal, ${points(lower)} to ${points(upper)}`,
      ),
      said,
    );
  });

  it('name the visitors who gain more, with the interval, and those without a clear difference', async () => {
    const { policy } = await learnt();
    const errors = policy?.features.find(({ feature }) => feature === 'errors');
    assert.ok(errors, 'who hesitates gains, by the past');
    const { effect, lower, upper } = errors;
    assert.ok(lower !== null && upper !== null && lower > 0, JSON.stringify(policy?.features));
    const table = section('What it learnt').getByRole('table', { name: 'Who gains more' });
    assert.equal(await table.locator('tbody tr').count(), 1);
    const said = await text(table.getByRole('row', { name: 'with five errors met' }));
    const factor = (effect: number): string => `× ${Math.exp(effect).toFixed(2)}`;
    const ends = `${factor(lower)} to ${factor(upper)}`;
    assert.ok(said.includes('more than others'), said);
    assert.ok(said.includes(`${factor(effect)} ${ends}`), said);
    await section('What it learnt')
      .getByText(/No difference known yet by: .*cart total/)
      .waitFor();
  });

  it('show whether waiting helps, and what an hour of an agent is worth', async () => {
    const { policy } = await learnt();
    const [skill] = policy?.skills ?? [];
    assert.ok(skill && skill.pricePerHour > 0 && skill.minutes > 6 && skill.minutes < 8);
    const view = section('What it learnt');
    await view.getByRole('row', { name: '30 s later' }).waitFor();
    const said = await text(view.getByRole('row', { name: 'anyone' }));
    assert.ok(said.includes(`€${skill.pricePerHour.toFixed(2)}`), said);
  });

  it('show everything learnt in full, wide and on a phone, in either theme', async () => {
    const view = section('What it learnt');
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await barriers(page, ['color-contrast']), []);
        // The figures of who gains and when are visible without horizontal scrolling.
        for (const name of ['Who gains more from being asked', 'When to ask']) {
          const region = view.getByRole('region', { name });
          const hidden = await region.evaluate((each) => each.scrollWidth - each.clientWidth);
          assert.ok(hidden <= 0, `${name} at ${width}: ${hidden} px out of sight`);
        }
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('explain each figure beside it', async () => {
    for (const title of [
      'Arms against each other',
      'Agents’ time',
      'What it learnt',
      'What if that rule had been used instead?',
    ]) {
      await section(title)
        .getByRole('button', { name: /^What “.*” means$/ })
        .click();
      await page.getByRole('dialog').getByText('The query', { exact: true }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  it('let the editor say whether there are enough visitors', async () => {
    await goTo(page, `/campaigns/${id}`);
    await page
      .getByRole('region', { name: 'Offered' })
      .getByText(/ a day.* a gain of 10% would (show in|take) about [\d,]+ days/)
      .waitFor();
    await page.getByText(/visits would have been eligible/).waitFor();
    await goTo(page, `/results/${id}`);
    await section('What it learnt').waitFor();
  });

  it('are accessible in either theme, and fit a phone', async () => {
    assert.deepEqual(await barriers(page), []);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await barriers(page, ['color-contrast']), []);
    await page.setViewportSize({ width: 390, height: 844 });
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(wide <= 0, `${wide} px too wide`);
  });
});
