// The results page of a campaign that optimises with several variants: it shows each comparison for
// which its intervals are widened, by rate and by value, wide and on a phone. The past is its own,
// because the sample shop has too few visitors for intervals of four arms.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { migratedDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { VariantId } from '@opportune/protocol/ids.ts';
import type { ArmResult, CampaignResults, Effect } from '@opportune/protocol/rest/report/report.ts';
import { publishWithPast } from './optimising-past.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { goTo, openBrowser, openConsole, startProduct } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let id: string;
const data = await migratedDataFolder();
before(async () => {
  ({ id } = await publishWithPast(data.path, (draft) => {
    const { engagement } = draft;
    const [variant] = engagement.variants;
    assert.ok(variant !== undefined);
    const variants = [
      { ...variant, name: 'A short question', share: 5000 },
      { ...variant, id: VariantId.parse('var_long'), name: 'A longer offer of help', share: 5000 },
    ];
    return { ...draft, name: 'Which words help', engagement: { ...engagement, variants } };
  }));
  [product, browser] = await Promise.all([startProduct({ dataFolder: data.path }), openBrowser()]);
  page = await openConsole(browser, product, `/results/${id}`);
  await page.getByText('As planned').waitFor();
});
after(async () => {
  await browser?.close();
  await product?.close();
  data.remove();
});

const results = (): Promise<CampaignResults> => product.call('GET', `/campaigns/${id}/results`);
const table = (title: string): Locator => page.getByRole('region', { name: title, exact: true });
const text = async (of: Locator): Promise<string> =>
  (await of.innerText()).replaceAll(/\s+/g, ' ').trim();
const signed = (value: number, write: (size: number) => string): string =>
  `${value > 0 ? '+' : '−'}${write(Math.abs(value))}`;
const points = (of: number): string => signed(of, (size) => (size * 100).toFixed(1));
const euros = (of: number): string =>
  signed(of, (size) =>
    new Intl.NumberFormat('en', {
      style: 'currency',
      currency: 'EUR',
      minimumFractionDigits: size < 1000 ? 2 : 0,
      maximumFractionDigits: size < 1000 ? 2 : 0,
    }).format(size),
  );

/** An effect as a table shows it: the estimate and, below it, its interval. */
function said(effect: Effect | null, write: (of: number) => string): string {
  assert.ok(effect?.type === 'interval', JSON.stringify(effect));
  return `${write(effect.estimate)} ${write(effect.lower)} to ${write(effect.upper)}`;
}

