// The logo of a site. It is uploaded and removed at once, and is no part of the draft.
import { Empty } from '@opportune/protocol/rest/common.ts';
import { pictureAddress, UploadedPicture } from '@opportune/protocol/rest/pictures.ts';
import { RevisedSite } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import { logoFrom } from '../../session/picture-file.ts';
import { PictureButton } from '../../session/picture-button.tsx';
import { Button, FormError, t, useApiMutation } from '../../ui/index.ts';

interface BrandLogoProps {
  readonly site: RevisedSite;
  /** The colours of the head, on which it stands. */
  readonly head: { readonly ground: string; readonly ink: string };
  readonly onSaved: (site: RevisedSite) => void;
}

export function BrandLogo({ site, head, onSaved }: BrandLogoProps) {
  const path = `/sites/${site.id}/logo`;
  const save = useApiMutation(
    async (file: Blob | null) => {
      if (file === null) await api.delete(path, Empty);
      else await api.put(path, file, UploadedPicture);
      return api.get(`/sites/${site.id}`, RevisedSite);
    },
    { invalidates: ['/sites'], onDone: onSaved },
  );
  const { logo } = site.look;
  return (
    <section>
      <h3>{t('brand.logo')}</h3>
      <p>{t('brand.logo.hint')}</p>
      <div className="row">
        <span className="brand-logo" style={{ background: head.ground, color: head.ink }}>
          {logo === undefined ? (
            site.look.name || site.name
          ) : (
            <img src={`/${pictureAddress(logo)}`} alt={t('brand.logo')} />
          )}
        </span>
        <PictureButton
          words={t(logo === undefined ? 'brand.logo.choose' : 'brand.logo.replace')}
          make={logoFrom}
          disabled={save.isPending}
          onMade={(file) => save.mutate(file)}
        />
        {logo !== undefined && (
          <Button variant="quiet" onClick={() => save.mutate(null)}>
            {t('brand.logo.remove')}
          </Button>
        )}
      </div>
      <FormError error={save.error} />
    </section>
  );
}
