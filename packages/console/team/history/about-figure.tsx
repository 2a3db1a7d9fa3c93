// A small button that explains a figure: what it means, how it is counted and what it leaves out.
// The text comes from the catalogue.
import type { FigureId } from '@opportune/protocol/rest/team/history.ts';
import { Button, Icon, Popover, t } from '../../ui/index.ts';
import './history.css';

export function AboutFigure({ id }: { id: FigureId }) {
  const label = t('history.about', { figure: t(`history.figure.${id}`) });
  return (
    <Popover
      label={label}
      width={320}
      position="bottom-start"
      target={(toggle, open) => (
        <button
          type="button"
          className="about-figure"
          aria-expanded={open}
          aria-label={label}
          onClick={toggle}
        >
          <Icon name="info" size={14} />
        </button>
      )}
    >
      {(close) => (
        <div className="about-figure-text">
          <h3>{t(`history.figure.${id}`)}</h3>
          <p>{t(`history.figure.${id}.about`)}</p>
          <h4>{t('history.about.formula')}</h4>
          <p>{t(`history.figure.${id}.formula`)}</p>
          <h4>{t('history.about.without')}</h4>
          <p>{t(`history.figure.${id}.without`)}</p>
          <Button variant="quiet" data-autofocus onClick={close}>
            {t('history.about.close')}
          </Button>
        </div>
      )}
    </Popover>
  );
}
