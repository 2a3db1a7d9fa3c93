// In the sentence of the engagement: what a variant asks before its chat or call begins.
import type { BeforeForm } from '@opportune/protocol/conversation/before.ts';
import { BeforeButton } from '../../../before/before-dialog.tsx';
import { useEdit } from '../edit-context.tsx';
import { withOffer } from './engagement-edit.ts';
import { Says } from '../part.tsx';
import { t } from '../../../words/words.ts';

const plainLook = { colour: '#30513f', radiusPx: 10, name: '' };

export function BeforeSays({ at }: { at: number }) {
  const { document, live, sites, change } = useEdit();
  const variant = document.engagement.variants[at];
  if (variant === undefined || variant.offer.channel === 'content') return null;
  const { before = null } = variant.offer;
  const then = live?.engagement.variants.find(({ id }) => id === variant.id)?.offer;
  const was = then === undefined || then.channel === 'content' ? before : (then.before ?? null);
  const site = sites.find(({ id }) => document.sites.includes(id)) ?? sites[0];
  const changed = JSON.stringify(was) !== JSON.stringify(before);
  const save = (form: BeforeForm | null): void =>
    change?.((now) =>
      withOffer(now, at, (offer) => {
        if (offer.channel === 'content') return offer;
        const { before: _, ...rest } = offer;
        return form === null ? rest : { ...rest, before: form };
      }),
    );
  return (
    <Says className="says-next">
      {t('before.before.says')}
      <BeforeButton
        form={before}
        look={site?.look ?? plainLook}
        onSave={save}
        className={`tok value${changed ? ' new' : ''}`}
        disabled={change === null}
      />
    </Says>
  );
}