describe('the results of a campaign that optimises with several variants', () => {
  it('compare each variant with control, by rate and by value, with intervals', async () => {
    const { arms } = await results();
    const lines: readonly (readonly [RegExp, ArmResult['arm'], string | null])[] = [
      [/^Optimise/, 'optimise', null],
      [/^A short question part of Always/, 'treatment', 'a'],
      [/^A longer offer of help part of Always/, 'treatment', 'var_long'],
      [/^Always/, 'treatment', null],
    ];
    assert.equal(await table('By variant').locator('tbody tr').count(), lines.length + 1);
    for (const [name, arm, variant] of lines) {
      const found = arms.find((each) => each.arm === arm && each.variant === variant);
      assert.ok(found, `${arm} ${variant}`);
      const line = await text(table('By variant').getByRole('row', { name }));
      for (const effect of [said(found.rateEffect, points), said(found.valueEffect, euros)])
        assert.ok(line.includes(effect), `${effect} in ${line}`);
    }
    const heads = await table('By variant').getByRole('columnheader').allInnerTexts();
    assert.deepEqual(heads.slice(-5), [
      'Rate',
      'Effect on rate, points',
      'Value a visitor',
      'Effect on value',
      'Rate against control',
    ]);
  });

  it('compare each pair of arms, by conversions and by value, with intervals', async () => {
    const { comparisons = [] } = await results();
    const names = {
      'optimise.control': 'Optimise against control',
      'optimise.treatment': 'Optimise against always',
      'treatment.control': 'Always against control',
    };
    assert.equal(comparisons.length, 3);
    for (const { between, rate, incremental, incrementalValue } of comparisons) {
      const row = table('Arms against each other').getByRole('row', { name: names[between] });
      const line = await text(row);
      const whole = (of: number): string => signed(of, (size) => String(Math.round(size)));
      for (const effect of [
        said(rate, points),
        said(incremental, whole),
        said(incrementalValue, euros),
      ])
        assert.ok(line.includes(effect), `${effect} in ${line}`);
    }
  });

  it('say for how many comparisons the intervals are widened', async () => {
    for (const title of ['Arms against each other', 'By variant']) {
      const heading = page.getByRole('heading', { name: title, exact: true });
      await heading
        .locator('..')
        .getByText(/intervals widened for 5 comparisons$/)
        .waitFor();
    }
  });

  it('say whose counts the sample ratio compares', async () => {
    const { sampleRatio } = await results();
    const head = await text(page.locator('.results-head'));
    const counts = sampleRatio.counts.map(({ count }) => count.toLocaleString('en')).join(' : ');
    const names = sampleRatio.counts.map(({ arm }) => arm).join(', ');
    assert.ok(head.includes(`${counts} for 40 : 20 : 20 : 20`), head);
    assert.ok(head.includes(`in this order: ${names}`), head);
  });

  it('cut off no figure, wide or on a phone, and keep each beside the name of its row', async () => {
    for (const [width, whole, scrolled] of [
      [1440, ['Arms against each other', 'By variant', 'Adjusted for intent', 'By day'], []],
      [1280, ['Arms against each other', 'By variant', 'Adjusted for intent'], []],
      [390, ['Adjusted for intent'], ['Arms against each other', 'By variant']],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      for (const title of [...whole, ...scrolled]) {
        const cut = await table(title)
          .locator('th, td')
          .evaluateAll((cells) =>
            cells
              .filter((cell) => cell.scrollWidth > cell.clientWidth)
              .map((cell) => cell.textContent),
          );
        assert.deepEqual(cut, [], `${title} at ${width}`);
      }
      for (const title of whole) {
        const hidden = await table(title).evaluate((each) => each.scrollWidth - each.clientWidth);
        assert.ok(hidden <= 0, `${title} at ${width}: ${hidden} px out of sight`);
      }
      for (const title of scrolled) assert.deepEqual(await unnamed(table(title)), [], title);
    }
  });

  it('follow from shares that the editor shows in full, with separate headings on a phone', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await goTo(page, `/campaigns/${id}`);
    const bar = page.getByRole('img', { name: /^Shares of the arms/ });
    await bar.waitFor();
    const ends = await bar.evaluate((each) =>
      [...each.children].map((part) => {
        const last = document.createRange();
        last.selectNodeContents(part.lastChild ?? part);
        const padding = parseFloat(getComputedStyle(part).paddingRight);
        return last.getBoundingClientRect().right - part.getBoundingClientRect().right + padding;
      }),
    );
    assert.equal(ends.length, 4);
    for (const px of ends) assert.ok(px <= 1, `${px} px of a share are out of sight`);
    await page.setViewportSize({ width: 390, height: 844 });
    const heading = await page.getByRole('heading', { name: 'Preview' }).evaluate((title) => {
      const words = document.createRange();
      words.selectNodeContents(title);
      const beside = title.nextElementSibling?.getBoundingClientRect();
      const { right, bottom } = words.getBoundingClientRect();
      return beside !== undefined && (right <= beside.left || bottom <= beside.top);
    });
    assert.ok(heading, 'the heading stands apart from what is chosen beside it');
    await goTo(page, `/results/${id}`);
    await page.getByText('As planned').waitFor();
  });

  it('are accessible in either theme, and fit a phone', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    assert.deepEqual(await lookAt(page), []);
  });
});

/** Figures that, after scrolling, are not fully visible beside the name of their row. */
async function unnamed(region: Locator): Promise<readonly string[]> {
  return region.evaluate((scroller) => {
    const found: string[] = [];
    for (const row of scroller.querySelectorAll('tbody tr')) {
      const [name, ...figures] = row.querySelectorAll('td');
      if (name === undefined) continue;
      for (const figure of figures) {
        scroller.scrollLeft +=
          figure.getBoundingClientRect().left - name.getBoundingClientRect().right;
        const [of, at, frame] = [name, figure, scroller].map((each) =>
          each.getBoundingClientRect(),
        );
        if (of === undefined || at === undefined || frame === undefined) continue;
        const isNamed = of.left >= frame.left - 1 && at.left >= of.right - 1;
        if (!isNamed || at.right > frame.right + 1) found.push(figure.textContent);
      }
    }
    scroller.scrollLeft = 0;
    return found;
  });
}
