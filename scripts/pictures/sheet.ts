// Sheets of pictures: the looks that each shows, and how pictures are laid beside each other.
import type { Browser, Page } from 'playwright-core';

export interface Look {
  readonly name: string;
  readonly dark: boolean;
  readonly phone: boolean;
}

export const looks = [
  { name: 'light', dark: false, phone: false },
  { name: 'dark', dark: true, phone: false },
  { name: 'phone-light', dark: false, phone: true },
  { name: 'phone-dark', dark: true, phone: true },
] as const satisfies readonly Look[];

/** The picture of a product. */
export const lamp =
  '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="#efebe0"/><path d="M255 190a65 65 0 0 1 130 0z" fill="#b88d34"/><path d="M316 190h8v110h-8zM280 300h80v8h-80z" fill="#8a6722"/></svg>';

interface Sheet {
  readonly dark: boolean;
  readonly columns: number;
}

/** Lays pictures of the same size beside each other, so many in a row. */
export async function takeSheet(
  browser: Browser,
  pictures: readonly string[],
  { dark, columns }: Sheet,
  take: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 4000, height: 100 } });
  const page = await context.newPage();
  const images = pictures.map((each) => `<img src="data:image/png;base64,${each}">`).join('');
  const ground = dark ? '#000' : '#d9dddc';
  const grid = `display:grid;grid-template-columns:repeat(${columns},max-content);gap:12px`;
  await page.setContent(
    `<body style="margin:0;padding:12px;width:max-content;${grid};background:${ground}">${images}`,
  );
  const { width, height } = await page.evaluate(() => {
    const { width, height } = document.body.getBoundingClientRect();
    return { width: Math.ceil(width), height: Math.ceil(height) };
  });
  await page.setViewportSize({ width, height });
  await take(page);
  await context.close();
}
