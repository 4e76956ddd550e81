import type { ReactNode } from 'react';
import type { PairStatus, Problem } from '../../../shared/views.ts';
import { baseName, joinPath, parentOf } from '../format/path.ts';
import { useNavigation } from '../navigation/navigation-context.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { LongList } from '../ui/long-list.tsx';
import { remedyOf, remedyWords } from './remedy.ts';
import { useEngineActions } from './use-engine-actions.ts';

/** Everything that is not on the server, why, and the way out of each. */
export function ProblemList({ pair }: { readonly pair: PairStatus }): ReactNode {
  const { t } = useStrings();
  return (
    <LongList
      items={pair.problems}
      keyOf={(problem) => `${problem.path}\n${problem.code}`}
      row={(problem) => <ProblemRow problem={problem} pair={pair} />}
      label={t('pair.problems', { count: pair.problemCount })}
      estimate={72}
      scroll="box"
    />
  );
}

function ProblemRow({ problem, pair }: { readonly problem: Problem; readonly pair: PairStatus }): ReactNode {
  const { folder } = pair;
  const { t, formats } = useStrings();
  const { go } = useNavigation();
  const engine = useEngineActions();
  const remedy = remedyOf(problem.code);
  const name = problem.path === '' ? baseName(folder) : baseName(problem.path);
  const parent = parentOf(problem.path);

  const act = (): void => {
    switch (remedy) {
      case 'retry':
        engine.retry();
        return;
      case 'signIn':
        go({ screen: 'sign-in' });
        return;
      case 'review':
        go({ screen: 'deletions' });
        return;
      case 'bringBack':
        engine.bringBack(pair.id);
        return;
      case 'takeOver':
        engine.takeOver(pair.id);
        return;
      case 'reveal':
        engine.reveal(joinPath(folder, problem.path));
        return;
    }
  };

  return (
    <div className="problem" data-testid="problem-row" data-code={problem.code}>
      <div className="problem-words">
        <p className="problem-name">
          <strong title={problem.path}>{name}</strong>
          <span className="problem-place muted">
            {parent === '' ? null : <span className="ellipsis">{parent}</span>}
            {parent === '' ? null : <span className="separator" />}
            <time dateTime={new Date(problem.since).toISOString()} title={formats.precise(problem.since)}>
              {formats.relative(problem.since)}
            </time>
          </span>
        </p>
        <p className="problem-reason">{problem.reason}</p>
        {problem.waiting === undefined ? null : (
          <p className="muted">{t('pair.waitingInIt', { count: problem.waiting })}</p>
        )}
      </div>
      <Button
        size="small"
        onPress={act}
        isPending={engine.working}
        label={t('common.actionFor', { action: t(remedyWords[remedy]), name })}
      >
        {t(remedyWords[remedy])}
      </Button>
    </div>
  );
}
