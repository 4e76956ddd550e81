/** What a restore is doing, in words: the window and the command line say the same. */
import { fetchedPercent } from '../fetched-percent.ts';
import type { RestoreStage } from '../views.ts';
import type { Translate } from './translator.ts';

export const restoreStageText = (stage: RestoreStage, t: Translate): string => {
  if (stage.kind === 'fetching') {
    const percent = fetchedPercent(stage);
    return stage.waits ? t('history.fetchingAgain', { percent }) : t('history.fetching', { percent });
  }
  const { waitsFor } = stage;
  switch (waitsFor?.kind) {
    case undefined:
      return t('history.keeping');
    case 'writing':
      return t('history.keepingWriting');
    case 'upload':
      return t('history.keepingUpload', {
        percent: fetchedPercent({ kind: 'fetching', bytes: waitsFor.sent, size: waitsFor.size }),
      });
    case 'turn':
      return t('history.keepingTurn');
  }
};
