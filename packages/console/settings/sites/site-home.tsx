// The home of a site's chat window: whether the window opens with it, its greeting, and the answers
// and links that visitors find there, in the order of the list.
import { useState } from 'react';
import {
  type HomeItem,
  homeLimits,
  type HomeSettings,
} from '@opportune/protocol/conversation/home.ts';
import { Button, IconButton, Switch, t } from '../../ui/index.ts';
import { SavedText } from '../form/saved-text.tsx';
import { HomeItemDialog } from './home-item-form.tsx';
import type { PartProps } from './site-change.ts';

const nothing: HomeSettings = { shown: false, greeting: '', items: [] };

/** The place of the item whose form is open, or the type of a new one. */
type Opened = number | HomeItem['type'] | null;

export function MessengerHome({ site, save, fixed, loads }: PartProps) {
  const { home = nothing, revision } = site;
  const [opened, setOpened] = useState<Opened>(null);
  const saveItems = (items: HomeItem[]): Promise<boolean> => save({ home: { ...home, items } });
  const put = (item: HomeItem): Promise<boolean> =>
    saveItems(typeof opened === 'number' ? home.items.with(opened, item) : [...home.items, item]);
  const remove = (at: number): void =>
    void save(
      { home: { ...home, items: home.items.toSpliced(at, 1) } },
      {
        undo: {
          words: t('settings.removed', { name: home.items[at]?.title ?? '' }),
          act: () => void save({ home }),
        },
      },
    );
  const isFull = home.items.length >= homeLimits.items;
  return (
    <section>
      <h3>{t('settings.home.title')}</h3>
      <p>{t('settings.home.text')}</p>
      <Switch
        label={t('settings.home.shown')}
        checked={home.shown}
        disabled={fixed}
        onChange={(shown) => void save({ home: { ...home, shown } })}
      />
      <SavedText
        label={t('settings.home.greeting')}
        value={home.greeting}
        maxLength={homeLimits.greetingLength}
        over={{ revision, loads }}
        onSave={(greeting, from) => save({ home: { ...home, greeting } }, { from })}
      />
      {home.items.length === 0 && <p className="small t3">{t('settings.home.none')}</p>}
      <ul className="home-items">
        {home.items.map((item, at) => (
          <li key={`${item.type} ${item.title} ${at}`} className="row">
            <button type="button" className="link-button medium" onClick={() => setOpened(at)}>
              {item.title}
            </button>
            <span className="small t3 clip">
              {item.type === 'link' ? item.address : t('settings.home.answer')}
            </span>
            <IconButton
              icon="trash"
              label={`${t('settings.remove')} ${item.title}`}
              onClick={() => remove(at)}
            />
          </li>
        ))}
      </ul>
      <div className="row">
        <Button icon="plus" disabled={isFull} onClick={() => setOpened('answer')}>
          {t('settings.home.new.answer')}
        </Button>
        <Button icon="plus" disabled={isFull} onClick={() => setOpened('link')}>
          {t('settings.home.new.link')}
        </Button>
      </div>
      {opened !== null && (
        <HomeItemDialog
          key={String(opened)}
          type={typeof opened === 'number' ? (home.items[opened]?.type ?? 'answer') : opened}
          item={typeof opened === 'number' ? (home.items[opened] ?? null) : null}
          onSave={put}
          onClose={() => setOpened(null)}
        />
      )}
    </section>
  );
}
