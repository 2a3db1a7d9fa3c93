// The renderer as the console's preview uses it: inside an element, laid out by that element's
// width, never over the rest of the page.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { chatEn } from '@opportune/words/en/chat.ts';
import { engagement, look } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests();
const formats = ['toast', 'overlay', 'slide-out', 'sticky-button', 'banner', 'embedded'] as const;

async function renderer(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../../content/engagement/render-engagement.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'content',
  });
  return outputFiles[0]?.text ?? '';
}

test('every format stays inside the element it is drawn in, wide and narrow, and disappears when removed', async (each) => {
  const { context, peer } = await setUp(each);
  peer.pages.set('/preview', { html: '<!doctype html><title>Preview</title><main></main>' });
  const page = await context.newPage();
  await page.goto(`${peer.pageOrigin}/preview`);
  await page.addScriptTag({ content: await renderer() });
  for (const width of [700, 372]) {
    for (const format of formats) {
      const content = engagement({}, { format, headline: 'Shall we check delivery?' });
      const places = await page.evaluate(
        ([drawn, site, words, wide]) => {
          const target = document.createElement('div');
          target.style.cssText = `position:relative;width:${wide}px;height:480px;margin:40px;background:#fff`;
          document.querySelector('main')?.replaceChildren(target);
          const rendered = Reflect.get(window, 'content').renderEngagement(
            target,
            drawn,
            site,
            words,
          );
          const [outer, inner] = [target, rendered.box].map((box) =>
            box.getBoundingClientRect().toJSON(),
          );
          rendered.remove();
          return { outer, inner, left: target.childElementCount };
        },
        [content, look, JSON.parse(JSON.stringify(chatEn.engagement)), width] as const,
      );
      const { outer, inner, left } = places;
      const inside =
        inner.left >= outer.left &&
        inner.right <= outer.right &&
        inner.top >= outer.top &&
        inner.bottom <= outer.bottom;
      assert.ok(
        inside && inner.width > 100 && inner.height > 30,
        `${format} at ${width}: ${JSON.stringify(places)}`,
      );
      assert.equal(left, 0);
      if (format === 'overlay' && width === 372)
        assert.equal(inner.bottom, outer.bottom, 'a sheet on a phone');
    }
  }
});
