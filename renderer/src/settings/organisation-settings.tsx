import type { ReactNode } from 'react';
import { policyKeyWords } from '../../../shared/strings/index.ts';
import { usePolicy } from '../state/use-policy.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Icon } from '../ui/icon.tsx';

/** All that the organisation fixed, whether there is a control for it here or not, and what is wrong with it. */
export function OrganisationSettings(): ReactNode {
  const { t, formats } = useStrings();
  const { path, fixed, faults } = usePolicy();
  if (path === undefined) return null;
  const names = formats.list(fixed.map((key) => t(policyKeyWords[key])));
  return (
    <section className="section" aria-labelledby="organisation-heading" data-testid="organisation">
      <div className="section-head">
        <h2 id="organisation-heading">{t('policy.heading')}</h2>
      </div>
      <div className="card settings">
        <p className="card-note">
          {fixed.length === 0 ? t('policy.leadNothing') : t('policy.lead', { names })}
        </p>
        <p className="card-note policy-path">{t('policy.where', { path })}</p>
        {faults.length === 0 ? null : (
          <div className="policy-faults" role="alert">
            <p>{t('policy.faults')}</p>
            {faults.map((fault) => (
              <p className="form-error" key={fault}>
                <Icon name="alert" />
                <span>{fault}</span>
              </p>
            ))}
          </div>
        )}
      </div>
    </section>
  );
}
