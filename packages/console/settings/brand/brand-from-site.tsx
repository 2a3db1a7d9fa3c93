// Reads colours from the site's own page. A chosen one goes into the draft; nothing is saved.
import type { SiteId } from '@opportune/protocol/ids.ts';
import { type BrandCandidate, ReadBrand } from '@opportune/protocol/rest/brand.ts';
import { api } from '../../api/client.ts';
import { Button, FormError, t, useApiMutation } from '../../ui/index.ts';
import type { BrandDraft, ColourName } from './brand-draft.ts';

interface Props {
  readonly site: SiteId;
  readonly draft: BrandDraft;
  readonly set: (change: Partial<BrandDraft>) => void;
}

const goals = ['head', 'colour'] as const satisfies readonly ColourName[];

export function BrandFromSite({ site, draft, set }: Props) {
  const reading = useApiMutation(() => api.post(`/sites/${site}/brand/read`, undefined, ReadBrand));
  const { data, error, isPending } = reading;
  return (
    <div className="brand-read">
      <div className="row">
        <Button disabled={isPending} onClick={() => reading.mutate(undefined)}>
          {t('brand.read')}
        </Button>
        <span className="small t3 grow" role="status">
          {isPending ? t('brand.read.now') : t('brand.read.hint')}
        </span>
      </div>
      <FormError error={error} />
      {data !== undefined && (
        <ul aria-label={t('brand.read.found', { page: data.page })}>
          {data.colours.map((found) => (
            <Found key={found.colour} found={found} draft={draft} set={set} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Found({
  found,
  draft,
  set,
}: Pick<Props, 'draft' | 'set'> & { readonly found: BrandCandidate }) {
  const { colour } = found;
  return (
    <li>
      <i className="brand-found" style={{ background: colour }} />
      <span>
        <span className="code">{colour}</span>
        <span className="small t3 brand-where">{whereOf(found)}</span>
      </span>
      {goals.map((name) => {
        const label = t(`brand.colour.${name}`);
        return (
          <Button
            key={name}
            variant="quiet"
            aria-label={t('brand.read.choose', { colour, name: label })}
            aria-pressed={draft.colours[name] === colour}
            onClick={() => set({ colours: { ...draft.colours, [name]: colour } })}
          >
            {label}
          </Button>
        );
      })}
    </li>
  );
}

function whereOf(found: BrandCandidate): string {
  if (found.where === 'property') return found.name;
  if (found.where === 'theme') return t('brand.read.theme');
  return t(`brand.read.${found.where}`, { n: found.times });
}
