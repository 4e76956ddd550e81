/** What the system's dialogs say of each question (ipc/questions.ts). Pure. */
import type { Translate } from '../../shared/strings/index.ts';
import type { Question } from './ipc/questions.ts';

export type QuestionWords = {
  readonly message: string;
  readonly detail: string;
  /** what the button of a yes says */
  readonly action: string;
};

export function questionWords(question: Question, t: Translate): QuestionWords {
  switch (question.ask) {
    case 'signIn':
      return {
        message: t('question.signIn', { server: question.server }),
        detail: t('question.signInDetail', { before: question.before, count: question.count }),
        action: t('question.signInAction'),
      };
    case 'approve':
      return {
        message: t('deletions.approveTitle', { count: question.count }),
        detail: t('question.approveDetail', {
          folder: question.folder,
          server: question.server,
          page: t('deletions.title'),
        }),
        action: t('deletions.approve'),
      };
    case 'undo':
      return {
        message: t('question.undo', { count: question.count }),
        detail: t('question.undoDetail', { folder: question.folder, server: question.server }),
        action: t('question.undoAction'),
      };
    case 'bringBack':
      return {
        message: t('question.bringBack', { folder: question.folder, count: question.count }),
        detail: t('question.bringBackDetail', { server: question.server }),
        action: t('pair.bringBack'),
      };
    case 'remove':
      return {
        message: t('settings.removeTitle', { name: question.folder }),
        detail: t('question.removeDetail', { server: question.server }),
        action: t('settings.remove'),
      };
    case 'takeOver':
      return {
        message: t('question.takeOver', { user: question.user, count: question.count }),
        detail: t('question.takeOverDetail', { folder: question.folder, server: question.server }),
        action: t('pair.takeOver'),
      };
  }
}
